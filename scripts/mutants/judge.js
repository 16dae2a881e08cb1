// Says of a mutant whether a test fails with it: compiles what is under test, and runs suites until one fails.
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { root, targets, textOf } from "./compiler.js";

const testFolder = "contracts/test";

const enoughGas = 400_000_000;
const muchGas = 4_000_000_000;

// In seconds.
const leastPatience = 300;

export class Judge {
  #compiler;
  #testers;
  #results;
  #suites;
  #codes = {};
  #killers = new Map();

  constructor(compiler, testers, results) {
    this.#compiler = compiler;
    this.#testers = testers;
    this.#results = results;
  }

  /** Runs everything without a mutant: a suite that fails by itself would kill them all. Says how long it takes, too. */
  async begin() {
    this.#suites = await this.#testers.suites();
    requireAll(this.#suites);
    for (const [name, file] of Object.entries(targets)) this.#codes[name] = this.#compiler.creationCode(file, name);
    for (const suite of this.#suites) {
      const start = performance.now();
      const { failed, gas } = await this.#testers.run({ suite: suite.name, codes: this.#codes, gasLimit: muchGas }, leastPatience);
      if (failed) throw new Error(`Without any mutant ${suite.name}.${failed.test} fails: ${failed.reason}`);
      suite.time = performance.now() - start;
      // As slow as the machine is. Gas ends loops long before, at the same point everywhere.
      suite.patience = Math.max(leastPatience, suite.time / 1000 * 40);
      // A mutant that never ends does so sooner with less gas. Most tests use little, and a mutant may use eight times that.
      suite.gasLimit = gas * 8 < enoughGas ? enoughGas : muchGas;
      suite.imports = importsOf(suite.sourceName, new Set(Object.values(targets)));
    }
  }

  /** @returns {Promise<{verdict: "killed" | "survived" | "equal" | "invalid", by?: string}>} */
  async judge(mutant) {
    const key = this.#keyOf(mutant);
    const able = this.#able(mutant);
    const known = this.#results.of(key);
    const open = stillToAsk(able, known);
    const result = open.length === 0 ? known : { key, ...await this.#judge(mutant, able, open) };
    if (result !== known) this.#results.add(result);
    if (result.by) this.#killers.set(mutant.function, result.by.split(".")[0]);
    return result;
  }

  async #judge(mutant, able, open) {
    const changed = new Map([[mutant.file, mutant.text]]);
    const codes = { ...this.#codes };
    for (const [name, file] of targetsOf(mutant.file)) codes[name] = this.#compiler.creationCode(file, name, changed);
    if (Object.values(codes).includes(null)) return { verdict: "invalid", tests: {} };
    if (Object.keys(codes).every(name => codes[name] === this.#codes[name])) return { verdict: "equal", tests: {} };

    for (const suite of this.#inOrder(mutant, open)) {
      const own = suite.imports.has(mutant.file) ? this.#compiler.bothCodes(suite.sourceName, suite.name, changed) : undefined;
      const { failed } = await this.#testers.run({ suite: suite.name, codes, own, gasLimit: suite.gasLimit }, suite.patience);
      if (failed) return { verdict: "killed", by: `${suite.name}.${failed.test}`, tests: { [suite.name]: suite.hash } };
    }
    return { verdict: "survived", tests: Object.fromEntries(able.map(each => [each.name, each.hash])) };
  }

  /** The suites in which the mutant is executed at all. */
  #able(mutant) {
    const targetNames = targetsOf(mutant.file).map(([name]) => name);
    return this.#suites.filter(each => each.imports.has(mutant.file) || each.holds.some(name => targetNames.includes(name)));
  }

  // The one that told the last mutant of the function, then whose name says it is about the contract, the quick ones first.
  #inOrder(mutant, suites) {
    const targetNames = targetsOf(mutant.file).map(([name]) => name);
    const rank = suite => {
      if (suite.name === this.#killers.get(mutant.function)) return 0;
      const about = targetNames.some(name => suite.name.startsWith(name)) || suite.imports.has(mutant.file);
      return (about ? 1 : 1e9) + suite.time;
    };
    return suites.toSorted((a, b) => rank(a) - rank(b));
  }

  #keyOf(mutant) {
    const hash = createHash("sha256").update(mutant.file).update(mutant.text);
    for (const [, file] of targetsOf(mutant.file)) {
      for (const name of [...importsOf(file, new Set())].sort()) if (name !== mutant.file) hash.update(name).update(textOf(name));
    }
    return hash.digest("hex");
  }
}

/**
 * The suites, of those that may tell a mutant from the original, that have not said so yet: they or all that they are made of
 * changed since, or they are new.
 * @param known What {Judge.judge} found before, if anything; its `tests` are the suites that said so, with their hashes.
 */
export function stillToAsk(able, known) {
  if (!known) return able;
  if (known.verdict === "equal" || known.verdict === "invalid") return [];
  const others = able.filter(each => known.tests[each.name] !== each.hash);
  if (known.verdict === "survived") return others;
  return others.length < able.length ? [] : able;
}

function targetsOf(file) {
  return Object.entries(targets).filter(([, target]) => target === file || importsOf(target, new Set()).has(file));
}

/** Where tests are built by two processes at once, one may find fewer than there are, or with other code: mutants would survive. */
function requireAll(suites) {
  const files = readdirSync(join(root, testFolder)).filter(name => name.endsWith(".t.sol")).map(name => `${testFolder}/${name}`);
  const missing = files.find(file => !suites.some(each => each.sourceName === file));
  if (missing) throw new Error(`No test of ${missing} was built.`);
  for (const [name, file] of Object.entries(targets)) {
    const without = suites.find(each => importsOf(each.sourceName, new Set()).has(file) && !each.holds.includes(name));
    if (without) throw new Error(`${without.name} was built without the code of ${name} as it is now.`);
  }
}

const imported = new Map();

/** All that a source imports, and what that imports, but not what `ends` import. */
function importsOf(file, ends) {
  const key = [file, ...ends].join("\n");
  if (imported.has(key)) return imported.get(key);
  const found = new Set();
  const visit = name => {
    for (const [, path] of textOf(name).matchAll(/^import\s[^;]*?"([^"]+)";/gm)) {
      const resolved = path.startsWith(".") ? posix.join(dirname(name), path) : path;
      if (found.has(resolved) || ends.has(resolved)) continue;
      found.add(resolved);
      visit(resolved);
    }
  };
  visit(file);
  imported.set(key, found);
  return found;
}
