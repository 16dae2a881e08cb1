// What was found of mutants before.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export class Results {
  #path;
  #known = new Map();

  constructor(path) {
    this.#path = path;
    if (!existsSync(path)) return;
    // The last line is half a line if writing it was interrupted, and what is added would stand behind that.
    const text = readFileSync(path, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole !== text) writeFileSync(path, whole);
    for (const line of whole.split("\n").slice(0, -1)) this.#keep(JSON.parse(line));
  }

  #keep(result) {
    this.#known.set(result.key, result);
  }

  /** @param key A hash of all the text that a mutant is compiled from. */
  of(key) {
    return this.#known.get(key);
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
