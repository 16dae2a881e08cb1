import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { network } from "hardhat";
import { createWalletClient, custom, hashTypedData, keccak256, parseSignature, publicActions, stringToBytes } from "viem";
import { Refused, describe as fill } from "../../scripts/clear-signing.js";
import { artifact, found } from "../support/organization.js";
import { alice, bob, contribution, delegation, evaluation, permit, proposal } from "./examples.js";
import { descriptors, messageTypes } from "./types.js";

let at, connection, client, filled;

before(async () => {
  connection = await network.connect({ network: "node" });
  client = createWalletClient({ account: alice, transport: custom(connection.provider) }).extend(publicActions);
  at = await found(client, [{ account: alice, reputation: 10n ** 15n }]);
  filled = await fill(client, { settlement: at.Settlement, governor: at.OrganizationGovernor, owner: "The Orchard" });
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

test("every template is bound to its contract", () => {
  assert.deepEqual(Object.keys(filled), descriptors.map(entry => entry.file));
  for (const { file, contract } of descriptors) {
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

test("the governor takes a proposal signed by its descriptor", async () => {
  // Votes count from the second after the founding.
  await connection.provider.request({ method: "evm_increaseTime", params: [2] });
  const { targets, values, calldatas, description, deadline } = proposal;
  const signature = await client.signTypedData(typed("OrganizationGovernor", "Proposal", { ...proposal, nonce: 0n }));
  await send("OrganizationGovernor", "proposeBySig", targets, values, calldatas, description, alice, deadline, signature);
  const id = await read("OrganizationGovernor", "hashProposal", targets, values, calldatas, keccak256(stringToBytes(description)));
  assert.equal(await read("OrganizationGovernor", "proposalProposer", id), alice);
});

// After the proposal: who delegated has no votes to propose with.
test("reputation takes a delegation signed by its descriptor", async () => {
  const { v, r, s } = parseSignature(await client.signTypedData(typed("Reputation", "Delegation", delegation)));
  await send("Reputation", "delegateBySig", bob, 0n, delegation.expiry, Number(v), r, s);
  assert.equal(await read("Reputation", "delegates", alice), bob);
});

test("without a governor there are no templates of what it leads to", async () => {
  const fewer = await fill(client, { settlement: at.Settlement });
  const expected = descriptors.filter(entry => !["OrganizationGovernor", "Roles"].includes(entry.contract));
  assert.deepEqual(Object.keys(fewer), expected.map(entry => entry.file));
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
