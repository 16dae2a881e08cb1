// An organization of compiled contracts, created in the order of a founding.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { getContractAddress } from "viem";

export const artifact = name =>
  JSON.parse(readFileSync(new URL(`../../artifacts/contracts/${name}.sol/${name}.json`, import.meta.url), "utf8"));

export const terms = {
  dampingBp: 5000, pointsPerEpoch: 1000000, introductionPoints: 1000, rewardPerEpoch: 10n ** 13n, renewalBp: 200,
  epochSeconds: 604800, challengeSeconds: 86400, bond: 10n ** 18n,
};

const order = ["OrganizationTimelock", "Parameters", "RewardToken", "Reputation", "Ledger", "OrganizationGovernor", "Roles", "Settlement"];

/**
 * @param client A wallet with public actions, whose account pays.
 * @param founders What the settlement contract takes.
 * @returns {Promise<Record<string, `0x${string}`>>} The contracts' addresses by name.
 */
export async function found(client, founders) {
  const from = client.account.address;
  const nonce = await client.getTransactionCount({ address: from });
  // Contracts name each other by addresses that are fixed before they are created.
  const at = Object.fromEntries(order.map((name, i) => [name, getContractAddress({ from, nonce: BigInt(nonce + i) })]));
  const args = {
    OrganizationTimelock: [at.OrganizationGovernor, at.Roles],
    Parameters: [at.OrganizationTimelock, terms],
    RewardToken: ["Orchard", "ORC", at.Settlement],
    Reputation: [at.Settlement],
    Ledger: [at.Settlement, at.Reputation],
    OrganizationGovernor: [at.Reputation, at.OrganizationTimelock],
    Roles: [at.OrganizationTimelock, at.Settlement],
    Settlement: [at.Ledger, at.Parameters, at.RewardToken, at.Reputation, founders],
  };
  for (const name of order) {
    const { abi, bytecode } = artifact(name);
    const hash = await client.deployContract({ abi, bytecode, args: args[name], chain: null });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    assert.equal(contractAddress.toLowerCase(), at[name].toLowerCase(), name);
  }
  return at;
}
