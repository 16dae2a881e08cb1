import assert from "node:assert/strict";
import { test } from "node:test";
import { creditColumns, type MemberCredit } from "../../src/dashboard/protocol/credits.ts";
import { allInfluence, seedsOf, solve, wrongRows } from "../../src/dashboard/protocol/influence.ts";

/** The definition, word by word, on whole numbers: every row from the vector before, until nothing changes. */
function byDefinition(seeds: BigUint64Array, credits: readonly MemberCredit[], d: number, b: number): bigint[] {
  let x = [...seeds];
  for (;;) {
    const sums = x.map(() => 0n);
    for (const { from, to, points } of credits) sums[to]! += x[from]! * BigInt(points);
    const next = sums.map((sum, i) => seeds[i]! + (BigInt(d) * sum) / (10_000n * BigInt(b)));
    if (next.every((value, i) => value === x[i])) return x;
    x = next;
  }
}

/** A small generator, so that a failure can be told by its seed. */
function drawn(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("the solution is that of the definition, whoever credits whom", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const draw = drawn(seed);
    const members = 2 + draw(12);
    const budget = [1, 1000, 1_000_000, 2 ** 20][draw(4)]!;
    const damping = [0, 1, 5000, 9000, 9500][draw(5)]!;
    const left = new Array<number>(members).fill(budget);
    const credits: MemberCredit[] = [];
    for (let i = draw(80); i > 0; i--) {
      const from = draw(members);
      const points = draw(3) === 0 ? left[from]! : 1 + draw(Math.max(1, Math.floor(left[from]! / 4)));
      const to = (from + 1 + draw(members - 1)) % members;
      if (points === 0 || points > left[from]!) continue;
      left[from]! -= points;
      credits.push({ from, to, points });
    }
    const reputation = BigUint64Array.from({ length: members }, () => BigInt(draw(2) * draw(2 ** 31)) * 1000n);
    const seeds = seedsOf(reputation, damping);
    const parameters = { dampingBp: damping, pointsPerEpoch: budget };
    const x = solve(seeds, creditColumns(credits), parameters);
    assert.deepEqual([...x], byDefinition(seeds, credits, damping, budget), `seed ${seed}`);
    assert.deepEqual(wrongRows(x, seeds, creditColumns(credits), parameters), []);
    assert.ok(x.reduce((sum, one) => sum + one, 0n) <= allInfluence);
  }
});

test("sums stay exact where everybody gives everything to one member", () => {
  const members = 4000;
  const budget = 2 ** 20;
  const credits = Array.from({ length: members - 1 }, (_, i) => ({ from: i + 1, to: 0, points: budget }));
  credits.push({ from: 0, to: 1, points: budget });
  const seeds = seedsOf(new BigUint64Array(members).fill((1n << 53n) / 4001n), 9500);
  const x = solve(seeds, creditColumns(credits), { dampingBp: 9500, pointsPerEpoch: budget });
  assert.deepEqual([...x], byDefinition(seeds, credits, 9500, budget));
});

test("one unit more or less in any row is found in that row", () => {
  const credits = creditColumns([{ from: 0, to: 1, points: 1000 }, { from: 1, to: 2, points: 400 }, { from: 2, to: 0, points: 77 }]);
  const parameters = { dampingBp: 5000, pointsPerEpoch: 1000 };
  const seeds = seedsOf(BigUint64Array.of(5n, 3n, 2n), 5000);
  const x = solve(seeds, credits, parameters);
  for (const change of [1n, -1n]) {
    x.forEach((value, member) => {
      const posted = x.slice();
      posted[member] = value + change;
      const row = wrongRows(posted, seeds, credits, parameters).find(wrong => wrong.member === member);
      assert.deepEqual(row, { member, posted: value + change, found: value });
    });
  }
});

test("progress is told, and may end the computation", () => {
  const seeds = seedsOf(BigUint64Array.of(1n, 1n), 9000);
  const credits = creditColumns([{ from: 0, to: 1, points: 10 }, { from: 1, to: 0, points: 10 }]);
  let passes = 0;
  assert.throws(() => solve(seeds, credits, { dampingBp: 9000, pointsPerEpoch: 10 }, () => {
    if (++passes === 3) throw new Error("enough");
  }), /enough/);
});
