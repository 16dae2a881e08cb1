// How long the dashboard's verifier takes, in a worker thread as in the browser's worker.
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { readBundle, settleBundle, writeBundle } from "../../src/dashboard/protocol/bundle.ts";
import { verify } from "../../src/dashboard/verify/verify.ts";
import { createChain, type Size } from "../../tests/dashboard/support/chain.ts";

const help = `Measures how long the dashboard's verifier takes for a bundle, and for a whole organization with its signatures.

usage: node bench/dashboard/verify.ts [--help]

Prints a table for bench/results/dashboard.md, in seconds of one core. The chain is in memory: what a real one takes to answer is
not in the figures.
`;

const sizes: readonly Size[] = [
  { members: 100, credits: 2_000, contributions: 200 },
  { members: 1_000, credits: 20_000, contributions: 2_000 },
];

interface Figures {
  readonly members: number;
  readonly credits: number;
  readonly records: number;
  readonly bundleMs: number;
  /** Until everything but the signatures is checked. */
  readonly computedMs: number;
  readonly signaturesMs: number;
}

/** What this thread has used of a core, in ms: others may work on the machine. */
function spent(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function measure(size: Size): Promise<Figures> {
  const { provider, settlement, epoch } = await createChain(size);
  const zero = `0x${"00".repeat(32)}` as const;
  const text = writeBundle({ ...epoch, contributions: Array.from(epoch.credits.from, () => zero) });
  const bundleStart = spent();
  const { root } = settleBundle(readBundle(text));
  const bundleMs = spent() - bundleStart;

  const start = spent();
  let computedMs = 0;
  const report = await verify(provider, { settlement }, { onComputed: () => (computedMs = spent() - start) });
  const signaturesMs = spent() - start - computedMs;
  if (report.differences.length > 0 || report.epochs[1]!.settlement.root !== root) throw new Error("The benchmark's organization does not verify.");
  return { members: report.counts.members, credits: report.epochs[1]!.credits, records: report.counts.records, bundleMs, computedMs, signaturesMs };
}

async function run(): Promise<void> {
  const node = `Node ${process.versions.node}`;
  const cpu = /model name\s*: (.*)/.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? cpus()[0]!.model;
  console.log(`Machine: ${cpus().length} cores of ${cpu}, ${node}.\n`);
  console.log("| members | credits | records, all signed | bundle, s | whole chain but signatures, s | signatures, s | page waits at most, ms |");
  console.log("|--:|--:|--:|--:|--:|--:|--:|");
  for (const size of sizes) {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const worker = new Worker(new URL(import.meta.url));
    const figures = await new Promise<Figures>((resolve, reject) => {
      worker.once("message", resolve).once("error", reject).once("online", () => {
        delay.enable();
        worker.postMessage(size);
      });
    });
    delay.disable();
    await worker.terminate();
    const seconds = (ms: number) => (ms / 1000).toFixed(2);
    const row = [
      figures.members, figures.credits, figures.records, seconds(figures.bundleMs), seconds(figures.computedMs), seconds(figures.signaturesMs),
      Math.round(delay.max / 1e6),
    ];
    console.log(`| ${row.map(cell => cell.toLocaleString("en")).join(" | ")} |`);
  }
}

if (!isMainThread) parentPort!.once("message", (size: Size) => void measure(size).then(figures => parentPort!.postMessage(figures)));
else if (process.argv.length > 2) console.log(help);
else await run();
