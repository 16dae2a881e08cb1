// Writes the parameters of the module Organization for a charter, a chain and the account that will deploy.
//
// usage: node scripts/ignition/parameters.js CHARTER.json DEPLOYER > parameters.json      with ETH_RPC_URL set
//
// Keep the file until the deployment is done: a deployment that was interrupted goes on with the same addresses.
import { readFileSync } from "node:fs";
import { createPublicClient, getAddress, getContractAddress, http } from "viem";

// The place of a contract among the module's transactions.
const GOVERNOR = 5n;
const ROLES = 6n;
const SETTLEMENT = 7n;

const [path, account] = process.argv.slice(2);
if (path === undefined || account === undefined || process.env.ETH_RPC_URL === undefined) {
  console.error("usage: ETH_RPC_URL=URL node scripts/ignition/parameters.js CHARTER.json DEPLOYER > parameters.json");
  process.exit(2);
}

const charter = JSON.parse(readFileSync(path, "utf8"));
const deployer = getAddress(account);
const client = createPublicClient({ transport: http(process.env.ETH_RPC_URL) });
const nonce = BigInt(await client.getTransactionCount({ address: deployer, blockTag: "pending" }));
const created = (place) => getContractAddress({ from: deployer, nonce: nonce + place });
// Ignition reads "12n" as an integer of any size.
const integer = (value) => `${BigInt(value)}n`;

console.log(JSON.stringify({
  Organization: {
    deployer,
    governor: created(GOVERNOR),
    roles: created(ROLES),
    settlement: created(SETTLEMENT),
    tokenName: charter.token.name,
    tokenSymbol: charter.token.symbol,
    founders: charter.founders.map(({ account: founder, reputation }) => ({ account: getAddress(founder), reputation: integer(reputation) })),
    terms: Object.fromEntries(Object.entries(charter.terms).map(([name, value]) => [name, integer(value)])),
  },
}, null, 2));
