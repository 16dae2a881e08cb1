// A browser's worker as Node has it: what the verifier's worker finds in its global scope.
import { parentPort } from "node:worker_threads";

interface Scope {
  onmessage?: (event: { data: unknown }) => void;
  postMessage?: (message: unknown) => void;
}

const scope = globalThis as unknown as Scope;
scope.postMessage = message => parentPort!.postMessage(message);
parentPort!.on("message", data => scope.onmessage!({ data }));
await import("../../../src/dashboard/verify/worker.ts");
parentPort!.postMessage("ready");
