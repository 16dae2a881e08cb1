// The page's side of the worker that verifies.
import { startVerifier } from "../trusted.ts";
import { failed, type Chain, type Failed, type Order, type Results, type ToPage, type ToWorker } from "./messages.ts";
import type { Provider } from "./provider.ts";
import type { BundleResult, Listener, Report, VerifyRequest } from "./verify.ts";

/** Which chain to ask: an endpoint that the user gave, or the user's wallet. */
export type ChainSource = { readonly endpoint: string } | { readonly wallet: Provider };

export interface RunOptions extends Listener {
  /** Ends the worker at once; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Workers that help with signatures: one for each core but that of the worker itself, and not all of a large machine. */
const mostHelpers = 3;

/** Why the worker failed: `failure.name` is the error's, such as `BundleError`, `ProviderError` or `NoOrganization`. */
export class VerifierError extends Error {
  override readonly name = "VerifierError";
  readonly failure: Failed;

  constructor(failure: Failed) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Verifies an organization in a worker. */
export function verifyInWorker(request: VerifyRequest, source: ChainSource, options: RunOptions = {}): Promise<Report> {
  const [chain, wallet]: [Chain, Provider | undefined] = "wallet" in source ? ["wallet", source.wallet] : [source, undefined];
  return run({ kind: "verify", request, chain }, options, wallet, Math.max(1, Math.min(mostHelpers, navigator.hardwareConcurrency - 1)));
}

/** Recomputes a bundle in a worker, without any chain. */
export function verifyBundleInWorker(content: string | Uint8Array, options: RunOptions = {}): Promise<BundleResult> {
  return run({ kind: "bundle", content }, options);
}

type Kinds = keyof Results;

function run<Kind extends Kinds>(order: Order & { kind: Kind }, { onProgress, onComputed, signal }: RunOptions, wallet?: Provider, helping = 0): Promise<Results[Kind]> {
  signal?.throwIfAborted();
  const worker = startVerifier();
  const helpers = Array.from({ length: helping }, startVerifier);
  const end = Promise.withResolvers<Results[Kind]>();
  const abort = () => end.reject(signal!.reason);
  signal?.addEventListener("abort", abort, { once: true });
  const tell = (message: ToWorker) => worker.postMessage(message);
  for (const one of [worker, ...helpers]) {
    one.onerror = event => end.reject(new VerifierError({ name: "Error", message: event.message || "The file of the verifier cannot be loaded." }));
  }
  worker.onmessage = ({ data }: MessageEvent<ToPage>) => {
    switch (data.kind) {
      case "progress": return onProgress?.(...data.progress);
      case "computed": return onComputed?.(data.report);
      case "done": return end.resolve(data.result as Results[Kind]);
      case "failed": return end.reject(new VerifierError(data.error));
      case "ask": void ask(wallet!, data.id, data.request).then(tell);
    }
  };
  const ports = helpers.map(helper => {
    const { port1, port2 } = new MessageChannel();
    helper.postMessage({ kind: "help", port: port1 } satisfies ToWorker, [port1]);
    return port2;
  });
  worker.postMessage(order.kind === "verify" ? { ...order, helpers: ports } : order, ports);
  return end.promise.finally(() => {
    signal?.removeEventListener("abort", abort);
    for (const one of [worker, ...helpers]) one.terminate();
  });
}

async function ask(wallet: Provider, id: number, request: Parameters<Provider["request"]>[0]) {
  try {
    return { kind: "answer", id, result: await wallet.request(request) } as const;
  } catch (error) {
    return { kind: "answer", id, error: failed(error) } as const;
  }
}
