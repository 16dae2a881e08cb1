import { createRequire } from "node:module";
import hardhatIgnition from "@nomicfoundation/hardhat-ignition";
import { configVariable, defineConfig } from "hardhat/config";

// The compiler is the wasm build from npm: nothing is downloaded but packages.
const soljson = createRequire(import.meta.url).resolve("solc/soljson.js");

// The shared vectors are read by the Solidity tests too.
const everyTest = { fsPermissions: { readDirectory: ["tests/vectors"] } };

// An action that reverts is a failure: actions know what is refused, and with which error.
const everyCampaign = { failOnRevert: true };

export const compiler = {
  version: "0.8.37",
  path: soljson,
  settings: {
    optimizer: { enabled: true, runs: 1000 },
    evmVersion: "osaka",
    viaIR: false,
  },
};

export default defineConfig({
  plugins: [hardhatIgnition],
  // What is deployed is what is tested: a build for production would be another one unless it is told not to.
  solidity: { profiles: { default: compiler, production: { ...compiler, isolated: false } } },
  paths: {
    sources: "./contracts",
    tests: { solidity: "./contracts/test" },
    ignition: "./scripts/ignition",
  },
  networks: {
    node: {
      type: "edr-simulated",
      chainType: "l1",
      chainId: 31337,
      hardfork: "osaka",
      // Records of years are played in minutes: time only moves when it is told to.
      allowBlocksWithSameTimestamp: true,
    },
    // The endpoint's own accounts sign, a devnet's or those of a signer in front of a node: no key comes here.
    chain: { type: "http", chainType: "l1", url: configVariable("ETH_RPC_URL"), accounts: "remote" },
  },
  test: {
    solidity: {
      profiles: {
        default: { ...everyTest, invariant: { ...everyCampaign, runs: 8, depth: 50 } },
        // What scripts/campaign runs. Inline numbers count for the profile that they name: here a test runs as often as
        // this says unless it names `long`. Without a seed every run would draw the same cases again.
        long: {
          ...everyTest,
          fuzz: { runs: 10_000, seed: process.env.CAMPAIGN_SEED },
          invariant: { ...everyCampaign, runs: 5_000, depth: 100 },
        },
      },
    },
  },
});
