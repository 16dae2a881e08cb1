// `<dorg-address .address=${…}>`: who it is: a picture (decorative), the account in short with all of it as its title, a button that
// copies it, and a link to the member's page. `plain` leaves out button and link, `whole` writes the account out.
import { css, html, nothing, svg, type CSSResultGroup } from "lit";
import type { Address } from "viem";
import { identicon } from "./identicon.ts";
import { Part } from "./part.ts";
import { copy } from "../shell/copy.ts";
import { wallet } from "../wallet/wallet.ts";

/** An account in short: the first six and the last four letters. */
export const short = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`;

class AddressPart extends Part {
  static override properties = { address: {}, plain: { type: Boolean }, whole: { type: Boolean, reflect: true } };
  static override styles: CSSResultGroup = [Part.styles, css`
    :host { display: inline-flex; max-inline-size: 100%; vertical-align: middle; }
    .who { display: inline-flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); max-inline-size: 100%; line-height: 1.3; }
    svg { inline-size: 1.5rem; block-size: 1.5rem; border-radius: 0.3rem; flex: none; }
    .text { font-family: var(--font-mono); font-size: 0.9em; }
    .text, .chip { white-space: nowrap; }
    :host([whole]) .text { white-space: normal; overflow-wrap: anywhere; }
    button { min-block-size: 1.5rem; min-inline-size: 1.5rem; padding: 0; border: 0; background: none; color: var(--text-quiet); }
    button svg { inline-size: 1rem; block-size: 1rem; border-radius: 0; }
    button:hover { color: var(--text); }
    /* On paper nobody can point at it: the whole account stands there. */
    @media print {
      button { display: none; }
      .text { font-size: 0; white-space: normal; overflow-wrap: anywhere; }
      .text::after { content: attr(title); font-size: 0.75rem; }
    }
  `];
  declare address: Address;
  declare plain: boolean;
  declare whole: boolean;

  override render() {
    if (!this.address) return nothing;
    const text = html`<span class="text" title=${this.address}>${this.whole ? this.address : short(this.address)}</span>`;
    const mine = !this.plain && wallet.account?.toLowerCase() === this.address.toLowerCase() ? html`<span class="chip">${this.t("address.you")}</span>` : nothing;
    return html`<span class="who">${this.#picture()}${this.plain ? text : html`<a href="#/people/${this.address}">${text}</a>`}${mine}${this.plain ? nothing : html`
      <button @click=${() => void copy(this.address, this.t("address.copied"))} aria-label=${this.t("address.copy", { address: short(this.address) })}>
        <svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5"><rect x="5.5" y="5.5" width="8" height="8" rx="1.5"></rect><path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2"></path></svg>
      </button>`}</span>`;
  }

  #picture() {
    const { ground, squares } = identicon(this.address);
    return html`<svg viewBox="0 0 7 7" aria-hidden="true" shape-rendering="crispEdges"><rect width="7" height="7" fill=${ground}></rect>${squares.map(({ x, y, fill }) =>
      svg`<rect x=${x + 1} y=${y + 1} width="1" height="1" fill=${fill}></rect>`)}</svg>`;
  }
}

customElements.define("dorg-address", AddressPart);
