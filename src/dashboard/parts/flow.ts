// How influence flows between areas: a credit carries influence from where its giver has it to the area of what is credited. Pure, so that
// tests need no browser.
import type { Contribution, Member } from "../api/models.ts";
import type { Bundle } from "../protocol/bundle.ts";
import { creditInfluence } from "../protocol/explanation.ts";

/** Where influence comes from that no area brought: reputation. */
export const fromReputation = "reputation";
/** Credit for no contribution in particular. */
export const noArea = "none";
/** Several small areas. */
export const otherAreas = "others";

/** An area, or one of the words above; `kind` tells an area apart that has such a name. */
export interface Place {
  readonly kind: "area" | typeof fromReputation | typeof noArea | typeof otherAreas;
  readonly name: string;
}

/** Influence in units of 2^-60 that went from one place to another. */
export interface Flow {
  readonly from: Place;
  readonly to: Place;
  readonly units: bigint;
}

const area = (name: string): Place => ({ kind: "area", name });
const word = (kind: Exclude<Place["kind"], "area">): Place => ({ kind, name: "" });
export const keyOf = ({ kind, name }: Place): string => `${kind} ${name}`;

/**
 * All flows of an epoch, the greatest first. Their sum is that of all its credits, to the unit.
 * @param members In the order of their numbers, in the same epoch.
 */
export function flowsOf(bundle: Bundle, members: readonly Member[], contributions: readonly Contribution[]): readonly Flow[] {
  const parts = creditInfluence(bundle, BigUint64Array.from(members, ({ influence }) => BigInt(influence)));
  const areas = new Map(contributions.map(one => [one.id, area(one.area)]));
  const sources = members.map(member => sourcesOf(member));
  const flows = new Map<string, Flow>();
  parts.forEach((part, credit) => {
    const to = areas.get(bundle.contributions[credit]!) ?? word(noArea);
    for (const [from, units] of split(part, sources[bundle.credits.from[credit]!]!)) add(flows, { from, to, units });
  });
  return sorted(flows);
}

/**
 * Takes the small areas together.
 * @param most How many areas keep their own name.
 */
export function foldAreas(flows: readonly Flow[], most: number): readonly Flow[] {
  const sizes = new Map<string, bigint>();
  for (const { from, to, units } of flows) {
    for (const place of [from, to]) if (place.kind === "area") sizes.set(place.name, (sizes.get(place.name) ?? 0n) + units);
  }
  const names = [...sizes].sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0)).map(([name]) => name);
  if (names.length <= most + 1) return flows;
  const kept = new Set(names.slice(0, most));
  const folded = (place: Place): Place => (place.kind === "area" && !kept.has(place.name) ? word(otherAreas) : place);
  const all = new Map<string, Flow>();
  for (const { from, to, units } of flows) add(all, { from: folded(from), to: folded(to), units });
  return sorted(all);
}

type Share = readonly [from: Place, weight: bigint];

/** What a member's influence is made of: what no area brought is reputation's. */
function sourcesOf({ influence, areas }: Member): readonly Share[] {
  const shares = areas.map(({ area: name, influence: units }): Share => [area(name), BigInt(units)]);
  const rest = shares.reduce((left, [, units]) => left - units, BigInt(influence));
  return [[word(fromReputation), rest < 0n ? 0n : rest], ...shares];
}

/** Splits units in proportion to weights; what rounding takes from one goes to the next, so that nothing is lost. */
function split(units: bigint, shares: readonly Share[]): readonly (readonly [from: Place, units: bigint])[] {
  const whole = shares.reduce((sum, [, weight]) => sum + weight, 0n);
  if (whole === 0n) return [];
  let weighed = 0n;
  let given = 0n;
  return shares.map(([from, weight]) => {
    weighed += weight;
    const now = (units * weighed) / whole;
    const part = now - given;
    given = now;
    return [from, part] as const;
  });
}

function add(flows: Map<string, Flow>, flow: Flow): void {
  if (flow.units === 0n) return;
  const key = `${keyOf(flow.from)} → ${keyOf(flow.to)}`;
  flows.set(key, { ...flow, units: (flows.get(key)?.units ?? 0n) + flow.units });
}

const sorted = (flows: ReadonlyMap<string, Flow>): readonly Flow[] => [...flows.values()].sort((a, b) => (a.units < b.units ? 1 : a.units > b.units ? -1 : 0));
