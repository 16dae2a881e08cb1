import { createRequire } from "node:module";
import { defineConfig } from "hardhat/config";

// The compiler is the wasm build from npm: nothing is downloaded but packages.
const soljson = createRequire(import.meta.url).resolve("solc/soljson.js");

export default defineConfig({
  solidity: {
    version: "0.8.37",
    path: soljson,
    settings: {
      optimizer: { enabled: true, runs: 1000 },
      evmVersion: "osaka",
      viaIR: false,
    },
  },
  paths: {
    sources: "./contracts",
    tests: { solidity: "./contracts/test" },
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
  },
  test: {
    solidity: {
      // The shared vectors are read by the Solidity tests too.
      fsPermissions: { readDirectory: ["tests/vectors"] },
    },
  },
});
