import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { MessageChannel, Worker, type MessagePort } from "node:worker_threads";
import { createChain } from "./support/chain.ts";
import { failed, type Answer, type Order, type Results, type ToPage } from "../../src/dashboard/verify/messages.ts";
import { ProviderError, type Provider } from "../../src/dashboard/verify/provider.ts";

const limit = { timeout: 120_000 };

async function answered(id: number, ask: () => Promise<unknown>): Promise<Answer> {
  try {
    return { kind: "answer", id, result: await ask() };
  } catch (error) {
    return { kind: "answer", id, error: failed(error) };
  }
}

/** Carries out an order in a worker, as a page would, and returns all that it told but what it asked. */
async function carriedOut(order: Order, wallet?: Provider, channels: readonly MessagePort[] = []): Promise<Exclude<ToPage, { kind: "ask" }>[]> {
  const worker = new Worker(new URL("support/worker.ts", import.meta.url));
  try {
    await once(worker, "message");
    const told: Exclude<ToPage, { kind: "ask" }>[] = [];
    const end = Promise.withResolvers<void>();
    worker.on("error", end.reject);
    worker.on("message", (message: ToPage) => {
      if (message.kind === "ask") {
        void answered(message.id, () => wallet!.request(message.request)).then(answer => worker.postMessage(answer));
        return;
      }
      told.push(message);
      if (message.kind === "done" || message.kind === "failed") end.resolve();
    });
    worker.postMessage(order, channels);
    await end.promise;
    return told;
  } finally {
    await worker.terminate();
  }
}

test("a worker recomputes a bundle", limit, async () => {
  const name = "influence-5";
  const content = readFileSync(new URL(`../vectors/${name}.jsonl`, import.meta.url));
  const told = await carriedOut({ kind: "bundle", content });
  const last = told.at(-1) as { kind: "done"; result: Results["bundle"] };
  const { root } = JSON.parse(readFileSync(new URL(`../vectors/${name}.expected.json`, import.meta.url), "utf8")) as { root: string };
  assert.equal(last.kind, "done");
  assert.equal(last.result.report.root, root);
  assert.ok(told.some(message => message.kind === "progress" && message.progress[0] === "computing"));
});

test("a refusal reaches the page with its rule and line", limit, async () => {
  const [last] = (await carriedOut({ kind: "bundle", content: "{}" })).slice(-1);
  assert.deepEqual(last, {
    kind: "failed", error: { name: "BundleError", message: 'Line 1: "format" of the header is missing.', rule: "MissingField", line: 1 },
  });
});

test("a worker asks the page's wallet, and tells what it computed before the signatures", limit, async () => {
  const { provider, settlement } = await createChain({ members: 70, credits: 700, contributions: 100 });
  const told = await carriedOut({ kind: "verify", request: { settlement }, chain: "wallet" }, provider);
  const last = told.at(-1) as { kind: "done"; result: Results["verify"] };
  assert.equal(last.kind, "done");
  assert.deepEqual(last.result.differences, []);
  assert.deepEqual(last.result.counts.signatures, { recovered: last.result.counts.records, sent: 0, contracts: 0, trusted: 0, hidden: 0 });
  const computed = told.find(message => message.kind === "computed")!;
  assert.equal(computed.report.counts.signatures, undefined);
  assert.equal(computed.report.epochs[1]!.settlement.root, last.result.epochs[1]!.settlement.root);
});

test("a worker lets another check signatures, and names what is wrong all the same", limit, async () => {
  const { provider, settlement } = await createChain({ members: 70, credits: 140, contributions: 10 });
  // The first signature of every transaction is changed: the last byte of its s stands before its v and the filling of its word.
  const changing: Provider = { request: async request => {
    const answer = await provider.request(request);
    if (request.method === "eth_getCode" && request.params![0] !== settlement) return "0x";
    if (request.method !== "eth_getTransactionByHash") return answer;
    const { input } = answer as { input: string };
    const end = input.length - 64;
    return { ...answer as object, input: input.slice(0, end) + (input[end] === "0" ? "1" : "0") + input.slice(end + 1) };
  } };
  const helper = new Worker(new URL("support/worker.ts", import.meta.url));
  try {
    await once(helper, "message");
    const { port1, port2 } = new MessageChannel();
    helper.postMessage({ kind: "help", port: port1 }, [port1]);
    const order = { kind: "verify", request: { settlement }, chain: "wallet", helpers: [port2 as unknown as globalThis.MessagePort] } satisfies Order;
    const last = (await carriedOut(order, changing, [port2])).at(-1) as { kind: "done"; result: Results["verify"] };
    const { counts: { signatures, records }, differences } = last.result;
    assert.ok(differences.length > 0 && differences.every(({ code }) => code === "SignatureWrong"));
    assert.equal(signatures!.recovered, records - differences.length);
  } finally {
    await helper.terminate();
  }
});

test("what a wallet refuses reaches the page with its code", limit, async () => {
  const wallet: Provider = { request: () => Promise.reject(new ProviderError(4001, "You declined.", { why() {} })) };
  const [last] = (await carriedOut({ kind: "verify", request: { settlement: `0x${"11".repeat(20)}` }, chain: "wallet" }, wallet)).slice(-1);
  assert.deepEqual(last, { kind: "failed", error: { name: "ProviderError", message: "You declined.", code: 4001, data: {} } });
});

test("whatever is thrown can be sent", () => {
  assert.deepEqual(failed("no"), { name: "Error", message: "no" });
  assert.deepEqual(failed({ code: 4001, message: "no" }), { name: "Error", message: "no", code: 4001 });
  assert.deepEqual(failed(new RangeError("far")), { name: "RangeError", message: "far" });
});
