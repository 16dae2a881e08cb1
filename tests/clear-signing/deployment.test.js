import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { network } from "hardhat";
import { createWalletClient, custom, getContractAddress, hashTypedData, parseSignature, publicActions } from "viem";
import { Refused, describe as fill } from "../../scripts/clear-signing.js";
import { alice, bob, contribution, delegation, evaluation, permit } from "./examples.js";
import { descriptors, messageTypes } from "./types.js";

const artifact = name =>
  JSON.parse(readFileSync(new URL(`../../artifacts/contracts/${name}.sol/${name}.json`, import.meta.url), "utf8"));
const terms = {
  dampingBp: 5000, pointsPerEpoch: 1000000, introductionPoints: 1000, rewardPerEpoch: 10n ** 13n, renewalBp: 200,
  epochSeconds: 604800, challengeSeconds: 86400, bond: 10n ** 18n,
};
const at = {};
let connection, client, filled;

before(async () => {
  connection = await network.connect({ network: "node" });
  client = createWalletClient({ account: alice, transport: custom(connection.provider) }).extend(publicActions);
  const nonce = await client.getTransactionCount({ address: alice });
  // Contracts name each other by addresses that are fixed before they are created.
  const [reputation, settlement] = [0, 4].map(i => getContractAddress({ from: alice, nonce: BigInt(nonce + i) }));
  const create = async (name, ...args) => {
    const { abi, bytecode } = artifact(name);
    const hash = await client.deployContract({ abi, bytecode, args, chain: null });
    at[name] = (await client.waitForTransactionReceipt({ hash })).contractAddress;
  };
  await create("Reputation", settlement);
  await create("RewardToken", "Orchard", "ORC", settlement);
  await create("Ledger", settlement, reputation);
  await create("Parameters", alice, terms);
  const founders = [{ account: alice, reputation: 10n ** 15n }];
  await create("Settlement", at.Ledger, at.Parameters, at.RewardToken, at.Reputation, founders);
  filled = await fill(client, { settlement: at.Settlement, owner: "The Orchard" });
});

after(() => connection.close());

const read = (name, functionName, ...args) =>
  client.readContract({ address: at[name], abi: artifact(name).abi, functionName, args });

async function send(name, functionName, ...args) {
  const hash = await client.writeContract({ address: at[name], abi: artifact(name).abi, functionName, args, chain: null });
  await client.waitForTransactionReceipt({ hash });
}

/** What a wallet signs that knows the filled descriptor and nothing else. */
function typed(contract, name, message) {
  const { context, display } = filled[`eip712-${contract}.json`];
  const key = Object.keys(display.formats).find(each => each.startsWith(`${name}(`));
  const [{ chainId, address }] = context.eip712.deployments;
  const domain = { ...context.eip712.domain, chainId, verifyingContract: address };
  return { domain, types: messageTypes(key), primaryType: name, message };
}

test("every template but the governor's is bound to its contract", () => {
  const expected = descriptors.filter(entry => entry.contract !== "OrganizationGovernor");
  assert.deepEqual(Object.keys(filled), expected.map(entry => entry.file));
  for (const { file, contract } of expected) {
    const { deployments } = Object.values(filled[file].context)[1];
    assert.equal(deployments.length, 1);
    assert.equal(deployments[0].chainId, 31337);
    assert.equal(deployments[0].address.toLowerCase(), at[contract].toLowerCase());
    assert.equal(filled[file].metadata.owner, "The Orchard");
  }
});

test("the ledger hashes contributions and evaluations as their descriptors type them", async () => {
  const contributionDigest = hashTypedData(typed("Ledger", "Contribution", contribution));
  const evaluationDigest = hashTypedData(typed("Ledger", "Evaluation", evaluation));
  assert.equal(await read("Ledger", "contributionDigest", contribution), contributionDigest);
  assert.equal(await read("Ledger", "evaluationDigest", evaluation), evaluationDigest);
});

test("the token takes a permit signed by its descriptor, whose domain has the token's name", async () => {
  const signed = typed("RewardToken", "Permit", permit);
  assert.equal(signed.domain.name, "Orchard");
  const { v, r, s } = parseSignature(await client.signTypedData(signed));
  await send("RewardToken", "permit", alice, bob, permit.value, permit.deadline, Number(v), r, s);
  assert.equal(await read("RewardToken", "allowance", alice, bob), permit.value);
});

test("reputation takes a delegation signed by its descriptor", async () => {
  const { v, r, s } = parseSignature(await client.signTypedData(typed("Reputation", "Delegation", delegation)));
  await send("Reputation", "delegateBySig", bob, 0n, delegation.expiry, Number(v), r, s);
  assert.equal(await read("Reputation", "delegates", alice), bob);
});

test("a governor that counts other votes is refused", async () => {
  // A settlement answers `token()` too, with what is no reputation.
  await assert.rejects(fill(client, { settlement: at.Settlement, governor: at.Settlement }), Refused);
});

const script = fileURLToPath(new URL("../../scripts/clear-signing.js", import.meta.url));

for (const [name, args, code, said] of [
  ["no options", [], 2, "--rpc, --settlement, --out missing"],
  ["what is no address", ["--rpc", "http://127.0.0.1:9", "--out", "x", "--settlement", "0x12"], 2, "is no address"],
  ["a chain that does not answer", ["--rpc", "http://127.0.0.1:9", "--out", "x", "--settlement", alice], 4, "do not answer"],
]) {
  test(`the command refuses ${name}`, () => {
    const run = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
    assert.equal(run.status, code);
    assert.ok(run.stderr.includes(said), run.stderr);
  });
}
