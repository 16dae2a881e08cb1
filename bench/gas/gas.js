import { readFile, writeFile } from "node:fs/promises";

const help = `Measures what the contracts cost and compares it with contracts/test/gas.json, figure by figure.

usage: npm run gas [-- --write | --help]

Every figure is the gas of single transactions of real organizations on a chain in this process, the same in every run.
Fails when one differs, is missing or is new. --write writes what was measured instead.
`;

const file = new URL("../../contracts/test/gas.json", import.meta.url);
const rewrite = "If that is meant: npm run gas -- --write";

const said = (gas) => (gas === undefined ? "no figure" : `${gas.toLocaleString("en")} gas`);

const compare = (committed, measured) => {
  const keys = [...new Set([...Object.keys(committed), ...Object.keys(measured)])];
  const different = keys.filter((key) => committed[key] !== measured[key]);
  for (const key of different) {
    console.error(`✖ ${key}: ${said(measured[key])}, committed are ${said(committed[key])}. ${rewrite}`);
  }
  console.log(`${keys.length - different.length} passing`);
  if (different.length > 0) console.log(`${different.length} failing`);
  return different.length === 0;
};

const run = async (write) => {
  const { measure } = await import("./measure.js");
  const measured = await measure();
  if (write) {
    await writeFile(file, `${JSON.stringify(measured, null, 2)}\n`);
    return true;
  }
  return compare(JSON.parse(await readFile(file, "utf8")), measured);
};

const [argument, ...more] = process.argv.slice(2);
if (argument === "--help" || argument === "-h") {
  console.log(help);
} else if (more.length > 0 || (argument !== undefined && argument !== "--write")) {
  console.error(`gas takes no '${[argument, ...more].join(" ")}'; see npm run gas -- --help`);
  process.exitCode = 2;
} else {
  process.exitCode = (await run(argument === "--write")) ? 0 : 1;
}
