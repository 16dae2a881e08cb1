import { defineConfig } from "hardhat/config";
import config, { compiler } from "./hardhat.config.js";

const { profiles } = config.test.solidity;

// The same contracts and tests, compiled by way of the intermediate representation. In folders of its own: bindings,
// reference and descriptors are made from what is deployed, and two builds in one folder would throw each other away.
export default defineConfig({
  ...config,
  solidity: { ...compiler, settings: { ...compiler.settings, viaIR: true } },
  paths: { ...config.paths, artifacts: "./cache/via-ir/artifacts", cache: "./cache/via-ir" },
  // What cases can find of the contracts, the first pass finds: here they look for what the compiler makes otherwise.
  test: { solidity: { profiles: { ...profiles, default: { ...profiles.default, fuzz: { runs: 64 } } } } },
});
