// What influence is made of (chapter 4 of the protocol): parts of credits that add up to the unit.
import type { Epoch, Settlement } from "./settlement.ts";

/** What one credit brings its recipient, in units of 2^-60 of all influence. */
export interface Part {
  /** The credit's place in the epoch, in the order of the log. */
  readonly credit: number;
  readonly from: number;
  readonly points: number;
  readonly influence: bigint;
}

/** A member's influence: the seed, the parts of the credits and what their rounding leaves add up to it. */
export interface Explanation {
  readonly influence: bigint;
  readonly seed: bigint;
  readonly parts: readonly Part[];
  readonly remainder: bigint;
}

/** What each credit of an epoch brings, in the order of the log. */
export function creditInfluence({ credits, parameters }: Epoch, influence: BigUint64Array): BigUint64Array {
  const damping = BigInt(parameters.dampingBp);
  const divisor = 10_000n * BigInt(parameters.pointsPerEpoch);
  const parts = new BigUint64Array(credits.from.length);
  for (let i = 0; i < parts.length; i++) parts[i] = (damping * influence[credits.from[i]!]! * BigInt(credits.points[i]!)) / divisor;
  return parts;
}

/** Explains a member's influence. */
export function explain(epoch: Epoch, { influence, seeds }: Settlement, member: number): Explanation {
  const all = creditInfluence(epoch, influence);
  const parts: Part[] = [];
  let rest = influence[member]! - seeds[member]!;
  epoch.credits.to.forEach((to, credit) => {
    if (to !== member) return;
    const part = { credit, from: epoch.credits.from[credit]!, points: epoch.credits.points[credit]!, influence: all[credit]! };
    rest -= part.influence;
    parts.push(part);
  });
  return { influence: influence[member]!, seed: seeds[member]!, parts, remainder: rest };
}

/**
 * Sums what credits bring by what they are labelled with.
 * @param label The name under which a credit counts, such as its contribution or that one's area; undefined if it counts nowhere.
 */
export function influenceBy(parts: BigUint64Array, label: (credit: number) => string | undefined): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  parts.forEach((part, credit) => {
    const name = label(credit);
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0n) + part);
  });
  return sums;
}
