// The life of a proposal, as any tool for Governor contracts drives it: viem, the standard's own functions, a devnet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  createTestClient, createWalletClient, encodeFunctionData, http, keccak256, parseAbi, parseEventLogs, parseSignature,
  publicActions, stringToBytes, zeroAddress,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { startDevnet } from "../support/devnet.js";
import { artifact, found } from "../support/organization.js";

// Written from OpenZeppelin's IGovernor and EIP-5805, not from our artifacts: what other tools expect is there.
const standard = parseAbi([
  "function COUNTING_MODE() view returns (string)",
  "function CLOCK_MODE() view returns (string)",
  "function clock() view returns (uint48)",
  "function name() view returns (string)",
  "function version() view returns (string)",
  "function votingDelay() view returns (uint256)",
  "function votingPeriod() view returns (uint256)",
  "function proposalThreshold() view returns (uint256)",
  "function quorum(uint256 timepoint) view returns (uint256)",
  "function state(uint256 proposalId) view returns (uint8)",
  "function proposalSnapshot(uint256 proposalId) view returns (uint256)",
  "function proposalDeadline(uint256 proposalId) view returns (uint256)",
  "function proposalEta(uint256 proposalId) view returns (uint256)",
  "function proposalProposer(uint256 proposalId) view returns (address)",
  "function proposalVotes(uint256 proposalId) view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)",
  "function hasVoted(uint256 proposalId, address account) view returns (bool)",
  "function nonces(address owner) view returns (uint256)",
  "function hashProposal(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) view returns (uint256)",
  "function castVote(uint256 proposalId, uint8 support) returns (uint256)",
  "function castVoteBySig(uint256 proposalId, uint8 support, address voter, bytes signature) returns (uint256)",
  "function queue(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) returns (uint256)",
  "function execute(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) payable returns (uint256)",
  "event ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)",
  "event VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason)",
  "event ProposalQueued(uint256 proposalId, uint256 etaSeconds)",
  "event ProposalExecuted(uint256 proposalId)",
  "error GovernorInvalidSignature(address voter)",
  "error TimelockUnexpectedOperationState(bytes32 operationId, bytes32 expectedStates)",
]);
const own = parseAbi([
  "function proposeBySig(address[] targets, uint256[] values, bytes[] calldatas, string description, address proposer, uint256 deadline, bytes signature) returns (uint256)",
]);
const votes = parseAbi([
  "function nonces(address owner) view returns (uint256)",
  "function delegates(address account) view returns (address)",
  "function delegateBySig(address delegatee, uint256 nonce, uint256 expiry, uint8 v, bytes32 r, bytes32 s)",
]);
const states = { pending: 0, active: 1, succeeded: 4, queued: 5, executed: 7 };
const support = { for: 1 };

const [relayer, alice, bob, carol, dave] =
  [0, 1, 2, 3, 4].map(addressIndex => mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex }));
let devnet, chain, clock, at;

before(async () => {
  devnet = await startDevnet();
  const transport = http(devnet.url);
  chain = createWalletClient({ account: relayer, chain: hardhat, transport, pollingInterval: 50 }).extend(publicActions);
  clock = createTestClient({ mode: "hardhat", chain: hardhat, transport });
  at = await found(chain, [[alice, 3000n], [bob, 1500n], [carol, 500n]].map(([{ address: account }, reputation]) => ({ account, reputation })));
  // Who has reputation and no ether can do nothing but sign.
  for (const { address } of [alice, bob, carol]) await clock.setBalance({ address, value: 0n });
});

after(() => devnet?.stop());

const ask = (functionName, ...args) => chain.readContract({ address: at.OrganizationGovernor, abi: standard, functionName, args });
const terms = epoch => chain.readContract({ address: at.Settlement, abi: artifact("Settlement").abi, functionName: "termsOf", args: [epoch] });

/** Sends what the relayer brings, or what `account` sends himself, and returns the events among those of `abi`. */
async function send(address, abi, functionName, args, account = relayer) {
  // Simulated first, so that a refusal says its name.
  const { request } = await chain.simulateContract({ address, abi, functionName, args, account });
  const hash = await chain.writeContract(request);
  const { logs } = await chain.waitForTransactionReceipt({ hash });
  return (events, name) => parseEventLogs({ abi: events, logs }).find(log => log.eventName === name)?.args;
}

const govern = (functionName, args, account) => send(at.OrganizationGovernor, standard, functionName, args, account);

/** Signs under the domain that the contract itself tells (ERC-5267). */
async function sign(account, address, primaryType, fields, message) {
  const { domain: { name, version, chainId, verifyingContract }, fields: used } = await chain.getEip712Domain({ address });
  assert.equal(used, "0x0f", "a domain of these four fields");
  const domain = { name, version, chainId, verifyingContract };
  return account.signTypedData({ domain, primaryType, message, types: { [primaryType]: fields.map(([type, name]) => ({ type, name })) } });
}

async function warp(timestamp) {
  await clock.setNextBlockTimestamp({ timestamp: BigInt(timestamp) });
  await clock.mine({ blocks: 1 });
}

const refused = (promise, error) =>
  assert.rejects(promise, thrown => thrown.walk(cause => cause.data?.errorName !== undefined)?.data.errorName === error);

const ballot = (voter, proposalId) => ask("nonces", voter.address).then(nonce => sign(
  voter, at.OrganizationGovernor, "Ballot", [["uint256", "proposalId"], ["uint8", "support"], ["address", "voter"], ["uint256", "nonce"]],
  { proposalId, support: support.for, voter: voter.address, nonce },
));

test("a governor answers what other tools ask", async () => {
  assert.equal(await ask("COUNTING_MODE"), "support=bravo&quorum=for,abstain");
  assert.equal(await ask("CLOCK_MODE"), "mode=timestamp");
  assert.equal(BigInt(await ask("clock")), (await chain.getBlock()).timestamp);
  assert.equal(await ask("name"), "DecentralOrg Governor");
  assert.equal(await ask("version"), "1");
  assert.equal(await ask("votingDelay"), 86400n);
  assert.equal(await ask("votingPeriod"), 432000n);
  // The founders' votes count from the second after.
  await warp((await chain.getBlock()).timestamp + 2n);
  assert.equal(await ask("proposalThreshold"), 5n);
  assert.equal(await ask("quorum", BigInt(await ask("clock")) - 1n), 1000n);
});

test("a proposal lives from a signature to the next epoch, at no cost for who proposes and votes", async () => {
  // Carol lets Dave vote for her, by a signature.
  const expiry = (await chain.getBlock()).timestamp + 3600n;
  const delegation = { delegatee: dave.address, nonce: 0n, expiry };
  const { v, r, s } = parseSignature(await sign(
    carol, at.Reputation, "Delegation", [["address", "delegatee"], ["uint256", "nonce"], ["uint256", "expiry"]], delegation,
  ));
  await send(at.Reputation, votes, "delegateBySig", [dave.address, 0n, expiry, Number(v), r, s]);
  assert.equal(await chain.readContract({ address: at.Reputation, abi: votes, functionName: "delegates", args: [carol.address] }), dave.address);

  // Bob proposes, by a signature.
  const targets = [at.Parameters], values = [0n];
  const calldatas = [encodeFunctionData({ abi: artifact("Parameters").abi, functionName: "set", args: [0, 6000n] })];
  const description = `Let credits weigh more#proposer=${bob.address}`;
  const message = { proposer: bob.address, targets, values, calldatas, description, nonce: await ask("nonces", bob.address), deadline: expiry };
  const proposed = await sign(bob, at.OrganizationGovernor, "Proposal", [
    ["address", "proposer"], ["address[]", "targets"], ["uint256[]", "values"], ["bytes[]", "calldatas"], ["string", "description"],
    ["uint256", "nonce"], ["uint256", "deadline"],
  ], message);
  const bring = () => send(
    at.OrganizationGovernor, [...own, ...standard], "proposeBySig", [targets, values, calldatas, description, bob.address, expiry, proposed],
  );
  const created = (await bring())(standard, "ProposalCreated");
  const id = created.proposalId;
  const snapshot = await ask("proposalSnapshot", id);
  const made = (await chain.getBlock()).timestamp;
  const descriptionHash = keccak256(stringToBytes(description));
  assert.equal(id, await ask("hashProposal", targets, values, calldatas, descriptionHash));
  assert.deepEqual(created, {
    proposalId: id, proposer: bob.address, targets, values, signatures: [""], calldatas,
    voteStart: made + 86400n, voteEnd: made + 518400n, description,
  });
  assert.equal(snapshot, created.voteStart);
  assert.equal(await ask("proposalDeadline", id), created.voteEnd);
  assert.equal(await ask("proposalProposer", id), bob.address);
  assert.equal(await ask("state", id), states.pending);
  await refused(bring(), "GovernorInvalidSignature");

  // A day later Bob votes by a signature, and Dave with Carol's votes.
  await warp(snapshot + 1n);
  assert.equal(await ask("state", id), states.active);
  const signed = await ballot(bob, id);
  const brought = () => govern("castVoteBySig", [id, support.for, bob.address, signed]);
  assert.deepEqual((await brought())(standard, "VoteCast"), {
    voter: bob.address, proposalId: id, support: support.for, weight: 1500n, reason: "",
  });
  await refused(brought(), "GovernorInvalidSignature");
  assert.deepEqual((await govern("castVote", [id, support.for], dave))(standard, "VoteCast"), {
    voter: dave.address, proposalId: id, support: support.for, weight: 500n, reason: "",
  });
  assert.deepEqual(await ask("proposalVotes", id), [0n, 2000n, 0n]);
  assert.deepEqual(await Promise.all([bob, dave, carol].map(voter => ask("hasVoted", id, voter.address))), [true, true, false]);

  // Five days later it is queued, and two more later executed, by whoever likes.
  await warp(created.voteEnd + 1n);
  assert.equal(await ask("state", id), states.succeeded);
  const call = [targets, values, calldatas, descriptionHash];
  const queued = (await govern("queue", call))(standard, "ProposalQueued");
  const eta = (await chain.getBlock()).timestamp + 172800n;
  assert.deepEqual(queued, { proposalId: id, etaSeconds: eta });
  assert.equal(await ask("proposalEta", id), eta);
  assert.equal(await ask("state", id), states.queued);
  await refused(govern("execute", call), "TimelockUnexpectedOperationState");
  await warp(eta);
  const executed = await govern("execute", call);
  assert.deepEqual(executed(standard, "ProposalExecuted"), { proposalId: id });
  assert.deepEqual(executed(artifact("Parameters").abi, "ParameterSet"), { parameter: 0, value: 6000n });
  assert.equal(executed(artifact("Parameters").abi, "SetKept").number, 1);
  assert.equal(await ask("state", id), states.executed);

  // The open epoch keeps its terms; the next opens with the new ones.
  assert.equal((await terms(0)).dampingBp, 5000);
  const opened = (await send(at.Settlement, artifact("Settlement").abi, "closeEpoch", []))(artifact("Settlement").abi, "EpochOpened");
  assert.deepEqual([opened.epoch, opened.set, opened.terms.dampingBp], [1, 1, 6000]);
  assert.equal((await terms(0)).dampingBp, 5000);
  assert.equal((await terms(1)).dampingBp, 6000);

  for (const { address } of [alice, bob, carol]) {
    assert.equal(await chain.getBalance({ address }), 0n);
    assert.equal(await chain.getTransactionCount({ address }), 0);
  }
});

test("nobody's signature is nobody's vote", async () => {
  const signature = await ballot(alice, 1n);
  await refused(govern("castVoteBySig", [1n, support.for, zeroAddress, signature]), "GovernorInvalidSignature");
});
