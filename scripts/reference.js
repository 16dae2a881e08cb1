// Writes docs/reference/contracts.md from what the compiler read of the contracts and their documentation.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { describeSource, undescribed, plain } from "./natspec.js";

const usage = `npm run --silent reference [-- --check]

Writes docs/reference/contracts.md from the NatSpec of contracts/interfaces; run \`npm run compile\` first.
Fails, naming each, where a function, event, error, field or parameter has no description.
  --check   writes nothing; exit code 1 if the page is not what would be written`;

const root = new URL("../", import.meta.url);
const page = new URL("docs/reference/contracts.md", root);

const readJson = path => JSON.parse(readFileSync(new URL(path, root), "utf8"));
const cell = text => text.replaceAll("|", "\\|");
const table = (head, rows) =>
  [`| ${head.join(" | ")} |`, `|${head.map(() => "---").join("|")}|`, ...rows.map(row => `| ${row.map(cell).join(" | ")} |`)];
const variables = items => items.map(each => `${each.type} ${each.name}`.trim()).join(", ");
const signature = item => `${item.name}(${variables(item.parameters)})`;
const valuesOf = item => variables(item.returns);
const anchor = heading => `#${heading.toLowerCase().replaceAll(".", "")}`;
const details = item => [...item.parameters.map(named), ...item.returns.map(returned)].filter(Boolean);
const sentence = item => [item.notice, item.dev, ...details(item)].filter(Boolean).join(" ");
const named = each => each.text && `\`${each.name}\`: ${each.text}`;
const returned = each => each.text && `Returns ${each.name ? `\`${each.name}\`: ` : ""}${each.text}`;

/** The contracts that are deployed and have an interface of their own. */
function contracts() {
  const files = readdirSync(new URL("contracts/", root)).filter(file => file.endsWith(".sol"));
  const names = files.map(file => file.replace(".sol", "")).sort();
  const interfaces = readdirSync(new URL("contracts/interfaces/", root));
  return names.filter(name => interfaces.includes(`I${name}.sol`)).map(name => {
    const { abi, buildInfoId } = readJson(`artifacts/contracts/${name}.sol/${name}.json`);
    const path = `project/contracts/interfaces/I${name}.sol`;
    const { ast } = readJson(`artifacts/build-info/${buildInfoId}.output.json`).output.sources[path];
    const { content } = readJson(`artifacts/build-info/${buildInfoId}.json`).input.sources[path];
    return { name, abi, ...describeSource(ast, content, `I${name}`) };
  });
}

function write(all) {
  const lines = [
    "# Reference of the contracts",
    "",
    "Written by `npm run reference` from `contracts/interfaces/`: what it says is changed there.",
    "[The contracts](../contracts.md) tells how they work together. Units: influence is in units of 2^-60 of all influence,",
    "rewards and reputation in settlements in units of 10^-9, token amounts have 18 decimals, ether is in wei, times are in",
    "seconds (dates since 1970), `Bp` is 1/10000.",
    "",
    ...all.map(({ name, notice }) => `- [${name}](${anchor(name)}): ${plain(notice).split(". ")[0].replace(/\.$/, "")}.`),
  ];
  for (const contract of all) lines.push("", ...section(contract));
  return `${lines.join("\n")}\n`;
}

function section({ name, abi, notice, dev, functions, events, errors, structs, enums }) {
  const lines = [`## ${name}`, "", notice];
  if (dev) lines.push("", dev);
  const calls = functions.filter(item => !item.isView);
  const views = functions.filter(item => item.isView);
  const links = calls.map(item => `[${item.name}](${anchor(`${name}.${item.name}`)})`);
  if (links.length) lines.push("", `Calls: ${links.join(", ")}.`);
  for (const item of calls) lines.push("", ...call(name, item));
  if (views.length) {
    const rows = views.map(item => [`\`${signature(item)}\` → \`${valuesOf(item)}\``, sentence(item)]);
    lines.push("", `### ${name}: views`, "", ...table(["view", "gives"], rows));
  }
  for (const [kind, items] of [["event", events], ["error", errors]]) {
    const rows = items.map(item => [`\`${signature(item)}\``, sentence(item)]);
    if (rows.length) lines.push("", `### ${name}: ${kind}s`, "", ...table([kind, "says"], rows));
  }
  for (const item of structs) {
    lines.push("", `### ${name}: struct ${item.name}`, "", item.notice);
    lines.push("", ...table(["field", "is"], item.fields.map(each => [`\`${each.type} ${each.name}\``, each.text])));
  }
  for (const item of enums) {
    lines.push("", `### ${name}: enum ${item.name}`, "", item.notice, "");
    const described = item.values.some(each => each.text);
    const rows = item.values.map((each, i) => [`${i}`, `\`${each.name}\``, ...(described ? [each.text] : [])]);
    lines.push(...table(["value", "name", ...(described ? ["means"] : [])], rows));
  }
  return [...lines, ...standard(name, abi, { functions, events, errors })];
}

function call(contract, item) {
  const gives = item.returns.length ? ` returns (${valuesOf(item)})` : "";
  const head = `function ${signature(item)}${item.isPayable ? " payable" : ""}${gives}`;
  const lines = [`### ${contract}.${item.name}`, "", "```solidity", head, "```", "", item.notice];
  if (item.dev) lines.push("", item.dev);
  return [...lines, "", ...[`Caller: ${item.caller}`, ...details(item)].map(each => `- ${each}`)];
}

/** What a contract takes over from OpenZeppelin unchanged: named here, documented there. */
function standard(name, abi, own) {
  const known = new Set([...own.functions, ...own.events, ...own.errors].map(item => item.name));
  const inherited = kind => abi.filter(item => item.type === kind && !known.has(item.name)).map(item => {
    const parameters = item.inputs.map(input => ({ type: input.internalType.replace(/^\w+ /, ""), name: input.name }));
    return `\`${signature({ name: item.name, parameters })}\``;
  });
  const rows = ["function", "event", "error"].map(kind => [`${kind}s`, inherited(kind).join(", ")]);
  const filled = rows.filter(([, items]) => items);
  if (!filled.length) return [];
  return ["", `### ${name}: from the standards`, "", "As OpenZeppelin documents them.", "", ...table(["", ""], filled)];
}

function main(args) {
  if (args.length > 1 || (args[0] && args[0] !== "--check")) {
    console.log(usage);
    return args[0] === "--help" ? 0 : 2;
  }
  let all;
  try {
    all = contracts();
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    console.error(`${error.message}. Is everything compiled? Run \`npm run compile\` first.`);
    return 1;
  }
  const missing = all.flatMap(undescribed);
  for (const each of missing) console.error(`${each} has no description.`);
  if (missing.length) return 1;
  const text = write(all);
  if (args[0] === "--check") {
    if (existsSync(page) && readFileSync(page, "utf8") === text) return 0;
    console.error("docs/reference/contracts.md is stale; run `npm run reference`.");
    return 1;
  }
  mkdirSync(new URL(".", page), { recursive: true });
  writeFileSync(page, text);
  console.error("docs/reference/contracts.md written.");
  return 0;
}

process.exitCode = main(process.argv.slice(2));
