// Who signed the records that a ledger took: signatures stand in the transactions that brought them.
import { bytesToHex, decodeAbiParameters, decodeFunctionResult, encodeFunctionData, hexToBytes, numberToHex, slice, type Address, type Hex } from "viem";
import type { Contribution, Evaluation } from "../protocol/records.ts";
import { recoverSigner } from "../protocol/signatures.ts";
import { contractAccountAbi, recordCalls, validSignature } from "./abi.ts";
import type { Difference } from "./differences.ts";
import type { Entry, History } from "./history.ts";
import { confirmed, type Checker } from "./batch.ts";
import { askAll, type Provider } from "./provider.ts";

/** How many records are known to be their authors', by how that is known. */
export interface SignatureCounts {
  /** Recovered from the signature. */
  recovered: number;
  /** In a transaction of the author's own. */
  sent: number;
  /** Signed by a contract account that says so now (ERC-1271). */
  contracts: number;
  /** By a contract account that does not say so now: the ledger asked it when it took the record. */
  trusted: number;
  /** Brought through another contract, or in a transaction that is not to be had, so that no signature can be read: the ledger checked it. */
  hidden: number;
}

/** A record with the signatures that its transaction brought for it. */
interface Signed {
  readonly entry: RecordEntry;
  readonly signatures: readonly Hex[];
}

type RecordEntry = Extract<Entry, { kind: "contribution" | "evaluation" }>;

interface Transaction {
  readonly from: Address;
  readonly to: Address | null;
  readonly input: Hex;
}

/** Records whose signatures are checked at once: many share what one equation costs, and few leave nobody idle at the end. */
const fewestAtOnce = 64;
const mostAtOnce = 512;

/**
 * Checks who signed every record.
 * @param progress Told how many records were checked.
 * @param checkers Who check signatures, beside each other.
 * @param handed Told once all transactions were read, and each checker has a part.
 */
export async function checkSignatures(
  provider: Provider, history: History, progress?: (done: number, of: number) => void, checkers: readonly Checker[] = [confirmed], handed?: () => void,
): Promise<{ counts: SignatureCounts; differences: Difference[] }> {
  const counts: SignatureCounts = { recovered: 0, sent: 0, contracts: 0, trusted: 0, hidden: 0 };
  const differences: Difference[] = [];
  const records = history.entries.filter((entry): entry is RecordEntry => entry.kind === "contribution" || entry.kind === "evaluation");
  const byTransaction = Map.groupBy(records, ({ at }) => at.transaction);
  let done = 0;
  const signed: Signed[] = [];
  await askAll([...byTransaction], async ([hash, brought]) => {
    const transaction = await provider.request({ method: "eth_getTransactionByHash", params: [hash] }) as Transaction | null;
    const signatures = transaction === null ? undefined : signaturesIn(transaction, history.ledger);
    for (const entry of brought) {
      const given = look(entry, hash, transaction, signatures);
      if (given === undefined) progress?.(++done, records.length);
      else signed.push({ entry, signatures: given });
    }
  });
  const parts = partsOf(signed, checkers.length);
  const checked = checkers.map(async checker => {
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) await check(part, checker);
  });
  handed?.();
  await Promise.all(checked);
  differences.sort((a, b) => a.sequence! - b.sequence!);
  return { counts, differences };

  /** Counts a record whose signature is not to be looked at; the signatures of any other. */
  function look(entry: RecordEntry, transaction: Hex, by: Transaction | null, signatures: ReadonlyMap<string, readonly Hex[]> | undefined): readonly Hex[] | undefined {
    const author = authorOf(entry);
    if (by !== null && same(by.from, author) && same(by.to, history.ledger)) {
      counts.sent++;
      return undefined;
    }
    if (signatures === undefined) {
      counts.hidden++;
      return undefined;
    }
    const given = signatures.get(keyOf(entry.record));
    if (given === undefined) differences.push({ code: "SignatureMissing", computed: author, found: transaction, sequence: entry.sequence });
    return given;
  }

  async function check(part: readonly Signed[], checker: Checker): Promise<void> {
    // The same record can stand in a transaction with other signatures, which were not taken.
    const claims = part.flatMap(({ entry, signatures }) => signatures.map(signature => ({ author: authorOf(entry), digest: entry.digest, signature })));
    const holds = await checker(claims);
    let next = 0;
    for (const one of part) {
      const first = next;
      next += one.signatures.length;
      if (holds.slice(first, next).includes(true)) counts.recovered++;
      else await judge(one);
      progress?.(++done, records.length);
    }
  }

  /** Says of a record that no signature was confirmed for whose it is. */
  async function judge({ entry, signatures: given }: Signed): Promise<void> {
    const { sequence, digest } = entry;
    const author = authorOf(entry);
    let signer: Address | undefined;
    for (const signature of given) {
      signer = await recoverSigner(digest, signature);
      if (signer !== undefined && same(signer, author)) {
        counts.recovered++;
        return;
      }
    }
    if (!await hasCode(author)) differences.push({ code: "SignatureWrong", computed: author, found: signer ?? "nobody", sequence });
    else if (await anyAccepted(author, digest, given)) counts.contracts++;
    else counts.trusted++;
  }

  async function hasCode(account: Address): Promise<boolean> {
    return await provider.request({ method: "eth_getCode", params: [account, numberToHex(history.block.number)] }) !== "0x";
  }

  async function anyAccepted(account: Address, digest: Hex, signatures: readonly Hex[]): Promise<boolean> {
    for (const signature of signatures) if (await accepted(provider, account, digest, signature)) return true;
    return false;
  }
}

/** Cuts records into parts, with what one author signed in the same one as far as it fits: his key is found once in each. */
function partsOf(signed: readonly Signed[], lanes: number): (readonly Signed[])[] {
  const byAuthor = [...Map.groupBy(signed, ({ entry }) => authorOf(entry).toLowerCase()).values()].flat();
  const size = Math.max(fewestAtOnce, Math.min(mostAtOnce, Math.ceil(byAuthor.length / (3 * lanes))));
  return Array.from({ length: Math.ceil(byAuthor.length / size) }, (_, i) => byAuthor.slice(i * size, (i + 1) * size));
}

async function accepted(provider: Provider, to: Address, digest: Hex, signature: Hex): Promise<boolean> {
  const data = encodeFunctionData({ abi: contractAccountAbi, args: [digest, signature] });
  let answer: Hex;
  try {
    answer = await provider.request({ method: "eth_call", params: [{ to, data }, "latest"] }) as Hex;
  } catch {
    // A wallet says no by reverting, and endpoints report that each in their own way. It is counted as one that does not say so now.
    return false;
  }
  if (hexToBytes(answer).length < 32) return false;
  return decodeFunctionResult({ abi: contractAccountAbi, data: slice(answer, 0, 32) }) === validSignature;
}

/** A contribution as calldata holds it, with its texts as the hex digits of their bytes. */
interface RawContribution extends Omit<Contribution, "area" | "title" | "uri"> {
  readonly title: Hex;
}

/** The signatures in a transaction to the ledger, by {@link keyOf} their records; undefined for a call that goes elsewhere first. */
function signaturesIn({ to, input }: Transaction, ledger: Address): Map<string, Hex[]> | undefined {
  if (!same(to, ledger)) return undefined;
  const found = new Map<string, Hex[]>();
  if (!input.startsWith(recordCalls.relay.selector)) return found;
  const [contributions, evaluations] = decodeAbiParameters(recordCalls.relay.inputs, slice(input, 4));
  for (const { record, signature } of [...contributions, ...evaluations]) {
    const key = keyOf(record);
    found.set(key, [...found.get(key) ?? [], signature]);
  }
  return found;
}

/** What tells records of one transaction apart without hashing them; for equal ones every signature is tried. */
function keyOf(record: Evaluation | Contribution | RawContribution): string {
  if ("evaluator" in record) return `${record.evaluator} ${record.epoch} ${record.nonce}`;
  const title = typeof record.title === "string" ? record.title : bytesToHex(record.title);
  return `${record.contributor} ${record.contentHash} ${record.nonce} ${title}`;
}

const authorOf = ({ record }: RecordEntry): Address => ("contributor" in record ? record.contributor : record.evaluator);
const same = (a: Address | null, b: Address): boolean => a?.toLowerCase() === b.toLowerCase();
