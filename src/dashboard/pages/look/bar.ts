// `<dorg-bar .units=${…} .whole=${…}>`: how much of a whole something is. Decorative: the number stands beside it.
import { css, html, svg, type CSSResultGroup } from "lit";
import { Part } from "../../parts/part.ts";

class Bar extends Part {
  static override properties = { units: { attribute: false }, whole: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    :host { display: inline-block; inline-size: 6rem; vertical-align: middle; }
    svg { display: block; inline-size: 100%; block-size: 0.6rem; }
    .track { fill: var(--surface-hover); }
    .part { fill: var(--series-1); }
    @media (width < 40rem) { :host { display: none; } }
  `];
  declare units: bigint;
  declare whole: bigint;

  override render() {
    return html`<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">${svg`<rect class="track" width="100" height="6" rx="1"></rect>
      <rect class="part" width=${this.whole === 0n ? 0 : Number((this.units * 10_000n) / this.whole) / 100} height="6" rx="1"></rect>`}</svg>`;
  }
}

customElements.define("dorg-bar", Bar);
