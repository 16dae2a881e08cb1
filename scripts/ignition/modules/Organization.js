import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

// An organization, one transaction after another: the contracts name each other by addresses that follow from the sender's
// next nonces, so nobody ever holds a role. scripts/ignition/parameters.js computes them. A transaction that gets in
// between moves the addresses; the settlement contract or the check then refuses to be created, and the deployment fails.
export default buildModule("Organization", (m) => {
  const [deployer, governorAddress, rolesAddress, settlementAddress] = ["deployer", "governor", "roles", "settlement"].map((name) => m.getParameter(name));
  const [terms, founders, name, symbol] = ["terms", "founders", "tokenName", "tokenSymbol"].map((each) => m.getParameter(each));
  let last;
  const create = (contract, args) => {
    last = m.contract(contract, args, { after: last ? [last] : [] });
    return last;
  };
  const timelock = create("OrganizationTimelock", [governorAddress, rolesAddress]);
  const parameters = create("Parameters", [timelock, terms]);
  const token = create("RewardToken", [name, symbol, settlementAddress]);
  const reputation = create("Reputation", [settlementAddress]);
  const ledger = create("Ledger", [settlementAddress, reputation]);
  const governor = create("OrganizationGovernor", [reputation, timelock]);
  const roles = create("Roles", [timelock, settlementAddress]);
  const settlement = create("Settlement", [ledger, parameters, token, reputation, founders]);
  const check = create("FoundingCheck", [settlement, deployer, founders, terms, name, symbol]);
  return { timelock, parameters, token, reputation, ledger, governor, roles, settlement, check };
});
