// `<dorg-waterfall .parts=${…} unit="influence" .total=${…}>`: a sum as bars, each of which begins where the one before ended, with the
// numbers beside them: chart and table are one. A bar opens the credits behind it. Below stands whether the parts add up.
import { css, html, nothing, svg, type CSSResultGroup } from "lit";
import { hashOf } from "../shell/routes.ts";
import { Part } from "./part.ts";
import { fold, sum, type SumPart } from "./sums.ts";
import "./address.ts";
import "./quantity.ts";

/** The width of the drawing, in its own units. */
const width = 1000;

/** Contributions that have a bar of their own. */
const mostBars = 12;

class Waterfall extends Part {
  static override properties = { parts: { attribute: false }, total: { attribute: false }, unit: {} };
  static override styles: CSSResultGroup = [Part.styles, css`
    .bars { display: grid; }
    li { border-block-end: 1px solid var(--line); }
    .line { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr) minmax(5.5rem, max-content); gap: var(--space-3); align-items: center; padding-block: var(--space-2); min-block-size: 2.25rem; }
    summary { cursor: pointer; list-style: none; border-radius: var(--round-small); }
    summary::-webkit-details-marker { display: none; }
    summary:hover { background: var(--surface-hover); }
    summary .name::before { content: "▸"; display: inline-block; inline-size: 1.1em; color: var(--text-quiet); transition: rotate var(--quick); }
    details[open] .name::before { rotate: 90deg; }
    .name { overflow-wrap: anywhere; }
    .line > .name:not(summary .name) { padding-inline-start: 1.1em; }
    svg { display: block; inline-size: 100%; block-size: 1.25rem; overflow: visible; }
    .track { fill: var(--surface-hover); }
    .seed { fill: var(--series-6); }
    .contribution, .thanks, .others { fill: var(--series-1); }
    .remainder { fill: var(--text-quiet); }
    .all { fill: var(--series-3); }
    .step { stroke: var(--line-strong); stroke-width: 1; vector-effect: non-scaling-stroke; }
    .value { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .total { font-weight: 640; }
    .behind { display: grid; gap: var(--space-2); padding: var(--space-2) 0 var(--space-4) 1.1em; }
    .credit { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr) minmax(5.5rem, max-content); gap: var(--space-3); align-items: center; }
    .check { margin-block-start: var(--space-3); }
    @media (width < 40rem) {
      .line, .credit { grid-template-columns: minmax(0, 1fr) max-content; }
      .line svg { grid-column: 1 / -1; grid-row: 2; }
    }
  `];
  declare parts: readonly SumPart[];
  declare total: bigint;
  declare unit: "influence" | "amount";

  override render() {
    const whole = sum(this.parts.map(({ units }) => units));
    let before = 0n;
    const rows = fold(this.parts, mostBars).map(part => {
      const from = before;
      before += part.units;
      return this.#row(part, from);
    });
    return html`<ol class="bars">${rows}
        <li><div class="line total"><span class="name">${this.t("waterfall.total")}</span>${this.#bar(0n, this.total, "all")}<span class="value">${this.#value(this.total)}</span></div></li>
      </ol>
      <p class="check small">${whole === this.total
        ? html`<span class="chip good">✓ ${this.t("waterfall.adds", { count: this.parts.length, total: this.total })}</span>`
        : html`<span class="chip bad">${this.t("waterfall.differs", { sum: whole, total: this.total })}</span>`}</p>`;
  }

  #row(part: SumPart, from: bigint) {
    const line = html`<span class="name">${this.#name(part)}</span>${this.#bar(from, part.units, part.kind)}<span class="value">${this.#value(part.units, part.kind)}</span>`;
    if (part.folded !== undefined) {
      return html`<li><details><summary class="line">${line}</summary><div class="behind">${part.folded.map(one => html`<div class="credit">
        ${one.id === undefined ? html`<span>${this.#name(one)}</span>` : html`<a href=${hashOf("contributions/:id", { id: one.id })}>${this.#name(one)}</a>`}
        <span></span><span class="value">${this.#value(one.units)}</span></div>`)}</div></details></li>`;
    }
    if (part.credits.length === 0) return html`<li><div class="line">${line}</div></li>`;
    return html`<li><details><summary class="line">${line}</summary><div class="behind">
      ${part.id === undefined ? nothing : html`<a href=${hashOf("contributions/:id", { id: part.id })}>${this.t("waterfall.open")}</a>`}
      ${part.credits.map(credit => html`<div class="credit"><dorg-address .address=${credit.fromAccount}></dorg-address>
        <span class="quiet">${this.t("waterfall.points", { count: credit.points })}</span>
        ${this.unit === "influence" ? html`<span class="value"><dorg-influence .units=${credit.influence}></dorg-influence></span>` : html`<span></span>`}</div>`)}</div></details></li>`;
  }

  #name(part: SumPart): string {
    if (part.kind === "contribution") return part.title === "" ? this.t("waterfall.untitled") : part.title!;
    return part.kind === "others" ? this.t("waterfall.others", { count: part.folded!.length }) : this.t(`waterfall.${part.kind}`);
  }

  #bar(from: bigint, units: bigint, kind: string) {
    const [start, end] = units < 0n ? [from + units, from] : [from, from + units];
    const x = this.#at(start);
    // What is less than a pixel is still seen.
    const length = Math.max(this.#at(end) - x, units === 0n ? 0 : 3);
    return html`<svg viewBox="0 0 ${width} 20" preserveAspectRatio="none" aria-hidden="true">${svg`<rect class="track" width=${width} height="20" rx="2"></rect>
      <rect class=${kind} x=${Math.min(x, width - length)} y="2" width=${length} height="16"></rect>
      <line class="step" x1=${this.#at(end)} x2=${this.#at(end)} y1="0" y2="20"></line>`}</svg>`;
  }

  #at(units: bigint): number {
    return this.total <= 0n ? 0 : Math.min(width, Math.max(0, Number((units * BigInt(width) * 100n) / this.total) / 100));
  }

  /** What rounding left is no share of anything: its units say more. */
  #value(units: bigint, kind?: string) {
    if (kind === "remainder") return html`<span class="quiet">${this.t("waterfall.units", { count: units })}</span>`;
    return this.unit === "influence" ? html`<dorg-influence .units=${units}></dorg-influence>` : html`<dorg-amount .units=${units}></dorg-amount>`;
  }
}

customElements.define("dorg-waterfall", Waterfall);
