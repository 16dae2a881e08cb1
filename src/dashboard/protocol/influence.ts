// Influence (chapter 4 of the protocol): the least fixed point, exact to the unit.
import { byRecipient, type Credits } from "./credits.ts";

/** All influence, in units of 2^-60 of it. */
export const allInfluence = 1n << 60n;

/** What shapes the map in an epoch. */
export interface InfluenceParameters {
  /** In 1/10000: how much of influence comes from credits. */
  readonly dampingBp: number;
  /** Every member's budget, in points. */
  readonly pointsPerEpoch: number;
}

/** The part of each member's influence that comes from reputation. */
export function seedsOf(reputation: BigUint64Array, dampingBp: number): BigUint64Array {
  let all = 0n;
  for (const one of reputation) all += one;
  if (all === 0n) return new BigUint64Array(reputation.length);
  const scale = BigInt(10_000 - dampingBp) * allInfluence;
  return reputation.map(one => (scale * one) / (10_000n * all));
}

/** A row of the map: the seed, and what the credits bring with the influence of who gave them. */
export function rowValue(seed: bigint, weighted: bigint, { dampingBp, pointsPerEpoch }: InfluenceParameters): bigint {
  return seed + (BigInt(dampingBp) * weighted) / (10_000n * BigInt(pointsPerEpoch));
}

/** Called while a computation goes on, with what was done and what there is to do if that is known; may throw to end it. */
export type Progress = (done: number, of?: number) => void;

const half = 2 ** 30;
const beforeCarry = 2 ** 52;

/**
 * The least fixed point. Values are kept in halves of 30 bits, so that the sums over credits are exact in floating point: no
 * product passes 2^50, and no sum of high halves 2^50 either, because nobody gives more than his budget of at most 2^20 points.
 * A row is only computed when somebody who credited it has changed since.
 */
export function solve(seeds: BigUint64Array, credits: Credits, parameters: InfluenceParameters, progress?: Progress): BigUint64Array {
  const members = seeds.length;
  const { starts, order } = byRecipient(credits, members);
  const giver = new Uint32Array(order.length);
  const points = new Float64Array(order.length);
  order.forEach((credit, at) => {
    giver[at] = credits.from[credit]!;
    points[at] = credits.points[credit]!;
  });
  const receivers = recipientsByGiver(credits, members);
  const high = new Float64Array(members);
  const low = new Float64Array(members);
  const x = seeds.slice();
  for (let i = 0; i < members; i++) split(i);

  const stale = new Uint8Array(members).fill(1);
  for (let pass = 1, changed = true; changed; pass++) {
    changed = false;
    for (let i = 0; i < members; i++) {
      if (stale[i] === 0) continue;
      stale[i] = 0;
      let sumHigh = 0;
      let sumLow = 0;
      for (let at = starts[i]!; at < starts[i + 1]!; at++) {
        const from = giver[at]!;
        sumHigh += high[from]! * points[at]!;
        sumLow += low[from]! * points[at]!;
        if (sumLow >= beforeCarry) {
          const carried = Math.floor(sumLow / half);
          sumHigh += carried;
          sumLow -= carried * half;
        }
      }
      const value = rowValue(seeds[i]!, (BigInt(sumHigh) << 30n) + BigInt(sumLow), parameters);
      if (value === x[i]) continue;
      x[i] = value;
      split(i);
      changed = true;
      for (let at = receivers.starts[i]!; at < receivers.starts[i + 1]!; at++) stale[receivers.order[at]!] = 1;
    }
    progress?.(pass);
  }
  return x;

  function split(i: number): void {
    high[i] = Number(x[i]! >> 30n);
    low[i] = Number(x[i]! & (BigInt(half) - 1n));
  }
}

/** Whom each member gave to, once each: `order` holds members here, not credits. */
function recipientsByGiver(credits: Credits, members: number): { starts: Uint32Array; order: Uint32Array } {
  const given = byRecipient({ ...credits, to: credits.from }, members);
  const starts = new Uint32Array(members + 1);
  const order = new Uint32Array(given.order.length);
  const seenBy = new Int32Array(members).fill(-1);
  let count = 0;
  for (let i = 0; i < members; i++) {
    for (let at = given.starts[i]!; at < given.starts[i + 1]!; at++) {
      const to = credits.to[given.order[at]!]!;
      if (seenBy[to] === i) continue;
      seenBy[to] = i;
      order[count++] = to;
    }
    starts[i + 1] = count;
  }
  return { starts, order: order.subarray(0, count) };
}

/** A row of a vector that is no fixed point. */
export interface WrongRow {
  readonly member: number;
  /** What the vector says. */
  readonly posted: bigint;
  /** What the row gives with the influence that the vector has for who gave the credits. */
  readonly found: bigint;
}

/** Every row of a vector that is no fixed point, by member. */
export function wrongRows(x: BigUint64Array, seeds: BigUint64Array, credits: Credits, parameters: InfluenceParameters): WrongRow[] {
  const weighted = new Array<bigint>(x.length).fill(0n);
  for (let i = 0; i < credits.to.length; i++) weighted[credits.to[i]!]! += x[credits.from[i]!]! * BigInt(credits.points[i]!);
  const wrong: WrongRow[] = [];
  x.forEach((posted, member) => {
    const found = rowValue(seeds[member]!, weighted[member]!, parameters);
    if (found !== posted) wrong.push({ member, posted, found });
  });
  return wrong;
}
