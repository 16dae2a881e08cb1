// How points are split, and what they bring. Pure, so that tests need no browser.
import type { Hex } from "viem";
import type { Contribution } from "../api/models.ts";
import { creditWhole, type Contribution as Signed, type Credit } from "../protocol/records.ts";

/** Points for a whole contribution. */
export interface Given {
  readonly points: number;
  readonly made: Contribution;
}

/** What an evaluator means to give, by contribution. */
export type Split = ReadonlyMap<Hex, Given>;

/** The most credits that one evaluation can carry. */
export const mostCredits = 64;

/** A contribution of the node as it was signed. */
export const signedOf = ({ contributor, area, title, uri, contentHash, coAuthors, buildsOn, nonce }: Contribution): Signed =>
  ({ contributor, area, title, uri, contentHash, coAuthors, buildsOn, nonce });

/** The credits of a split: to each author by his part, as the protocol advises. */
export function creditsOf(split: Split, evaluator: Hex): Credit[] {
  return [...split.values()].flatMap(({ made, points }) => creditWhole(signedOf(made), evaluator, points).map(credit => ({ ...credit, contribution: made.id })));
}

/** All points of a split. */
export const sumOf = (split: Split): number => [...split.values()].reduce((sum, { points }) => sum + points, 0);

/** A split with other points for a contribution, never more than are left; without it if they are none. */
export function withPoints(split: Split, made: Contribution, points: number, left: number): Split {
  const next = new Map(split);
  const others = sumOf(split) - (split.get(made.id)?.points ?? 0);
  const bounded = Math.max(0, Math.min(Math.round(points), left - others));
  if (bounded > 0) next.set(made.id, { points: bounded, made });
  else next.delete(made.id);
  return next;
}

/** A split with what is left shared equally among what it has; the first ones get what does not divide. */
export function filled(split: Split, left: number): Split {
  const rest = left - sumOf(split);
  if (split.size === 0 || rest <= 0) return split;
  const each = Math.floor(rest / split.size);
  const more = rest - each * split.size;
  return new Map([...split].map(([id, given], i) => [id, { ...given, points: given.points + each + (i < more ? 1 : 0) }]));
}

/**
 * About how much influence points bring, in units of 2^-60: the giver's influence times damping and the part of his points. What he
 * himself gains or loses by the answer to it is left out.
 */
export const brings = (points: number, influence: bigint, dampingBp: number, pointsPerEpoch: number): bigint =>
  (influence * BigInt(points) * BigInt(dampingBp)) / (10_000n * BigInt(pointsPerEpoch));

/** The fewest points that make somebody a member (chapter 4 of the protocol); undefined if the giver has no reputation for it. */
export function toIntroduce(introductionPoints: number, pointsPerEpoch: number, reputation: bigint, all: bigint): number | undefined {
  if (reputation === 0n) return undefined;
  const needed = BigInt(Math.min(introductionPoints, pointsPerEpoch)) * all;
  const points = (needed + reputation - 1n) / reputation;
  return points > BigInt(pointsPerEpoch) ? undefined : Number(points);
}

/** What a member gave for each contribution by the lines of a bundle, whose first is its head. */
export function givenBy(bundle: string, member: number): Map<Hex, number> {
  const given = new Map<Hex, number>();
  for (const line of bundle.split("\n").slice(1)) {
    if (line === "") continue;
    const { from, points, contribution } = JSON.parse(line) as { from: number; points: number; contribution: Hex };
    if (from === member) given.set(contribution, (given.get(contribution) ?? 0) + points);
  }
  return given;
}
