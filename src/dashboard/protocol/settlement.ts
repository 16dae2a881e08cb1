// What an epoch pays and leaves (chapter 5 of the protocol): vectors, pages, roots.
import { bytesToHex, hexToBytes, type Hex } from "viem";
import { concatenate, integerBytes, keccak, wordBytes } from "./bytes.ts";
import type { Credits, MemberCredit } from "./credits.ts";
import { allInfluence, seedsOf, solve, type InfluenceParameters, type Progress } from "./influence.ts";

/** Members on a page. */
export const pageMembers = 64;

/** What an epoch is computed with. */
export interface EpochParameters extends InfluenceParameters {
  /** The most that the epoch mints, in units of 10^-9 token. */
  readonly rewardPerEpoch: bigint;
  /** In 1/10000: how much of reputation changes hands when everybody spends all points. */
  readonly renewalBp: number;
}

/** What members have after an epoch, by their numbers, in units of 10^-9. */
export interface State {
  /** All that a member was ever given. */
  readonly cumulative: BigUint64Array;
  readonly reputation: BigUint64Array;
}

/** All that an epoch is recomputed from. */
export interface Epoch {
  readonly epoch: number;
  readonly parameters: EpochParameters;
  /** Everybody who is a member at its close, by number. */
  readonly accounts: readonly string[];
  /** As the settlement before left it, 0 for who has become a member since. */
  readonly previous: State;
  readonly credits: Credits;
}

/** A vector of influence with what follows from it. */
export interface Settlement {
  readonly seeds: BigUint64Array;
  readonly influence: BigUint64Array;
  readonly earned: BigUint64Array;
  readonly totalEarned: bigint;
  readonly state: State;
  readonly root: Hex;
}

/** Why no settlement can have this vector, as the contract and the rules of a bundle name it. */
export class SettlementError extends Error {
  override readonly name = "SettlementError";
  readonly rule: "NegativeEarned" | "WrongTotal" | "CumulativeTooLarge";
  readonly member: number | undefined;

  constructor(rule: SettlementError["rule"], message: string, member?: number) {
    super(message);
    this.rule = rule;
    this.member = member;
  }
}

/** The most that all members together can earn: M. */
export const mostEarned = (dampingBp: number): bigint => (BigInt(dampingBp) * allInfluence) / 10_000n;

/** Computes an epoch. */
export function settle(epoch: Epoch, progress?: Progress): Settlement {
  const seeds = seedsOf(epoch.previous.reputation, epoch.parameters.dampingBp);
  return derive(epoch, solve(seeds, epoch.credits, epoch.parameters, progress));
}

/**
 * Derives what the contract derives from a posted vector, right or wrong.
 * @throws {SettlementError} The contract refuses this vector, or a sum does not fit.
 */
export function derive({ parameters, previous }: Omit<Epoch, "epoch" | "accounts" | "credits">, influence: BigUint64Array): Settlement {
  const most = mostEarned(parameters.dampingBp);
  const seeds = seedsOf(previous.reputation, parameters.dampingBp);
  const members = influence.length;
  const earned = new BigUint64Array(members);
  let totalEarned = 0n;
  for (let i = 0; i < members; i++) {
    if (influence[i]! < seeds[i]!) {
      throw new SettlementError("NegativeEarned", `Member ${i} has influence ${influence[i]}, below the seed ${seeds[i]}.`, i);
    }
    earned[i] = influence[i]! - seeds[i]!;
    totalEarned += earned[i]!;
  }
  if (totalEarned > most) throw new SettlementError("WrongTotal", `All members earn ${totalEarned} together, and ${most} is the most.`);
  const state = advance(previous, earned, totalEarned, most, parameters);
  return { seeds, influence, earned, totalEarned, state, root: rootOf(influence, state) };
}

function advance(
  previous: State, earned: BigUint64Array, totalEarned: bigint, most: bigint, { rewardPerEpoch, renewalBp }: EpochParameters,
): State {
  if (most === 0n) return previous;
  const renewal = BigInt(renewalBp);
  const whole = 10_000n * most;
  const kept = whole - renewal * totalEarned;
  let all = 0n;
  for (const one of previous.reputation) all += one;
  const cumulative = new BigUint64Array(earned.length);
  const reputation = new BigUint64Array(earned.length);
  for (let i = 0; i < earned.length; i++) {
    const given = previous.cumulative[i]! + (rewardPerEpoch * earned[i]!) / most;
    if (given >> 64n !== 0n) throw new SettlementError("CumulativeTooLarge", `Member ${i} would have been given ${given}, which is above 2^64 - 1.`, i);
    cumulative[i] = given;
    reputation[i] = (previous.reputation[i]! * kept) / whole + (all * renewal * earned[i]!) / whole;
  }
  return { cumulative, reputation };
}

export const pageCount = (members: number): number => Math.ceil(members / pageMembers);

/** Influence of a page's members, as it is posted. */
export const influencePage = (influence: BigUint64Array, page: number): Uint8Array => wordBytes(pageOf(influence, page));

/** State of a page's members, as it is given for a claim and a challenge. */
export const statePage = ({ cumulative, reputation }: State, page: number): Uint8Array =>
  wordBytes(pageOf(cumulative, page), pageOf(reputation, page));

/** The hashes of a page that the contract stores. */
export function pageHashes(influence: BigUint64Array, state: State, page: number): { xHash: Hex; stateHash: Hex } {
  return { xHash: bytesToHex(keccak(influencePage(influence, page))), stateHash: bytesToHex(keccak(statePage(state, page))) };
}

/** The chain over the hashes of all pages. */
export function rootOf(influence: BigUint64Array, state: State): Hex {
  let root: Hex = `0x${"00".repeat(32)}`;
  for (let page = 0; page < pageCount(influence.length); page++) {
    const { xHash, stateHash } = pageHashes(influence, state, page);
    root = bytesToHex(keccak(hexToBytes(root), hexToBytes(xHash), hexToBytes(stateHash)));
  }
  return root;
}

/** The hash of all that the chain froze for an epoch, which a submission must name. */
export function expectedHash(epoch: number, head: Hex, members: number, parameters: EpochParameters): Hex {
  return bytesToHex(keccak(
    integerBytes(epoch, 4), hexToBytes(head), integerBytes(members, 4), integerBytes(parameters.dampingBp, 2),
    integerBytes(parameters.pointsPerEpoch, 4), integerBytes(parameters.rewardPerEpoch, 8), integerBytes(parameters.renewalBp, 2),
  ));
}

/** The chains over the credits that the members `from` to `to - 1` got, 28 bytes each; zeros without any. */
export function rowChains(credits: readonly MemberCredit[], from: number, to: number): Hex[] {
  const chains = Array.from({ length: to - from }, () => new Uint8Array(28));
  for (const credit of credits) {
    if (credit.to < from || credit.to >= to) continue;
    const hash = keccak(chains[credit.to - from]!, integerBytes(credit.from, 4), integerBytes(credit.points, 4));
    chains[credit.to - from]!.set(hash.subarray(0, 28));
  }
  return chains.map(chain => bytesToHex(chain));
}

/** Credits as a challenge gives them: number of the giver and points, 4 bytes each. */
export function packCredits(received: readonly { readonly from: number; readonly points: number }[]): Uint8Array {
  return concatenate(received.flatMap(({ from, points }) => [integerBytes(from, 4), integerBytes(points, 4)]));
}

/** The state of so many members: who had none before has nothing. */
export function grown(state: State, members: number): State {
  const grow = (column: BigUint64Array) => {
    const all = new BigUint64Array(members);
    all.set(column);
    return all;
  };
  return { cumulative: grow(state.cumulative), reputation: grow(state.reputation) };
}

const pageOf = (column: BigUint64Array, page: number) => column.subarray(page * pageMembers, (page + 1) * pageMembers);
