// An organization's epochs as they follow from its history, with everything in it that does not follow.
import { numberToHex, type Address, type Hex } from "viem";
import { creditColumns } from "../protocol/credits.ts";
import { Ledger, type TakenCredit } from "../protocol/ledger.ts";
import { outOfBounds, rewardOf, type Terms } from "../protocol/parameters.ts";
import { derive, expectedHash, grown, rootOf, rowChains, settle, SettlementError, type Epoch, type Settlement, type State } from "../protocol/settlement.ts";
import type { Difference } from "./differences.ts";
import type { Entry, History } from "./history.ts";

/** A settlement as it was posted, right or wrong, and what became of it. */
export interface Posting {
  readonly epoch: number;
  readonly submitter: Address;
  readonly root: Hex;
  readonly deadline: number;
  readonly bond: bigint;
  /** What the contract derived of the posted vector; undefined if it cannot have taken that vector. */
  readonly settlement: Settlement | undefined;
  stage: "standing" | "refuted" | "final";
}

/** An epoch with all that it is recomputed from. */
export interface ReplayedEpoch extends Epoch {
  readonly terms: Terms;
  readonly taken: readonly TakenCredit[];
  /** Members of the settlement before. */
  readonly previousMembers: number;
  /** Whether its credits and members are still to grow. */
  readonly open: boolean;
  readonly postings: readonly Posting[];
}

export interface Replay {
  readonly ledger: Ledger;
  readonly epochs: readonly ReplayedEpoch[];
  readonly differences: readonly Difference[];
}

/** The answers leave out the opening of an epoch, without which nothing after it can be followed. */
export class HistoryIncomplete extends Error {
  override readonly name = "HistoryIncomplete";
  constructor(epoch: number) {
    super(`The chain's answers leave out the opening of epoch ${epoch}: ask another endpoint.`);
  }
}

type Of<Kind extends Entry["kind"]> = Extract<Entry, { kind: Kind }>;

/**
 * Follows a history from its founding to its end.
 * @param progress Told how many entries were followed.
 */
export function replay(history: History, progress?: (done: number, of: number) => void): Replay {
  const replayer = new Replayer(history);
  history.entries.forEach((entry, i) => {
    replayer.follow(entry);
    if (i % 256 === 0) progress?.(i, history.entries.length);
  });
  return replayer.end();
}

interface Opened {
  readonly terms: Terms;
  readonly reward: bigint;
}

interface Closed {
  readonly head: Hex;
  readonly taken: readonly TakenCredit[];
  readonly members: number;
  readonly previous: State;
  readonly postings: Posting[];
}

class Replayer {
  readonly #history: History;
  readonly #differences: Difference[] = [];
  readonly #opened: Opened[] = [];
  readonly #closed: Closed[] = [];
  readonly #drafts = new Map<string, Uint8Array>();
  readonly #registered: Address[] = [];
  #ledger: Ledger;
  #state: State = { cumulative: new BigUint64Array(), reputation: new BigUint64Array() };
  #finalRoot: Hex | undefined;
  #allRewards = 0n;
  #lost = false;

  constructor(history: History) {
    this.#history = history;
    const founded = history.entries.find((entry): entry is Of<"founded"> => entry.kind === "founded")!;
    const opened = history.entries.find((entry): entry is Of<"opened"> => entry.kind === "opened");
    if (opened?.epoch !== 0) throw new HistoryIncomplete(0);
    this.#ledger = new Ledger(founded.founders, opened.terms);
    const reputation = BigUint64Array.from(founded.founders, founder => founder.reputation);
    this.#state = { cumulative: new BigUint64Array(reputation.length), reputation };
    this.#finalRoot = rootOf(new BigUint64Array(reputation.length), this.#state);
    this.#compare("FoundingDiffers", this.#finalRoot, founded.root);
  }

  follow(entry: Entry): void {
    switch (entry.kind) {
      case "contribution": {
        this.#sequence(entry.sequence);
        this.#rule(this.#ledger.takeContribution(entry.record, entry.digest));
        return;
      }
      case "evaluation": {
        this.#sequence(entry.sequence);
        this.#rule(this.#ledger.takeEvaluation(entry.record, entry.digest));
        return;
      }
      case "member": {
        this.#registered[entry.number] = entry.account;
        return;
      }
      case "claimed": {
        this.#ledger.setReputation(entry.account, entry.reputation);
        return;
      }
      case "opened": return this.#open(entry);
      case "closed": return this.#close(entry);
      case "pages": return this.#draft(entry);
      case "submitted": return this.#submit(entry);
      case "refuted":
      case "finalized": return this.#decide(entry);
      case "founded": return;
    }
  }

  end(): Replay {
    const { answers } = this.#history;
    const ledger = this.#ledger;
    this.#compare("RecordsMissing", ledger.sequence, answers.sequence);
    this.#compare("HeadDiffers", ledger.head, answers.head);
    ledger.accounts.forEach((account, member) => {
      const found = this.#registered[member];
      if (found?.toLowerCase() !== account.toLowerCase()) this.#differ("MemberDiffers", account, found ?? "nobody", { member });
    });
    this.#compare("MemberCountDiffers", ledger.accounts.length, answers.memberCount);
    this.#compare("OpenEpochDiffers", ledger.epoch, answers.openEpoch);
    if (this.#finalRoot !== undefined) this.#compare("FinalRootDiffers", this.#finalRoot, answers.finalRoot);
    const standing = this.#closed.at(-1)?.postings.find(posting => posting.stage === "standing");
    this.#compare("StandingRootDiffers", standing?.root ?? numberToHex(0, { size: 32 }), answers.standingRoot);
    const epochs = this.#closed.map((closed, epoch) => this.#epoch(epoch, closed, false));
    const open = { taken: ledger.credits, members: ledger.accounts.length, previous: this.#stateBefore(epochs.at(-1)), postings: [] };
    epochs.push(this.#epoch(ledger.epoch, open, true));
    if (answers.expected !== undefined) this.#frozen(answers.expected, epochs);
    for (const { epoch, chains } of answers.rows) {
      const computed = rowChains(epochs[epoch]?.taken ?? [], 0, chains.length);
      computed.forEach((chain, member) => this.#compare("RowDiffers", chain, chains[member]!, { epoch, member }));
    }
    return { ledger, epochs, differences: this.#differences };
  }

  #frozen({ epoch, hash }: { epoch: number; hash: Hex }, epochs: readonly ReplayedEpoch[]): void {
    const closed = this.#closed[epoch];
    if (closed === undefined) throw new HistoryIncomplete(epoch + 1);
    this.#compare("ExpectedDiffers", expectedHash(epoch, closed.head, closed.members, epochs[epoch]!.parameters), hash, { epoch });
  }

  /** An open epoch starts from what the one before gives, which is known before it is final. */
  #stateBefore(last: ReplayedEpoch | undefined): State {
    return last === undefined || last.postings.some(posting => posting.stage === "final") ? this.#state : settle(last).state;
  }

  #sequence(found: number): void {
    const next = this.#ledger.sequence + 1;
    // One hole shifts all that follow; the first says where.
    if (found !== next && !this.#lost) {
      this.#lost = true;
      this.#differ("SequenceHole", next, found);
    }
  }

  #rule(refusal: string | undefined): void {
    const { sequence } = this.#ledger;
    if (refusal !== undefined) this.#differ("RuleBroken", refusal, "taken", { sequence });
  }

  #open({ epoch, terms, reward }: Of<"opened">): void {
    if (epoch !== this.#opened.length) throw new HistoryIncomplete(this.#opened.length);
    this.#compare("RewardDiffers", rewardOf(terms, this.#allRewards), reward, { epoch });
    const bounds = outOfBounds(terms);
    if (bounds !== undefined) this.#differ("TermsOutOfBounds", `${bounds.least} to ${bounds.most}`, terms[bounds.name], { epoch, part: bounds.name });
    this.#allRewards += reward;
    this.#opened[epoch] = { terms, reward };
    if (epoch === 0) return;
    const members = this.#ledger.accounts.length;
    this.#closed.push({ head: this.#ledger.head, taken: this.#ledger.turn(terms), members, previous: this.#state, postings: [] });
  }

  #close({ epoch, head, members }: Of<"closed">): void {
    this.#compare("FrozenHeadDiffers", this.#ledger.head, head, { epoch });
    this.#compare("FrozenMembersDiffers", this.#ledger.accounts.length, members, { epoch });
  }

  #draft({ epoch, submitter, firstPage, x }: Of<"pages">): void {
    const key = `${epoch} ${submitter}`;
    const before = firstPage === 0 ? new Uint8Array() : this.#drafts.get(key) ?? new Uint8Array();
    const all = new Uint8Array(before.length + x.length);
    all.set(before);
    all.set(x, before.length);
    this.#drafts.set(key, all);
  }

  #submit({ epoch, submitter, root, totalEarned, reputation, deadline, bond }: Of<"submitted">): void {
    const closed = this.#closed[epoch];
    const x = numbers(this.#drafts.get(`${epoch} ${submitter}`) ?? new Uint8Array());
    if (closed === undefined || x.length !== closed.members) {
      this.#differ("VectorIncomplete", closed?.members ?? 0, x.length, { epoch });
      closed?.postings.push({ epoch, submitter, root, deadline, bond, settlement: undefined, stage: "standing" });
      return;
    }
    const settlement = this.#derived(epoch, closed, x);
    closed.postings.push({ epoch, submitter, root, deadline, bond, settlement, stage: "standing" });
    if (settlement === undefined) return;
    this.#compare("RootDiffers", settlement.root, root, { epoch });
    this.#compare("TotalDiffers", settlement.totalEarned, totalEarned, { epoch });
    this.#compare("ReputationDiffers", settlement.state.reputation.reduce((sum, one) => sum + one, 0n), reputation, { epoch });
  }

  #derived(epoch: number, closed: Closed, x: BigUint64Array): Settlement | undefined {
    try {
      return derive(this.#epoch(epoch, closed, false), x);
    } catch (error) {
      if (!(error instanceof SettlementError)) throw error;
      this.#differ("VectorRefused", error.message, "taken", { epoch });
      return undefined;
    }
  }

  #decide(entry: Of<"refuted"> | Of<"finalized">): void {
    const posting = this.#closed[entry.epoch]?.postings.find(one => one.stage === "standing");
    if (posting === undefined) {
      this.#differ("VectorIncomplete", this.#closed[entry.epoch]?.members ?? 0, 0, { epoch: entry.epoch });
      return;
    }
    posting.stage = entry.kind === "refuted" ? "refuted" : "final";
    if (entry.kind === "refuted") return;
    this.#compare("RootDiffers", posting.root, entry.root, { epoch: entry.epoch });
    this.#finalRoot = posting.settlement?.root;
    if (posting.settlement !== undefined) this.#state = posting.settlement.state;
  }

  #epoch(epoch: number, { taken, members, previous, postings }: Omit<Closed, "head">, open: boolean): ReplayedEpoch {
    const { terms, reward } = this.#opened[epoch]!;
    const { dampingBp, pointsPerEpoch, renewalBp } = terms;
    return {
      epoch, terms, taken, open, postings, parameters: { dampingBp, pointsPerEpoch, renewalBp, rewardPerEpoch: reward },
      accounts: this.#ledger.accounts.slice(0, members), previous: grown(previous, members), previousMembers: previous.reputation.length,
      credits: creditColumns(taken),
    };
  }

  #compare(code: Difference["code"], computed: string | number | bigint, found: string | number | bigint, where: Partial<Difference> = {}): void {
    if (computed !== found) this.#differ(code, computed, found, where);
  }

  #differ(code: Difference["code"], computed: string | number | bigint, found: string | number | bigint, where: Partial<Difference> = {}): void {
    this.#differences.push({ ...where, code, computed: String(computed), found: String(found) });
  }
}

function numbers(x: Uint8Array): BigUint64Array {
  const view = new DataView(x.buffer, x.byteOffset, x.byteLength);
  return BigUint64Array.from({ length: Math.floor(x.length / 8) }, (_, i) => view.getBigUint64(8 * i));
}
