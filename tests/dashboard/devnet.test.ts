// A real organization on a real chain, verified from its events alone, and a false settlement removed by what that gives.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { encodeFunctionData, getAbiItem, parseEventLogs, toFunctionSelector, type Address, type Hex } from "viem";
import { readBundle, writeBundle } from "../../src/dashboard/protocol/bundle.ts";
import { contributionId, type Credit } from "../../src/dashboard/protocol/records.ts";
import { wrongRows } from "../../src/dashboard/protocol/influence.ts";
import { pageHashes, settle, type State } from "../../src/dashboard/protocol/settlement.ts";
import { ledgerAbi, settlementAbi } from "../../src/dashboard/verify/abi.ts";
import { describe as inWords } from "../../src/dashboard/verify/differences.ts";
import { readHistory } from "../../src/dashboard/verify/history.ts";
import { endpoint, type Provider, type Request } from "../../src/dashboard/verify/provider.ts";
import { refute, tryCall } from "../../src/dashboard/verify/refutation.ts";
import { replay } from "../../src/dashboard/verify/replay.ts";
import { verify, type Report, type VerifiedEpoch, type VerifyRequest } from "../../src/dashboard/verify/verify.ts";
import { accounts, createWorld, type World } from "./support/world.ts";

const [relayer, alice, bob, carol, dave] = accounts;
const newcomer = (i: number): Address => `0x${(0xbeef0000 + i).toString(16).padStart(40, "0")}`;
const founders = [[alice, 3000n], [bob, 1500n], [carol, 500n]] as const;
let world: World;

before(async () => {
  world = await createWorld(founders.map(([{ address: account }, reputation]) => ({ account, reputation })));
});
after(() => world?.stop());

const verifyWith = (change: Partial<VerifyRequest> = {}, provider: Provider = endpoint(world.url)) => verify(provider, { settlement: world.at.Settlement, ...change });
const codes = (report: { differences: readonly { code: string }[] }) => report.differences.map(({ code }) => code);

/** Posts the vector with one unit more for a member, and removes it by what a verification gives. */
async function removed(member: number, { epoch, accounts, settlement: { influence, totalEarned } }: VerifiedEpoch, before: State) {
  const lie = influence.slice();
  lie[member]! += 1n;
  await world.submit(lie, totalEarned + 1n, before);
  const { differences, refutation } = await verifyWith();
  const values = { computed: String(influence[member]), found: String(lie[member]) };
  assert.deepEqual(differences, [{ code: "InfluenceDiffers", epoch, member, account: accounts[member], ...values }]);
  assert.equal(inWords(differences[0]!), `Member ${member}, ${accounts[member]}, has influence ${influence[member]} in epoch ${epoch}, and ${lie[member]} was posted.`);
  const { calls: [call, ...others], member: shown, posted, found, gain } = refutation!;
  assert.deepEqual(others, []);
  assert.equal(gain, 5n * 10n ** 17n);
  assert.equal(await tryCall(endpoint(world.url), relayer.address, call!), undefined);
  const { logs } = await world.sendData(call!.to, call!.data, carol);
  const [refuted] = parseEventLogs({ abi: settlementAbi, logs, eventName: "Refuted" });
  assert.deepEqual([refuted!.args.member, refuted!.args.posted, refuted!.args.found], [shown, posted, found]);
  assert.deepEqual(await tryCall(endpoint(world.url), relayer.address, call!), { error: "WrongStage", values: [String(epoch), "1"] });

  const after = await verifyWith();
  assert.deepEqual(after.differences, []);
  assert.equal(after.epochs[epoch]!.posted, undefined);
  assert.equal(after.refutation, undefined);
}

test("every record of an open epoch is counted, with who is known to have signed it", async () => {
  const guide = await world.signedContribution(dave, { title: "Écrire" });
  const contribution = contributionId(guide.record);
  const credit = (recipient: Address, points: number): Credit => ({ contribution, recipient, points });
  const many = Array.from({ length: 63 }, (_, i) => credit(newcomer(i), 2000));
  await world.relay([guide], [await world.signedEvaluation(alice, 0, 0, [credit(dave.address, 400_000), ...many])]);
  await world.relay([], [await world.signedEvaluation(alice, 0, 1, many.map((_, i) => credit(newcomer(100 + i), 2000)))]);
  await world.relay([], [
    await world.signedEvaluation(bob, 0, 0, [credit(carol.address, 300_000), credit(alice.address, 1), credit(dave.address, 7)]),
    // Skipped: his second evaluation has another nonce.
    await world.signedEvaluation(bob, 0, 5, [credit(carol.address, 1)]),
  ]);
  await world.contributeRaw(carol, { ...guide.record, contributor: carol.address, title: Uint8Array.of(0x61, 0xff, 0x62) });
  await world.send("Ledger", "evaluate", [{ evaluator: carol.address, epoch: 0, nonce: 0, credits: [credit(bob.address, 123_456)] }], carol);

  const early: Report[] = [];
  const report = await verify(endpoint(world.url), { settlement: world.at.Settlement, epoch: 0 }, { onComputed: computed => early.push(computed) });
  assert.deepEqual(early, [{ ...report, counts: { ...report.counts, signatures: undefined } }]);
  assert.deepEqual(report.differences, []);
  assert.deepEqual(report.counts, {
    records: 6, contributions: 2, evaluations: 4, credits: 131, members: 130, epochs: 0,
    signatures: { recovered: 4, sent: 2, contracts: 0, trusted: 0, hidden: 0 },
  });
  assert.equal(report.epochs[0]!.open, true);
  assert.equal(report.epochs[0]!.posted, undefined);
});

test("an honest settlement is found to be what follows, in epochs one after another", async () => {
  await world.closeEpoch();
  const { epochs: [computed] } = await verifyWith();
  const genesis: State = { cumulative: new BigUint64Array(3), reputation: BigUint64Array.of(3000n, 1500n, 500n) };
  await removed(100, computed!, genesis);
  await world.submit(computed!.settlement.influence, computed!.settlement.totalEarned, genesis);
  const standing = await verifyWith();
  assert.deepEqual(standing.differences, []);
  assert.equal(standing.epochs[0]!.posted!.stage, "standing");
  assert.equal(standing.epochs[0]!.posted!.root, computed!.settlement.root);
  assert.equal(standing.refutation, undefined);
  await world.pass(86_401);
  await world.send("Settlement", "finalize", [0]);
  const report = await verifyWith();
  assert.deepEqual(report.differences, []);
  assert.equal(report.epochs[0]!.posted!.stage, "final");
  const { influence, state } = computed!.settlement;
  for (const page of [0, 1, 2]) {
    const { xHash, stateHash } = pageHashes(influence, state, page);
    assert.deepEqual(await world.ask("finalPage", [page]), [xHash, stateHash]);
  }
});

test("a bundle is the chain's, or its first other value is named", async () => {
  const history = await readHistory(endpoint(world.url), world.at.Settlement);
  const [epoch] = replay(history).epochs;
  const text = writeBundle({ ...epoch!, contributions: epoch!.taken.map(({ contribution }) => contribution) });
  assert.equal(readBundle(text).credits.from.length, 131);
  assert.deepEqual(codes(await verifyWith({ bundle: text })), []);
  const changed = text.replace('"points":123456', '"points":123457');
  const { differences } = await verifyWith({ bundle: changed });
  assert.equal(differences.length, 1);
  assert.match(inWords(differences[0]!), /^The bundle of epoch 0 says 2 → 1, 123457 points, 0x[0-9a-f]{64} for credit 131, and the chain 2 → 1, 123456 points/);
  assert.match(inWords((await verifyWith({ bundle: text.replace('"reputation":"1500"', '"reputation":"1501"') })).differences[0]!), /1501 for the reputation of member 1/);
});

/** The chain through an endpoint that changes its answers. */
function lying(change: (request: Request, answer: unknown) => unknown): Provider {
  const honest = endpoint(world.url);
  return { request: async request => change(request, await honest.request(request)) };
}
interface Log {
  topics: Hex[];
  data: Hex;
  address: Address;
}
const lyingLogs = (change: (logs: Log[]) => Log[]) =>
  lying(({ method }, answer) => (method === "eth_getLogs" ? change(answer as Log[]) : answer));

test("what an endpoint leaves out, repeats or changes is the first difference", async () => {
  const evaluations = (logs: Log[]) => {
    const of = new Set(parseEventLogs({ abi: ledgerAbi, logs: logs as never, eventName: "EvaluationTaken" }).map(log => (log as unknown as Log).data));
    return logs.filter(log => of.has(log.data));
  };
  const first = async (change: (logs: Log[]) => Log[]) => (await verifyWith({}, lyingLogs(change))).differences[0]!;
  assert.deepEqual(await first(logs => logs.filter(log => log !== evaluations(logs)[1])), { code: "SequenceHole", computed: "3", found: "4" });
  const repeated = await first(logs => logs.flatMap(log => (log === evaluations(logs)[0] ? [log, log] : [log])));
  assert.deepEqual(repeated, { code: "SequenceHole", computed: "3", found: "2" });
  const last = await verifyWith({}, lyingLogs(logs => logs.filter(log => log !== evaluations(logs)[3])));
  assert.deepEqual(last.differences[0]!.code, "FrozenHeadDiffers");
  assert.ok(codes(last).includes("RecordsMissing"));
  const points = (123_456).toString(16).padStart(64, "0");
  const changed = await verifyWith({}, lyingLogs(logs => logs.map(log => ({ ...log, data: log.data.replace(points, (123_457).toString(16).padStart(64, "0")) as Hex }))));
  assert.equal(changed.differences[0]!.code, "FrozenHeadDiffers");
  await assert.rejects(verifyWith({}, lyingLogs(logs => logs.filter(log => log.address.toLowerCase() !== world.at.Settlement.toLowerCase()))), { name: "NoOrganization" });
});

test("contracts that hold something else than their events say are found out", async () => {
  const { head, sequence } = await readHistory(endpoint(world.url), world.at.Settlement).then(({ answers }) => answers);
  const rows = encodeFunctionData({ abi: ledgerAbi, functionName: "rows", args: [0, 0, 130] });
  const first = async (data: Hex, wrong: (answer: string) => string) => (await verifyWith({}, lying(({ method, params }, answer) =>
    (method === "eth_call" && (params![0] as { data: Hex }).data === data ? wrong(answer as string) : answer)))).differences[0]!;
  const call = (functionName: "head" | "sequence" | "memberCount") => encodeFunctionData({ abi: ledgerAbi, functionName });
  const ask = (functionName: "openEpoch" | "finalSettlement") => encodeFunctionData({ abi: settlementAbi, functionName });
  const off = (answer: string) => `${answer.slice(0, -1)}${((parseInt(answer.at(-1)!, 16) + 1) % 16).toString(16)}`;
  assert.deepEqual(await first(call("head"), off), { code: "HeadDiffers", computed: head, found: off(head) });
  assert.deepEqual(await first(call("sequence"), off), { code: "RecordsMissing", computed: String(sequence), found: String(sequence + 1) });
  assert.deepEqual((await first(call("memberCount"), off)).code, "MemberCountDiffers");
  assert.deepEqual((await first(ask("finalSettlement"), off)).code, "FinalRootDiffers");
  const row = await first(rows, answer => answer.replace(/[0-9a-f]{56}(0{8})$/, `${"ab".repeat(28)}$1`));
  assert.deepEqual([row.code, row.epoch, row.member, row.found], ["RowDiffers", 0, 129, `0x${"ab".repeat(28)}`]);
});

test("a signature by another account is named with both", async () => {
  const forged = lying(({ method }, answer) => {
    if (method !== "eth_getTransactionByHash") return answer;
    const transaction = answer as { input: Hex };
    return { ...transaction, input: transaction.input.replace(signatureOfBob.slice(2), signatureOfOther.slice(2)) };
  });
  const credits = [5, 6, 7].map(points => ({ contribution: `0x${"00".repeat(32)}`, recipient: alice.address, points }) as const);
  const { signature: signatureOfBob, record } = await world.signedEvaluation(bob, 1, 0, credits);
  const { signature: signatureOfOther } = await world.signedEvaluation(carol, 1, 0, credits);
  await world.relay([], [{ record, signature: signatureOfBob }]);
  assert.deepEqual(codes(await verifyWith()), []);
  const [difference, ...rest] = (await verifyWith({}, forged)).differences;
  assert.deepEqual(rest, []);
  assert.equal(difference!.code, "SignatureWrong");
  assert.equal(difference!.computed, bob.address);
  assert.notEqual(difference!.found, bob.address);
});

test("a false settlement is named by its first wrong value, and removed by one transaction", async () => {
  const credits = [{ contribution: `0x${"00".repeat(32)}`, recipient: dave.address, points: 900_000 }] as const;
  await world.relay([], [await world.signedEvaluation(alice, 1, 0, credits)]);
  await world.closeEpoch();
  const [epoch0, epoch1] = (await verifyWith()).epochs;
  for (const member of [3, 100]) await removed(member, epoch1!, epoch0!.settlement.state);
});

test("a row that is too long for one transaction is shown in several", async () => {
  const followed = async () => replay(await readHistory(endpoint(world.url), world.at.Settlement)).epochs[1]!;
  const before = await followed();
  const { influence, seeds, earned } = settle(before);
  // Alice keeps her seed only, and whom she credited gets what that gives: hers is the only row that does not hold.
  const lie = influence.slice();
  lie[0] = seeds[0]!;
  for (const { member, found } of wrongRows(lie, seeds, before.credits, before.parameters)) if (member !== 0) lie[member] = found;
  const total = lie.reduce((sum, one, member) => sum + one - influence[member]! + earned[member]!, 0n);
  await world.submit(lie, total, before.previous);

  const epoch = await followed();
  const refutation = refute(epoch, epoch.postings.at(-1)!, world.at.Settlement, 0)!;
  const selectors = (["replayRow", "replayRow", "challengeRow"] as const).map(name => toFunctionSelector(getAbiItem({ abi: settlementAbi, name })));
  assert.deepEqual(refutation.calls.map(call => call.data.slice(0, 10)), selectors);
  assert.deepEqual([refutation.member, refutation.posted, refutation.found], [0, seeds[0], influence[0]]);
  for (const call of refutation.calls) await world.sendData(call.to, call.data, carol);
  assert.ok((await followed()).postings.every(({ stage }) => stage === "refuted"));
});

test("a chain that leaves blocks out is asked in smaller pieces", async () => {
  const honest = endpoint(world.url);
  let asked = 0;
  const narrow: Provider = {
    async request(request) {
      if (request.method === "eth_getLogs") {
        asked++;
        const [{ fromBlock, toBlock }] = request.params as [{ fromBlock: Hex; toBlock: Hex }];
        if (Number(toBlock) - Number(fromBlock) > 6) throw Object.assign(new Error("block range too large"), { code: -32005 });
      }
      return honest.request(request);
    },
  };
  const whole = await readHistory(honest, world.at.Settlement);
  assert.deepEqual((await readHistory(narrow, world.at.Settlement)).entries, whole.entries);
  assert.ok(asked > 5);
});

test("what is no organization is refused by name", async () => {
  await assert.rejects(verifyWith({ settlement: newcomer(1) }), { name: "NoOrganization" });
  await assert.rejects(verifyWith({ epoch: 9 }), { name: "UnknownEpoch", message: "There is no epoch 9: epoch 2 is open." });
  await assert.rejects(verifyWith({}, endpoint("http://127.0.0.1:9")), { name: "ProviderError", code: 4900 });
});
