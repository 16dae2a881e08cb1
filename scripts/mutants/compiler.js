// Compiles the contracts, or one change of them, as Hardhat's configuration says, with the compiler loaded once.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const solc = require("solc");

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The contracts under test. A library is what it makes of them, and what suites that import it make of it. */
export const targets = { Ledger: "contracts/Ledger.sol", Settlement: "contracts/Settlement.sol" };

const texts = new Map();

/** The text of a source by the name that imports resolve to: a path in the repository, or one of a package. */
export function textOf(name) {
  if (!texts.has(name)) {
    const path = name.startsWith("@") ? require.resolve(name) : join(root, name);
    texts.set(name, existsSync(path) ? readFileSync(path, "utf8") : null);
  }
  return texts.get(name);
}

export class Compiler {
  #settings;

  /** @param settings Those of Hardhat's profile: optimizer, EVM version, pipeline. */
  constructor(settings) {
    // Without its metadata, whose hash changes with every comment, equal code is equal bytes.
    this.#settings = { ...settings, metadata: { appendCBOR: false } };
  }

  /** The compiler's output for a file and all it imports; `changed` holds texts that stand in for those of the repository. */
  #compile(file, outputSelection, changed) {
    const text = name => changed.get(name) ?? textOf(name);
    const input = {
      language: "Solidity", sources: { [file]: { content: text(file) } }, settings: { ...this.#settings, outputSelection },
    };
    const answer = name => (text(name) === null ? { error: "there is no such file" } : { contents: text(name) });
    const output = JSON.parse(solc.compile(JSON.stringify(input), { import: answer }));
    const error = output.errors?.find(each => each.severity === "error");
    return { output, error: error?.formattedMessage };
  }

  /** The syntax trees of a file and of all it imports, by name. */
  trees(file) {
    const { output, error } = this.#compile(file, { "*": { "": ["ast"] } }, new Map());
    if (error) throw new Error(error);
    return new Map(Object.entries(output.sources).map(([name, source]) => [name, source.ast]));
  }

  /** The code that creates a contract, in hex; `null` if the text does not compile. */
  creationCode(file, contract, changed = new Map()) {
    const { output, error } = this.#compile(file, { [file]: { [contract]: ["evm.bytecode.object"] } }, changed);
    return error ? null : output.contracts[file][contract].evm.bytecode.object;
  }

  /** Both codes of a contract, in hex. */
  bothCodes(file, contract, changed) {
    const { output, error } = this.#compile(
      file, { [file]: { [contract]: ["evm.bytecode.object", "evm.deployedBytecode.object"] } }, changed);
    if (error) return null;
    const { bytecode, deployedBytecode } = output.contracts[file][contract].evm;
    return { bytecode: bytecode.object, deployedBytecode: deployedBytecode.object };
  }
}
