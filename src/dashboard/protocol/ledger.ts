// The ledger's rules (chapter 3 of the protocol), replayed from records in the order of the log.
import { zeroAddress, bytesToHex, hexToBytes, type Address, type Hex } from "viem";
import { keccak } from "./bytes.ts";
import { introduces, type Terms } from "./parameters.ts";
import type { MemberCredit } from "./credits.ts";
import { authorsOf, contributionId, refuseContribution, type Contribution, type Evaluation } from "./records.ts";
import type { Refusal } from "./refusals.ts";

/** The most members that an organization can have. */
export const mostMembers = 2 ** 20;

/** A credit that was taken. */
export interface TakenCredit extends MemberCredit {
  readonly contribution: Hex;
  /** Whether the contribution stands earlier in the log and the recipient is among its authors. */
  readonly attributed: boolean;
}

/** A contribution that was taken, with the number of its first record. */
export interface TakenContribution {
  readonly id: Hex;
  readonly sequence: number;
  readonly record: Contribution;
}

/** What an account has given in the open epoch. */
interface Spending {
  nonce: number;
  points: number;
}

const key = (account: string) => account.toLowerCase();

/** The log so far: who is a member, what was contributed, what was given. */
export class Ledger {
  readonly accounts: Address[] = [];
  readonly contributions = new Map<Hex, TakenContribution>();
  /** The credits of the open epoch, in the order of the log. */
  credits: TakenCredit[] = [];
  sequence = 0;
  epoch = 0;
  #head = new Uint8Array(32);
  #terms: Pick<Terms, "pointsPerEpoch" | "introductionPoints">;
  #spending = new Map<string, Spending>();
  readonly #numbers = new Map<string, number>();
  readonly #reputation = new Map<string, bigint>();
  #allReputation = 0n;

  constructor(founders: readonly { readonly account: Address; readonly reputation: bigint }[], terms: Pick<Terms, "pointsPerEpoch" | "introductionPoints">) {
    this.#terms = terms;
    for (const { account, reputation } of founders) {
      this.#register(account);
      this.setReputation(account, reputation);
    }
  }

  /** The chain over the digests of all records taken. */
  get head(): Hex {
    return bytesToHex(this.#head);
  }

  numberOf(account: string): number | undefined {
    return this.#numbers.get(key(account));
  }

  /** What the reputation contract holds for an account from now on: founded with, or claimed. */
  setReputation(account: string, reputation: bigint): void {
    this.#allReputation += reputation - (this.#reputation.get(key(account)) ?? 0n);
    this.#reputation.set(key(account), reputation);
  }

  /** Ends the open epoch and opens the next; returns the credits of the one that ended. */
  turn(terms: Pick<Terms, "pointsPerEpoch" | "introductionPoints">): TakenCredit[] {
    const { credits } = this;
    this.credits = [];
    this.#spending = new Map();
    this.#terms = terms;
    this.epoch++;
    return credits;
  }

  /** The number of the account's next evaluation in this epoch, and the points it has given. */
  spendingOf(account: string): Readonly<Spending> {
    return this.#spending.get(key(account)) ?? { nonce: 0, points: 0 };
  }

  /** The first rule that an evaluation breaks here and now, its signature aside; undefined if it keeps all. */
  refuseEvaluation({ evaluator, epoch, nonce, credits }: Evaluation): Refusal | undefined {
    if (credits.length < 1 || credits.length > 64) return "CreditCount";
    if (epoch !== this.epoch) return "WrongEpoch";
    if (this.numberOf(evaluator) === undefined) return "UnknownMember";
    const spent = this.spendingOf(evaluator);
    if (nonce !== spent.nonce) return "WrongNonce";
    const reputation = this.#reputation.get(key(evaluator)) ?? 0n;
    let newcomers = 0;
    let points = spent.points;
    for (const credit of credits) {
      if (credit.points < 1) return "ZeroPoints";
      if (key(credit.recipient) === key(evaluator)) return "SelfCredit";
      if (credit.recipient === zeroAddress) return "ZeroRecipient";
      if (this.numberOf(credit.recipient) === undefined) {
        if (!introduces(credit.points, reputation, this.#allReputation, this.#terms)) return "NotIntroduced";
        newcomers++;
      }
      points += credit.points;
    }
    if (this.accounts.length + newcomers > mostMembers) return "LedgerFull";
    return points > this.#terms.pointsPerEpoch ? "OverBudget" : undefined;
  }

  /**
   * Takes a contribution whatever its rules say: they are the caller's to check. The first record of one counts.
   * @param digest What its contributor signed.
   * @returns The first rule that it breaks, if any.
   */
  takeContribution(record: Contribution, digest: Hex): Refusal | undefined {
    this.#append(digest);
    const id = contributionId(record);
    if (!this.contributions.has(id)) this.contributions.set(id, { id, sequence: this.sequence, record });
    return refuseContribution(record);
  }

  /**
   * Takes an evaluation if it keeps all rules.
   * @param digest What its evaluator signed.
   * @returns The first rule that it breaks, if any; then nothing but the log has changed.
   */
  takeEvaluation(record: Evaluation, digest: Hex): Refusal | undefined {
    this.#append(digest);
    const refusal = this.refuseEvaluation(record);
    if (refusal !== undefined) return refusal;
    const spent = this.spendingOf(record.evaluator);
    const points = record.credits.reduce((sum, credit) => sum + credit.points, spent.points);
    this.#spending.set(key(record.evaluator), { nonce: spent.nonce + 1, points });
    const from = this.numberOf(record.evaluator)!;
    for (const { contribution, recipient, points } of record.credits) {
      const to = this.numberOf(recipient) ?? this.#register(recipient);
      this.credits.push({ from, to, points, contribution, attributed: this.#isAuthor(contribution, recipient) });
    }
    return undefined;
  }

  #isAuthor(contribution: Hex, account: Address): boolean {
    const taken = this.contributions.get(contribution);
    return taken !== undefined && authorsOf(taken.record).some(author => key(author.account) === key(account));
  }

  #append(digest: Hex): void {
    this.#head = keccak(this.#head, hexToBytes(digest)) as Uint8Array<ArrayBuffer>;
    this.sequence++;
  }

  #register(account: Address): number {
    const number = this.accounts.push(account) - 1;
    this.#numbers.set(key(account), number);
    return number;
  }
}
