// How long the dashboard's verifier takes, in two worker threads as in the browser's workers.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread, MessageChannel, parentPort, Worker, type MessagePort } from "node:worker_threads";
import { readBundle, settleBundle, writeBundle } from "../../src/dashboard/protocol/bundle.ts";
import { help, helperAt } from "../../src/dashboard/verify/helper.ts";
import { verify } from "../../src/dashboard/verify/verify.ts";
import { createChain, type Size } from "../../tests/dashboard/support/chain.ts";

const usage = `Measures how long the dashboard's verifier takes for a bundle, and for a whole organization with its signatures.

usage: node bench/dashboard/verify.ts [--help]

Prints a table for bench/results/dashboard.md, in seconds of one core; "two cores" is what the busier of both threads used, which is how long
it takes on two cores that have nothing else to do. The chain is in memory: what a real one takes to answer is not in the figures.
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
  /** Of this thread alone. */
  readonly signaturesMs: number;
  /** From the beginning to the end. */
  readonly elapsedMs: number;
}

/** What a thread is told: to verify, or to help with the signatures. */
type Task = { readonly size: Size; readonly helper: MessagePort } | { readonly help: MessagePort };

/** What this thread has used of a core, in ms: others may work on the machine. */
function spent(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function measure(size: Size, helper: MessagePort): Promise<Figures> {
  const { provider, settlement, epoch } = await createChain(size);
  const zero = `0x${"00".repeat(32)}` as const;
  const text = writeBundle({ ...epoch, contributions: Array.from(epoch.credits.from, () => zero) });
  const bundleStart = spent();
  const { root } = settleBundle(readBundle(text));
  const bundleMs = spent() - bundleStart;

  const began = performance.now();
  const start = spent();
  let computedMs = 0;
  const report = await verify(provider, { settlement }, { onComputed: () => (computedMs = spent() - start) }, [helperAt(helper as unknown as globalThis.MessagePort)]);
  const elapsedMs = performance.now() - began;
  const signaturesMs = spent() - start - computedMs;
  if (report.differences.length > 0 || report.epochs[1]!.settlement.root !== root) throw new Error("The benchmark's organization does not verify.");
  return { members: report.counts.members, credits: report.epochs[1]!.credits, records: report.counts.records, bundleMs, computedMs, signaturesMs, elapsedMs };
}

async function run(): Promise<void> {
  const node = `Node ${process.versions.node}`;
  const cpu = /model name\s*: (.*)/.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? cpus()[0]!.model;
  console.log(`Machine: ${cpus().length} cores of ${cpu}, ${node}.\n`);
  console.log("| members | credits | records, all signed | bundle, s | whole chain but signatures, s | signatures, s | two cores, s | elapsed, s | page waits at most, ms |");
  console.log("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
  for (const size of sizes) {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const [worker, helper] = [new Worker(new URL(import.meta.url)), new Worker(new URL(import.meta.url))];
    await Promise.all([once(worker, "online"), once(helper, "online")]);
    const { port1, port2 } = new MessageChannel();
    delay.enable();
    helper.postMessage({ help: port1 }, [port1]);
    const measured = once(worker, "message");
    worker.postMessage({ size, helper: port2 }, [port2]);
    const [figures] = await measured as [Figures];
    delay.disable();
    const helped = once(helper, "message");
    helper.postMessage("enough");
    const [helpedMs] = await helped as [number];
    await Promise.all([worker.terminate(), helper.terminate()]);
    const seconds = (ms: number) => (ms / 1000).toFixed(2);
    const row = [
      figures.members, figures.credits, figures.records, seconds(figures.bundleMs), seconds(figures.computedMs), seconds(figures.signaturesMs + helpedMs),
      seconds(Math.max(figures.computedMs + figures.signaturesMs, helpedMs)), seconds(figures.elapsedMs),
      Math.round(delay.max / 1e6),
    ];
    console.log(`| ${row.map(cell => cell.toLocaleString("en")).join(" | ")} |`);
  }
}

/** Does what the main thread tells, and says what it took: the figures, or of a helper how long it worked. */
async function work(task: Task): Promise<void> {
  if ("size" in task) {
    parentPort!.postMessage(await measure(task.size, task.helper));
    return;
  }
  const start = spent();
  help(task.help as unknown as globalThis.MessagePort);
  await once(parentPort!, "message");
  parentPort!.postMessage(spent() - start);
}

if (!isMainThread) parentPort!.once("message", (task: Task) => void work(task));
else if (process.argv.length > 2) console.log(usage);
else await run();
