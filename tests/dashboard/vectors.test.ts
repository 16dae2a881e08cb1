import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { readBundle, settleBundle, settlementReport, writeBundle } from "../../src/dashboard/protocol/bundle.ts";
import { creditInfluence, explain, influenceBy } from "../../src/dashboard/protocol/explanation.ts";
import { wrongRows } from "../../src/dashboard/protocol/influence.ts";

const folder = new URL("../vectors/", import.meta.url);
const names = readdirSync(folder).sort();
const vectors = names.filter(name => name.endsWith(".jsonl")).map(name => name.replace(/\.jsonl$/, ""));
const bytes = (name: string) => readFileSync(new URL(name, folder));

interface Expected {
  epoch: number;
  totalEarned: string;
  root: string;
  members: unknown[];
}

test("every vector of an epoch is read, and nothing in the folder is passed over", () => {
  const others = ["proof-of-value.json"];
  assert.deepEqual(names, [...vectors.flatMap(name => [`${name}.expected.json`, `${name}.jsonl`]), ...others].sort());
  assert.ok(vectors.length >= 8, `only ${vectors.length} vectors`);
});

for (const name of vectors) {
  test(`${name} has its root, and every member its values`, () => {
    const bundle = readBundle(bytes(`${name}.jsonl`));
    const settlement = settleBundle(bundle);
    const { epoch, totalEarned, root, members } = JSON.parse(bytes(`${name}.expected.json`).toString()) as Expected;
    assert.deepEqual(settlementReport(bundle, settlement), { epoch, totalEarned, root, members });

    assert.deepEqual(wrongRows(settlement.influence, settlement.seeds, bundle.credits, bundle.parameters), []);
    assert.deepEqual(readBundle(writeBundle(bundle)), bundle);
    const byContribution = influenceBy(creditInfluence(bundle, settlement.influence), credit => bundle.contributions[credit]);
    assert.equal(byContribution.size, new Set(bundle.contributions).size);
    const parts = [...byContribution.values()].reduce((sum, part) => sum + part, 0n);
    let remainders = 0n;
    settlement.influence.forEach((influence, member) => {
      const explained = explain(bundle, settlement, member);
      assert.equal(explained.seed + explained.parts.reduce((sum, part) => sum + part.influence, 0n) + explained.remainder, influence);
      assert.ok(explained.remainder >= 0n && explained.remainder <= BigInt(Math.max(explained.parts.length - 1, 0)));
      remainders += explained.remainder;
    });
    assert.equal(parts + remainders, settlement.totalEarned);
  });
}
