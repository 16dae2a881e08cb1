import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { encodeErrorResult } from "viem";
import { creditColumns } from "../../src/dashboard/protocol/credits.ts";
import { parameters, type Terms } from "../../src/dashboard/protocol/parameters.ts";
import { derive, settle } from "../../src/dashboard/protocol/settlement.ts";
import { settlementAbi } from "../../src/dashboard/verify/abi.ts";
import { describe as inWords, differenceCodes } from "../../src/dashboard/verify/differences.ts";
import { askAll, endpoint } from "../../src/dashboard/verify/provider.ts";
import { refute, tryCall } from "../../src/dashboard/verify/refutation.ts";
import type { Posting, ReplayedEpoch } from "../../src/dashboard/verify/replay.ts";
import { comparePosting } from "../../src/dashboard/verify/verify.ts";

const settler = `0x${"5e".repeat(20)}` as const;
const terms = Object.fromEntries(parameters.map(({ name, usual }) => [name, usual])) as unknown as Terms;

/** Two members who credit each other with everything: the map has more than one fixed point. */
function ring(): ReplayedEpoch {
  const taken = [[0, 1], [1, 0]].map(([from, to]) => ({ from: from!, to: to!, points: 1000, contribution: `0x${"00".repeat(32)}` as const, attributed: false }));
  return {
    epoch: 0, terms, taken, open: false, postings: [], previousMembers: 2, accounts: [`0x${"0a".repeat(20)}`, `0x${"0b".repeat(20)}`],
    parameters: { dampingBp: 9000, pointsPerEpoch: 1000, rewardPerEpoch: 10n, renewalBp: 200 },
    previous: { cumulative: new BigUint64Array(2), reputation: BigUint64Array.of(1n, 2n) }, credits: creditColumns(taken),
  };
}

function posted(epoch: ReplayedEpoch, influence: BigUint64Array): ReplayedEpoch & { postings: [Posting] } {
  const settlement = derive(epoch, influence);
  return { ...epoch, postings: [{ epoch: 0, submitter: settler, root: settlement.root, deadline: 9, bond: 10n, settlement, stage: "standing" }] };
}

test("a fixed point that is not the least is told apart, and no challenge is offered", () => {
  const epoch = ring();
  const least = settle(epoch);
  // Both a unit higher: rounding down still gives each what the other has.
  const above = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]
    .map(more => least.influence.map(one => one + more))
    .find(x => comparePosting(posted(epoch, x), least)[0]?.code === "NotLeast")!;
  const differences = comparePosting(posted(epoch, above), least);
  assert.deepEqual(differences.map(({ code, member }) => [code, member]), [["NotLeast", 0], ["NotLeast", 1]]);
  const [posting] = posted(epoch, above).postings;
  assert.equal(refute(epoch, posting, settler), undefined);
});

test("every difference has words that hold its values", () => {
  for (const code of differenceCodes) {
    const said = inWords({ code, computed: "COMPUTED", found: "FOUND", epoch: 3, member: 4, account: "0xa", sequence: 5, part: "PART" });
    assert.ok(!said.includes("undefined"), said);
    assert.ok(said.includes("COMPUTED"), said);
  }
});

async function served<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-key`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("an endpoint's refusal keeps its code and data, and what is no JSON-RPC is unreachable, without its address", async () => {
  const asked = { method: "eth_chainId" };
  const answer = (body: string) => served((_, response) => response.end(body), url => endpoint(url).request(asked));
  assert.equal(await answer('{"jsonrpc":"2.0","id":1,"result":"0x1"}'), "0x1");
  await assert.rejects(answer('{"error":{"code":-32005,"message":"too many","data":"0x12"}}'), { name: "ProviderError", code: -32005, message: "too many", data: "0x12" });
  for (const body of ["<html>", "null", ""]) {
    await assert.rejects(answer(body), error => (error as { code: number }).code === 4900 && !(error as Error).message.includes("secret-key"));
  }
  const abort = new AbortController();
  const pending = served(() => abort.abort(new Error("enough")), url => endpoint(url, abort.signal).request(asked));
  await assert.rejects(pending, { message: "enough" });
});

test("an endpoint that breaks off or asks for patience is asked again", async () => {
  let asked = 0;
  const patient: RequestListener = (request, response) => {
    asked++;
    if (asked === 1) request.socket.destroy();
    else if (asked === 2) response.writeHead(429).end("slow down");
    else response.end('{"result":"0x2"}');
  };
  assert.equal(await served(patient, url => endpoint(url).request({ method: "eth_chainId" })), "0x2");
  assert.equal(asked, 3);
});

test("what a call reverts with is read from wherever a wallet puts it", async () => {
  const call = { to: settler, data: "0x" } as const;
  const tried = (error: unknown) => tryCall({ request: () => Promise.reject(error) }, settler, call);
  const named = { error: "TooLate", values: ["7"] };
  const data = encodeErrorResult({ abi: settlementAbi, errorName: "TooLate", args: [7n] });
  for (const error of [{ data }, { data: { data } }, { data: { originalError: 1, data: { data } } }]) assert.deepEqual(await tried(error), named);
  assert.deepEqual(await tried({ data: "0x12345678" }), { error: "0x12345678", values: [] });
  assert.deepEqual(await tried(Object.assign(new Error("execution reverted"), { data: "0x" })), { error: "execution reverted", values: [] });
  await assert.rejects(tried(new Error("offline")), { message: "offline" });
});

test("many questions are answered in their order, a few at a time", async () => {
  let now = 0;
  let most = 0;
  const answers = await askAll([...Array(30).keys()], async question => {
    most = Math.max(most, ++now);
    await new Promise(resolve => setImmediate(resolve));
    now--;
    return question * 2;
  });
  assert.deepEqual(answers, [...Array(30).keys()].map(question => question * 2));
  assert.equal(most, 8);
  await assert.rejects(askAll([1, 2, 3], question => (question === 2 ? Promise.reject(new Error("lost")) : Promise.resolve(1))), /lost/);
});
