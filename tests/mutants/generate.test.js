import assert from "node:assert/strict";
import { test } from "node:test";
import { createRequire } from "node:module";
import { enumsOf, mutantsOf } from "../../scripts/mutants/generate.js";

const solc = createRequire(import.meta.url)("solc");

function mutantsIn(text) {
  const sources = { "Orchard.sol": { content: text } };
  const settings = { outputSelection: { "*": { "": ["ast"] } } };
  const output = JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources, settings })));
  assert.deepEqual((output.errors ?? []).filter(each => each.severity === "error").map(each => each.formattedMessage), []);
  const { ast } = output.sources["Orchard.sol"];
  return mutantsOf("Orchard.sol", text, ast, enumsOf([ast]));
}

const contract = body => `pragma solidity 0.8.37; contract Orchard { ${body} }`;

/** The changes of a function `pick` with this body, without the name of the function. */
const changesOf = (body, parameters = "uint256 a, uint256 b") =>
  mutantsIn(contract(`function pick(${parameters}) external view { ${body} }`)).map(each => each.id.replace("Orchard.pick: ", ""));

test("a comparison is moved by one and decided, each as a whole text that differs in this place alone", () => {
  const source = contract("function pick(uint256 a, uint256 b) external pure returns (bool) { return a > b; }");
  const mutants = mutantsIn(source);
  assert.deepEqual(mutants.map(each => each.id), [
    "Orchard.pick: `return a > b` → `{}`", "Orchard.pick: `return a > b` → `return a >= b`",
    "Orchard.pick: `return a > b` → `return a != b`", "Orchard.pick: `return a > b` → `return false`",
  ]);
  assert.deepEqual(mutants.map(each => each.text), ["{}", "return a >= b;", "return a != b;", "return false;"].map(
    each => source.replace("return a > b;", each)));
});

test("what has no order is equal or not, and less never", () => {
  assert.deepEqual(changesOf("if (a == b) revert();", "address a, address b"), ["`a == b` → `true`", "`a == b` → `false`"]);
  assert.deepEqual(changesOf("if (a == b) revert();", "bytes28 a, bytes28 b"), ["`a == b` → `true`", "`a == b` → `false`"]);
  assert.ok(changesOf("if (a == b) revert();").includes("`a == b` → `a <= b`"));
});

test("numbers are one more and one less, and nothing is less than none", () => {
  const changes = changesOf("a = 0; b = 0x0f; b = 2e3;");
  for (const each of ["`a = 0` → `a = 1`", "`b = 0x0f` → `b = 0x10`", "`b = 0x0f` → `b = 0x0e`", "`b = 2e3` → `b = 1999`"]) {
    assert.ok(changes.includes(each), each);
  }
  assert.ok(!changes.some(each => each.includes("-1")));
});

test("arguments of one type change places, but not those of a function in which they have none", () => {
  const source = contract(`
    function pick(uint256 a, uint256 b) external pure { plant(a, b, 0); Math.min(a, b); }
    function plant(uint256 a, uint256 b, uint8 c) internal pure {}`);
  const changes = mutantsIn(`${source} library Math {
    function min(uint256 a, uint256 b) internal pure returns (uint256) { return a < b ? a : b; }
    function max(uint256 a, uint256 b) internal pure returns (uint256) { return a < b ? b : a; } }`).map(each => each.id);
  assert.ok(changes.includes("Orchard.pick: `plant(a, b, 0)` → `plant(b, a, 0)`"));
  assert.ok(!changes.some(each => each.includes("`plant(a, 0, b)`") || each.includes("`Math.min(b, a)`")));
  assert.ok(changes.includes("Orchard.pick: `Math.min(a, b)` → `Math.max(a, b)`"));
});

test("of several values that are encoded each is left out", () => {
  const changes = changesOf("keccak256(abi.encode(a, uint8(1), b));");
  const encoded = ["abi.encode(uint8(1), b)", "abi.encode(a, b)", "abi.encode(a, uint8(1))"];
  for (const each of encoded) assert.ok(changes.includes(`\`keccak256(abi.encode(a, uint8(1), b))\` → \`keccak256(${each})\``), each);
  assert.ok(!changesOf("keccak256(abi.encode(a));").some(each => each.includes("abi.encode()")));
});

test("inline assembly is changed, too, but for the steps of its loops", () => {
  const changes = changesOf("assembly { for { let i := a } lt(i, b) { i := add(i, 32) } { mstore(i, and(a, b)) } }");
  for (const each of ["`lt(i, b)` → `0`", "`mstore(i, and(a, b))` → `mstore(i, or(a, b))`", "`mstore(i, and(a, b))` → `{}`"]) {
    assert.ok(changes.includes(each), each);
  }
  assert.ok(!changes.includes("`i := add(i, 32)` → `{}`"));
});

test("changes that read alike are numbered, and those that make the same text are one", () => {
  const changes = changesOf("if (a > b) revert(); if (a > b) revert();");
  assert.equal(new Set(changes).size, changes.length);
  assert.equal(changes.filter(each => each.startsWith("`a > b` → `false`")).length, 2);
});

test("a change stands where it was found behind text that is not ASCII", () => {
  const source = `/* ü→ */ ${contract("function pick(uint256 a) external pure returns (uint256) { return a + 1; }")}`;
  assert.ok(mutantsIn(source).some(each => each.text === source.replace("a + 1", "a - 1")));
});

test("comments, errors and events are left alone", () => {
  assert.deepEqual(mutantsIn(contract("/// @dev 1 + 1\nerror Rotten(uint256 a); event Picked(uint256[2] a); uint256[3] trees;")), []);
});
