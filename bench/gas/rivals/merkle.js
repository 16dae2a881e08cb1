// Distributors by Merkle root: Uniswap's as its package has it compiled, and a cumulative one on OpenZeppelin, compiled here.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { SimpleMerkleTree } from "@openzeppelin/merkle-tree";
import { encodeAbiParameters, encodeFunctionData, encodePacked, keccak256, parseAbiParameters } from "viem";
import { accountOf, Chain } from "../chain.js";
import { artifact, total } from "../organization.js";

const require = createRequire(import.meta.url);
const root = new URL("../../../", import.meta.url);
const deployer = accountOf("rival");
const accounts = Array.from({ length: 1_000 }, (_, i) => accountOf(`member ${i}`));

// Whoever is measured, and those who claimed before him.
const member = 500;
const others = [501, 502, 10];

// What an account has earned up to an epoch: amounts of as many bytes as a member of a thousand earns, in units of 10^-18.
const amountOf = (i, epoch) => BigInt(epoch) * (10n ** 19n + BigInt(i) * 10n ** 15n + 123_456_789n);

// With the compiler and the settings of our own contracts.
const compiled = () => {
  const solc = require("solc");
  const file = "bench/gas/rivals/contracts/CumulativeDistributor.sol";
  const pathOf = (path) => (path.startsWith("@") ? require.resolve(path, { paths: [fileURLToPath(root)] }) : new URL(path, root));
  const sourceOf = (path) => readFileSync(pathOf(path), "utf8");
  const { contracts, errors = [] } = JSON.parse(solc.compile(JSON.stringify({
    language: "Solidity",
    sources: { [file]: { content: sourceOf(file) } },
    settings: {
      evmVersion: "osaka",
      optimizer: { enabled: true, runs: 1000 },
      outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
    },
  }), { import: (path) => ({ contents: sourceOf(path) }) }));
  const wrong = errors.filter(({ severity }) => severity === "error");
  if (wrong.length > 0) throw new Error(wrong.map(({ formattedMessage }) => formattedMessage).join("\n"));
  return (name) => ({ abi: contracts[file][name].abi, bytecode: `0x${contracts[file][name].evm.bytecode.object}` });
};

const packaged = (name) => {
  const { abi, bytecode } = require(`@uniswap/merkle-distributor/build/${name}.json`);
  return { abi, bytecode: `0x${bytecode}` };
};

const send = (chain, to, { abi }, functionName, args) =>
  chain.send(deployer, to, encodeFunctionData({ abi, functionName, args }));

// A distributor for each epoch, with the tokens for it.
const measureUniswap = async (chain) => {
  const erc20 = packaged("TestERC20");
  const distributor = packaged("MerkleDistributor");
  const token = (await chain.deploy(deployer, erc20, ["Reward", "RWD", 10n ** 27n])).address;
  const epochs = [];
  for (const epoch of [1, 2]) {
    const amount = (i) => amountOf(i, epoch) - amountOf(i, epoch - 1);
    const leaf = (account, i) => keccak256(encodePacked(["uint256", "address", "uint256"], [BigInt(i), account, amount(i)]));
    const tree = SimpleMerkleTree.of(accounts.map(leaf));
    const created = await chain.deploy(deployer, distributor, [token, tree.root]);
    const all = accounts.reduce((sum, _, i) => sum + amount(i), 0n);
    const funded = await send(chain, token, erc20, "transfer", [created.address, all]);
    const claim = (i) => send(chain, created.address, distributor, "claim", [i, accounts[i], amount(i), tree.getProof(i)]);
    for (const i of others) await claim(i);
    epochs.push({ publication: total([created, funded]), claim: (await claim(member)).gas });
  }
  return epochs;
};

// One distributor for all epochs. `leaf` is what of an account and an epoch it pays out by.
const measureCumulative = async (chain, contract, parts, types, leaf) => {
  const distributor = (await chain.deploy(deployer, contract, parts)).address;
  const epochs = [];
  for (const epoch of [1, 2, 3]) {
    const values = accounts.map((_, i) => leaf(i, epoch));
    const hash = (value) => keccak256(keccak256(encodeAbiParameters(parseAbiParameters(types), value)));
    const tree = SimpleMerkleTree.of(values.map(hash));
    const publication = await send(chain, distributor, contract, "publish", [tree.root]);
    const claim = (i) => {
      const [signature] = contract.abi.filter(({ name, inputs }) => name === "claim" && inputs.length === values[i].length + 1);
      return send(chain, distributor, { abi: [signature] }, "claim", [...values[i], tree.getProof(i)]);
    };
    for (const i of others) await claim(i);
    epochs.push({ publication: publication.gas, claim: epoch === 1 ? 0 : (await claim(member)).gas });
  }
  return epochs.slice(1);
};

export const measureMerkle = async () => {
  const chain = await Chain.open();
  const contract = compiled();
  const rows = [];
  const add = (rival, [first, repeated]) => rows.push(
    { key: "submit1000", rival, gas: repeated.publication },
    { key: "claimFirst", rival, gas: first.claim },
    { key: "claimRepeated", rival, gas: repeated.claim },
  );
  add("Uniswap `MerkleDistributor`, a new one funded for each epoch", await measureUniswap(chain));

  const parts = async (ahead) => {
    const distributor = chain.addressAhead(deployer, ahead);
    return (await chain.deploy(deployer, artifact.RewardToken, ["Reward", "RWD", distributor])).address;
  };
  const token = await parts(1);
  add("cumulative distributor on OpenZeppelin `MerkleProof` (ours, for comparison)", await measureCumulative(
    chain, contract("CumulativeDistributor"), [token], "address,uint256", (i, epoch) => [accounts[i], amountOf(i, epoch)]));

  const votedToken = await parts(2);
  const votes = (await chain.deploy(deployer, artifact.Reputation, [chain.addressAhead(deployer, 1)])).address;
  add("the same, that also sets votes (OpenZeppelin `Votes`)", await measureCumulative(
    chain, contract("CumulativeVotesDistributor"), [votedToken, votes], "address,uint256,uint256",
    (i, epoch) => [accounts[i], amountOf(i, epoch), 10n ** 12n + BigInt(1_000 * epoch + i)]));
  await chain.close();
  return rows;
};
