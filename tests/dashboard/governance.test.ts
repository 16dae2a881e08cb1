import assert from "node:assert/strict";
import { test } from "node:test";
import { zeroHash, type Address } from "viem";
import { changeOf, changed, valuesIn } from "../../src/dashboard/parts/simulation.ts";
import { effectsOver, giniBp, summaryHash, summaryOf, type SimulatedEpoch } from "../../src/dashboard/parts/summary.ts";
import { parameters, readTyped, typed, type Bounds } from "../../src/dashboard/parts/terms.ts";
import { readBundle, settleBundle } from "../../src/dashboard/protocol/bundle.ts";
import { ballotToSign, descriptionOf, governanceDigest, proposalToSign, settingCalls } from "../../src/dashboard/protocol/governance.ts";
import { refuseText } from "../../src/dashboard/protocol/readable.ts";

const address = (n: number): Address => `0x${n.toString(16).padStart(40, "0")}`;
const domain = { chainId: 31337, governor: address(0xa), reputation: address(0xb) };

/** The epoch of the kernel's own tests of summaries. */
const bundle = readBundle([
  JSON.stringify({
    format: "decentralorg/bundle/1", epoch: 4, parameters: { dampingBp: 5000, pointsPerEpoch: 1000, rewardPerEpoch: "10000000000000", renewalBp: 200 },
    members: [[600, 7], [400, 0], [0, 0]].map(([reputation, cumulative], i) => ({ account: address(i + 1), reputation: String(reputation), cumulative: String(cumulative) })),
  }),
  ...[[0, 1, 700], [0, 2, 300], [1, 2, 400]].map(([from, to, points]) => JSON.stringify({ from, to, points, contribution: zeroHash })),
].join("\n") + "\n");
const simulate = (change: Parameters<typeof changed>[1]): SimulatedEpoch[] => [{ bundle, before: settleBundle(bundle), after: settleBundle(changed(bundle, change)) }];

test("a simulation is summed up as the kernel sums it up", () => {
  const change = { dampingBp: 8500n, renewalBp: 400n };
  const lines = summaryOf(change, simulate(change)).split("\n");
  assert.deepEqual(lines.slice(0, 4), ["decentralorg/simulation/1", "epochs 4 4", "dampingBp 8500", "renewalBp 400"]);
  assert.match(lines[4]!, /^epoch 4 root 0x[0-9a-f]{64} 0x[0-9a-f]{64} earned [0-9]+ [0-9]+ gini [0-9]+ [0-9]+ top1 [0-9]+ [0-9]+ top10 10000 10000 top100 10000 10000$/);
  assert.equal(lines[5], "member 0 0x0000000000000000000000000000000000000001 influence 345876451382054092 103762935414616227 rewards 0 0 reputation 594 596 rank 2 2");
  assert.equal(lines.length, 9);
  assert.equal(lines[8], "");
  const hashes = [{}, change, { pointsPerEpoch: 2_000n }, { rewardPerEpoch: 1n }].map(one => summaryHash(summaryOf(one, simulate(one))));
  assert.equal(new Set(hashes).size, 4);
});

test("rewards of several epochs are counted from before the first", () => {
  const [first] = simulate({});
  const next = { ...bundle, epoch: 5, previous: first!.before.state };
  const second: SimulatedEpoch = { bundle: next, before: settleBundle(next), after: settleBundle(next) };
  const [, other] = effectsOver([first!, second]);
  assert.equal(other!.reward[0], second.before.state.cumulative[1]! - bundle.previous.cumulative[1]!);
  assert.ok(other!.reward[0] > effectsOver([first!])[1]!.reward[0]);
});

test("inequality in whole numbers is rounded down", () => {
  assert.equal(giniBp(BigUint64Array.of(5n, 5n, 5n)), 0n);
  assert.equal(giniBp(BigUint64Array.of(0n, 0n, 1n)), 6_666n);
  assert.equal(giniBp(BigUint64Array.of(0n, 0n)), 0n);
});

test("what a node refuses to read is refused before it is signed", () => {
  const fine = ["Why", "L’été: é", "👩\u200d💻 می\u200cخواهم", "❤️", "two\n\nparagraphs", "\u0600\u0661"];
  for (const text of fine) assert.equal(refuseText(text), undefined, text);
  const refused = {
    "a\u0007b": "ControlCharacter", "a\tb": "ControlCharacter", "a\u2028b": "ControlCharacter", "a\ue000": "UnassignedCharacter", "a\u0378": "UnassignedCharacter", "a\ud800": "UnassignedCharacter",
    "a\u202eb": "DirectionCharacter", "a\u2067b": "DirectionCharacter", "a\u200fb": "DirectionCharacter", "a\u200bb": "InvisibleCharacter", "pay\u200dpal": "InvisibleCharacter",
    "\u0915\u200d": "InvisibleCharacter", "\ufeffa": "InvisibleCharacter", "a\u00adb": "InvisibleCharacter", "a\u{e0041}": "InvisibleCharacter", "a\u3164b": "InvisibleCharacter",
    [`a${"\u0332".repeat(9)}`]: "StackedMarks", "E\u0301": "NotNormalized", "": "BlankText", " \u2800": "BlankText", "one\n  \ntwo": "BlankText", "one\nand \u202eanother": "DirectionCharacter",
  };
  for (const [text, code] of Object.entries(refused)) assert.equal(refuseText(text), code, JSON.stringify(text));
});

test("values are typed in the units that people count in", () => {
  const of = (name: Bounds["name"]) => parameters.find(one => one.name === name)!;
  assert.equal(typed(of("dampingBp"), 8525n), "85.25");
  assert.equal(readTyped(of("dampingBp"), " 85,25 "), 8525n);
  assert.equal(readTyped(of("dampingBp"), "85.255"), undefined);
  assert.equal(readTyped(of("rewardPerEpoch"), "10 000"), 10_000_000_000_000n);
  assert.equal(readTyped(of("bond"), "0.001"), 10n ** 15n);
  assert.equal(readTyped(of("epochSeconds"), "1.5"), undefined);
  for (const text of ["", "-1", "1e3", "0x10", "1.2.3", "."]) assert.equal(readTyped(of("rewardPerEpoch"), text), undefined, text);
  for (const one of parameters) for (const value of [one.least, one.most, one.usual]) assert.equal(readTyped(one, typed(one, value)), value, one.name);
});

test("a link holds values that votes can set, and a simulation takes what settlements follow from", () => {
  const values = valuesIn(new URLSearchParams("dampingBp=8500&bond=1000000000000000000&epochSeconds=59&renewalBp=x&other=1"));
  assert.deepEqual(values, { dampingBp: 8500n, bond: 10n ** 18n });
  assert.deepEqual(changeOf(values), { dampingBp: 8500n });
});

test("a proposal calls the parameters, says what was simulated, and who alone may make it", () => {
  const calls = settingCalls({ renewalBp: 400n, dampingBp: 8500n }, address(0xc));
  assert.deepEqual(calls.map(({ data }) => data.slice(10)), [[0, 8500], [4, 400]].map(words => words.map(word => word.toString(16).padStart(64, "0")).join("")));
  assert.equal(
    descriptionOf(" Credit\n", { first: 9, last: 12, hash: zeroHash }, address(1)), `Credit\n\nSimulation of epochs 9 to 12: ${zeroHash}\n#proposer=${address(1)}`);
  assert.equal(descriptionOf("Credit", undefined, address(1)), `Credit\n\n#proposer=${address(1)}`);
  const signed = (deadline: number) => governanceDigest(proposalToSign(address(1), calls, "Credit", "0", deadline, domain));
  assert.notEqual(signed(1), signed(2));
});

test("a vote without a reason is the shorter message", () => {
  const plain = ballotToSign("12", "Abstain", address(1), "3", "", domain);
  assert.deepEqual([plain.primaryType, plain.message], ["Ballot", { proposalId: "12", support: 2, voter: address(1), nonce: "3" }]);
  const extended = ballotToSign("12", "For", address(1), "3", "Why", domain);
  assert.deepEqual([extended.primaryType, Object.keys(extended.message)], ["ExtendedBallot", extended.types.ExtendedBallot!.map(({ name }) => name)]);
  assert.notEqual(governanceDigest(plain), governanceDigest(ballotToSign("12", "Against", address(1), "3", "", domain)));
});
