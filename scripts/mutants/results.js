// What was found of mutants before, kept until their code, or the tests that say so, change.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";

export class Results {
  #path;
  #known = new Map();

  constructor(path) {
    this.#path = path;
    if (!existsSync(path)) return;
    // The last line is half a line if writing it was interrupted.
    for (const line of readFileSync(path, "utf8").split("\n").slice(0, -1)) this.#keep(JSON.parse(line));
  }

  #keep(result) {
    this.#known.set(result.key, result);
  }

  /**
   * @param key A hash of all the text that a mutant is compiled from.
   * @param hashes Of the suites as they are now, by name.
   */
  of(key, hashes) {
    const result = this.#known.get(key);
    return result && Object.entries(result.tests).every(([suite, hash]) => hashes.get(suite) === hash) ? result : null;
  }

  add(result) {
    mkdirSync(dirname(this.#path), { recursive: true });
    appendFileSync(this.#path, `${JSON.stringify(result)}\n`);
    this.#keep(result);
  }

  forget() {
    rmSync(this.#path, { force: true });
    this.#known.clear();
  }
}
