// What a member's influence and reward are made of, to the unit. Pure, so that tests need no browser.
import { zeroHash, type Hex } from "viem";
import type { Credit, ExplainedMember } from "../api/models.ts";
import { mostEarned } from "../protocol/settlement.ts";

/** A part of a sum. Parts add up to the whole exactly. */
export interface SumPart {
  /** The seed that reputation gives, the credits for one contribution, credits for none, several small parts, or what rounding left. */
  readonly kind: "seed" | "contribution" | "thanks" | "others" | "remainder";
  readonly units: bigint;
  /** For a contribution. */
  readonly id?: Hex;
  readonly title?: string;
  /** The credits behind it, the greatest first. */
  readonly credits: readonly Credit[];
  /** The small parts that this one stands for. */
  readonly folded?: readonly SumPart[];
}

/** Seed, credits by contribution with the greatest first, and the remainder: together the member's influence. */
export function influenceParts({ member, credits, remainder }: ExplainedMember): readonly SumPart[] {
  const groups = new Map<Hex, Credit[]>();
  for (const credit of credits) {
    const group = groups.get(credit.contribution);
    if (group === undefined) groups.set(credit.contribution, [credit]);
    else group.push(credit);
  }
  const given = [...groups].map(([id, group]): SumPart => {
    const units = sum(group.map(({ influence }) => BigInt(influence)));
    const sorted = group.toSorted((a, b) => order(BigInt(b.influence), BigInt(a.influence)));
    return id === zeroHash ? { kind: "thanks", units, credits: sorted } : { kind: "contribution", units, id, title: group[0]!.title, credits: sorted };
  });
  given.sort((a, b) => order(b.units, a.units));
  const rest = BigInt(remainder);
  return [
    { kind: "seed", units: BigInt(member.seed), credits: [] }, ...given,
    ...(rest === 0n ? [] : [{ kind: "remainder", units: rest, credits: [] } as const]),
  ];
}

/**
 * The same parts as shares of the reward, in units of 10^-9. The seed earns nothing. What rounding takes off the sum falls on the parts in
 * their order, so that they add up to the reward.
 * @param reward The most that the epoch mints.
 */
export function rewardParts(explained: ExplainedMember, reward: bigint, dampingBp: number): readonly SumPart[] {
  const most = mostEarned(dampingBp);
  let earned = 0n;
  let paid = 0n;
  return influenceParts(explained).filter(({ kind }) => kind !== "seed").map(part => {
    earned += part.units;
    const now = most === 0n ? 0n : (reward * earned) / most;
    const units = now - paid;
    paid = now;
    return { ...part, units };
  });
}

/**
 * Takes the small ones among contributions together, so that the great ones can be seen; the sum stays the same.
 * @param most How many are left as they are.
 */
export function fold(parts: readonly SumPart[], most: number): readonly SumPart[] {
  const given = parts.filter(({ kind }) => kind === "contribution" || kind === "thanks");
  // One line that stands for one line says less than it.
  if (given.length <= most + 1) return parts;
  const folded = given.slice(most);
  const others: SumPart = { kind: "others", units: sum(folded.map(({ units }) => units)), credits: [], folded };
  return parts.filter(part => !folded.includes(part) || part === folded[0]).map(part => (part === folded[0] ? others : part));
}

export const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((all, one) => all + one, 0n);

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
