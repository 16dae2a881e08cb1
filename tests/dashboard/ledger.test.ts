import assert from "node:assert/strict";
import { test } from "node:test";
import { zeroAddress, type Address, type Hex } from "viem";
import { Ledger } from "../../src/dashboard/protocol/ledger.ts";
import { outOfBounds, parameters, rewardOf, type Terms } from "../../src/dashboard/protocol/parameters.ts";
import { contributionId, type Contribution, type Credit, type Evaluation } from "../../src/dashboard/protocol/records.ts";
import { expectedHash, rowChains } from "../../src/dashboard/protocol/settlement.ts";
import { keccak256, encodePacked, sliceHex } from "viem";

const address = (n: number): Address => `0x${n.toString(16).padStart(40, "0")}`;
const id = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;
const [alice, bob, carol, dave] = [0xa, 0xb, 0xc, 0xd].map(address) as [Address, Address, Address, Address];
const terms = { pointsPerEpoch: 1000, introductionPoints: 100 };
const ledger = () => new Ledger([{ account: alice, reputation: 600n }, { account: bob, reputation: 400n }], terms);
const credit = (recipient: Address, points: number, contribution = id(1)): Credit => ({ contribution, recipient, points });
const evaluation = (credits: readonly Credit[], change: Partial<Evaluation> = {}): Evaluation => ({ evaluator: alice, epoch: 0, nonce: 0, credits, ...change });
const contribution: Contribution = {
  contributor: bob, area: "docs", title: "Guide", uri: "", contentHash: id(0), coAuthors: [{ account: carol, shareBp: 1 }], buildsOn: [], nonce: 0,
};

test("an evaluation is refused by the first rule that it breaks, credit by credit", () => {
  const refused = (record: Evaluation) => ledger().refuseEvaluation(record);
  assert.equal(refused(evaluation([credit(bob, 1000)])), undefined);
  assert.equal(refused(evaluation([], { epoch: 9 })), "CreditCount");
  assert.equal(refused(evaluation(new Array(65).fill(credit(bob, 1)))), "CreditCount");
  assert.equal(refused(evaluation(new Array(64).fill(credit(bob, 1)))), undefined);
  assert.equal(refused(evaluation([credit(bob, 1)], { epoch: 1, evaluator: carol })), "WrongEpoch");
  assert.equal(refused(evaluation([credit(bob, 1)], { evaluator: carol, nonce: 5 })), "UnknownMember");
  assert.equal(refused(evaluation([credit(bob, 0)], { nonce: 1 })), "WrongNonce");
  assert.equal(refused(evaluation([credit(alice, 0), credit(alice, 1)])), "ZeroPoints");
  assert.equal(refused(evaluation([credit(alice, 1), credit(bob, 0)])), "SelfCredit");
  assert.equal(refused(evaluation([credit(zeroAddress, 1), credit(alice, 1)])), "ZeroRecipient");
  assert.equal(refused(evaluation([credit(bob, 1001), credit(carol, 1)])), "NotIntroduced");
  assert.equal(refused(evaluation([credit(bob, 1001)])), "OverBudget");
});

test("a newcomer is introduced by one credit that is large for the giver's part of reputation", () => {
  // 100 of all, times 1000 / 600: 167 for Alice, 250 for Bob.
  const refused = (evaluator: Address, ...points: number[]) => ledger().refuseEvaluation(evaluation(points.map(one => credit(carol, one)), { evaluator }));
  assert.equal(refused(alice, 167), undefined);
  assert.equal(refused(alice, 166), "NotIntroduced");
  assert.equal(refused(alice, 167, 166), "NotIntroduced", "he was no member before this evaluation");
  assert.equal(refused(bob, 250), undefined);
  assert.equal(refused(bob, 249), "NotIntroduced");

  const changed = ledger();
  changed.setReputation(alice, 0n);
  assert.equal(changed.refuseEvaluation(evaluation([credit(carol, 1000)])), "NotIntroduced", "nobody is introduced by who has no reputation");
  changed.setReputation(dave, 600n);
  assert.equal(changed.refuseEvaluation(evaluation([credit(carol, 249)], { evaluator: bob })), "NotIntroduced");
  const cheap = new Ledger([{ account: alice, reputation: 1n }], { pointsPerEpoch: 1000, introductionPoints: 5000 });
  assert.equal(cheap.refuseEvaluation(evaluation([credit(carol, 1000)])), undefined, "more than the budget counts as the budget");
});

test("what is taken moves nonce, budget, members and log; the next epoch begins anew", () => {
  const log = ledger();
  assert.equal(log.takeContribution(contribution, id(11)), undefined);
  const contributed = contributionId(contribution);
  assert.equal(log.takeEvaluation(evaluation([credit(carol, 400, contributed), credit(bob, 100, contributed), credit(dave, 300, contributed)]), id(12)), undefined);
  assert.deepEqual(log.credits, [
    { from: 0, to: 2, points: 400, contribution: contributed, attributed: true },
    { from: 0, to: 1, points: 100, contribution: contributed, attributed: true },
    { from: 0, to: 3, points: 300, contribution: contributed, attributed: false },
  ]);
  assert.deepEqual(log.accounts, [alice, bob, carol, dave]);
  assert.deepEqual(log.spendingOf(alice), { nonce: 1, points: 800 });
  assert.equal(log.takeEvaluation(evaluation([credit(bob, 201)], { nonce: 1 }), id(13)), "OverBudget");
  assert.equal(log.spendingOf(alice).points, 800);
  assert.equal(log.takeEvaluation(evaluation([credit(bob, 200, id(99))], { nonce: 1 }), id(14)), undefined);
  assert.equal(log.credits.at(-1)!.attributed, false);
  assert.equal(log.sequence, 4);
  const chained = [11, 12, 13, 14].reduce((head, digest) => keccak256(encodePacked(["bytes32", "bytes32"], [head, id(digest)])), id(0));
  assert.equal(log.head, chained);

  assert.equal(log.turn(terms).length, 4);
  assert.equal(log.refuseEvaluation(evaluation([credit(bob, 1000)])), "WrongEpoch");
  assert.equal(log.refuseEvaluation(evaluation([credit(bob, 1000)], { epoch: 1 })), undefined);
  assert.deepEqual(log.credits, []);
});

test("a contribution that is recorded again keeps its first record", () => {
  const log = ledger();
  log.takeContribution(contribution, id(1));
  log.takeContribution(contribution, id(1));
  assert.equal(log.contributions.get(contributionId(contribution))!.sequence, 1);
  assert.equal(log.sequence, 2);
  assert.equal(log.takeContribution({ ...contribution, area: "" }, id(2)), "AreaLength");
});

test("a row's chain and what is expected of a submission are those of packed bytes", () => {
  const first = sliceHex(keccak256(encodePacked(["bytes28", "uint32", "uint32"], [`0x${"00".repeat(28)}`, 3, 250])), 0, 28);
  const second = sliceHex(keccak256(encodePacked(["bytes28", "uint32", "uint32"], [first, 5, 1])), 0, 28);
  const credits = [{ from: 3, to: 8, points: 250 }, { from: 3, to: 6, points: 9 }, { from: 5, to: 8, points: 1 }];
  assert.deepEqual(rowChains(credits, 7, 9), [`0x${"00".repeat(28)}`, second]);
  assert.equal(
    expectedHash(7, id(9), 130, { dampingBp: 5000, pointsPerEpoch: 1000, rewardPerEpoch: 10n ** 13n, renewalBp: 200 }),
    keccak256(encodePacked(["uint32", "bytes32", "uint32", "uint16", "uint32", "uint64", "uint16"], [7, id(9), 130, 5000, 1000, 10n ** 13n, 200])),
  );
});

test("each parameter has its bounds and keeps within them what founders take if they say nothing", () => {
  const usual = Object.fromEntries(parameters.map(({ name, usual }) => [name, ["rewardPerEpoch", "bond"].includes(name) ? usual : Number(usual)])) as unknown as Terms;
  assert.equal(parameters.length, 8);
  assert.equal(outOfBounds(usual), undefined);
  for (const { name, least, most } of parameters) {
    for (const value of [least - 1n, most + 1n]) assert.equal(outOfBounds({ ...usual, [name]: value })?.name, name);
    for (const value of [least, most]) assert.equal(outOfBounds({ ...usual, [name]: value }), undefined);
  }
  assert.equal(rewardOf(usual, 0n), 10n ** 13n);
  assert.equal(rewardOf(usual, (1n << 63n) - 5n), 5n);
  assert.equal(rewardOf(usual, 1n << 63n), 0n);
});
