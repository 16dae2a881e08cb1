// One real message of each kind, and who is who in them.
import { encodeFunctionData, parseAbi } from "viem";

export const alice = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
export const bob = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
export const carol = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const id = "0x52b7c9e3b0a5d2e1f4c6a8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f80912a3b";

export const contribution = {
  contributor: alice,
  area: "lib",
  title: "Mend the flow cache",
  uri: "https://example.org/17",
  contentHash: `0x${"00".repeat(12)}3f0c9d1e2b4a5968778695a4b3c2d1e0f1029384`,
  coAuthors: [{ account: bob, shareBp: 2500 }, { account: carol, shareBp: 1 }],
  buildsOn: [id],
  nonce: 7,
};

export const evaluation = {
  evaluator: alice,
  epoch: 12,
  nonce: 3,
  credits: [
    { contribution: id, recipient: bob, points: 400000 },
    { contribution: contribution.contentHash, recipient: carol, points: 1 },
  ],
};

export const permit = { owner: alice, spender: bob, value: 1500000000000000000n, nonce: 0n, deadline: 4102444800n };
export const delegation = { delegatee: bob, nonce: 0n, expiry: 4102444800n };
export const ballot = { proposalId: 987654321n, support: 1, voter: alice, nonce: 4n };
export const extendedBallot = { ...ballot, support: 2, reason: "Too early", params: "0x" };

export const parameterBallot = {
  voter: alice,
  ballot: "2026-q3",
  nonce: 1767225600n,
  preferences: [{ parameter: "dampingBp", value: 6000n }, { parameter: "bond", value: 2000000000000000000n }],
};

export const parameters = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512";
const setting = (parameter, value) => encodeFunctionData({
  abi: parseAbi(["function set(uint8 parameter, uint256 value)"]), args: [parameter, value],
});
export const proposal = {
  proposer: alice,
  targets: [parameters, parameters],
  values: [0n, 0n],
  calldatas: [setting(0, 6000n), setting(4, 300n)],
  description: "Let credits weigh more",
  nonce: 2n,
  deadline: 4102444800n,
};

/** The lines that a wallet shows for the two records, whichever way they are brought. */
export const shown = {
  contribution: [
    "Record the contribution “Mend the flow cache” of Alice",
    "Contributor: Alice",
    "Title: Mend the flow cache",
    "Area: lib",
    "Link: https://example.org/17",
    `Hash of the content: ${contribution.contentHash}`,
    "Co-author: Bob",
    "Share: 25%",
    `Co-author: ${carol}`,
    "Share: 0.01%",
    `Builds on: ${id}`,
  ],
  evaluation: [
    "Give credit",
    "Evaluator: Alice",
    "Epoch: 12",
    "To: Bob",
    "Points: 400000",
    `For contribution: ${id}`,
    `To: ${carol}`,
    "Points: 1",
    `For contribution: ${contribution.contentHash}`,
  ],
};
