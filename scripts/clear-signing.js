// Fills the clear-signing templates of contracts/clear-signing with the addresses of a deployed organization.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BaseError, createPublicClient, getAddress, http, isAddress, parseAbi } from "viem";

const usage = `npm run --silent clear-signing -- --rpc URL --settlement ADDRESS --out DIR [--governor ADDRESS] [--owner NAME]

Writes the ERC-7730 descriptors of an organization: what a wallet shows before its members sign.
  --rpc URL             a node of its chain
  --settlement ADDRESS  its settlement contract; ledger, parameters, token and reputation follow from it
  --governor ADDRESS    its governor; without it there are no descriptors of votes, proposals and roles
  --owner NAME          what wallets call the organization; otherwise what the templates say
  --out DIR             where the files go; the folder is made if there is none`;

const templates = new URL("../contracts/clear-signing/", import.meta.url);
const views = parseAbi([
  "function ledger() view returns (address)",
  "function parameters() view returns (address)",
  "function token() view returns (address)",
  "function reputation() view returns (address)",
  "function timelock() view returns (address)",
  "function roles() view returns (address)",
  "function eip712Domain() view returns (bytes1, string, string, uint256, address, bytes32, uint256[])",
]);

/** What is asked for cannot be described: the message says why. */
export class Refused extends Error {}

/** @returns {Promise<Record<string, object>>} The filled descriptors by file name. */
export async function describe(client, { settlement, governor, owner }) {
  const ask = (address, functionName) => client.readContract({ address, abi: views, functionName });
  const addresses = { Settlement: getAddress(settlement) };
  const parts = { Ledger: "ledger", Parameters: "parameters", RewardToken: "token", Reputation: "reputation" };
  for (const [contract, view] of Object.entries(parts)) addresses[contract] = await ask(settlement, view);
  if (governor) {
    // A governor of another organization would have its ballots shown as this one's.
    const votes = await ask(governor, "token");
    if (votes !== addresses.Reputation) {
      throw new Refused(`${governor} counts the votes of ${votes}, not of ${addresses.Reputation}.`);
    }
    addresses.OrganizationGovernor = getAddress(governor);
    addresses.Roles = await ask(await ask(governor, "timelock"), "roles");
  }
  const chainId = await client.getChainId();
  const filled = {};
  for (const file of readdirSync(templates).sort()) {
    const [kind, contract] = file.replace(".json", "").split("-");
    const address = addresses[contract];
    if (address === undefined) continue;
    const descriptor = JSON.parse(readFileSync(new URL(file, templates), "utf8"));
    const binding = descriptor.context.eip712 ?? descriptor.context.contract;
    binding.deployments = [{ chainId, address }];
    if (kind === "eip712") binding.domain = domainOf(contract, binding.domain, await ask(address, "eip712Domain"));
    if (owner) descriptor.metadata.owner = owner;
    filled[file] = descriptor;
  }
  return filled;
}

/** The domain that the contract itself tells, which must be the template's; a token's name is the organization's choice. */
function domainOf(contract, template, [, name, version]) {
  const domain = { name, version };
  for (const key of Object.keys(template)) {
    if (template[key] !== domain[key]) {
      throw new Refused(`${contract} signs as ${key} "${domain[key]}", not "${template[key]}".`);
    }
  }
  return domain;
}

async function main(args) {
  let options;
  try {
    const text = { type: "string" };
    options = parseArgs({
      args,
      options: { rpc: text, settlement: text, governor: text, owner: text, out: text, help: { type: "boolean" } },
    }).values;
  } catch (error) {
    return fail(`${error.message}\n\n${usage}`, 2);
  }
  if (options.help) return console.log(usage);
  const missing = ["rpc", "settlement", "out"].filter(name => !options[name]);
  if (missing.length) return fail(`--${missing.join(", --")} missing.\n\n${usage}`, 2);
  for (const name of ["settlement", "governor"]) {
    if (options[name] && !isAddress(options[name], { strict: false })) {
      return fail(`--${name} ${options[name]} is no address.`, 2);
    }
  }
  try {
    const files = await describe(createPublicClient({ transport: http(options.rpc) }), options);
    mkdirSync(options.out, { recursive: true });
    for (const [file, descriptor] of Object.entries(files)) {
      writeFileSync(join(options.out, file), `${JSON.stringify(descriptor, null, 2)}\n`);
    }
    console.error(`${Object.keys(files).length} descriptors written to ${options.out}.`);
    if (!options.governor) console.error("Without --governor there are none of votes, proposals and roles.");
  } catch (error) {
    if (error instanceof Refused) return fail(error.message, 1);
    if (error instanceof BaseError) return fail(`The contracts do not answer: ${error.shortMessage}`, 4);
    throw error;
  }
}

function fail(message, code) {
  console.error(message);
  process.exitCode = code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
