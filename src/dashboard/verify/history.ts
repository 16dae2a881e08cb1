// Everything that an organization's ledger and settlement have said, in the order in which they said it.
import { decodeAbiParameters, decodeFunctionResult, encodeFunctionData, hexToBytes, numberToHex, parseEventLogs, type Abi, type Address, type Hex, type RpcLog } from "viem";
import { contributionDigest, evaluationDigest, type Contribution, type Evaluation, type LedgerDomain } from "../protocol/records.ts";
import type { Terms } from "../protocol/parameters.ts";
import { contributionTaken, ledgerAbi, settlementAbi } from "./abi.ts";
import { ProviderError, unreachable, type Provider } from "./provider.ts";

/** Where on the chain something was said. */
export interface Place {
  readonly block: number;
  readonly index: number;
  readonly transaction: Hex;
}

type Said =
  | { readonly kind: "contribution"; readonly sequence: number; readonly digest: Hex; readonly record: Contribution }
  | { readonly kind: "evaluation"; readonly sequence: number; readonly digest: Hex; readonly record: Evaluation }
  | { readonly kind: "member"; readonly number: number; readonly account: Address }
  | { readonly kind: "founded"; readonly founders: readonly { readonly account: Address; readonly reputation: bigint }[]; readonly root: Hex }
  | { readonly kind: "opened"; readonly epoch: number; readonly terms: Terms; readonly reward: bigint }
  | { readonly kind: "closed"; readonly epoch: number; readonly head: Hex; readonly members: number }
  | { readonly kind: "pages"; readonly epoch: number; readonly submitter: Address; readonly firstPage: number; readonly x: Uint8Array }
  | {
    readonly kind: "submitted"; readonly epoch: number; readonly submitter: Address; readonly root: Hex; readonly totalEarned: bigint;
    readonly reputation: bigint; readonly deadline: number; readonly bond: bigint;
  }
  | { readonly kind: "refuted"; readonly epoch: number; readonly challenger: Address; readonly member: number; readonly posted: bigint; readonly found: bigint }
  | { readonly kind: "finalized"; readonly epoch: number; readonly root: Hex }
  | { readonly kind: "claimed"; readonly account: Address; readonly reputation: bigint };

/** One thing that was said, and where. */
export type Entry = Said & { readonly at: Place };

/** What the contracts themselves answer at the block at which the history ends. */
export interface Answers {
  readonly head: Hex;
  readonly sequence: number;
  readonly memberCount: number;
  readonly openEpoch: number;
  readonly finalRoot: Hex;
  /** The root of the settlement that stands; zeros without one. */
  readonly standingRoot: Hex;
  /** What a submission for the epoch that is closed or submitted must name, a hash of all that was frozen; undefined without one. */
  readonly expected: { readonly epoch: number; readonly hash: Hex } | undefined;
  /** The chains over what each member got, in the open epoch and the one before: what a challenge is held to. */
  readonly rows: readonly { readonly epoch: number; readonly chains: readonly Hex[] }[];
}

export interface History {
  readonly chainId: number;
  readonly settlement: Address;
  readonly ledger: Address;
  readonly block: { readonly number: number; readonly hash: Hex; readonly timestamp: number };
  readonly entries: readonly Entry[];
  readonly answers: Answers;
}

/** The chain took back a block while it was read; reading again will do. */
export class Reorganized extends Error {
  override readonly name = "Reorganized";
}

/** There is no settlement contract at this address, or the chain does not know of its founding. */
export class NoOrganization extends Error {
  override readonly name = "NoOrganization";
}

interface Log {
  readonly address: Address;
  readonly topics: [Hex, ...Hex[]];
  readonly data: Hex;
  readonly blockNumber: Hex;
  readonly logIndex: Hex;
  readonly transactionHash: Hex;
}

/**
 * Reads a whole organization up to the latest block.
 * @param firstBlock The block of the founding or an earlier one; 0 reads everything.
 * @param progress Told which block was read of how many.
 * @throws {ProviderError} The chain cannot be read.
 */
export async function readHistory(provider: Provider, settlement: Address, firstBlock = 0, progress?: (done: number, of: number) => void): Promise<History> {
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  const block = await blockAt(provider, "latest");
  const at = numberToHex(block.number);
  const code = await provider.request({ method: "eth_getCode", params: [settlement, at] });
  if (code === "0x") throw new NoOrganization(`There is no contract at ${settlement} on chain ${chainId}.`);
  const call = caller(provider, at);
  const ledger = await call(settlement, settlementAbi, "ledger") as Address;
  const logs = await logsOf(provider, [settlement, ledger], firstBlock, block.number, progress);
  const [head, sequence, memberCount, openEpoch, final, standing, [closed, stage]] = await Promise.all([
    call(ledger, ledgerAbi, "head"), call(ledger, ledgerAbi, "sequence"), call(ledger, ledgerAbi, "memberCount"),
    call(settlement, settlementAbi, "openEpoch"), call(settlement, settlementAbi, "finalSettlement"), call(settlement, settlementAbi, "standing"),
    call(settlement, settlementAbi, "closed"),
  ]) as [Hex, bigint, number, number, { root: Hex }, { root: Hex }, [{ epoch: number; expected: Hex }, number]];
  const rows: { epoch: number; chains: Hex[] }[] = [];
  for (const epoch of openEpoch === 0 ? [0] : [openEpoch - 1, openEpoch]) rows.push({ epoch, chains: await rowsOf(call, ledger, epoch, memberCount) });
  if ((await blockAt(provider, at)).hash !== block.hash) throw new Reorganized(`Block ${block.number} was taken back while it was read.`);
  const entries = logs.flatMap(log => decoded(log, settlement, { chainId, ledger }));
  if (!entries.some(entry => entry.kind === "founded")) {
    throw new NoOrganization(`From block ${firstBlock} on, the chain does not tell of the founding of ${settlement}.`);
  }
  const expected = stage === 0 ? undefined : { epoch: closed.epoch, hash: closed.expected };
  const answers = { head, sequence: Number(sequence), memberCount, openEpoch, finalRoot: final.root, standingRoot: standing.root, expected, rows };
  return { chainId, settlement, ledger, block, entries, answers };
}

async function blockAt(provider: Provider, at: string): Promise<History["block"]> {
  const block = await provider.request({ method: "eth_getBlockByNumber", params: [at, false] }) as { number: Hex; hash: Hex; timestamp: Hex } | null;
  if (block === null) throw new Reorganized(`There is no block ${at} any more.`);
  return { number: Number(block.number), hash: block.hash, timestamp: Number(block.timestamp) };
}

function caller(provider: Provider, at: Hex) {
  return async (to: Address, abi: Abi, functionName: string, ...args: readonly unknown[]): Promise<unknown> => {
    const data = encodeFunctionData({ abi, functionName, args });
    const answer = await provider.request({ method: "eth_call", params: [{ to, data }, at] }) as Hex;
    return decodeFunctionResult({ abi, functionName, data: answer });
  };
}

/** A thousand rows at once are 32 kB and a few million gas, which every endpoint answers. */
async function rowsOf(call: ReturnType<typeof caller>, ledger: Address, epoch: number, members: number): Promise<Hex[]> {
  const chains: Hex[] = [];
  for (let from = 0; from < members; from += 1000) {
    chains.push(...await call(ledger, ledgerAbi, "rows", epoch, from, Math.min(from + 1000, members)) as Hex[]);
  }
  return chains;
}

/** Endpoints refuse too many blocks or logs at once, each with a code of its own: what is refused is asked for in halves. */
async function logsOf(provider: Provider, address: readonly Address[], from: number, to: number, progress?: (done: number, of: number) => void): Promise<Log[]> {
  const logs: Log[] = [];
  let step = to - from + 1;
  for (let next = from; next <= to;) {
    const last = Math.min(next + step - 1, to);
    try {
      const filter = { address, fromBlock: numberToHex(next), toBlock: numberToHex(last) };
      logs.push(...await provider.request({ method: "eth_getLogs", params: [filter] }) as Log[]);
      progress?.(last - from + 1, to - from + 1);
      next = last + 1;
      step *= 2;
    } catch (error) {
      if (step <= 1 || (error instanceof ProviderError && ([4001, 4100, unreachable].includes(error.code)))) throw error;
      step = Math.ceil(Math.min(step, to - next + 1) / 2);
    }
  }
  return logs.sort((a, b) => Number(a.blockNumber) - Number(b.blockNumber) || Number(a.logIndex) - Number(b.logIndex));
}

function decoded(log: Log, settlement: Address, domain: LedgerDomain): Entry[] {
  const said = log.address.toLowerCase() === settlement.toLowerCase() ? settlementEntry(log) : ledgerEntry(log, domain);
  if (said === undefined) return [];
  return [{ ...said, at: { block: Number(log.blockNumber), index: Number(log.logIndex), transaction: log.transactionHash } }];
}

function ledgerEntry(log: Log, domain: LedgerDomain): Said | undefined {
  if (log.topics[0] === contributionTaken.topic) {
    const [area, title, uri, contentHash, coAuthors, buildsOn, nonce] = decodeAbiParameters(contributionTaken.data, log.data);
    const [sequence] = decodeAbiParameters([{ type: "uint64" }], log.topics[1]!);
    const [contributor] = decodeAbiParameters([{ type: "address" }], log.topics[2]!);
    const [areaBytes, titleBytes, uriBytes] = [area, title, uri].map(text => hexToBytes(text)) as [Uint8Array, Uint8Array, Uint8Array];
    const record = { contributor, area: areaBytes, title: titleBytes, uri: uriBytes, contentHash, coAuthors, buildsOn, nonce };
    return { kind: "contribution", sequence: Number(sequence), digest: contributionDigest(record, domain), record };
  }
  const [event] = parseEventLogs({ abi: ledgerAbi, logs: [log as unknown as RpcLog] });
  if (event === undefined) return undefined;
  if (event.eventName === "MemberRegistered") return { kind: "member", ...event.args };
  const { sequence, ...record } = event.args;
  return { kind: "evaluation", sequence: Number(sequence), digest: evaluationDigest(record, domain), record };
}

function settlementEntry(log: Log): Said | undefined {
  const [event] = parseEventLogs({ abi: settlementAbi, logs: [log as unknown as RpcLog] });
  switch (event?.eventName) {
    case "Founded": return { kind: "founded", founders: event.args.founders, root: event.args.root };
    case "EpochOpened": return { kind: "opened", epoch: event.args.epoch, terms: event.args.terms, reward: event.args.reward };
    case "EpochClosed": return { kind: "closed", ...event.args };
    case "PagesSubmitted": return { kind: "pages", ...event.args, x: hexToBytes(event.args.x) };
    case "Submitted": return { kind: "submitted", ...event.args, deadline: Number(event.args.deadline) };
    case "Refuted": {
      const { epoch, challenger, member, posted, found } = event.args;
      return { kind: "refuted", epoch, challenger, member, posted, found };
    }
    case "Finalized": return { kind: "finalized", ...event.args };
    case "Claimed": return { kind: "claimed", account: event.args.account, reputation: event.args.reputation };
    case undefined: return undefined;
  }
}
