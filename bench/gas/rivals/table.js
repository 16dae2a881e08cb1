import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";

const help = `Measures what the contracts cost, and what one would take instead, and writes both into bench/results/gas.md.

usage: npm run gas:table [-- --help]

Installs the rivals' packages beside this file first. Takes about a minute.
`;

const said = (gas) => gas.toLocaleString("en");
const table = (head, rows) => [head, head.map((_, i) => (i === 0 ? "---" : "--:")), ...rows]
  .map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const versionsOf = async (manifest, names) => {
  const { dependencies, devDependencies } = JSON.parse(await readFile(new URL(manifest, import.meta.url), "utf8"));
  return names.map((name) => `${name} ${{ ...dependencies, ...devDependencies }[name]}`).join(", ");
};

const missesOf = (operations, figures) => Object.entries(operations)
  .filter(([key, { goal }]) => figures[key] > goal)
  .map(([key, { what, goal, reason = "nothing in the protocol asks for it; it can be reduced." }]) =>
    `- **${key}** (${what}), ${said(figures[key] - goal)} above: ${reason}`);

const write = async () => {
  execFileSync("npm", ["ci", "--silent"], { cwd: new URL(".", import.meta.url), stdio: "inherit" });
  const { Chain } = await import("../chain.js");
  const { measure } = await import("../measure.js");
  const { operations } = await import("../operations.js");
  const { measureEas } = await import("./eas.js");
  const { measureMerkle } = await import("./merkle.js");
  const figures = await measure();
  const rivals = [...(await measureEas()), ...(await measureMerkle())];

  const heads = ["operation", "gas", "goal", "of the goal", "key"];
  const ours = table(heads, Object.entries(operations).map(([key, { what, goal }]) =>
    [what, said(figures[key]), goal ? said(goal) : "", goal ? `${Math.round((100 * figures[key]) / goal)} %` : "", `\`${key}\``]));
  const wholeSubmission = { what: "publish the result of an epoch, n = 1,000, in all", gas: 1_000 * figures.submitPerMember1000 };
  const compared = table(["operation", "ours", "instead", "gas", "ours is"], rivals.map(({ key, rival, gas }) => {
    const own = key === "submit1000" ? wholeSubmission : { what: operations[key].what, gas: figures[key] };
    return [own.what, said(own.gas), rival, said(gas), `${(own.gas / gas).toFixed(own.gas < gas ? 2 : 1)} ×`];
  }));
  const tools = await versionsOf("../../../package.json", ["hardhat", "solc", "@openzeppelin/contracts"]);
  const packages = await versionsOf(
    "package.json", ["@ethereum-attestation-service/eas-contracts", "@uniswap/merkle-distributor"]);
  const misses = missesOf(operations, figures);

  const text = `# What the contracts cost

Gas of single transactions, each in a block of its own, with calldata and the transaction's own cost, after some epochs: slots
written hold what was written two epochs before. What is said per record or member is the whole transaction, shared out.

Reproduce: \`npm run gas:table\`. Measured ${new Date().toISOString().slice(0, 10)} with ${tools},
hardfork ${Chain.hardfork}. \`scripts/test\` compares the figures of the first table with those of
[contracts/test/gas.json](../../contracts/test/gas.json).

${ours}

Signatures are those of 64 bytes (ERC-2098). At n = 20,000 the submission is a draft over five transactions; every transaction
measured is under 16,777,216 gas (EIP-7825) and 128 KiB. The challenges refute a vector in which one value is one unit too great.

## Above the goal

${misses.length > 0 ? misses.join("\n") : "Nothing."}

## What one would take instead

Measured in the same run on chains alike: ${packages}, as their packages
have them compiled, and a cumulative distributor on OpenZeppelin's \`MerkleProof\`, written for this comparison because no
package with one was found ([source](../gas/rivals/contracts/CumulativeDistributor.sol)).

${compared}

What they do not do, and what they do that ours does not:

- **EAS** keeps every attestation in storage, where other contracts can read it, revoke it and resolve it by a hook; ours are
  in the log, and contracts see only their hash chain. EAS has no members and nobody introduced by a credit, no budget of points,
  and no chain over the credits of a member that a settlement could be checked against. A whole
  relayed batch fails when one signature in it is bad. A contribution has the same seven fields; a credit is given with its
  contribution, recipient and points.
- **Distributors** publish one hash that somebody computed. Nobody can refute it on chain, and who has the key can publish any.
  The result itself is not on chain, so that whoever claims needs the list from somebody. Our submission brings the whole vector
  of influence and derives rewards and reputation from it on chain, which is why it costs more with every member. Uniswap's pays
  once for each epoch, so that who claims after ten epochs claims ten times; it has to be funded and does not mint.
- Only the last distributor sets votes as a claim of ours does: that is the one to compare a claim with.
`;
  await writeFile(new URL("../../results/gas.md", import.meta.url), text);
};

const [argument] = process.argv.slice(2);
if (argument === "--help" || argument === "-h") {
  console.log(help);
} else if (argument !== undefined) {
  console.error(`gas:table takes no '${argument}'; see npm run gas:table -- --help`);
  process.exitCode = 2;
} else {
  await write();
}
