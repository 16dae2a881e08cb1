// Verifies an organization, or a bundle without a chain, and says what it counted and the first thing that is wrong.
import type { Address, Hex } from "viem";
import { readBundle, settlementReport, settleBundle, type Bundle } from "../protocol/bundle.ts";
import { wrongRows } from "../protocol/influence.ts";
import { grown, settle, type Settlement } from "../protocol/settlement.ts";
import type { Difference } from "./differences.ts";
import { readHistory, type History } from "./history.ts";
import type { Provider } from "./provider.ts";
import { refute, type Refutation } from "./refutation.ts";
import { replay, type Posting, type Replay, type ReplayedEpoch } from "./replay.ts";
import { confirmed, type Checker } from "./batch.ts";
import { checkSignatures, type SignatureCounts } from "./signatures.ts";

/** What is being done. */
export type Step = "reading" | "following" | "signatures" | "computing";

/** Told what is being done, and how far it is; `of` is missing where nobody can know. */
export type OnProgress = (step: Step, done: number, of?: number) => void;

/** Whom a verification tells of itself while it goes on. */
export interface Listener {
  readonly onProgress?: OnProgress | undefined;
  /** Told the report as it stands when everything but the signatures is checked, which can take longer than all else. */
  readonly onComputed?: ((report: Report) => void) | undefined;
}

/** What to verify. */
export interface VerifyRequest {
  readonly settlement: Address;
  /** One epoch, also the open one, or all that are closed. */
  readonly epoch?: number;
  /** A bundle to be compared with the chain: its epoch is verified then. */
  readonly bundle?: string | Uint8Array;
  /** The block of the founding, or one before it; the whole chain is read if it is not known. */
  readonly firstBlock?: number;
}

/** An epoch as it was recomputed, beside what was posted. */
export interface VerifiedEpoch {
  readonly epoch: number;
  readonly open: boolean;
  readonly accounts: readonly string[];
  readonly settlement: Settlement;
  readonly credits: number;
  /** The settlement that stands or is final; refuted ones do not count. */
  readonly posted: { readonly root: Hex; readonly submitter: Address; readonly stage: Posting["stage"]; readonly deadline: number } | undefined;
}

export interface Counts {
  readonly records: number;
  readonly contributions: number;
  readonly evaluations: number;
  readonly credits: number;
  readonly members: number;
  readonly epochs: number;
  /** Missing until they are checked. */
  readonly signatures: SignatureCounts | undefined;
}

export interface Report {
  readonly chainId: number;
  readonly block: History["block"];
  readonly counts: Counts;
  readonly epochs: readonly VerifiedEpoch[];
  /**
   * What the log does not give in its order, then the settlements, the bundle, the signatures; the first is the one to look at. Empty if
   * everything follows.
   */
  readonly differences: readonly Difference[];
  /** What removes the settlement that stands, if a row of it does not hold and there is time left. */
  readonly refutation: Refutation | undefined;
}

/** There is no such epoch. */
export class UnknownEpoch extends Error {
  override readonly name = "UnknownEpoch";
  constructor(epoch: number, open: number) {
    super(`There is no epoch ${epoch}: epoch ${open} is open.`);
  }
}

/** Parts that a helper has before it, because nobody gives it the next while this thread computes. */
const ahead = 3;

/**
 * Verifies an organization from its chain alone, and a bundle against it.
 * @param helpers Check signatures elsewhere while this computes, and then beside it.
 * @throws {ProviderError} The chain cannot be read.
 * @throws {BundleError} The bundle breaks a rule.
 */
export async function verify(provider: Provider, request: VerifyRequest, listener: Listener = {}, helpers: readonly Checker[] = []): Promise<Report> {
  const { onProgress } = listener;
  const bundle = request.bundle === undefined ? undefined : readBundle(request.bundle);
  const history = await readHistory(provider, request.settlement, request.firstBlock, (done, of) => onProgress?.("reading", done, of));
  const [handed, reported] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  // This thread computes first: the report is wanted before the signatures.
  const here: Checker = async claims => {
    await reported.promise;
    // What helpers answered is heard in between, so that they get their next part.
    await new Promise(resolve => setTimeout(resolve));
    return confirmed(claims);
  };
  const [computed, signatures] = await Promise.all([
    handed.promise.then(() => compute(history, request, bundle, listener)).finally(reported.resolve),
    checkSignatures(
      provider, history, (done, of) => onProgress?.("signatures", done, of), [...helpers.flatMap(helper => Array<Checker>(ahead).fill(helper)), here], handed.resolve,
    ),
  ]);
  return { ...computed, counts: { ...computed.counts, signatures: signatures.counts }, differences: [...computed.differences, ...signatures.differences] };
}

function compute(history: History, request: VerifyRequest, bundle: Bundle | undefined, { onProgress, onComputed }: Listener): Report {
  const followed = replay(history, (done, of) => onProgress?.("following", done, of));
  const differences = [...followed.differences];
  const wanted = chosen(followed, bundle?.epoch ?? request.epoch);
  const epochs = wanted.map(epoch => {
    const settlement = settle(epoch, done => onProgress?.("computing", done));
    differences.push(...comparePosting(epoch, settlement));
    if (bundle !== undefined) differences.push(...compareBundle(epoch, bundle));
    return verified(epoch, settlement);
  });
  const { chainId, block } = history;
  const computed: Report = {
    chainId, block, counts: counted(history, followed), epochs, differences, refutation: refutationOf(wanted, history),
  };
  onComputed?.(computed);
  return computed;
}

/** A bundle, what it gives, and that as `dorg influence --json` prints it. */
export interface BundleResult {
  readonly bundle: Bundle;
  readonly settlement: Settlement;
  readonly report: ReturnType<typeof settlementReport>;
}

/** Recomputes a bundle alone, as without a chain; there is nothing then that its values could be compared with but other results. */
export function verifyBundle(content: string | Uint8Array, { onProgress }: Listener = {}): BundleResult {
  const bundle = readBundle(content);
  const settlement = settleBundle(bundle, done => onProgress?.("computing", done));
  return { bundle, settlement, report: settlementReport(bundle, settlement) };
}

function chosen({ epochs }: Replay, wanted: number | undefined): readonly ReplayedEpoch[] {
  if (wanted === undefined) return epochs.filter(epoch => !epoch.open);
  const epoch = epochs[wanted];
  if (epoch === undefined) throw new UnknownEpoch(wanted, epochs.length - 1);
  return [epoch];
}

function verified(epoch: ReplayedEpoch, settlement: Settlement): VerifiedEpoch {
  const posting = countingPosting(epoch);
  const posted = posting && { root: posting.root, submitter: posting.submitter, stage: posting.stage, deadline: posting.deadline };
  return { epoch: epoch.epoch, open: epoch.open, accounts: epoch.accounts, settlement, credits: epoch.taken.length, posted };
}

const countingPosting = (epoch: ReplayedEpoch): Posting | undefined => epoch.postings.find(posting => posting.stage !== "refuted");

/** The members whose posted influence is not the computed one, by member. */
export function comparePosting(epoch: ReplayedEpoch, settlement: Settlement): Difference[] {
  const posted = countingPosting(epoch)?.settlement;
  if (posted === undefined) return [];
  const code = wrongRows(posted.influence, posted.seeds, epoch.credits, epoch.parameters).length === 0 ? "NotLeast" : "InfluenceDiffers";
  const differences: Difference[] = [];
  settlement.influence.forEach((computed, member) => {
    const found = posted.influence[member]!;
    if (found === computed) return;
    differences.push({ code, epoch: epoch.epoch, member, account: epoch.accounts[member]!, computed: String(computed), found: String(found) });
  });
  return differences;
}

/** The first part of a bundle that is not what the chain says, if any. */
export function compareBundle(epoch: ReplayedEpoch, bundle: Bundle): Difference[] {
  for (const [part, computed, found] of bundleParts(epoch, bundle)) {
    if (computed !== found) return [{ code: "BundleDiffers", epoch: epoch.epoch, part, computed, found }];
  }
  return [];
}

function* bundleParts(epoch: ReplayedEpoch, bundle: Bundle): Generator<[part: string, computed: string, found: string]> {
  for (const name of ["dampingBp", "pointsPerEpoch", "rewardPerEpoch", "renewalBp"] as const) {
    yield [name, String(epoch.parameters[name]), String(bundle.parameters[name])];
  }
  yield ["the number of members", String(epoch.accounts.length), String(bundle.accounts.length)];
  const before = grown(epoch.previous, epoch.accounts.length);
  for (let i = 0; i < epoch.accounts.length; i++) {
    yield [`the account of member ${i}`, epoch.accounts[i]!.toLowerCase(), bundle.accounts[i]!.toLowerCase()];
    for (const name of ["reputation", "cumulative"] as const) yield [`the ${name} of member ${i}`, String(before[name][i]), String(bundle.previous[name][i])];
  }
  yield ["the number of credits", String(epoch.taken.length), String(bundle.contributions.length)];
  for (let i = 0; i < epoch.taken.length; i++) {
    const { from, to, points, contribution } = epoch.taken[i]!;
    const found = `${bundle.credits.from[i]} → ${bundle.credits.to[i]}, ${bundle.credits.points[i]} points, ${bundle.contributions[i]!.toLowerCase()}`;
    yield [`credit ${i + 1}`, `${from} → ${to}, ${points} points, ${contribution.toLowerCase()}`, found];
  }
}

function refutationOf(epochs: readonly ReplayedEpoch[], { block, settlement }: History): Refutation | undefined {
  for (const epoch of epochs) {
    const posting = epoch.postings.find(one => one.stage === "standing" && block.timestamp <= one.deadline);
    const refutation = posting && refute(epoch, posting, settlement);
    if (refutation !== undefined) return refutation;
  }
  return undefined;
}

function counted(history: History, { ledger, epochs }: Replay): Counts {
  const of = (kind: "contribution" | "evaluation") => history.entries.reduce((count, entry) => count + (entry.kind === kind ? 1 : 0), 0);
  return {
    records: ledger.sequence, contributions: of("contribution"), evaluations: of("evaluation"),
    credits: epochs.reduce((sum, epoch) => sum + epoch.taken.length, 0), members: ledger.accounts.length,
    epochs: epochs.filter(epoch => !epoch.open).length, signatures: undefined,
  };
}
