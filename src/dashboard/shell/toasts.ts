// Short messages that come and go: `tell("Copied")`, `tell(sentence, "alert")` for what went wrong. What must not be missed belongs on
// the page. The regions are there from the beginning, so that screen readers notice what appears in them.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Part } from "../parts/part.ts";

type Kind = "status" | "alert";
interface Told { readonly number: number; readonly text: string; readonly kind: Kind }

/** How long a message stays, in ms; errors stay until they are closed. */
const stay = 6000;
const listeners = new Set<(text: string, kind: Kind) => void>();

/** Shows a message to everybody, however they read. */
export function tell(text: string, kind: Kind = "status"): void {
  for (const listener of listeners) listener(text, kind);
}

class Toasts extends Part {
  static override properties = { told: { state: true } };
  static override styles: CSSResultGroup = [Part.styles, css`
    :host { position: fixed; inset-block-end: var(--space-4); inset-inline: var(--space-4); z-index: 20; display: grid; justify-items: center; pointer-events: none; }
    .region { display: grid; justify-items: center; inline-size: 100%; }
    .told { display: flex; gap: var(--space-3); align-items: center; pointer-events: auto; max-inline-size: 34rem; margin-block-start: var(--space-2); padding: var(--space-2) var(--space-4); background: var(--text); color: var(--surface); border-radius: var(--round); box-shadow: var(--shadow-raised); }
    .told.alert { background: var(--bad-quiet); color: var(--bad); border: 1px solid var(--bad); }
    button { min-block-size: 1.75rem; min-inline-size: 1.75rem; padding: 0; border: 0; background: none; color: inherit; font-size: 1.25rem; line-height: 1; }
    button:hover { background: none; color: inherit; text-decoration: underline; }
    @media print { :host { display: none; } }
  `];
  declare told: readonly Told[];
  #last = 0;

  constructor() {
    super();
    this.told = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    listeners.add(this.#tell);
  }

  override disconnectedCallback(): void {
    listeners.delete(this.#tell);
    super.disconnectedCallback();
  }

  override render() {
    const region = (kind: Kind) => html`<div class="region" role=${kind} aria-atomic="false">${repeat(this.told.filter(one => one.kind === kind), one => one.number, one =>
      html`<div class="told ${kind}"><span>${one.text}</span>${kind === "alert"
        ? html`<button aria-label=${this.t("action.close")} @click=${() => this.#drop(one.number)}>×</button>` : nothing}</div>`)}</div>`;
    return html`${region("status")}${region("alert")}`;
  }

  readonly #tell = (text: string, kind: Kind): void => {
    const number = ++this.#last;
    this.told = [...this.told.slice(-2), { number, text, kind }];
    if (kind === "status") setTimeout(() => this.#drop(number), stay);
  };

  #drop(number: number): void {
    this.told = this.told.filter(one => one.number !== number);
  }
}

customElements.define("dorg-toasts", Toasts);
