// What stands in a page's place while there is nothing to show.
//
// `shown(query, what, ready)` gives `ready(value)` when the value is there, and else the fitting `<dorg-state>`: loading in words
// (after 15 s with what is awaited, and that leaving is safe), offline, or the refusal with its next step. `what` names what is
// awaited in the reader's language, such as "the members". `<dorg-empty .title=${…} .text=${…}>` takes a link or button in its slot.
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from "lit";
import type { Answer } from "../api/store.ts";
import type { Query } from "../api/query.ts";
import { store } from "../api/node.ts";
import { Part } from "./part.ts";
import "./refusal.ts";

/** How long words of waiting suffice, in ms. */
const soon = 15_000;

export function shown<T>(query: Query<T>, what: string, ready: (value: T) => TemplateResult | typeof nothing): TemplateResult | typeof nothing {
  const { answer } = query;
  if (answer.state === "ready") return ready(answer.value);
  return html`<dorg-state .answer=${answer} .what=${what} @again=${() => query.refresh()}></dorg-state>`;
}

class State extends Part {
  static override properties = { answer: { attribute: false }, what: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    .wait { display: grid; gap: var(--space-3); padding-block: var(--space-5); }
    .bar { block-size: 0.25rem; inline-size: 8rem; border-radius: 99rem; background: linear-gradient(90deg, var(--line) 35%, var(--accent) 50%, var(--line) 65%) 0 0 / 300% 100%; animation: pass 1.6s linear infinite; }
    @keyframes pass { from { background-position: 100% 0; } to { background-position: 0 0; } }
    @media (prefers-reduced-motion: reduce) { .bar { animation: none; } }
  `];
  declare answer: Answer<unknown>;
  declare what: string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override render() {
    if (this.answer.state === "refused") return html`<dorg-refusal again .refusal=${this.answer.refusal} @again=${() => this.dispatchEvent(new Event("again"))}></dorg-refusal>`;
    if (this.answer.state !== "loading") return nothing;
    const left = this.answer.since + soon - Date.now();
    clearTimeout(this.#timer);
    if (left > 0) this.#timer = setTimeout(() => this.requestUpdate(), left + 50);
    return html`<div class="wait" role="status">
      <span class="bar" aria-hidden="true"></span>
      <p class="quiet">${this.t("state.loading", { what: this.what })}</p>
      ${left > 0 ? nothing : html`<p>${store.reach === "offline" ? this.t("state.longOffline", { what: this.what }) : this.t("state.long", { what: this.what })}</p>`}
    </div>`;
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }
}

class Empty extends Part {
  static override properties = { title: { attribute: false }, text: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    .empty { display: grid; justify-items: start; gap: var(--space-3); padding: var(--space-6) var(--space-5); border: 1px dashed var(--line-strong); border-radius: var(--round); }
  `];
  declare title: string;
  declare text: string;

  override render() {
    return html`<div class="empty"><h2>${this.title}</h2><p class="lead">${this.text}</p><slot></slot></div>`;
  }
}

customElements.define("dorg-state", State);
customElements.define("dorg-empty", Empty);
