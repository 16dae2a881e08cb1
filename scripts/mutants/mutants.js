// Changes the contracts under test in one place at a time, and asks whether a test fails with the change.
import hre from "hardhat";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Compiler, root } from "./compiler.js";
import { allMutants } from "./generate.js";
import { Judge } from "./judge.js";
import { Results } from "./results.js";
import { complaints, nameOf, survivorsIn } from "./survivors.js";
import { Testers } from "./testers.js";

const usage = `npm run mutants -- [options]

Makes mutants of the Ledger, the Settlement and what they are made of, and runs the tests with each until one fails.
Fails, naming each, where a mutant survives that contracts/MUTANTS.md does not list, and where that lists one that a test
kills or that is not there any more. What was found is kept in cache/mutants.jsonl: a run that is stopped goes on there, and
only mutants whose code changed are judged again, and by suites that changed. A whole run takes an hour or two.

options:
  --only TEXT        only mutants whose name (file, function, change) has this in it; may be repeated
  --sample NUMBER    only so many of them, drawn by --seed
  --seed NUMBER      another draw (1)
  --listed           only those that contracts/MUTANTS.md lists
  --list             names the mutants and judges none
  --verbose          names every mutant, with the test that kills it
  --fresh            forgets what was found before
  --help             shows this

Exit codes: 0 the list is right, 1 it is not, 2 these options make no sense.`;

const listPath = "contracts/MUTANTS.md";

/** A part of the list that depends on the seed alone, in the order of the list. */
function sampled(list, size, seed) {
  let state = seed >>> 0;
  // mulberry32
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const drawn = list.map((each, place) => ({ each, place, draw: random() })).sort((a, b) => a.draw - b.draw).slice(0, size);
  return drawn.sort((a, b) => a.place - b.place).map(({ each }) => each);
}

function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string", multiple: true }, sample: { type: "string" }, seed: { type: "string", default: "1" },
      listed: { type: "boolean" }, list: { type: "boolean" }, verbose: { type: "boolean" }, fresh: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  for (const name of ["sample", "seed"]) {
    if (values[name] !== undefined && !/^\d+$/.test(values[name])) throw new Error(`--${name} takes a number, not '${values[name]}'.`);
  }
  return values;
}

async function judgeAll(judge, mutants, verbose) {
  const verdicts = new Map();
  const counts = { killed: 0, survived: 0, equal: 0, invalid: 0 };
  const start = performance.now();
  for (const mutant of mutants) {
    const { verdict, by } = await judge.judge(mutant);
    verdicts.set(nameOf(mutant), verdict);
    ++counts[verdict];
    if (verbose) console.log(`${verdict.padEnd(8)}  ${nameOf(mutant)}${by ? `  (${by})` : ""}`);
    if (verdicts.size % 100 === 0) {
      console.error(`${verdicts.size} of ${mutants.length} after ${Math.round((performance.now() - start) / 1000)} s`);
    }
  }
  return { verdicts, counts, seconds: Math.round((performance.now() - start) / 1000) };
}

async function main(args) {
  let options;
  try {
    options = optionsOf(args);
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const compiler = new Compiler(hre.config.solidity.profiles.default.compilers[0].settings);
  const all = allMutants(compiler);
  const listed = survivorsIn(readFileSync(join(root, listPath), "utf8"));
  const names = new Set(listed.map(nameOf));
  let chosen = all.filter(each => !options.only || options.only.some(text => nameOf(each).includes(text)));
  if (options.listed) chosen = chosen.filter(each => names.has(nameOf(each)));
  if (options.sample) chosen = sampled(chosen, Number(options.sample), Number(options.seed));
  if (options.list) {
    for (const each of chosen) console.log(nameOf(each));
    return 0;
  }
  if (chosen.length === 0) {
    console.error("No mutant has such a name; --list names them.");
    return 2;
  }

  const results = new Results(join(root, "cache/mutants.jsonl"));
  if (options.fresh) results.forget();
  const testers = new Testers();
  try {
    const judge = new Judge(compiler, testers, results);
    await judge.begin();
    const { verdicts, counts, seconds } = await judgeAll(judge, chosen, options.verbose);
    const wrong = complaints(listed, all, verdicts);
    for (const each of wrong) console.error(each);
    const { killed, survived, equal, invalid } = counts;
    const score = killed + survived === 0 ? 100 : (100 * killed) / (killed + survived);
    console.log(`${chosen.length} mutants in ${seconds} s: ${killed} killed, ${survived} survived (${wrong.length} to be explained), ` +
      `${equal} with the same code, ${invalid} that do not compile; score ${score.toFixed(1)} %`);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    testers.close();
  }
}

process.exitCode = await main(process.argv.slice(2));
