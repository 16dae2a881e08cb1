import assert from "node:assert/strict";
import { before, test } from "node:test";
import { hashMessage, type Address, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createChain } from "./support/chain.ts";
import { readHistory, type History } from "../../src/dashboard/verify/history.ts";
import type { Provider, Request } from "../../src/dashboard/verify/provider.ts";
import { checkSignatures } from "../../src/dashboard/verify/signatures.ts";

interface Transaction {
  from: Address;
  to: Address;
  input: Hex;
}

const other = privateKeyToAccount(`0x${"01".repeat(32)}`);
let honest: Provider;
let history: History;
/** The last record of the log: its author, and the end of its signature in the calldata. */
let author: Address;
let sequence: number;

before(async () => {
  const chain = await createChain({ members: 66, credits: 66, contributions: 4 });
  honest = chain.provider;
  history = await readHistory(honest, chain.settlement);
  const last = history.entries.findLast(entry => entry.kind === "evaluation")!;
  [author, sequence] = [last.record.evaluator, last.sequence];
});

const changed = (change: (request: Request, answer: unknown) => unknown): Provider =>
  ({ request: async request => change(request, await honest.request(request)) });
const checked = (change: (request: Request, answer: unknown) => unknown) => checkSignatures(changed(change), history);
const records = () => history.entries.filter(({ kind }) => kind === "contribution" || kind === "evaluation").length;

/** The last signature of a transaction is replaced by one of another account; a signature ends with 31 bytes that fill its word. */
async function forger(): Promise<(transaction: Transaction) => Transaction> {
  const forged = (await other.sign({ hash: hashMessage("something else") })).slice(2);
  return transaction => {
    const end = transaction.input.length - 62;
    return { ...transaction, input: `${transaction.input.slice(0, end - 130)}${forged}${transaction.input.slice(end)}` as Hex };
  };
}

/** Whether a transaction is the one that brought the last record. */
const brought = ({ params }: Request) => params![0] === history.entries.findLast(entry => entry.kind === "evaluation")!.at.transaction;

test("every signature is recovered where nothing is false", async () => {
  const told: number[] = [];
  const { counts, differences } = await checkSignatures(honest, history, done => told.push(done));
  assert.deepEqual(differences, []);
  assert.deepEqual(counts, { recovered: records(), sent: 0, contracts: 0, trusted: 0, hidden: 0 });
  assert.deepEqual(told, Array.from({ length: records() }, (_, i) => i + 1));
});

test("a signature that does not fit is wrong for an account without code", async () => {
  const forge = await forger();
  const { counts, differences } = await checked((request, answer) => {
    if (request.method === "eth_getCode") return "0x";
    return request.method === "eth_getTransactionByHash" && brought(request) ? forge(answer as Transaction) : answer;
  });
  assert.equal(differences.length, 1);
  assert.deepEqual({ ...differences[0], found: "" }, { code: "SignatureWrong", computed: author, found: "", sequence });
  assert.match(differences[0]!.found, /^0x[0-9a-fA-F]{40}$/);
  assert.equal(counts.recovered, records() - 1);
});

test("a contract account is asked, and one that does not say yes now is counted apart", async () => {
  const forge = await forger();
  const magic = `0x1626ba7e${"00".repeat(28)}`;
  const count = async (answerOfAccount: () => unknown) => {
    const { counts, differences } = await checked((request, answer) => {
      if (request.method === "eth_call") return answerOfAccount();
      return request.method === "eth_getTransactionByHash" && brought(request) ? forge(answer as Transaction) : answer;
    });
    assert.deepEqual(differences, []);
    return [counts.recovered - (records() - 1), counts.contracts, counts.trusted];
  };
  // The chain in memory does not know what this account answers; it is asked here.
  honest = { request: ((known: Provider) => (request: Request) => (request.method === "eth_call" ? Promise.resolve("0x") : known.request(request)))(honest) };
  assert.deepEqual(await count(() => magic), [0, 1, 0]);
  for (const no of ["0x", `0x${"00".repeat(32)}`, "0x1626ba7e"]) assert.deepEqual(await count(() => no), [0, 0, 1]);
  assert.deepEqual(await count(() => {
    throw new Error("execution reverted");
  }), [0, 0, 1]);
});

test("records in a transaction of the author's own, or through another contract, are counted apart", async () => {
  const sent = await checked((request, answer) =>
    (request.method === "eth_getTransactionByHash" && brought(request) ? { ...answer as Transaction, from: author.toLowerCase(), input: "0x12345678" } : answer));
  assert.equal(sent.counts.sent, 1);
  const inTransaction = history.entries.filter(({ at }) => at.transaction === history.entries.findLast(entry => entry.kind === "evaluation")!.at.transaction)
    .filter(({ kind }) => kind === "contribution" || kind === "evaluation").length;
  assert.equal(sent.differences.length, inTransaction - 1, "the others are not in it");
  assert.ok(sent.differences.every(({ code }) => code === "SignatureMissing"));
  for (const change of [{ to: author }, { to: null }]) {
    const { counts, differences } = await checked((request, answer) =>
      (request.method === "eth_getTransactionByHash" && brought(request) ? { ...answer as Transaction, ...change } : answer));
    assert.deepEqual([counts.hidden, differences.length], [inTransaction, 0]);
  }
  const lost = await checked((request, answer) => (request.method === "eth_getTransactionByHash" && brought(request) ? null : answer));
  assert.equal(lost.counts.hidden, inTransaction);
});
