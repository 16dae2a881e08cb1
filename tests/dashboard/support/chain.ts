// A chain in memory with one organization on it: members, credits and signatures as many as asked for, and nothing false.
import {
  bytesToHex, decodeFunctionData, encodeAbiParameters, encodeEventTopics, encodeFunctionResult, getAbiItem, keccak256, numberToHex, padHex,
  stringToBytes, type AbiEvent, type Address, type Hex,
} from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { wordBytes } from "../../../src/dashboard/protocol/bytes.ts";
import { creditColumns, type MemberCredit } from "../../../src/dashboard/protocol/credits.ts";
import { Ledger } from "../../../src/dashboard/protocol/ledger.ts";
import {
  contributionDigest, contributionId, evaluationDigest, type Contribution, type Credit, type Evaluation,
} from "../../../src/dashboard/protocol/records.ts";
import { textBytes } from "../../../src/dashboard/protocol/text.ts";
import { expectedHash, grown, rootOf, rowChains, settle, type Epoch, type Settlement, type State } from "../../../src/dashboard/protocol/settlement.ts";
import { contributionTaken, ledgerAbi, recordCalls, settlementAbi } from "../../../src/dashboard/verify/abi.ts";
import type { Provider } from "../../../src/dashboard/verify/provider.ts";

export interface Size {
  readonly members: number;
  readonly credits: number;
  readonly contributions: number;
}

const address = (name: string): Address => `0x${keccak256(stringToBytes(name)).slice(-40)}`;
const settlement = address("settlement");
const ledger = address("ledger");
const domain = { chainId: 31337, ledger };
const terms = {
  dampingBp: 5000, pointsPerEpoch: 1_000_000, introductionPoints: 1000, rewardPerEpoch: 10n ** 13n, renewalBp: 200,
  epochSeconds: 604_800, challengeSeconds: 86_400, bond: 10n ** 18n,
};
const everything = [...settlementAbi, ...ledgerAbi] as const;
/** Records in a transaction. */
const records = 100;

const raw = ({ record, signature }: Signed<Contribution>) => {
  const [area, title, uri] = textsOf(record);
  return { record: { ...record, area, title, uri }, signature };
};
const textsOf = ({ area, title, uri }: Contribution) => [area, title, uri].map(text => bytesToHex(textBytes(text))) as [Hex, Hex, Hex];

interface Signed<T> {
  readonly record: T;
  readonly signature: Hex;
}

/** Founds an organization, lets it grow for an epoch, and settles a second one in which everybody gives credits. */
export async function createChain({ members, credits, contributions }: Size): Promise<{ provider: Provider; settlement: Address; epoch: Epoch }> {
  const people = Array.from({ length: members }, (_, i) => privateKeyToAccount(keccak256(stringToBytes(`member ${i}`))));
  const founders = people.slice(0, 64).map(({ address: account }) => ({ account, reputation: 10n ** 15n / 64n }));
  const chain = new Chain(founders);
  // Everybody beyond the founders is introduced in the first epoch, by a founder.
  const introduced = people.slice(64).map((person, i) => ({ giver: i % 64, credit: { contribution: numberToHex(0, { size: 32 }), recipient: person.address, points: 64_000 } }));
  for (const [giver, given] of Map.groupBy(introduced, ({ giver }) => giver)) {
    for (let nonce = 0; nonce * 15 < given.length; nonce++) {
      await chain.evaluate(people[giver]!, 0, nonce, given.slice(nonce * 15, nonce * 15 + 15).map(({ credit }) => credit));
    }
  }
  chain.turn();
  chain.settle(0, true);
  const ids: { id: Hex; by: Address }[] = [];
  for (let i = 0; i < contributions; i++) ids.push(await chain.contribute(people[i % members]!, i));
  const each = Math.round(credits / members);
  for (let i = 0; i < members; i++) {
    const given: Credit[] = [];
    for (let n = 0; given.length < each; n++) {
      const { id, by } = ids[(i * 31 + n * 7 + 1) % contributions]!;
      if (by !== people[i]!.address) given.push({ contribution: id, recipient: by, points: Math.floor(1_000_000 / each) });
    }
    for (let at = 0, nonce = 0; at < each; at += 64, nonce++) await chain.evaluate(people[i]!, 1, nonce, given.slice(at, at + 64));
  }
  chain.turn();
  chain.settle(1, false);
  chain.bring();
  chain.freeze();
  return { provider: chain, settlement, epoch: chain.epochs[1]! };
}

interface Log {
  readonly address: Address;
  readonly topics: Hex[];
  readonly data: Hex;
  readonly blockNumber: Hex;
  readonly logIndex: Hex;
  readonly transactionHash: Hex;
}

class Chain implements Provider {
  readonly epochs: Epoch[] = [];
  readonly #logs: Log[] = [];
  readonly #transactions = new Map<string, object>();
  readonly #ledger: Ledger;
  #contributions: Signed<Contribution>[] = [];
  #evaluations: Signed<Evaluation>[] = [];
  #transaction = 1;
  #state: State;
  #taken: readonly MemberCredit[] = [];
  #frozenHead: Hex = numberToHex(0, { size: 32 });
  #expected: Hex = numberToHex(0, { size: 32 });
  #finalRoot: Hex;
  #standingRoot: Hex = numberToHex(0, { size: 32 });
  #rows = new Map<number, readonly Hex[]>();

  constructor(founders: readonly { account: Address; reputation: bigint }[]) {
    this.#ledger = new Ledger(founders, terms);
    this.#state = { cumulative: new BigUint64Array(founders.length), reputation: BigUint64Array.from(founders, ({ reputation }) => reputation) };
    this.#finalRoot = rootOf(new BigUint64Array(founders.length), this.#state);
    founders.forEach(({ account }, number) => this.#registered(number, account));
    this.#say("Founded", { ledger, founders, root: this.#finalRoot });
    this.#opened(0);
  }

  async contribute(person: PrivateKeyAccount, nonce: number): Promise<{ id: Hex; by: Address }> {
    const record: Contribution = {
      contributor: person.address, area: `area ${nonce % 12}`, title: `Contribution ${nonce}`, uri: `https://example.org/${nonce}`,
      contentHash: numberToHex(nonce, { size: 32 }), coAuthors: [], buildsOn: [], nonce,
    };
    const digest = contributionDigest(record, domain);
    this.#contributions.push({ record, signature: await person.sign({ hash: digest }) });
    this.#ledger.takeContribution(record, digest);
    const data = encodeAbiParameters(contributionTaken.data, [...textsOf(record), record.contentHash, record.coAuthors, record.buildsOn, nonce]);
    this.#log(ledger, [contributionTaken.topic, numberToHex(this.#ledger.sequence, { size: 32 }), padHex(person.address)], data);
    if (this.#contributions.length === records) this.bring();
    return { id: contributionId(record), by: person.address };
  }

  async evaluate(person: PrivateKeyAccount, epoch: number, nonce: number, credits: readonly Credit[]): Promise<void> {
    const record: Evaluation = { evaluator: person.address, epoch, nonce, credits };
    const digest = evaluationDigest(record, domain);
    const before = this.#ledger.accounts.length;
    const refusal = this.#ledger.takeEvaluation(record, digest);
    if (refusal !== undefined) throw new Error(`The benchmark's own evaluation is refused: ${refusal}.`);
    this.#evaluations.push({ record, signature: await person.sign({ hash: digest }) });
    this.#ledger.accounts.slice(before).forEach((account, i) => this.#registered(before + i, account));
    this.#say("EvaluationTaken", { ...record, sequence: BigInt(this.#ledger.sequence) });
    if (this.#evaluations.length === records) this.bring();
  }

  /** Ends the transaction that brings what was signed since the last. */
  bring(): void {
    const input = `${recordCalls.relay.selector}${encodeAbiParameters(recordCalls.relay.inputs, [this.#contributions.map(raw), this.#evaluations]).slice(2)}`;
    this.#transactions.set(this.#hash, { from: address("relayer"), to: ledger, input });
    this.#contributions = [];
    this.#evaluations = [];
    this.#transaction++;
  }

  turn(): void {
    this.bring();
    const { epoch, head, accounts } = this.#ledger;
    this.#say("EpochClosed", { epoch, head, members: accounts.length });
    const taken = this.#ledger.turn(terms);
    this.#taken = taken;
    this.#frozenHead = head;
    this.#expected = expectedHash(epoch, head, accounts.length, terms);
    const { dampingBp, pointsPerEpoch, rewardPerEpoch, renewalBp } = terms;
    this.epochs.push({
      epoch, parameters: { dampingBp, pointsPerEpoch, rewardPerEpoch, renewalBp }, accounts: [...accounts],
      previous: grown(this.#state, accounts.length), credits: creditColumns(taken),
    });
    this.#opened(epoch + 1);
  }

  settle(epoch: number, final: boolean): void {
    const computed: Settlement = settle(this.epochs[epoch]!);
    const submitter = address("settler");
    const reputation = computed.state.reputation.reduce((sum, one) => sum + one, 0n);
    this.#say("PagesSubmitted", { epoch, submitter, firstPage: 0, x: bytesToHex(wordBytes(computed.influence)) });
    this.#say("Submitted", { epoch, submitter, root: computed.root, totalEarned: computed.totalEarned, reputation, deadline: 2n ** 40n, bond: terms.bond });
    if (!final) {
      this.#standingRoot = computed.root;
      return;
    }
    this.#say("Finalized", { epoch, root: computed.root });
    this.#state = computed.state;
    this.#finalRoot = computed.root;
  }

  /** Computes the rows, which a real ledger keeps: whoever asks does not wait for them. */
  freeze(): void {
    const members = this.#ledger.accounts.length;
    for (const [epoch, credits] of [[this.#ledger.epoch, this.#ledger.credits], [this.#ledger.epoch - 1, this.#taken]] as const) this.#rows.set(epoch, rowChains(credits, 0, members));
  }

  async request({ method, params }: { method: string; params?: readonly unknown[] }): Promise<unknown> {
    return this.#answer(method, params ?? []);
  }

  #answer(method: string, params: readonly unknown[]): unknown {
    switch (method) {
      case "eth_chainId": return numberToHex(domain.chainId);
      case "eth_getBlockByNumber": return { number: numberToHex(this.#transaction), hash: numberToHex(1, { size: 32 }), timestamp: "0x1" };
      case "eth_getCode": return "0x00";
      case "eth_getLogs": return this.#logs;
      case "eth_getTransactionByHash": return this.#transactions.get(params[0] as string) ?? null;
      case "eth_call": return this.#called((params[0] as { data: Hex }).data);
      default: throw new Error(`The benchmark's chain does not know ${method}.`);
    }
  }

  #called(data: Hex): Hex {
    const { functionName, args } = decodeFunctionData({ abi: everything, data });
    const empty = { submitter: settlement, members: 0, reputation: 0n, deadline: 0n, bond: 0n };
    const rows = (epoch: number, from: number, to: number) => this.#rows.get(epoch)!.slice(from, to);
    const results: Record<string, unknown> = {
      ledger, head: this.#ledger.head, sequence: BigInt(this.#ledger.sequence), memberCount: this.#ledger.accounts.length, openEpoch: this.#ledger.epoch,
      closed: [{ epoch: 1, members: this.#ledger.accounts.length, head: this.#frozenHead, reward: terms.rewardPerEpoch, expected: this.#expected }, 2],
      finalSettlement: { ...empty, root: this.#finalRoot }, standing: { ...empty, root: this.#standingRoot },
      ...(functionName === "rows" ? { rows: rows(...args) } : {}),
    };
    return encodeFunctionResult({ abi: everything, functionName, result: results[functionName] } as Parameters<typeof encodeFunctionResult>[0]);
  }

  get #hash(): Hex {
    return numberToHex(this.#transaction, { size: 32 });
  }

  #opened(epoch: number): void {
    this.#say("EpochOpened", { epoch, set: 0, terms, reward: terms.rewardPerEpoch });
  }

  #registered(number: number, account: Address): void {
    this.#say("MemberRegistered", { number, account });
  }

  #say(eventName: string, args: Record<string, unknown>): void {
    const event = getAbiItem({ abi: everything, name: eventName } as Parameters<typeof getAbiItem>[0]) as AbiEvent;
    const inputs = event.inputs.filter(({ indexed }) => indexed !== true);
    const topics = encodeEventTopics({ abi: [event], eventName, args }) as Hex[];
    const by = ledgerAbi.some(item => item.type === "event" && item.name === eventName) ? ledger : settlement;
    this.#log(by, topics, encodeAbiParameters(inputs, inputs.map(({ name }) => args[name!])));
  }

  #log(by: Address, topics: Hex[], data: Hex): void {
    const place = { blockNumber: numberToHex(this.#transaction), logIndex: numberToHex(this.#logs.length), transactionHash: this.#hash };
    this.#logs.push({ address: by, topics, data, ...place });
  }
}
