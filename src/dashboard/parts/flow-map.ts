// `<dorg-flow-map .flows=${…} .label=${…} .nameOf=${…}>`: on the left where influence came from, on the right which areas it went to, as
// ribbons as wide as what flowed. Its label says the greatest flow in words; the table with all of them stands below it.
import { css, html, svg, type CSSResultGroup } from "lit";
import { Part } from "./part.ts";
import { keyOf, type Flow, type Place } from "./flow.ts";

const tall = 420;
const gap = 10;
const bar = 10;
const colours = 6;

/** How wide it is, where the bars stand, and how much room names have: beside the bars, or on the ribbons where it is narrow. */
interface Layout {
  readonly name: "wide" | "narrow";
  readonly width: number;
  readonly left: number;
  readonly right: number;
  /** From a bar to its name; away from the ribbons if it is negative. */
  readonly inwards: number;
  readonly letters: number;
}

const layouts: readonly Layout[] = [
  { name: "wide", width: 800, left: 190, right: 600, inwards: -8, letters: 24 },
  { name: "narrow", width: 300, left: 0, right: 290, inwards: 6, letters: 15 },
];

interface Stop {
  readonly place: Place;
  readonly units: bigint;
  readonly y: number;
  readonly height: number;
}

class FlowMap extends Part {
  static override properties = { flows: { attribute: false }, label: { attribute: false }, nameOf: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    svg { display: block; inline-size: 100%; block-size: auto; }
    .narrow { display: none; }
    /* Names beside the bars would leave no room for what flows, or be too small to read. */
    @container (width < 34rem) {
      .wide { display: none; }
      .narrow { display: block; }
    }
    .frame { container-type: inline-size; }
    text { fill: var(--text); font: 500 13px var(--font); dominant-baseline: middle; }
    .end { text-anchor: end; }
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
    const stopsOf = (all: readonly Stop[]) => new Map(all.map(({ place, y }) => [keyOf(place), y]));
    return html`<div class="frame">${layouts.map(layout => {
      const starts = stopsOf(from);
      const ends = stopsOf(to);
      return html`<svg class=${layout.name} role="img" aria-label=${this.label} viewBox="0 0 ${layout.width} ${tall}">
        ${this.flows.map(flow => this.#ribbon(flow, layout, colour(flow.from), Number(flow.units) * scale, starts, ends))}
        ${from.map(stop => this.#stop(stop, layout, colour(stop.place), layout.left, layout.inwards > 0))}
        ${to.map(stop => this.#stop(stop, layout, colour(stop.place), layout.right, layout.inwards < 0))}</svg>`;
    })}</div>`;
  }

  #ribbon(flow: Flow, { left, right }: Layout, colour: string, height: number, starts: Map<string, number>, ends: Map<string, number>) {
    const y1 = take(starts, keyOf(flow.from), height);
    const y2 = take(ends, keyOf(flow.to), height);
    const middle = (left + bar + right) / 2;
    return svg`<path class="ribbon ${colour}" d=${`M${left + bar} ${y1} C${middle} ${y1} ${middle} ${y2} ${right} ${y2} V${y2 + height} C${middle} ${y2 + height} ${middle} ${y1 + height} ${left + bar} ${y1 + height} Z`}>
      <title>${`${this.nameOf(flow.from)} → ${this.nameOf(flow.to)}: ${this.format.influence(flow.units)}`}</title></path>`;
  }

  /** A bar with its name, which begins behind it or ends before it. */
  #stop({ place, y, height }: Stop, { inwards, letters }: Layout, colour: string, x: number, behind: boolean) {
    const away = Math.abs(inwards);
    return svg`<rect class=${colour} x=${x} y=${y} width=${bar} height=${Math.max(height, 1)}></rect>
      <text class=${behind ? "" : "end"} x=${behind ? x + bar + away : x - away} y=${y + height / 2}>${shortened(this.nameOf(place), letters)}</text>`;
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

const shortened = (name: string, letters: number): string => (name.length > letters ? `${name.slice(0, letters - 1)}…` : name);

customElements.define("dorg-flow-map", FlowMap);
