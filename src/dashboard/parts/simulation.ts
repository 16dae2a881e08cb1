// What other parameters would have made of an epoch: the same functions with the same credits. Pure, so that tests need no browser.
import type { Bundle } from "../protocol/bundle.ts";
import { creditColumns } from "../protocol/credits.ts";
import { parameters, type Terms } from "../protocol/parameters.ts";
import { grown, type Settlement } from "../protocol/settlement.ts";

/** The parameters that a settlement follows from, as a link and a slider have them. */
export const simulated = ["dampingBp", "pointsPerEpoch", "rewardPerEpoch", "renewalBp"] as const;
export type Simulated = (typeof simulated)[number];
export type Change = Readonly<Partial<Record<Simulated, bigint>>>;
/** Values of any parameters. */
export type Values = Readonly<Partial<Record<keyof Terms, bigint>>>;

/** The values that a link asks for; what is no number, or out of what votes can set, is left out. */
export function valuesIn(query: URLSearchParams): Values {
  const values: Partial<Record<keyof Terms, bigint>> = {};
  for (const { name, least, most } of parameters) {
    const text = query.get(name);
    if (text === null || !/^\d{1,22}$/.test(text)) continue;
    const value = BigInt(text);
    if (value >= least && value <= most) values[name] = value;
  }
  return values;
}

/** What of it a settlement follows from. */
export const changeIn = (query: URLSearchParams): Change => changeOf(valuesIn(query));
export const changeOf = (values: Values): Change => Object.fromEntries(simulated.flatMap(name => values[name] === undefined ? [] : [[name, values[name]]]));

/** Values as a link has them. */
export const textsOf = (values: Values): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

/**
 * The epoch as it would have been. Who gave more points than the other budget has is taken to have given the same shares of it: the
 * credits are scaled down, and what becomes nothing is left out. Nobody is taken to have acted otherwise.
 */
export function changed(bundle: Bundle, change: Change): Bundle {
  const { dampingBp, pointsPerEpoch, rewardPerEpoch, renewalBp } = bundle.parameters;
  const budget = Number(change.pointsPerEpoch ?? BigInt(pointsPerEpoch));
  return {
    ...bundle, ...affordable(bundle, budget),
    parameters: {
      ...bundle.parameters, dampingBp: Number(change.dampingBp ?? BigInt(dampingBp)), pointsPerEpoch: budget,
      rewardPerEpoch: change.rewardPerEpoch ?? rewardPerEpoch, renewalBp: Number(change.renewalBp ?? BigInt(renewalBp)),
    },
  };
}

function affordable({ credits, contributions, parameters, accounts }: Bundle, budget: number): Pick<Bundle, "credits" | "contributions"> {
  if (budget >= parameters.pointsPerEpoch) return { credits, contributions };
  const spent = new Float64Array(accounts.length);
  credits.points.forEach((points, i) => spent[credits.from[i]!]! += points);
  // Below 2^53: a member has at most 2^20 points.
  const scaled = credits.points.map((points, i) => (spent[credits.from[i]!]! <= budget ? points : Math.floor((points * budget) / spent[credits.from[i]!]!)));
  const kept = [...scaled.keys()].filter(i => scaled[i]! > 0);
  return {
    credits: creditColumns(kept.map(i => ({ from: credits.from[i]!, to: credits.to[i]!, points: scaled[i]! }))), contributions: kept.map(i => contributions[i]!),
  };
}

/** A member before and after. */
export interface Effect {
  readonly account: string;
  readonly influence: readonly [before: bigint, after: bigint];
  readonly reward: readonly [before: bigint, after: bigint];
  readonly reputation: readonly [before: bigint, after: bigint];
  /** How many places up, by reward. */
  readonly climbs: number;
}

/** Every member before and after, by number. */
export function effects(bundle: Pick<Bundle, "accounts" | "previous">, before: Settlement, after: Settlement): readonly Effect[] {
  const previous = grown(bundle.previous, bundle.accounts.length).cumulative;
  const rewards = (settlement: Settlement) => bundle.accounts.map((_, i) => settlement.state.cumulative[i]! - previous[i]!);
  const [now, then] = [rewards(before), rewards(after)];
  const [ranksNow, ranksThen] = [ranks(now), ranks(then)];
  return bundle.accounts.map((account, i) => ({
    account, influence: [before.influence[i]!, after.influence[i]!], reward: [now[i]!, then[i]!],
    reputation: [before.state.reputation[i]!, after.state.reputation[i]!], climbs: ranksNow[i]! - ranksThen[i]!,
  }));
}

/** How many have more: those with the same have the same rank. */
export function ranks(values: readonly bigint[]): readonly number[] {
  const sorted = values.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const first = new Map<bigint, number>();
  sorted.forEach((value, i) => first.has(value) || first.set(value, i));
  return values.map(value => first.get(value)!);
}

/** How unequal amounts are: 0 if all are the same, near 1 if one has all (Gini's coefficient). */
export function gini(values: readonly bigint[]): number {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)).map(Number);
  const whole = sorted.reduce((all, one) => all + one, 0);
  if (whole === 0) return 0;
  const weighed = sorted.reduce((all, one, i) => all + one * (i + 1), 0);
  return (2 * weighed) / (sorted.length * whole) - (sorted.length + 1) / sorted.length;
}
