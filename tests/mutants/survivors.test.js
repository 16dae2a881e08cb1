import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import hre from "hardhat";
import { Compiler, root } from "../../scripts/mutants/compiler.js";
import { allMutants } from "../../scripts/mutants/generate.js";
import { complaints, survivorsIn } from "../../scripts/mutants/survivors.js";

const page = `# Survivors

- no mutant, because no source is named yet

## \`Orchard.sol\`

Apples are
never blue:

- pick: \`a\` → \`b\`
- pick: \`a\` → \`c\`

Pears are:

- pick: \`p\` → \`q\`

## \`Fields.sol\`

- sow: \`a\` → \`b\`
`;

const generated = [["Orchard.sol", "pick: `a` → `b`"], ["Orchard.sol", "pick: `a` → `c`"], ["Orchard.sol", "pick: `p` → `q`"],
  ["Fields.sol", "sow: `a` → `b`"]].map(([file, id]) => ({ file, id }));
const explained = survivorsIn(page.replace("## `Fields.sol`\n", "## `Fields.sol`\n\nNobody eats there:\n"));

test("a mutant is listed under its source, for the reason of the paragraph before its list", () => {
  assert.deepEqual(survivorsIn(page), [
    { file: "Orchard.sol", id: "pick: `a` → `b`", reason: "Apples are never blue:" },
    { file: "Orchard.sol", id: "pick: `a` → `c`", reason: "Apples are never blue:" },
    { file: "Orchard.sol", id: "pick: `p` → `q`", reason: "Pears are:" },
    { file: "Fields.sol", id: "sow: `a` → `b`", reason: "" },
  ]);
});

test("a list that is right is no reason to complain", () => {
  const verdicts = new Map(generated.map(({ file, id }) => [`${file}: ${id}`, "survived"]));
  assert.deepEqual(complaints(explained, generated, verdicts), []);
  assert.deepEqual(complaints(explained, generated, new Map()), []);
});

test("whatever is wrong with a list is named", () => {
  const name = "Orchard.sol: pick: `a` → `b`";
  const complain = (listed, all, verdict) => complaints(listed, all, new Map(verdict ? [[name, verdict]] : []));
  assert.deepEqual(complain(explained, generated, "killed"), [`Listed, but a test kills it: ${name}`]);
  assert.deepEqual(complain(explained, generated, "equal"), [`Listed, but it needs no test: ${name}`]);
  assert.deepEqual(complain(explained.slice(1), generated, "survived"), [`Survived, and is not listed: ${name}`]);
  assert.deepEqual(complain(explained, generated.slice(1)), [`Listed, but there is no such mutant: ${name}`]);
  assert.deepEqual(complain([explained[0], ...explained], generated), Array(2).fill(`Listed twice: ${name}`));
  assert.deepEqual(complain(survivorsIn(page), generated), ["Listed without a reason: Fields.sol: sow: `a` → `b`"]);
});

test("every survivor that the page lists is a mutant of the contracts as they are, and has a reason", () => {
  const all = allMutants(new Compiler(hre.config.solidity.profiles.default.compilers[0].settings));
  const listed = survivorsIn(readFileSync(join(root, "contracts/MUTANTS.md"), "utf8"));
  assert.notEqual(listed.length, 0);
  assert.deepEqual(complaints(listed, all, new Map()), []);
});
