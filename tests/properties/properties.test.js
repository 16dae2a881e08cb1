import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, propertiesIn } from "../../scripts/properties.js";

const solidity = text => ({ text, language: "sol" });
const sources = new Map([
  ["Orchard", solidity("function test_pick_ripe_succeeds() external {}\n// function test_pick_green_reverts() external {}")],
  ["Fields", solidity("function everything() internal view {\n    wheatGrows();\n}\nfunction wheatGrows() public view {}\nfunction ryeGrows() public view {}")],
  ["BarnTests", { text: "[Test]\npublic void Doors_close() {}\npublic void Roof_holds() {}\n[TestCase(1)]\npublic async Task Hay_is_dry(int year) {}", language: "cs" }],
]);

const complain = tests => complaints(propertiesIn(`| property | tests |\n|---|---|\n| It holds | ${tests} |`), sources);

test("tests that are there are no reason to complain", () => {
  assert.deepEqual(complain("`Orchard.test_pick_ripe_succeeds`, `Fields.wheatGrows`, `BarnTests.Doors_close`, `BarnTests.Hay_is_dry`"), []);
});

test("a test that is renamed, commented out, never called or no test is named", () => {
  for (const [file, name] of [
    ["Orchard", "test_pick_riper_succeeds"], ["Orchard", "test_pick_green_reverts"], ["Fields", "ryeGrows"], ["BarnTests", "Roof_holds"],
  ]) {
    assert.deepEqual(complain(`\`${file}.${name}\``), [`"It holds": ${file} runs no ${name}.`]);
  }
  assert.match(complain("`Meadow.test_mow`")[0], /no test file Meadow/);
});

test("a property without a test is named", () => {
  assert.deepEqual(complain("somebody looked at it"), ['"It holds" has no test.']);
});
