// Who signed the records that a ledger took: signatures stand in the transactions that brought them.
import { bytesToHex, decodeAbiParameters, decodeFunctionResult, encodeFunctionData, hexToBytes, numberToHex, slice, type Address, type Hex } from "viem";
import type { Contribution, Evaluation } from "../protocol/records.ts";
import { recoverSigner } from "../protocol/signatures.ts";
import { contractAccountAbi, recordCalls, validSignature } from "./abi.ts";
import type { Difference } from "./differences.ts";
import type { Entry, History } from "./history.ts";
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

type RecordEntry = Extract<Entry, { kind: "contribution" | "evaluation" }>;

interface Transaction {
  readonly from: Address;
  readonly to: Address | null;
  readonly input: Hex;
}

/**
 * Checks who signed every record.
 * @param progress Told how many records were checked.
 */
export async function checkSignatures(
  provider: Provider, history: History, progress?: (done: number, of: number) => void,
): Promise<{ counts: SignatureCounts; differences: Difference[] }> {
  const counts: SignatureCounts = { recovered: 0, sent: 0, contracts: 0, trusted: 0, hidden: 0 };
  const differences: Difference[] = [];
  const records = history.entries.filter((entry): entry is RecordEntry => entry.kind === "contribution" || entry.kind === "evaluation");
  const byTransaction = Map.groupBy(records, ({ at }) => at.transaction);
  let done = 0;
  await askAll([...byTransaction], async ([hash, brought]) => {
    const transaction = await provider.request({ method: "eth_getTransactionByHash", params: [hash] }) as Transaction | null;
    const signatures = transaction === null ? undefined : signaturesIn(transaction, history.ledger);
    for (const entry of brought) {
      await check(entry, hash, transaction, signatures);
      progress?.(++done, records.length);
    }
  });
  differences.sort((a, b) => a.sequence! - b.sequence!);
  return { counts, differences };

  async function check(entry: RecordEntry, transaction: Hex, by: Transaction | null, signatures: ReadonlyMap<string, readonly Hex[]> | undefined) {
    const { sequence, digest } = entry;
    const author = authorOf(entry);
    if (by !== null && same(by.from, author) && same(by.to, history.ledger)) {
      counts.sent++;
      return;
    }
    if (signatures === undefined) {
      counts.hidden++;
      return;
    }
    const given = signatures.get(keyOf(entry.record));
    if (given === undefined) {
      differences.push({ code: "SignatureMissing", computed: author, found: transaction, sequence });
      return;
    }
    // The same record can stand in a transaction with other signatures, which were not taken.
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
