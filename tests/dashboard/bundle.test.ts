import assert from "node:assert/strict";
import { test } from "node:test";
import { BundleError, readBundle, settleBundle, type BundleRule } from "../../src/dashboard/protocol/bundle.ts";

type Json = Record<string, unknown>;
const account = (n: number) => `0x${n.toString(16).padStart(40, "0")}`;
const member = (n: number, change: Json = {}): Json => ({ account: account(n), reputation: "100", cumulative: "0", ...change });
const parameters = (change: Json = {}) => ({ dampingBp: 5000, pointsPerEpoch: 1000, rewardPerEpoch: "10", renewalBp: 200, ...change });
const header = (change: Json = {}): Json =>
  ({ format: "decentralorg/bundle/1", epoch: 1, parameters: parameters(), members: [member(1), member(2)], ...change });
const credit = (change: Json = {}): Json => ({ from: 0, to: 1, points: 10, contribution: `0x${"ab".repeat(32)}`, ...change });
const text = (...lines: readonly (Json | string)[]) => lines.map(line => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
const without = (fields: Json, name: string): Json => Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name));

function refusal(content: string | Uint8Array): [number, BundleRule] | undefined {
  try {
    settleBundle(readBundle(content));
    return undefined;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    assert.ok(error.message.startsWith(`Line ${error.line}: `), error.message);
    return [error.line, error.rule];
  }
}

test("a bundle is refused by its first fault, with its line and rule", () => {
  assert.equal(refusal(text(header(), credit())), undefined);
  const cases: [string | Uint8Array, number, BundleRule][] = [
    ["", 1, "NotJson"],
    [Uint8Array.of(0xff, 0xfe, 0x7b, 0), 1, "NotText"],
    [text("[]"), 1, "WrongField"],
    [text(header({ format: "decentralorg/bundle/2" })), 1, "UnknownFormat"],
    ...["format", "epoch", "parameters", "members"].map((name): [string, number, BundleRule] => [text(without(header(), name)), 1, "MissingField"]),
    ...Object.keys(parameters()).map((name): [string, number, BundleRule] => [text(header({ parameters: without(parameters(), name) })), 1, "MissingField"]),
    ...["account", "reputation", "cumulative"].map((name): [string, number, BundleRule] => [text(header({ members: [without(member(1), name)] })), 1, "MissingField"]),
    ...["from", "to", "points", "contribution"].map((name): [string, number, BundleRule] => [text(header(), credit(), without(credit(), name)), 3, "MissingField"]),
    [text(header({ parameters: parameters({ dampingBp: 9501 }) })), 1, "DampingTooLarge"],
    [text(header({ parameters: parameters({ pointsPerEpoch: 0 }) })), 1, "PointsOutOfRange"],
    [text(header({ parameters: parameters({ pointsPerEpoch: 2 ** 20 + 1 }) })), 1, "PointsOutOfRange"],
    [text(header({ parameters: parameters({ renewalBp: 10001 }) })), 1, "RenewalTooLarge"],
    [text(header({ parameters: parameters({ rewardPerEpoch: String((1n << 63n) + 1n) }) })), 1, "RewardTooLarge"],
    [text(header({ parameters: parameters({ rewardPerEpoch: "010" }) })), 1, "WrongField"],
    [text(header({ parameters: parameters({ rewardPerEpoch: 10 }) })), 1, "WrongField"],
    [text(header({ epoch: "1" })), 1, "WrongField"],
    [text(header({ epoch: -1 })), 1, "WrongField"],
    [text(header({ members: [] })), 1, "NoMembers"],
    [text(header({ members: [member(0xab), member(1, { account: account(0xab).toUpperCase().replace("0X", "0x") })] })), 1, "AccountRepeated"],
    [text(header({ members: [member(1, { reputation: String((1n << 54n) - 1n) }), member(2, { reputation: "1" })] })), 1, "ReputationTooLarge"],
    [text(header({ members: [member(1, { cumulative: String(1n << 64n) })] })), 1, "CumulativeTooLarge"],
    [text(header({ members: [member(1), member(2, { cumulative: String((1n << 64n) - 1n) })] , parameters: parameters({ rewardPerEpoch: "1000000" }) }), credit()), 1, "CumulativeTooLarge"],
    [text(header(), credit({ to: 2 })), 2, "UnknownMember"],
    [text(header(), credit({ from: 2 })), 2, "UnknownMember"],
    [text(header(), credit({ to: 0 })), 2, "SelfCredit"],
    [text(header(), credit({ points: 0 })), 2, "ZeroPoints"],
    [text(header(), credit({ points: 1.5 })), 2, "WrongField"],
    [text(header(), credit({ points: 600 }), credit({ points: 400 }), credit({ points: 1 })), 4, "OverBudget"],
    [text(header(), "", credit()), 2, "NotJson"],
    [text(header(), credit({ contribution: "0x12" })), 2, "WrongField"],
    [text(header({ members: [member(1, { account: `0X${"ab".repeat(20)}` })] })), 1, "WrongField"],
    ...["10.0", "1e1", "-0"].map((points): [string, number, BundleRule] => [text(header(), JSON.stringify(credit()).replace('"points":10', `"points":${points}`)), 2, "WrongField"]),
    [text(header(), JSON.stringify(credit()).replace('"points":10', '"points":10,"points":11')), 2, "RepeatedField"],
  ];
  for (const [content, line, rule] of cases) assert.deepEqual(refusal(content), [line, rule], String(content));
});

test("the bounds themselves are allowed, credits may repeat, and a last line needs no end", () => {
  assert.equal(refusal(text(header({ parameters: parameters({ dampingBp: 9500, pointsPerEpoch: 2 ** 20, renewalBp: 10000, rewardPerEpoch: String(1n << 63n) }) }), credit())), undefined);
  assert.equal(refusal(text(header({ members: [member(1, { reputation: String((1n << 54n) - 1n) }), member(2, { reputation: "0" })] }), credit(), credit()).trimEnd()), undefined);
  const { accounts, credits } = readBundle(text(header({ members: [member(0xab, { account: `0x${"aB".repeat(20)}` }), member(2)] }), credit(), credit()));
  assert.equal(accounts[0], `0x${"aB".repeat(20)}`);
  assert.equal(credits.from.length, 2);
});

test("fields that a bundle does not have are passed over, whatever they hold", () => {
  const more = { more: [1.5, { "a:b": "c\\\":d", points: -1, "": null }], "": 1 };
  assert.equal(refusal(text(header(more), credit(more))), undefined);
});

test("without damping nothing is earned and the state stays as it was", () => {
  const bundle = readBundle(text(header({ parameters: parameters({ dampingBp: 0 }), members: [member(1, { cumulative: "7" }), member(2)] }), credit({ points: 1000 })));
  const { totalEarned, state } = settleBundle(bundle);
  assert.equal(totalEarned, 0n);
  assert.deepEqual(state, bundle.previous);
});

test("without reputation there is no influence", () => {
  const bundle = readBundle(text(header({ members: [member(1, { reputation: "0" }), member(2, { reputation: "0" })] }), credit()));
  assert.deepEqual([...settleBundle(bundle).influence], [0n, 0n]);
});
