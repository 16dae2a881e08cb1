import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeFunctionData, maxUint256, parseAbiItem, parseEther } from "viem";
import {
  alice, ballot, bob, contribution, delegation, evaluation, extendedBallot, parameterBallot, parameters, permit, proposal, shown,
} from "./examples.js";
import { descriptorOf } from "./types.js";
import { showCall, showMessage } from "./wallet.js";

const token = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const roles = "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0";
const known = {
  names: { [alice]: "Alice", [bob]: "Bob", [parameters]: "Parameters", [roles]: "Roles" },
  tokens: { [token]: { ticker: "RWD", decimals: 18 } },
  descriptors: { [parameters]: descriptorOf("calldata-Parameters.json"), [roles]: descriptorOf("calldata-Roles.json") },
};

const keyOf = (descriptor, name) => Object.keys(descriptor.display.formats).find(key => key.startsWith(`${name}(`));

function message(contract, name, data) {
  const descriptor = descriptorOf(`eip712-${contract}.json`);
  return showMessage(descriptor, keyOf(descriptor, name), data, { to: token, value: 0n }, known);
}

function encode(contract, name, args) {
  const key = keyOf(descriptorOf(`calldata-${contract}.json`), name);
  return encodeFunctionData({ abi: [parseAbiItem(`function ${key}`)], args });
}

const condition = { influenceBp: 150, area: "docs", areaBp: 2500, areaEpochs: 4 };
/** The lines for the calls of the proposal. */
const calls = [["Damping, in 1/10000", 6000], ["Renewal of reputation, in 1/10000", 300]]
  .flatMap(([name, value]) => ["Contract: Parameters", "Ether: 0 ETH", `Call: Set ${name} to ${value}`]);

const call = (contract, name, args, value = 0n) =>
  showCall(descriptorOf(`calldata-${contract}.json`), encode(contract, name, args), { to: token, value }, known);

const examples = [
  ["a contribution", () => message("Ledger", "Contribution", contribution), shown.contribution],
  ["an evaluation", () => message("Ledger", "Evaluation", evaluation), shown.evaluation],
  ["a permit", () => message("RewardToken", "Permit", permit),
    ["Allow Bob to spend up to 1.5 RWD of Alice", "Owner: Alice", "Spender: Bob", "Amount: 1.5 RWD",
      "Signature valid until: 2100-01-01T00:00:00Z"]],
  ["a delegation", () => message("Reputation", "Delegation", delegation),
    ["Delegate all my votes to Bob", "Delegate (the zero address is yourself): Bob",
      "Signature valid until: 2100-01-01T00:00:00Z"]],
  ["a proposal, with the changes it makes", () => message("OrganizationGovernor", "Proposal", proposal),
    ["Propose", "Text: Let credits weigh more", ...calls, "Proposer: Alice",
      "Signature valid until: 2100-01-01T00:00:00Z"]],
  ["a ballot", () => message("OrganizationGovernor", "Ballot", ballot),
    ["Vote For on proposal 987654321", "Vote: For", "Proposal: 987654321", "Voter: Alice"]],
  ["a ballot with a reason", () => message("OrganizationGovernor", "ExtendedBallot", extendedBallot),
    ["Vote Abstain on proposal 987654321: Too early", "Vote: Abstain", "Proposal: 987654321", "Reason: Too early",
      "Voter: Alice"]],
  ["a ballot on parameters", () => message("Ledger", "ParameterBallot", parameterBallot),
    ["Prefer values of parameters in the vote “2026-q3”", "Vote: 2026-q3", "Parameter: dampingBp", "Preferred value: 6000",
      "Parameter: bond", "Preferred value: 2000000000000000000", "Voter: Alice",
      "Number (of your ballots in this vote, the highest counts): 1767225600"]],
  ["contribute", () => call("Ledger", "contribute", [contribution]), shown.contribution],
  ["evaluate", () => call("Ledger", "evaluate", [evaluation]), shown.evaluation],
  ["relay", () => call("Ledger", "relay", [[{ record: contribution, signature: "0x" }], []]),
    ["Bring signed records to the ledger"]],
  ["claim", () => call("Settlement", "claim", [1, [64, 70], "0xabcd"]),
    ["Claim rewards and votes for members", "Member number: 64", "Member number: 70", "Page: 1"]],
  ["withdraw", () => call("Settlement", "withdraw", []), ["Withdraw all ether credited to me"]],
  ["submit", () => call("Settlement", "submit", [12, `0x${"11".repeat(32)}`, 5n, 0, "0x", "0x"], parseEther("1")),
    ["Post pages of the settlement of epoch 12 from page 0 on, under a bond of 1 ETH", "Epoch: 12",
      "Bond, lost if the settlement is refuted: 1 ETH", "First page: 0", "Earned by all, in units of 2^-60: 5"]],
  ["replayRow", () => call("Settlement", "replayRow", [12, 3, 50, [{ number: 0, values: "0x" }], "0x"]),
    ["Replay the credits of member 3 in epoch 12, from credit 50 on", "Epoch: 12", "Member number: 3",
      "Credits replayed before: 50"]],
  ["challengeRow", () => call("Settlement", "challengeRow", [12, 3, [{ number: 0, values: "0x" }], "0x", "0x"]),
    ["Refute the settlement of epoch 12 by the row of member 3", "Epoch: 12", "Member number: 3"]],
  ["verifyRows", () => call("Settlement", "verifyRows", [12, 0, 64, [], "0x", "0x"]),
    ["Show that the rows of members 0 up to, not including, 64 hold in epoch 12", "Epoch: 12", "From member number: 0",
      "Up to, not including, member number: 64"]],
  ["finalize", () => call("Settlement", "finalize", [12]), ["Make the settlement of epoch 12 final", "Epoch: 12"]],
  ["closeEpoch", () => call("Settlement", "closeEpoch", []), ["Close the epoch and open the next"]],
  ["delegate", () => call("Reputation", "delegate", [bob]),
    ["Delegate all my votes to Bob", "Delegate (the zero address is yourself): Bob"]],
  ["transfer", () => call("RewardToken", "transfer", [bob, parseEther("0.25")]),
    ["Send 0.25 RWD to Bob", "Amount: 0.25 RWD", "To: Bob"]],
  ["approve without limit", () => call("RewardToken", "approve", [bob, maxUint256]),
    ["Allow Bob to spend up to Unlimited RWD", "Spender: Bob", "Amount: Unlimited RWD"]],
  ["castVote", () => call("OrganizationGovernor", "castVote", [5n, 0]),
    ["Vote Against on proposal 5", "Vote: Against", "Proposal: 5"]],
  ["castVoteWithReason", () => call("OrganizationGovernor", "castVoteWithReason", [5n, 1, "Well earned"]),
    ["Vote For on proposal 5: Well earned", "Vote: For", "Proposal: 5", "Reason: Well earned"]],
  ["propose, with the change it makes",
    () => call("OrganizationGovernor", "propose",
      [[parameters], [0n], [encode("Parameters", "set", [0, 6000n])], "Let credits weigh more"]),
    ["Propose", "Text: Let credits weigh more", "Contract: Parameters", "Ether: 0 ETH",
      "Call: Set Damping, in 1/10000 to 6000"]],
  ["a proposal to give a role",
    () => call("OrganizationGovernor", "propose",
      [[roles], [0n], [encode("Roles", "grant", ["steward of area docs", bob, 4102444800n, condition])], "She keeps them true"]),
    ["Propose", "Text: She keeps them true", "Contract: Roles", "Ether: 0 ETH",
      "Call: Give Bob the role “steward of area docs” until 2100-01-01T00:00:00Z"]],
  ["grant", () => call("Roles", "grant", ["steward of area docs", bob, 4102444800n, condition]),
    ["Give Bob the role “steward of area docs” until 2100-01-01T00:00:00Z", "Member: Bob", "Role: steward of area docs",
      "Until: 2100-01-01T00:00:00Z", "Least share of all influence, checked on chain: 1.5%", "Area, only reported: docs",
      "Least share of the area's influence, only reported: 25%", "Over so many epochs, only reported: 4"]],
  ["revoke", () => call("Roles", "revoke", ["steward of area docs", bob]),
    ["Take the role “steward of area docs” from Bob", "Member: Bob", "Role: steward of area docs"]],
  ["show", () => call("Roles", "show", ["steward of area docs", bob, "0x00"]),
    ["Show whether Bob has the influence that the role “steward of area docs” asks for", "Member: Bob",
      "Role: steward of area docs"]],
  ["proposeBySig", () => call("OrganizationGovernor", "proposeBySig",
    [proposal.targets, proposal.values, proposal.calldatas, proposal.description, alice, proposal.deadline, "0x"]),
    ["Bring a signed proposal", "Proposer: Alice", "Text: Let credits weigh more",
      ...calls, "Signature valid until: 2100-01-01T00:00:00Z"]],
];

for (const [name, render, expected] of examples) {
  test(`a wallet shows ${name} in these words`, () => assert.deepEqual(render(), expected));
}
