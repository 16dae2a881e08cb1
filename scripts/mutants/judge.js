// Says of a mutant whether a test fails with it: compiles what is under test, and runs suites until one fails.
import { createHash } from "node:crypto";
import { dirname, posix } from "node:path";
import { textOf } from "./compiler.js";

/** The contracts under test. A library is what it makes of them, and what suites that import it make of it. */
export const targets = { Ledger: "contracts/Ledger.sol", Settlement: "contracts/Settlement.sol" };

const enoughGas = 400_000_000;
const muchGas = 4_000_000_000;

export class Judge {
  #compiler;
  #testers;
  #results;
  #suites;
  #hashes;
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
    this.#hashes = new Map(this.#suites.map(each => [each.name, each.hash]));
    for (const [name, file] of Object.entries(targets)) this.#codes[name] = this.#compiler.creationCode(file, name);
    for (const suite of this.#suites) {
      const start = performance.now();
      const { failed, gas } = await this.#testers.run({ suite: suite.name, codes: this.#codes, gasLimit: muchGas });
      if (failed) throw new Error(`Without any mutant ${suite.name}.${failed.test} fails: ${failed.reason}`);
      suite.time = performance.now() - start;
      // What runs out of gas does so sooner, but nothing does that would not run out of any.
      suite.gasLimit = gas * 8 < enoughGas ? enoughGas : muchGas;
      suite.imports = importsOf(suite.sourceName, new Set(Object.values(targets)));
    }
  }

  /** @returns {Promise<{verdict: "killed" | "survived" | "equal" | "invalid", by?: string}>} */
  async judge(mutant) {
    const key = this.#keyOf(mutant);
    const known = this.#results.of(key, this.#hashes);
    const result = known ?? { key, ...await this.#judge(mutant) };
    if (!known) this.#results.add(result);
    if (result.by) this.#killers.set(mutant.function, result.by.split(".")[0]);
    return result;
  }

  async #judge(mutant) {
    const changed = new Map([[mutant.file, mutant.text]]);
    const codes = { ...this.#codes };
    for (const [name, file] of targetsOf(mutant.file)) codes[name] = this.#compiler.creationCode(file, name, changed);
    if (Object.values(codes).includes(null)) return { verdict: "invalid", tests: {} };
    const differing = Object.keys(codes).filter(name => codes[name] !== this.#codes[name]);
    if (differing.length === 0) return { verdict: "equal", tests: {} };

    const asked = {};
    for (const suite of this.#inOrder(mutant, differing)) {
      const own = suite.imports.has(mutant.file) ? this.#compiler.bothCodes(suite.sourceName, suite.name, changed) : undefined;
      const { failed } = await this.#testers.run({ suite: suite.name, codes, own, gasLimit: suite.gasLimit });
      if (failed) return { verdict: "killed", by: `${suite.name}.${failed.test}`, tests: { [suite.name]: suite.hash } };
      asked[suite.name] = suite.hash;
    }
    return { verdict: "survived", tests: asked };
  }

  // The one that told the last mutant of the function, then whose name says it is about the contract, the quick ones first.
  #inOrder(mutant, differing) {
    const rank = suite => {
      if (suite.name === this.#killers.get(mutant.function)) return 0;
      const about = differing.some(name => suite.name.startsWith(name)) || suite.imports.has(mutant.file);
      return (about ? 1 : 1e9) + suite.time;
    };
    const able = this.#suites.filter(each => each.holds.some(name => differing.includes(name)) || each.imports.has(mutant.file));
    return able.toSorted((a, b) => rank(a) - rank(b));
  }

  #keyOf(mutant) {
    const hash = createHash("sha256").update(mutant.file).update(mutant.text);
    for (const [, file] of targetsOf(mutant.file)) {
      for (const name of [...importsOf(file, new Set())].sort()) if (name !== mutant.file) hash.update(name).update(textOf(name));
    }
    return hash.digest("hex");
  }
}

export function targetsOf(file) {
  return Object.entries(targets).filter(([, target]) => target === file || importsOf(target, new Set()).has(file));
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
