// What removes a settlement that is wrong: one row that does not hold, shown in one transaction, or in a few if the row is long.
import { bytesToHex, decodeErrorResult, encodeFunctionData, size, type Address, type Hex } from "viem";
import { wrongRows, type WrongRow } from "../protocol/influence.ts";
import { influencePage, packCredits, pageMembers, statePage } from "../protocol/settlement.ts";
import { settlementAbi } from "./abi.ts";
import { ProviderError, type Provider } from "./provider.ts";
import type { Posting, ReplayedEpoch } from "./replay.ts";

/** A call of the settlement contract, to be sent by any wallet. */
export interface Call {
  readonly to: Address;
  readonly data: Hex;
}

/** How a settlement is refuted: `calls` one after another from one account, mostly a single one. */
export interface Refutation extends WrongRow {
  readonly epoch: number;
  readonly calls: readonly Call[];
  /** What the one who sends it can withdraw afterwards, in wei; as much is burned. */
  readonly gain: bigint;
  /** Until when the contract takes it, in seconds since 1970. */
  readonly deadline: number;
}

/** Most calldata of one call, in bytes: what nodes pass on is at most 128 KiB, and the gas of so much is below what a transaction may use. */
export const mostCalldata = 96_000;

/** A page with its number, offset and length. */
const pageBytes = 4 * 32 + pageMembers * 8;

interface Given {
  readonly from: number;
  readonly points: number;
}

/**
 * Builds the refutation of a posted vector, by the wrong row that takes least calldata.
 * @returns Nothing if every row holds, as in a fixed point that is not the least.
 */
export function refute(epoch: ReplayedEpoch, { settlement, bond, deadline }: Posting, to: Address, most = mostCalldata): Refutation | undefined {
  if (settlement === undefined) return undefined;
  const wrong = wrongRows(settlement.influence, settlement.seeds, epoch.credits, epoch.parameters);
  const rows = new Map<number, Given[]>(wrong.map(({ member }) => [member, []]));
  for (const { from, to: member, points } of epoch.taken) rows.get(member)?.push({ from, points });
  const weight = ({ member }: WrongRow) => {
    const row = rows.get(member)!;
    return pagesOf(row, member).length * pageBytes + row.length * 8;
  };
  const [least] = wrong.toSorted((a, b) => weight(a) - weight(b));
  if (least === undefined) return undefined;
  const parts = split(rows.get(least.member)!, most);
  const last = parts.pop()!;
  const pages = (numbers: readonly number[]) =>
    numbers.map(number => ({ number, values: bytesToHex(influencePage(settlement.influence, number)) }));
  let first = 0;
  const calls = parts.map(part => {
    const args = [epoch.epoch, least.member, first, pages(pagesOf(part)), bytesToHex(packCredits(part))] as const;
    first += part.length;
    return { to, data: encodeFunctionData({ abi: settlementAbi, functionName: "replayRow", args }) };
  });
  const args = [
    epoch.epoch, least.member, pages(pagesOf(last, least.member)), bytesToHex(previousPage(epoch, least.member)), bytesToHex(packCredits(last)),
  ] as const;
  calls.push({ to, data: encodeFunctionData({ abi: settlementAbi, functionName: "challengeRow", args }) });
  return { ...least, epoch: epoch.epoch, calls, gain: bond / 2n, deadline };
}

/** Why a call would fail now: the contract's error by name with its values, or what the endpoint says. */
export interface Failure {
  readonly error: string;
  readonly values: readonly string[];
}

/**
 * Tries a call without sending it.
 * @returns Nothing if it would succeed.
 * @throws {ProviderError} The endpoint cannot be asked.
 */
export async function tryCall(provider: Provider, from: Address, call: Call): Promise<Failure | undefined> {
  try {
    await provider.request({ method: "eth_call", params: [{ from, ...call }, "latest"] });
    return undefined;
  } catch (error) {
    const data = revertData(error);
    if (data === undefined) throw error;
    if (size(data) < 4) return { error: error instanceof Error ? error.message : String(error), values: [] };
    try {
      const { errorName, args } = decodeErrorResult({ abi: settlementAbi, data });
      return { error: errorName, values: (args ?? []).map(String) };
    } catch {
      // An error that is none of the contract's own is shown as it came.
      return { error: data, values: [] };
    }
  }
}

/** Endpoints and wallets put what a call reverted with into different depths of `data`. */
function revertData(error: unknown): Hex | undefined {
  for (let at = error instanceof ProviderError ? error.data : error; typeof at === "object" && at !== null;) {
    const { data } = at as { data?: unknown };
    if (typeof data === "string" && data.startsWith("0x")) return data as Hex;
    at = data;
  }
  return error instanceof ProviderError && typeof error.data === "string" && error.data.startsWith("0x") ? error.data as Hex : undefined;
}

function previousPage({ previous, previousMembers }: ReplayedEpoch, member: number): Uint8Array {
  if (member >= previousMembers) return new Uint8Array();
  const before = { cumulative: previous.cumulative.subarray(0, previousMembers), reputation: previous.reputation.subarray(0, previousMembers) };
  return statePage(before, Math.floor(member / pageMembers));
}

function pagesOf(row: readonly Given[], ...members: readonly number[]): number[] {
  const all = [...members, ...row.map(({ from }) => from)].map(member => Math.floor(member / pageMembers));
  return [...new Set(all)].toSorted((a, b) => a - b);
}

/** Cuts a row into parts whose pages and credits fit; the last may have none. */
function split(row: readonly Given[], most: number): Given[][] {
  // The last call has the member's own page and a page of the state before besides.
  const room = most - 2 * pageBytes - 1024;
  const parts: Given[][] = [[]];
  let pages = new Set<number>();
  for (const given of row) {
    const page = Math.floor(given.from / pageMembers);
    const part = parts.at(-1)!;
    if (part.length > 0 && new Set([...pages, page]).size * pageBytes + (part.length + 1) * 8 > room) {
      parts.push([given]);
      pages = new Set([page]);
      continue;
    }
    part.push(given);
    pages.add(page);
  }
  return parts;
}
