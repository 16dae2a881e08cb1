// Checks that every property in contracts/PROPERTIES.md has tests, and that these are there.
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const usage = `npm run --silent properties

Fails, naming each, where a property in contracts/PROPERTIES.md names no test, or one that is not there or never runs.`;

const root = fileURLToPath(new URL("../", import.meta.url));

/** The rows of the tables: what holds, and the tests that hold it as `File.function`. */
export function propertiesIn(text) {
  const rows = text.split("\n").filter(line => line.startsWith("| ") && !/^\| property \|/.test(line));
  return rows.map(row => {
    const [, property, tests] = row.split("|").map(cell => cell.trim());
    return { property, tests: [...tests.matchAll(/`(\w+)\.(\w+)`/g)].map(([, file, test]) => ({ file, test })) };
  });
}

/** What is wrong with these properties, one sentence each. `sources` are the texts of all test files by name without suffix. */
export function complaints(properties, sources) {
  const wrong = ({ file, test }) =>
    !sources.has(file) ? `there is no test file ${file}, or more than one` : !runs(sources.get(file), test) ? `${file} runs no ${test}` : null;
  return properties.flatMap(({ property, tests }) =>
    tests.length === 0 ? [`"${property}" has no test.`] : tests.map(wrong).filter(Boolean).map(why => `"${property}": ${why}.`));
}

/** Whether the runner calls a function, or a function beside it does. Comments are no tests. */
function runs({ text, language }, name) {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  if (language === "cs") return new RegExp(`\\[Test[^\\]]*\\]\\s+public \\S+ (?:\\S+ )?${name}\\(`).test(code);
  if (!new RegExp(`function ${name}\\(`).test(code)) return false;
  return /^(test_|invariant_|afterInvariant$)/.test(name) || new RegExp(`^\\s*${name}\\(\\);`, "m").test(code);
}

function testSources() {
  const files = folder => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(each => each.isFile() && !/[/\\](bin|obj)([/\\]|$)/.test(each.parentPath));
  const sources = new Map();
  const ambiguous = new Set();
  const add = (each, suffix, language) => {
    const name = basename(each.name, suffix);
    if (sources.has(name)) ambiguous.add(name);
    sources.set(name, { text: readFileSync(join(each.parentPath, each.name), "utf8"), language });
  };
  for (const each of files("contracts/test")) {
    if (each.name.endsWith(".sol")) add(each, each.name.endsWith(".t.sol") ? ".t.sol" : ".sol", "sol");
  }
  for (const each of files("tests")) if (each.name.endsWith("Tests.cs")) add(each, ".cs", "cs");
  // A name that two projects use says nothing of which test is meant.
  for (const name of ambiguous) sources.delete(name);
  return sources;
}

function main(args) {
  if (args.length !== 0) {
    console.log(usage);
    return args.length === 1 && ["--help", "-h"].includes(args[0]) ? 0 : 2;
  }
  const properties = propertiesIn(readFileSync(join(root, "contracts/PROPERTIES.md"), "utf8"));
  if (properties.length === 0) throw new Error("contracts/PROPERTIES.md has no table of properties.");
  const wrong = complaints(properties, testSources());
  for (const each of wrong) console.error(each);
  if (wrong.length === 0) console.log(`${properties.length} properties, ${properties.flatMap(each => each.tests).length} tests.`);
  return wrong.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
