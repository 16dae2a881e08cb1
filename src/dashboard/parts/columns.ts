// `<dorg-columns .points=${…} .label=${…}>`: one column for each epoch. It is decorative: the sentence that says the same is its label,
// and the table that has the numbers stands below it on the page.
import { css, html, svg, type CSSResultGroup } from "lit";
import { Part } from "./part.ts";

export interface ColumnPoint {
  readonly name: string;
  readonly units: bigint;
  /** What is still growing is drawn hollow. */
  readonly open: boolean;
}

const step = 40;
const tall = 140;

class Columns extends Part {
  static override properties = { points: { attribute: false }, label: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    svg { display: block; inline-size: 100%; max-inline-size: 56rem; block-size: 11rem; }
    rect { fill: var(--series-1); stroke: var(--series-1); }
    .open { fill: var(--accent-quiet); stroke-dasharray: 3 2; }
    line { stroke: var(--line-strong); }
    text { fill: var(--text-quiet); font: 400 0.75rem var(--font); text-anchor: middle; }
  `];
  declare points: readonly ColumnPoint[];
  declare label: string;

  override render() {
    const highest = this.points.reduce((most, { units }) => (units > most ? units : most), 1n);
    const wide = Math.max(this.points.length, 6) * step;
    return html`<svg role="img" aria-label=${this.label} viewBox="0 0 ${wide} ${tall + 24}" preserveAspectRatio="xMinYMid meet">${this.points.map(({ name, units, open }, i) => {
      const height = Math.max(units > 0n ? 2 : 0, Number((units * BigInt(tall) * 100n) / highest) / 100);
      return svg`<rect class=${open ? "open" : ""} x=${i * step + 8} y=${tall - height} width=${step - 16} height=${height} rx="2"></rect>
        <text x=${i * step + step / 2} y=${tall + 18}>${name}</text>`;
    })}<line x1="0" x2=${wide} y1=${tall} y2=${tall}></line></svg>`;
  }
}

customElements.define("dorg-columns", Columns);
