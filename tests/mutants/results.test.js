import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { stillToAsk } from "../../scripts/mutants/judge.js";
import { Results } from "../../scripts/mutants/results.js";

const apples = { name: "ApplesTest", hash: "a1" };
const pears = { name: "PearsTest", hash: "p1" };
const changed = { ...apples, hash: "a2" };

test("what was found is there for the next run, but for a last line that was cut off", context => {
  const folder = mkdtempSync(join(tmpdir(), "mutants-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "cache", "mutants.jsonl");
  const killed = { key: "k1", verdict: "killed", by: "ApplesTest.test_pick", tests: { ApplesTest: "a1" } };
  const survived = { key: "k1", verdict: "survived", tests: { ApplesTest: "a2" } };
  new Results(path).add(killed);
  assert.deepEqual(new Results(path).of("k1"), killed);
  new Results(path).add(survived);
  appendFileSync(path, '{"key":"k2","verd');
  const results = new Results(path);
  assert.deepEqual(results.of("k1"), survived);
  assert.equal(results.of("k2"), undefined);
  results.add({ ...killed, key: "k3" });
  assert.equal(new Results(path).of("k3").verdict, "killed");
  results.forget();
  assert.equal(results.of("k1"), undefined);
  assert.ok(!existsSync(path));
});

test("a mutant that nothing is known of is asked of every suite", () => {
  assert.deepEqual(stillToAsk([apples, pears], undefined), [apples, pears]);
});

test("a killed one is asked of every suite again as soon as the one that killed it is another or gone", () => {
  const known = { verdict: "killed", by: "ApplesTest.test_pick", tests: { ApplesTest: "a1" } };
  assert.deepEqual(stillToAsk([apples, pears], known), []);
  assert.deepEqual(stillToAsk([changed, pears], known), [changed, pears]);
  assert.deepEqual(stillToAsk([pears], known), [pears]);
});

test("a survivor is asked of the suites that are new or changed", () => {
  const known = { verdict: "survived", tests: { ApplesTest: "a1" } };
  assert.deepEqual(stillToAsk([apples], known), []);
  assert.deepEqual(stillToAsk([apples, pears], known), [pears]);
  assert.deepEqual(stillToAsk([changed], known), [changed]);
});

test("what does not compile, or to the same code, is asked of none", () => {
  for (const verdict of ["invalid", "equal"]) assert.deepEqual(stillToAsk([apples], { verdict, tests: {} }), []);
});
