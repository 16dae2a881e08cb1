// What a simulation came to, as the text whose hash a proposal names (docs/cli.md): whoever simulates the same change over the same epochs
// writes the same bytes. Pure, so that tests need no browser.
import { bytesToHex, type Hex } from "viem";
import type { Bundle } from "../protocol/bundle.ts";
import { hashText } from "../protocol/records.ts";
import type { Settlement } from "../protocol/settlement.ts";
import { effects, ranks, simulated, type Change, type Effect } from "./simulation.ts";

/** The most epochs that are simulated for a proposal unless somebody asks for others, as `dorg propose` has it. */
export const usualEpochs = 4;

/** An epoch as it was, and as it would have been after those before it. */
export interface SimulatedEpoch {
  /** As it was; `previous` is what members had before it. */
  readonly bundle: Bundle;
  readonly before: Settlement;
  readonly after: Settlement;
}

/** The text. */
export function summaryOf(change: Change, epochs: readonly SimulatedEpoch[]): string {
  const last = epochs.at(-1)!;
  const lines = ["decentralorg/simulation/1", `epochs ${epochs[0]!.bundle.epoch} ${last.bundle.epoch}`];
  for (const name of simulated) if (change[name] !== undefined) lines.push(`${name} ${change[name]}`);
  for (const { bundle, before, after } of epochs) {
    const both = (of: (settlement: Settlement) => unknown) => `${of(before)} ${of(after)}`;
    const top = (count: number) => both(({ influence }) => topShareBp(influence, count));
    lines.push(`epoch ${bundle.epoch} root ${both(({ root }) => root)} earned ${both(({ totalEarned }) => totalEarned)} gini ${both(({ influence }) => giniBp(influence))} top1 ${top(1)} top10 ${top(10)} top100 ${top(100)}`);
  }
  const [was, would] = [ranks([...last.before.influence]), ranks([...last.after.influence])];
  for (const [i, { account, influence, reward, reputation }] of effectsOver(epochs).entries()) {
    lines.push(`member ${i} ${account} influence ${influence.join(" ")} rewards ${reward.join(" ")} reputation ${reputation.join(" ")} rank ${was[i]! + 1} ${would[i]! + 1}`);
  }
  return lines.map(line => `${line}\n`).join("");
}

export const summaryHash = (summary: string): Hex => bytesToHex(hashText(summary));

/** Every member: influence in the last epoch, rewards of all of them together, reputation after them. */
export const effectsOver = (epochs: readonly SimulatedEpoch[]): readonly Effect[] => {
  const { bundle, before, after } = epochs.at(-1)!;
  return effects({ accounts: bundle.accounts, previous: epochs[0]!.bundle.previous }, before, after);
};

/** Gini's coefficient in 1/10000, rounded down; 0 if nobody has anything. */
export function giniBp(values: BigUint64Array): bigint {
  const sorted = values.toSorted();
  const members = BigInt(sorted.length);
  let total = 0n;
  let ranked = 0n;
  sorted.forEach((value, i) => {
    total += value;
    ranked += value * BigInt(i + 1);
  });
  return total === 0n ? 0n : ((2n * ranked - (members + 1n) * total) * 10_000n) / (members * total);
}

function topShareBp(values: BigUint64Array, count: number): bigint {
  const sum = (some: BigUint64Array) => some.reduce((all, one) => all + one, 0n);
  const total = sum(values);
  return total === 0n ? 0n : (sum(values.toSorted().slice(-count)) * 10_000n) / total;
}
