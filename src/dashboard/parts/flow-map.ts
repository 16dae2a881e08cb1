// `<dorg-flow-map .flows=${…} .label=${…} .nameOf=${…}>`: on the left where influence came from, on the right which areas it went to, as
// ribbons as wide as what flowed. Its label says the greatest flow in words; the table with all of them stands below it.
import { css, html, svg, type CSSResultGroup } from "lit";
import { Part } from "./part.ts";
import { keyOf, type Flow, type Place } from "./flow.ts";

const wide = 800;
const tall = 420;
const gap = 10;
const bar = 10;
/** Where the bars stand: what is left of and right of them is for names. */
const left = 190;
const right = wide - 190 - bar;
const colours = 6;

interface Stop {
  readonly place: Place;
  readonly units: bigint;
  readonly y: number;
  readonly height: number;
}

class FlowMap extends Part {
  static override properties = { flows: { attribute: false }, label: { attribute: false }, nameOf: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    .frame { overflow-x: auto; }
    svg { display: block; inline-size: 100%; min-inline-size: 34rem; block-size: auto; }
    text { fill: var(--text); font: 500 13px var(--font); dominant-baseline: middle; }
    .start { text-anchor: end; }
    .ribbon { opacity: 0.38; }
    .ribbon:hover { opacity: 0.75; }
    .c0 { fill: var(--series-1); } .c1 { fill: var(--series-2); } .c2 { fill: var(--series-3); } .c3 { fill: var(--series-4); } .c4 { fill: var(--series-5); } .c5 { fill: var(--series-6); }
    .plain { fill: var(--text-quiet); }
  `];
  declare flows: readonly Flow[];
  declare label: string;
  declare nameOf: (place: Place) => string;

  override render() {
    const whole = this.flows.reduce((sum, { units }) => sum + units, 0n);
    const from = stops(this.flows, whole, flow => flow.from);
    const to = stops(this.flows, whole, flow => flow.to);
    const names = [...new Set([...to, ...from].filter(({ place }) => place.kind === "area").map(({ place }) => place.name))];
    const colour = (place: Place) => (place.kind === "area" ? `c${names.indexOf(place.name) % colours}` : "plain");
    const scale = scaleOf(from.length, to.length, whole);
    const starts = new Map(from.map(({ place, y }) => [keyOf(place), y]));
    const ends = new Map(to.map(({ place, y }) => [keyOf(place), y]));
    const ribbons = this.flows.map(flow => {
      const height = Number(flow.units) * scale;
      const y1 = take(starts, keyOf(flow.from), height);
      const y2 = take(ends, keyOf(flow.to), height);
      const middle = (left + bar + right) / 2;
      return svg`<path class="ribbon ${colour(flow.from)}" d=${`M${left + bar} ${y1} C${middle} ${y1} ${middle} ${y2} ${right} ${y2} V${y2 + height} C${middle} ${y2 + height} ${middle} ${y1 + height} ${left + bar} ${y1 + height} Z`}>
        <title>${`${this.nameOf(flow.from)} → ${this.nameOf(flow.to)}: ${this.format.influence(flow.units)}`}</title></path>`;
    });
    const side = (all: readonly Stop[], x: number, name: (stop: Stop) => unknown) => all.map(stop => svg`<rect class=${colour(stop.place)} x=${x} y=${stop.y} width=${bar} height=${Math.max(stop.height, 1)}></rect>${name(stop)}`);
    return html`<div class="frame" tabindex="0" role="group" aria-label=${this.label}><svg role="img" aria-label=${this.label} viewBox="0 0 ${wide} ${tall}">${ribbons}
      ${side(from, left, ({ place, y, height }) => svg`<text class="start" x=${left - 8} y=${y + height / 2}>${shortened(this.nameOf(place))}</text>`)}
      ${side(to, right, ({ place, y, height }) => svg`<text x=${right + bar + 8} y=${y + height / 2}>${shortened(this.nameOf(place))}</text>`)}</svg></div>`;
  }
}

/** Pixels for a unit, the same on both sides, so that ribbons do not change their width. */
const scaleOf = (from: number, to: number, whole: bigint): number => (tall - gap * Math.max(from, to)) / Math.max(1, Number(whole));

/** The places of one side from the top down, the greatest first. */
function stops(flows: readonly Flow[], whole: bigint, side: (flow: Flow) => Place): readonly Stop[] {
  const sums = new Map<string, { place: Place; units: bigint }>();
  for (const flow of flows) {
    const place = side(flow);
    const known = sums.get(keyOf(place));
    sums.set(keyOf(place), { place, units: (known?.units ?? 0n) + flow.units });
  }
  const other = new Set(flows.map(flow => keyOf(side(flow) === flow.from ? flow.to : flow.from))).size;
  const scale = scaleOf(sums.size, other, whole);
  let y = gap / 2;
  return [...sums.values()].sort((a, b) => (a.units < b.units ? 1 : -1)).map(({ place, units }) => {
    const height = Number(units) * scale;
    const stop = { place, units, y, height };
    y += height + gap;
    return stop;
  });
}

/** The place for the next ribbon at a stop. */
function take(at: Map<string, number>, key: string, height: number): number {
  const y = at.get(key)!;
  at.set(key, y + height);
  return y;
}

const shortened = (name: string): string => (name.length > 24 ? `${name.slice(0, 23)}…` : name);

customElements.define("dorg-flow-map", FlowMap);
