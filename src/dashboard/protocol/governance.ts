// Votes, delegations and proposals: what is signed, and the calls behind them (chapter 6 of the protocol, OpenZeppelin's Governor).
import { bytesToHex, encodeAbiParameters, encodeFunctionData, hashTypedData, hexToBytes, parseAbi, type Address, type Hex } from "viem";
import { keccak } from "./bytes.ts";
import { parameters, type Terms } from "./parameters.ts";
import { domainFields, hashText } from "./records.ts";

/** What a vote says, with its number in the contract. */
export const supports = { Against: 0, For: 1, Abstain: 2 } as const;
export type Support = keyof typeof supports;

/** The most bytes of a vote's reason, and of a proposal's description, that a node brings to the chain. */
export const mostReason = 1_024;
export const mostDescription = 8_192;

/** The contracts that signatures are for. */
export interface GovernanceDomain {
  readonly chainId: number;
  readonly governor: Address;
  readonly reputation: Address;
}

/** A call that is made if a proposal passes. */
export interface ProposedCall {
  readonly target: Address;
  readonly value: string;
  readonly data: Hex;
}

const ballotFields = [
  { name: "proposalId", type: "uint256" },
  { name: "support", type: "uint8" },
  { name: "voter", type: "address" },
  { name: "nonce", type: "uint256" },
] as const;
const reasonFields = [{ name: "reason", type: "string" }, { name: "params", type: "bytes" }] as const;
const delegationFields = [
  { name: "delegatee", type: "address" },
  { name: "nonce", type: "uint256" },
  { name: "expiry", type: "uint256" },
] as const;
const proposalFields = [
  { name: "proposer", type: "address" },
  { name: "targets", type: "address[]" },
  { name: "values", type: "uint256[]" },
  { name: "calldatas", type: "bytes[]" },
  { name: "description", type: "string" },
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint256" },
] as const;

const governorAbi = parseAbi([
  "function castVoteWithReason(uint256 proposalId, uint8 support, string reason)",
  "function queue(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)",
  "function execute(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)",
]);
const reputationAbi = parseAbi(["function delegate(address delegatee)"]);
const parametersAbi = parseAbi(["function set(uint8 parameter, uint256 value)"]);
const proposalAbi = [{ type: "address[]" }, { type: "uint256[]" }, { type: "bytes[]" }, { type: "bytes32" }] as const;

const named = (name: string, chainId: number, verifyingContract: Address) => ({ name, version: "1", chainId, verifyingContract });

/** A vote as `eth_signTypedData_v4` takes it; without a reason it is the shorter `Ballot`. */
export function ballotToSign(proposal: string, support: Support, voter: Address, nonce: string, reason: string, { chainId, governor }: GovernanceDomain) {
  const domain = named("DecentralOrg Governor", chainId, governor);
  const message = { proposalId: proposal, support: supports[support], voter, nonce };
  return reason === ""
    ? { domain, types: { EIP712Domain: domainFields, Ballot: ballotFields }, primaryType: "Ballot" as const, message }
    : { domain, types: { EIP712Domain: domainFields, ExtendedBallot: [...ballotFields, ...reasonFields] }, primaryType: "ExtendedBallot" as const, message: { ...message, reason, params: "0x" } };
}

/** A delegation as `eth_signTypedData_v4` takes it. @param expiry The last time at which it is taken, in seconds since 1970. */
export function delegationToSign(delegatee: Address, nonce: string, expiry: number, { chainId, reputation }: GovernanceDomain) {
  const message = { delegatee, nonce, expiry: String(expiry) };
  return { domain: named("DecentralOrg Reputation", chainId, reputation), types: { EIP712Domain: domainFields, Delegation: delegationFields }, primaryType: "Delegation" as const, message };
}

/** A proposal as `eth_signTypedData_v4` takes it. @param deadline The last time at which it is taken, in seconds since 1970. */
export function proposalToSign(proposer: Address, calls: readonly ProposedCall[], description: string, nonce: string, deadline: number, { chainId, governor }: GovernanceDomain) {
  const message = { proposer, ...listsOf(calls), description, nonce, deadline: String(deadline) };
  return { domain: named("DecentralOrg Governor", chainId, governor), types: { EIP712Domain: domainFields, Proposal: proposalFields }, primaryType: "Proposal" as const, message };
}

/** What is signed of one of these. */
export const governanceDigest = (data: ReturnType<typeof ballotToSign> | ReturnType<typeof delegationToSign> | ReturnType<typeof proposalToSign>): Hex =>
  hashTypedData(data as unknown as Parameters<typeof hashTypedData>[0]);

/** The number that the governor gives a proposal. */
export function proposalId(calls: readonly ProposedCall[], descriptionHash: Hex): string {
  const { targets, values, calldatas } = listsOf(calls);
  const content = encodeAbiParameters(proposalAbi, [targets, values.map(BigInt), calldatas, descriptionHash]);
  return String(BigInt(bytesToHex(keccak(hexToBytes(content)))));
}

export const descriptionHash = (description: string): Hex => bytesToHex(hashText(description));

/** The calls that set parameters, in the order of the contract. */
export const settingCalls = (change: Readonly<Partial<Record<keyof Terms, bigint>>>, contract: Address): readonly ProposedCall[] =>
  parameters.flatMap(({ name }, number) => change[name] === undefined ? []
    : [{ target: contract, value: "0", data: encodeFunctionData({ abi: parametersAbi, args: [number, change[name]] }) }]);

/** What a wallet sends to put a proposal that passed into the timelock, or to have done what it says. */
export function stepCall(step: "queue" | "execute", governor: Address, calls: readonly ProposedCall[], hash: Hex) {
  const { targets, values, calldatas } = listsOf(calls);
  return { to: governor, data: encodeFunctionData({ abi: governorAbi, functionName: step, args: [targets, values.map(BigInt), calldatas, hash] }) };
}

/** A vote, and a delegation, as transactions of one's own. */
export const voteCall = (governor: Address, proposal: string, support: Support, reason: string) =>
  ({ to: governor, data: encodeFunctionData({ abi: governorAbi, functionName: "castVoteWithReason", args: [BigInt(proposal), supports[support], reason] }) });
export const delegateCall = (reputation: Address, delegatee: Address) => ({ to: reputation, data: encodeFunctionData({ abi: reputationAbi, args: [delegatee] }) });

/** The simulation that a description names. */
export interface ClaimedSimulation {
  readonly first: number;
  readonly last: number;
  readonly hash: Hex;
}

/** A description: what its proposer writes, the simulation if there was one, and who alone may make it (docs/cli.md). */
export const descriptionOf = (text: string, simulation: ClaimedSimulation | undefined, proposer: Address): string =>
  `${text.trim()}\n\n${simulation === undefined ? "" : `Simulation of epochs ${simulation.first} to ${simulation.last}: ${simulation.hash}\n`}#proposer=${proposer}`;

const listsOf = (calls: readonly ProposedCall[]) =>
  ({ targets: calls.map(({ target }) => target), values: calls.map(({ value }) => value), calldatas: calls.map(({ data }) => data) });
