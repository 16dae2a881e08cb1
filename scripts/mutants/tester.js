// A process of its own that runs one test suite at a time with the codes it is told: a mutant that never ends, or takes all
// memory, takes this process with it and nothing else. Hardhat's task would build, load and report all suites every time.
import hre from "hardhat";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { stubFor } from "./stub.js";

// The library of Hardhat's own that runs Solidity tests.
const edr = createRequire(createRequire(import.meta.url).resolve("hardhat"))("@nomicfoundation/edr");

const bytes = hex => Uint8Array.from(Buffer.from(hex, "hex"));

/** Where the code of a contract under test stands for the stubs. */
const places = { Ledger: "4c65646765720000000000000000000000000001", Settlement: "536574746c656d656e7400000000000000000001" };

const seed = "0x6d7574616e7473";

// They measure what creating a contract costs, and with a stub it costs more.
const costsOfCreation = "test_constructor_mostFounders_fitsOneTransaction";

class Tester {
  #context;
  #artifacts = new Map();
  #sources = {};

  static async open() {
    const tester = new Tester();
    await hre.tasks.getTask("build").run({ quiet: true });
    tester.#context = new edr.EdrContext();
    await tester.#context.registerSolidityTestRunnerFactory(edr.L1_CHAIN_TYPE, edr.l1SolidityTestRunnerFactory());
    const names = [...await hre.artifacts.getAllFullyQualifiedNames()];
    const artifacts = await Promise.all(names.map(name => hre.artifacts.readArtifact(name)));
    const codes = Object.keys(places).map(name => [name, artifacts.find(each => each.contractName === name).bytecode.slice(2)]);
    for (const artifact of artifacts) tester.#add(artifact, codes);
    return tester;
  }

  #add(artifact, codes) {
    const holds = codes.filter(([, code]) => artifact.bytecode.slice(2) !== code && artifact.bytecode.includes(code)).map(([name]) => name);
    const stubbed = bytecode => holds.reduce((all, name) => {
      const code = codes.find(each => each[0] === name)[1];
      return all.replaceAll(code, stubFor(code.length / 2, places[name]));
    }, bytecode);
    const isSuite = artifact.sourceName.endsWith(".t.sol") && artifact.bytecode !== "0x" &&
      artifact.abi.some(each => each.type === "function" && /^(test|invariant)/.test(each.name));
    const id = { name: artifact.contractName, solcVersion: hre.config.solidity.profiles.default.compilers[0].version,
      source: artifact.inputSourceName ?? artifact.sourceName };
    const contract = {
      abi: JSON.stringify(artifact.abi),
      bytecode: stubbed(artifact.bytecode), linkReferences: artifact.linkReferences,
      deployedBytecode: stubbed(artifact.deployedBytecode), deployedLinkReferences: artifact.deployedLinkReferences,
    };
    this.#artifacts.set(artifact.contractName, { id, contract, holds, isSuite, sourceName: artifact.sourceName });
    if (isSuite) this.#sources[id.source] = join(hre.config.paths.root, artifact.sourceName);
  }

  /** All suites, what contracts under test each creates, and a hash that changes whenever the suite does, or how it is run. */
  suites() {
    const { fuzz, invariant } = hre.config.test.solidity.profiles.default;
    const settings = JSON.stringify([fuzz, invariant]);
    return [...this.#artifacts].filter(([, each]) => each.isSuite).map(([name, { sourceName, holds, contract }]) => ({
      name, sourceName, holds, hash: createHash("sha256").update(contract.bytecode).update(settings).digest("hex").slice(0, 16),
    }));
  }

  /**
   * Runs a suite. `codes` are the creation codes that the stubs use, `own` is the code of the suite itself where it is another
   * one than was built. Names the first test that failed.
   */
  async run({ suite, codes, own, gasLimit }) {
    const { id } = this.#artifacts.get(suite);
    const artifacts = [...this.#artifacts.values()].map(each =>
      each.id === id && own ? { id, contract: { ...each.contract, ...own } } : { id: each.id, contract: each.contract });
    const predeploys = Object.entries(codes).map(([name, code]) => ({ address: bytes(places[name]), code: bytes(code) }));
    const config = {
      ...await this.#config(), gasLimit: BigInt(gasLimit),
      localPredeploys: [...edr.l1GenesisState(edr.l1HardforkFromString(hre.config.networks.node.hardfork)), ...predeploys],
    };
    const result = await new Promise((resolve, reject) => {
      this.#context
        .runSolidityTests(edr.L1_CHAIN_TYPE, artifacts, [id], config, { buildInfos: [], ignoreContracts: true }, resolve)
        .catch(reject);
    });
    const failed = result.testResults.find(each => each.status === "Failure");
    const gas = result.testResults.map(({ kind }) => Number(kind.consumedGas ?? kind.meanGas ?? 0n));
    return { failed: failed ? { test: failed.name.split("(")[0], reason: failed.reason } : null, gas: Math.max(...gas) };
  }

  async #config() {
    const { fuzz, invariant, fsPermissions } = hre.config.test.solidity.profiles.default;
    return {
      projectRoot: hre.config.paths.root, hardfork: hre.config.networks.node.hardfork,
      fsPermissions: fsPermissions.readDirectory.map(path => ({ access: edr.FsAccessPermission.ReadDirectory, path })),
      disableBlockGasLimit: true, disableTransactionGasCap: true, excludeTestPattern: costsOfCreation,
      includeTraces: edr.IncludeTraces.None, collectStackTraces: edr.CollectStackTraces.OnFailure, generateGasReport: false,
      // The same draws for every mutant: with a dictionary they would depend on its code, and a test that fails with some draws
      // whatever the code would kill some mutants. One counterexample is enough, however long.
      fuzz: { ...fuzz, dictionaryWeight: 0, seed }, invariant: { ...invariant, dictionaryWeight: 0, shrinkRunLimit: 0 },
      testSourcePaths: this.#sources, testProfile: "default", declaredTestProfiles: Object.keys(hre.config.test.solidity.profiles),
    };
  }
}

const tester = await Tester.open();

// Tests without a stub are run again when they fail, see stub.js: one that used all its gas in a loop takes all memory that way.
const memory = 1.5 * 2 ** 30;
setInterval(() => {
  if (process.memoryUsage.rss() < memory) return;
  process.send({ result: { failed: { test: "memory limit", reason: "took more than 1.5 GiB" }, ended: true } }, () => process.kill(process.pid, "SIGKILL"));
}, 50);

process.on("message", async message => {
  try {
    process.send({ result: await tester.run(message) });
  } catch (error) {
    process.send({ error: error.message });
  }
});
process.send({ result: tester.suites() });
