// `<dorg-meter .value=${…} .most=${…}>`: a bar, how much of a whole. Decorative: the numbers stand in words beside it.
import { css, html, type CSSResultGroup } from "lit";
import { Part } from "./part.ts";

class Meter extends Part {
  static override properties = { value: { attribute: false }, most: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    svg { display: block; inline-size: 100%; block-size: 0.5rem; border-radius: 99rem; }
    .ground { fill: var(--surface-hover); }
    .bar { fill: var(--accent); }
    @media (forced-colors: active) { .ground { fill: Canvas; } .bar { fill: CanvasText; } }
  `];
  declare value: number | bigint;
  declare most: number | bigint;

  override render() {
    const share = Number(this.most) === 0 ? 0 : Math.min(1, Math.max(0, Number(this.value) / Number(this.most)));
    return html`<svg viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="1000" height="8"></rect>
      <rect class="bar" width=${Math.round(share * 1000)} height="8"></rect></svg>`;
  }
}

customElements.define("dorg-meter", Meter);
