// A review's numbers taken together. Pure, so that tests need no browser.
import type { Address } from "viem";
import type { Competence, Contribution, CreditSum, Review } from "../api/models.ts";

/** A period in one line. Influence and amounts are in their units. */
export interface Totals {
  readonly contributions: number;
  readonly credits: number;
  readonly received: number;
  readonly given: number;
  /** The points that could be given. */
  readonly budget: number;
  /** Per epoch, rounded down; undefined without an epoch. */
  readonly influence: bigint | undefined;
  readonly reward: bigint;
  /** After the first epoch and after the last one; undefined without an epoch. */
  readonly reputation: readonly [first: bigint, last: bigint] | undefined;
}

export function totalsOf({ epochs, contributions, received, given }: Review): Totals {
  const sum = (units: (epoch: Review["epochs"][number]) => string) => epochs.reduce((all, epoch) => all + BigInt(units(epoch)), 0n);
  return {
    contributions: contributions.length, credits: received.reduce((all, { credits }) => all + credits, 0), received: pointsOf(received), given: pointsOf(given),
    budget: epochs.reduce((all, { budget }) => all + budget, 0),
    influence: epochs.length === 0 ? undefined : sum(({ member }) => member.influence) / BigInt(epochs.length),
    reward: sum(({ member }) => member.reward),
    reputation: epochs.length === 0 ? undefined : [BigInt(epochs[0]!.member.reputation), BigInt(epochs.at(-1)!.member.reputation)],
  };
}

/** An epoch in one line. */
export interface EpochSums {
  readonly epoch: number;
  readonly open: boolean;
  readonly contributions: number;
  readonly received: number;
  readonly given: number;
  readonly influence: bigint;
  readonly reward: bigint;
  readonly reputation: bigint;
}

/** Every epoch in which there was something: those before the account was a member have contributions only. */
export function epochSums({ epochs, contributions, received, given }: Review): readonly EpochSums[] {
  const numbers = new Set([...epochs, ...contributions].map(({ epoch }) => epoch));
  return [...numbers].sort((a, b) => a - b).map(epoch => {
    const known = epochs.find(one => one.epoch === epoch);
    const within = (sums: readonly CreditSum[]) => pointsOf(sums.filter(one => one.epoch === epoch));
    return {
      epoch, open: known?.open ?? false, contributions: contributions.filter(one => one.epoch === epoch).length, received: within(received), given: within(given),
      influence: BigInt(known?.member.influence ?? 0), reward: BigInt(known?.member.reward ?? 0), reputation: BigInt(known?.member.reputation ?? 0),
    };
  });
}

/** An area in one line; the empty name stands for credit for no contribution in particular. */
export interface AreaSums {
  readonly area: string;
  readonly contributions: number;
  readonly received: number;
  /** What credit for it brought, of the influence of one epoch. */
  readonly influence: bigint;
  readonly given: number;
}

/** Every area that the member contributed to, got credit for or gave credit to, what brought most first. */
export function areaSums({ contributions, received, given }: Review): readonly AreaSums[] {
  const areas = new Set([...contributions, ...received, ...given].map(({ area }) => area));
  const sums = [...areas].map(area => {
    const of = (all: readonly CreditSum[]) => all.filter(one => one.area === area);
    return { area, contributions: contributions.filter(one => one.area === area).length, received: pointsOf(of(received)), influence: influenceOf(of(received)), given: pointsOf(of(given)) };
  });
  return sums.sort((a, b) => (a.influence < b.influence ? 1 : a.influence > b.influence ? -1 : a.area < b.area ? -1 : 1));
}

/** A contribution with what credit in the period brought the member, also for what was recorded before it. */
export interface Work {
  /** Undefined for what was recorded before the period. */
  readonly epoch: number | undefined;
  readonly id: CreditSum["contribution"];
  readonly title: string;
  readonly area: string;
  readonly received: number;
  readonly influence: bigint;
  /** The member's part, in 1/10000; undefined where the contribution is not in the answer. */
  readonly shareBp: number | undefined;
}

/** All that the member contributed or got credit for, in the order in which it was recorded, what is older first. */
export function worksOf({ account, contributions, received }: Review): readonly Work[] {
  const made = new Map(contributions.map(one => [one.id, one]));
  const earlier = new Map(received.filter(({ contribution }) => !made.has(contribution)).map(sum => [`${sum.contribution} ${sum.area}`, sum]));
  const brought = (sums: readonly CreditSum[]) => ({ received: pointsOf(sums), influence: influenceOf(sums) });
  return [
    ...[...earlier.values()].map(({ contribution: id, title, area }) =>
      ({ epoch: undefined, id, title, area, shareBp: undefined, ...brought(received.filter(one => one.contribution === id && one.area === area)) })),
    ...contributions.map(one => ({ epoch: one.epoch, id: one.id, title: one.title, area: one.area, shareBp: shareOf(one, account), ...brought(received.filter(({ contribution }) => contribution === one.id)) })),
  ];
}

function shareOf({ coAuthors }: Contribution, account: Address): number {
  const named = coAuthors.find(author => author.account.toLowerCase() === account.toLowerCase());
  return named?.shareBp ?? coAuthors.reduce((rest, { shareBp }) => rest - shareBp, 10_000);
}

/** How many epochs after the one of the first contribution somebody became competent; undefined as long as he is not. */
export const epochsTo = ({ firstEpoch, competentEpoch }: Competence): number | undefined => (competentEpoch === null ? undefined : competentEpoch - firstEpoch);

const pointsOf = (sums: readonly CreditSum[]): number => sums.reduce((all, { points }) => all + points, 0);
const influenceOf = (sums: readonly CreditSum[]): bigint => sums.reduce((all, { influence }) => all + BigInt(influence), 0n);
