// `<dorg-refusal .refusal=${…}>`: why something was not done, what to do next, and a button to try again where that can help.
// It says so at once to screen readers (role=alert). Fires `again` when the button is pressed; without `again` set there is none.
import { css, html, nothing, type CSSResultGroup } from "lit";
import type { Refusal } from "../api/refusal.ts";
import { chosen } from "../i18n/language.ts";
import { Part } from "./part.ts";

/** A refusal as sentences: what is wrong, and what to do next. */
export function wordsOf({ code, sentence }: Refusal): { readonly cause: string; readonly next: string } {
  const cause = `refusal.${code}.cause`;
  const next = `refusal.${code}.next`;
  if (chosen.has(cause) && chosen.has(next)) return { cause: chosen.t(cause), next: chosen.t(next) };
  return { cause: sentence ?? chosen.t("refusal.Unexplained.cause"), next: chosen.t("refusal.Unexplained.next") };
}

export class RefusalPart extends Part {
  static override properties = { refusal: { attribute: false }, again: { type: Boolean } };
  static override styles: CSSResultGroup = [Part.styles, css`
    .box { display: grid; gap: var(--space-2); padding: var(--space-4) var(--space-5); border-radius: var(--round); background: var(--bad-quiet); border-inline-start: 4px solid var(--bad); }
    .box.mild { background: var(--surface-hover); border-color: var(--line-strong); }
    strong { font-weight: 600; }
  `];
  declare refusal: Refusal | undefined;
  declare again: boolean;

  override render() {
    if (this.refusal === undefined) return nothing;
    const { code, field, retryAfter } = this.refusal;
    const { cause, next } = wordsOf(this.refusal);
    return html`<div class="box ${code === "Declined" ? "mild" : ""}" role="alert">
      <strong>${cause}</strong>
      <p>${next}</p>
      ${retryAfter === undefined ? nothing : html`<p class="quiet small">${this.t("refusal.retryAfter", { time: this.format.duration(retryAfter) })}</p>`}
      <p class="quiet small">${field === undefined ? this.t("refusal.name", { code }) : this.t("refusal.nameAndField", { code, field })}</p>
      ${this.again ? html`<div><button class="small" @click=${() => this.dispatchEvent(new Event("again"))}>${this.t("action.tryAgain")}</button></div>` : nothing}
    </div>`;
  }
}

customElements.define("dorg-refusal", RefusalPart);
