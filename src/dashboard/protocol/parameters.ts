// What votes set (chapter 6 of the protocol).

/** The parameters of an organization, as an epoch copies them when it opens. */
export interface Terms {
  readonly dampingBp: number;
  readonly pointsPerEpoch: number;
  readonly introductionPoints: number;
  readonly rewardPerEpoch: bigint;
  readonly renewalBp: number;
  readonly epochSeconds: number;
  readonly challengeSeconds: number;
  readonly bond: bigint;
}

/** A parameter's bounds, both allowed, and what it is unless founders say otherwise. */
export interface Bounds {
  readonly name: keyof Terms;
  readonly least: bigint;
  readonly most: bigint;
  readonly usual: bigint;
  /** What one of it is. */
  readonly unit: "1/10000" | "points" | "10^-9 token" | "seconds" | "wei";
}

const ether = 10n ** 18n;

/** The eight parameters in the order of their numbers in the contract. */
export const parameters: readonly Bounds[] = [
  { name: "dampingBp", least: 1_000n, most: 9_000n, usual: 5_000n, unit: "1/10000" },
  { name: "pointsPerEpoch", least: 1_000n, most: 1n << 20n, usual: 1_000_000n, unit: "points" },
  { name: "introductionPoints", least: 1n, most: 1n << 20n, usual: 1_000n, unit: "points" },
  { name: "rewardPerEpoch", least: 0n, most: 1n << 53n, usual: 10n ** 13n, unit: "10^-9 token" },
  { name: "renewalBp", least: 1n, most: 5_000n, usual: 200n, unit: "1/10000" },
  { name: "epochSeconds", least: 60n, most: 31_536_000n, usual: 604_800n, unit: "seconds" },
  { name: "challengeSeconds", least: 3_600n, most: 2_592_000n, usual: 86_400n, unit: "seconds" },
  { name: "bond", least: ether / 1_000n, most: 1_000n * ether, usual: ether, unit: "wei" },
];

/** The first parameter that is out of its bounds, if any. */
export const outOfBounds = (terms: Terms): Bounds | undefined =>
  parameters.find(({ name, least, most }) => BigInt(terms[name]) < least || BigInt(terms[name]) > most);

/** What an epoch can mint, in units of 10^-9 token, after epochs that could mint so much together: all ever minted stays below 2^63. */
export function rewardOf(terms: Terms, openedBefore: bigint): bigint {
  const left = (1n << 63n) - openedBefore;
  return terms.rewardPerEpoch < left ? terms.rewardPerEpoch : left;
}

/** Whether a credit makes a newcomer a member: `reputation` is the giver's, of `allReputation`, as the contract holds them now. */
export function introduces(points: number, reputation: bigint, allReputation: bigint, terms: Pick<Terms, "introductionPoints" | "pointsPerEpoch">): boolean {
  const needed = Math.min(terms.introductionPoints, terms.pointsPerEpoch);
  return reputation > 0n && BigInt(points) * reputation >= BigInt(needed) * allReputation;
}
