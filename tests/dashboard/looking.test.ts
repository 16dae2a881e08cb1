import assert from "node:assert/strict";
import { test } from "node:test";
import { zeroHash, type Hex } from "viem";
import type { Contribution, Credit, Epoch, ExplainedMember, Member } from "../../src/dashboard/api/models.ts";
import type { Answer, Asked } from "../../src/dashboard/api/store.ts";
import { Together } from "../../src/dashboard/api/together.ts";
import { flowsOf, foldAreas, keyOf } from "../../src/dashboard/parts/flow.ts";
import { compareWithNode } from "../../src/dashboard/parts/outcome.ts";
import { fold, influenceParts, rewardParts, sum } from "../../src/dashboard/parts/sums.ts";
import { changed, changeIn, effects, gini } from "../../src/dashboard/parts/simulation.ts";
import { readBundle, settleBundle } from "../../src/dashboard/protocol/bundle.ts";
import { explain } from "../../src/dashboard/protocol/explanation.ts";

const account = (number: number): `0x${string}` => `0x${String(number).padStart(40, "0")}`;
const id = (number: number): Hex => `0x${String(number).padStart(64, "0")}`;

/** Three members who credit each other for two contributions and for nothing in particular. */
const bundle = readBundle([
  JSON.stringify({
    format: "decentralorg/bundle/1", epoch: 3, parameters: { dampingBp: 5000, pointsPerEpoch: 1000, rewardPerEpoch: "10000000000000", renewalBp: 200 },
    members: [600, 400, 0].map((reputation, i) => ({ account: account(i + 1), reputation: String(reputation), cumulative: "0" })),
  }),
  ...[[0, 2, 301, id(1)], [1, 2, 333, id(1)], [1, 0, 7, id(2)], [0, 2, 211, id(2)], [2, 0, 999, zeroHash]].map(([from, to, points, contribution]) => JSON.stringify({ from, to, points, contribution })),
].join("\n") + "\n");
const settlement = settleBundle(bundle);

function explained(member: number): ExplainedMember {
  const { influence, seed, parts, remainder } = explain(bundle, settlement, member);
  const credits = parts.map(({ credit, from, points, influence }): Credit => ({
    from, fromAccount: account(from + 1), points, contribution: bundle.contributions[credit]!, title: `Work ${bundle.contributions[credit]!.slice(-1)}`, influence: String(influence),
  }));
  const reward = String(settlement.state.cumulative[member]!);
  return {
    epoch: 3, open: false, credits, remainder: String(remainder), roles: [],
    member: { number: member, account: account(member + 1), influence: String(influence), seed: String(seed), reward, cumulative: reward, reputation: "0", areas: [] },
  };
}

test("the parts of a member's influence and reward add up to the unit", () => {
  for (const member of [0, 1, 2]) {
    const one = explained(member);
    assert.equal(sum(influenceParts(one).map(({ units }) => units)), BigInt(one.member.influence));
    assert.equal(sum(rewardParts(one, 10_000_000_000_000n, 5000).map(({ units }) => units)), BigInt(one.member.reward));
  }
});

test("credits for one contribution are one part, the greatest first, and those for none are another", () => {
  const parts = influenceParts(explained(2));
  assert.deepEqual(parts.map(({ kind, id, credits }) => [kind, id, credits.length]).slice(0, 3), [["seed", undefined, 0], ["contribution", id(1), 2], ["contribution", id(2), 1]]);
  assert.equal(influenceParts(explained(0)).filter(({ kind }) => kind === "thanks").length, 1);
});

test("small parts folded into one keep the sum, and two are not folded into one more", () => {
  const parts = influenceParts(explained(2));
  const folded = fold(parts, 0);
  assert.equal(folded.filter(({ kind }) => kind === "others").length, 1);
  assert.equal(sum(folded.map(({ units }) => units)), sum(parts.map(({ units }) => units)));
  assert.equal(fold(parts, 1), parts);
});

const members = [0, 1, 2].map((number): Member => {
  const { member } = explained(number);
  // The third has all that credit brought her in two areas.
  const areas = number === 2 ? [{ area: "code", influence: String(BigInt(member.influence) / 3n) }, { area: "docs", influence: String(BigInt(member.influence) / 2n) }] : [];
  return { ...member, areas };
});
const contributions = [1, 2].map(number => ({ id: id(number), area: number === 1 ? "code" : "docs" }) as Contribution);

test("what flows between areas is what all credits brought, to the unit", () => {
  const flows = flowsOf(bundle, members, contributions);
  const all = [0, 1, 2].flatMap(number => explained(number).credits.map(({ influence }) => BigInt(influence)));
  assert.equal(sum(flows.map(({ units }) => units)), sum(all));
  assert.deepEqual([...new Set(flows.map(({ from }) => keyOf(from)))].sort(), ["area code", "area docs", "reputation "]);
  assert.deepEqual([...new Set(flows.map(({ to }) => keyOf(to)))].sort(), ["area code", "area docs", "none "]);
});

test("areas that are folded keep the sum", () => {
  const flows = flowsOf(bundle, members, contributions);
  const folded = foldAreas(flows, 0);
  assert.equal(sum(folded.map(({ units }) => units)), sum(flows.map(({ units }) => units)));
  assert.deepEqual([...new Set(folded.map(({ to }) => to.kind))].sort(), ["none", "others"]);
});

test("a bundle is compared with the settlement that was not refuted", () => {
  const result = { bundle, settlement, report: undefined as never };
  const posted = (root: string, status: string, totalEarned = String(settlement.totalEarned)) => ({ root, status, totalEarned, submitter: account(9), deadline: 0 });
  const epoch = (...settlements: ReturnType<typeof posted>[]) => ({ epoch: 3, settlements }) as unknown as Epoch;
  assert.deepEqual(compareWithNode(result, epoch(posted(id(8), "Refuted"), posted(settlement.root, "Final"))).differences, []);
  const outcome = compareWithNode(result, epoch(posted(id(8), "Standing")));
  assert.deepEqual(outcome.differences, [{ code: "RootDiffers", epoch: 3, computed: settlement.root, found: id(8) }]);
  const open = compareWithNode(result, epoch());
  assert.ok(open.kind === "node" && !open.posted);
});

test("other parameters are tried on the same credits, and scale down what another budget cannot pay", () => {
  assert.deepEqual(changeIn(new URLSearchParams("dampingBp=8500&renewalBp=0&rewardPerEpoch=x&bond=1")), { dampingBp: 8500n });
  const same = effects(bundle, settlement, settleBundle(changed(bundle, {})));
  assert.ok(same.every(({ influence: [before, after], climbs }) => before === after && climbs === 0));
  const less = changed(bundle, { pointsPerEpoch: 100n });
  assert.equal(less.parameters.pointsPerEpoch, 100);
  // The third gave 999 and no more; the first 512 and the second 340, whose 7 points become 2.
  assert.deepEqual([...less.credits.points], [58, 97, 2, 41, 100]);
  const lower = effects(bundle, settlement, settleBundle(changed(bundle, { dampingBp: 1000n })));
  assert.equal(lower[2]!.reward[0], settlement.state.cumulative[2]);
  assert.ok(lower[2]!.influence[1] < lower[2]!.influence[0], "who has credit alone has less where credit weighs less");
});

test("inequality is none where all have the same, and great where one has all", () => {
  assert.equal(gini([5n, 5n, 5n, 5n]), 0);
  assert.equal(gini([0n, 0n, 0n, 8n]), 0.75);
  assert.equal(gini([0n, 0n]), 0);
});

class Fake implements Asked<number> {
  readonly path: string;
  answer: Answer<number> = { state: "loading", since: 0 };
  #told: (() => void) | undefined;

  constructor(path: string) {
    this.path = path;
  }

  listen(listener: () => void): () => void {
    this.#told = listener;
    return () => this.#told = undefined;
  }

  tell(answer: Answer<number>): void {
    this.answer = answer;
    this.#told?.();
  }

  async refresh(): Promise<void> {}
}

test("several answers are one when all are there, and refused when one is", () => {
  const [first, second] = [new Fake("/a"), new Fake("/b")];
  const together = new Together([first, second]);
  let told = 0;
  const quiet = together.listen(() => told++);
  first.tell({ state: "ready", value: 1 });
  assert.equal(together.answer.state, "loading");
  second.tell({ state: "ready", value: 2 });
  assert.deepEqual(together.answer, { state: "ready", value: [1, 2] });
  second.tell({ state: "refused", refusal: { code: "not-found" } });
  assert.equal(together.answer.state, "refused");
  quiet();
  first.tell({ state: "ready", value: 3 });
  assert.equal(told, 3);
});
