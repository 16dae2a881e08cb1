import assert from "node:assert/strict";
import { test } from "node:test";
import type { Address, Hex } from "viem";
import type { Contribution } from "../../src/dashboard/api/models.ts";
import { contributionId } from "../../src/dashboard/protocol/records.ts";
import { brings, creditsOf, filled, givenBy, signedOf, sumOf, toIntroduce, withPoints, type Split } from "../../src/dashboard/pages/points.ts";
import { seenNow, since } from "../../src/dashboard/pages/seen.ts";

const who = (i: number): Address => `0x${i.toString(16).padStart(40, "0")}`;
const made = (i: number, coAuthors: Contribution["coAuthors"] = []): Contribution => {
  const one = { contributor: who(i), area: "docs", title: `Work ${i}`, uri: "", contentHash: `0x${"0".repeat(64)}` as Hex, coAuthors, buildsOn: [], nonce: i, epoch: 0, epochs: null };
  return { ...one, id: contributionId(signedOf({ ...one, id: "0x" })) };
};
const points = (split: Split) => [...split.values()].map(given => given.points);

test("points are never more than are left, and nothing is no credit", () => {
  const [a, b] = [made(1), made(2)];
  let split = withPoints(new Map(), a, 700, 1000);
  split = withPoints(split, b, 700, 1000);
  assert.deepEqual(points(split), [700, 300]);
  split = withPoints(split, a, 900, 1000);
  assert.deepEqual(points(split), [700, 300]);
  split = withPoints(split, a, 0, 1000);
  assert.deepEqual(points(split), [300]);
  assert.deepEqual(points(withPoints(split, a, -5, 1000)), [300]);
});

test("what is left is shared out to the last point", () => {
  let split = withPoints(withPoints(withPoints(new Map(), made(1), 10, 1000), made(2), 20, 1000), made(3), 30, 1000);
  split = filled(split, 100);
  assert.deepEqual(points(split), [24, 33, 43]);
  assert.equal(sumOf(split), 100);
  assert.equal(filled(split, 100), split);
  assert.equal(filled(new Map(), 100).size, 0);
});

test("a whole contribution is credited to its authors by their shares, and never to the evaluator", () => {
  const work = made(1, [{ account: who(2), shareBp: 2500 }, { account: who(3), shareBp: 2500 }]);
  const split: Split = new Map([[work.id, { made: work, points: 1000 }]]);
  assert.deepEqual(creditsOf(split, who(9)).map(({ recipient, points: given }) => [recipient, given]), [[who(1), 500], [who(2), 250], [who(3), 250]]);
  assert.deepEqual(creditsOf(split, who(3)).map(({ recipient, points: given }) => [recipient, given]), [[who(1), 666], [who(2), 333]]);
});

test("what points bring is the giver's influence times damping and their part", () => {
  assert.equal(brings(250_000, 1_000_000n, 5000, 1_000_000), 125_000n);
  assert.equal(brings(1, 10n, 5000, 1_000_000), 0n);
});

test("a newcomer is introduced from the first point on that the ledger takes", () => {
  // r = 3 of R = 10 and 1,000 needed: points · 3 ≥ 10,000.
  assert.equal(toIntroduce(1000, 1_000_000, 3n, 10n), 3334);
  assert.equal(toIntroduce(1000, 1_000_000, 0n, 10n), undefined);
  assert.equal(toIntroduce(1000, 1_000_000, 1n, 10_000n), undefined);
  assert.equal(toIntroduce(2_000_000, 1_000_000, 10n, 10n), 1_000_000);
});

test("what a member gave is read out of a bundle", () => {
  const [a, b] = [made(1).id, made(2).id];
  const bundle = [{ format: "decentralorg/bundle/1" }, { from: 3, to: 0, points: 5, contribution: a }, { from: 2, to: 0, points: 7, contribution: a },
    { from: 3, to: 1, points: 6, contribution: a }, { from: 3, to: 1, points: 1, contribution: b }].map(line => JSON.stringify(line)).join("\n") + "\n";
  assert.deepEqual([...givenBy(bundle, 3)], [[a, 11], [b, 1]]);
});

test("what changed since somebody looked is told, and nothing else", () => {
  const before = { at: 1000, records: "10", members: 3, epoch: 2, pointsGiven: "5", influence: "100" };
  assert.equal(since(before, { ...before, at: 2000 }), undefined);
  assert.deepEqual(since(before, { ...before, at: 2000, records: "12", influence: "150", epoch: 3 }), { at: 1000, records: 2, members: 0, epochs: 1, influence: { before: 100n, now: 150n } });
  const { influence: _, ...stranger } = before;
  assert.deepEqual(since(stranger, { ...before, members: 4 }), { at: 1000, records: 0, members: 1, epochs: 0 });
});

test("what is seen is remembered with one's own influence, if there is one", () => {
  const organization = { records: "7", members: 2 } as Parameters<typeof seenNow>[0];
  const epoch = { epoch: 1, pointsGiven: "9" } as Parameters<typeof seenNow>[1];
  assert.deepEqual(seenNow(organization, epoch, undefined, 5), { at: 5, records: "7", members: 2, epoch: 1, pointsGiven: "9" });
});
