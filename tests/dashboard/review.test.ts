import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hex } from "viem";
import type { Competence, Contribution, CreditSum, Member, Review } from "../../src/dashboard/api/models.ts";
import { areaSums, epochSums, epochsTo, totalsOf, worksOf } from "../../src/dashboard/parts/review-sums.ts";

const id = (number: number): Hex => `0x${String(number).padStart(64, "0")}`;
const me = `0x${"0a".repeat(20)}` as const;
const other = `0x${"0b".repeat(20)}` as const;

const made = (number: number, epoch: number, area: string, coAuthors: Contribution["coAuthors"] = [], contributor: Hex = me): Contribution => (
  { id: id(number), contributor, area, title: `Work ${number}`, uri: "", contentHash: id(0), coAuthors, buildsOn: [], nonce: 0, epoch, epochs: null });
const credit = (epoch: number, number: number, area: string, points: number, influence: string, recipient: Hex | null = null): CreditSum => (
  { epoch, contribution: id(number), title: area === "" ? "" : `Work ${number}`, area, recipient, credits: 2, points, influence });
const standing = (influence: string, reward: string, reputation: string) => ({ number: 3, account: me, influence, seed: "0", reward, cumulative: reward, reputation, areas: [] }) as Member;

const review: Review = {
  account: me, number: 3, from: 1, to: 3,
  epochs: [
    { epoch: 2, open: false, final: true, budget: 1000, member: standing("11", "7", "100") },
    { epoch: 3, open: true, final: false, budget: 500, member: standing("20", "5", "130") },
  ],
  contributions: [made(1, 1, "docs"), made(2, 3, "code", [{ account: me, shareBp: 2500 }], other), made(3, 3, "docs", [{ account: other, shareBp: 4000 }])],
  received: [credit(2, 1, "docs", 300, "5"), credit(3, 1, "docs", 40, "2"), credit(3, 9, "shop", 10, "1"), credit(3, 0, "", 8, "3")],
  given: [credit(2, 5, "code", 700, "9", other)],
};

test("a period is taken together: what adds up is added, influence is averaged, reputation goes from first to last", () => {
  assert.deepEqual(totalsOf(review), { contributions: 3, credits: 8, received: 358, given: 700, budget: 1500, influence: 15n, reward: 12n, reputation: [100n, 130n] });
  const none = totalsOf({ ...review, epochs: [], received: [], given: [] });
  assert.deepEqual([none.influence, none.reputation, none.reward], [undefined, undefined, 0n]);
});

test("epochs before membership have contributions only", () => {
  assert.deepEqual(epochSums(review).map(({ epoch, contributions, received, given, influence }) => [epoch, contributions, received, given, influence]),
    [[1, 1, 0, 0, 0n], [2, 0, 300, 700, 11n], [3, 2, 58, 0, 20n]]);
});

test("areas have what was contributed, received and given in them, and add up to the period", () => {
  const areas = areaSums(review);
  assert.deepEqual(areas, [
    { area: "docs", contributions: 2, received: 340, influence: 7n, given: 0 }, { area: "", contributions: 0, received: 8, influence: 3n, given: 0 },
    { area: "shop", contributions: 0, received: 10, influence: 1n, given: 0 }, { area: "code", contributions: 1, received: 0, influence: 0n, given: 700 },
  ]);
  const { received, given, contributions } = totalsOf(review);
  const sum = (of: (area: (typeof areas)[number]) => number) => areas.reduce((all, area) => all + of(area), 0);
  assert.deepEqual([sum(area => area.received), sum(area => area.given), sum(area => area.contributions)], [received, given, contributions]);
});

test("works have the member's own part, and what is older or belongs to none stands before them", () => {
  assert.deepEqual(worksOf(review).map(({ id: work, epoch, shareBp, received }) => [Number(work), epoch, shareBp, received]),
    [[9, undefined, undefined, 10], [0, undefined, undefined, 8], [1, 1, 10_000, 340], [2, 3, 2500, 0], [3, 3, 6000, 0]]);
});

test("the time to competence counts from the epoch of the first contribution", () => {
  const one: Competence = { area: "docs", contributions: 1, firstEpoch: 2, competentEpoch: 5, measuredEpoch: 5, influence: "1", needed: "1", members: 1 };
  assert.equal(epochsTo(one), 3);
  assert.equal(epochsTo({ ...one, competentEpoch: 2 }), 0);
  assert.equal(epochsTo({ ...one, competentEpoch: null }), undefined);
});
