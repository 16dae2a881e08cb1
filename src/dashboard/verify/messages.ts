// What page and worker tell each other. Everything here passes structured cloning; channels are handed over.
import type { BundleResult, OnProgress, Report, VerifyRequest } from "./verify.ts";
import type { Request } from "./provider.ts";

/** Which chain to ask: an endpoint by its URL, or the wallet, which only the page can ask. */
export type Chain = { readonly endpoint: string } | "wallet";

/** The order that starts a worker; each worker does one. `helpers` are channels to others that help with signatures. */
export type Order =
  | { readonly kind: "verify"; readonly request: VerifyRequest; readonly chain: Chain; readonly helpers?: readonly MessagePort[] }
  | { readonly kind: "help"; readonly port: MessagePort }
  | { readonly kind: "bundle"; readonly content: string | Uint8Array };

/** What an order ends with. */
export interface Results {
  readonly verify: Report;
  readonly bundle: BundleResult;
}

/** The wallet's answer to a question of the worker. */
export type Answer = { readonly kind: "answer"; readonly id: number } & ({ readonly result: unknown } | { readonly error: Failed });

/** An error as it passes between them: a bundle's rule and line, a provider's code. */
export interface Failed {
  readonly name: string;
  readonly message: string;
  readonly code?: number;
  readonly data?: unknown;
  readonly rule?: string;
  readonly line?: number;
}

export type ToWorker = Order | Answer;

export type ToPage =
  | { readonly kind: "progress"; readonly progress: Parameters<OnProgress> }
  | { readonly kind: "ask"; readonly id: number; readonly request: Request }
  | { readonly kind: "computed"; readonly report: Report }
  | { readonly kind: "done"; readonly result: Results[keyof Results] }
  | { readonly kind: "failed"; readonly error: Failed };

/** Makes of an error what can be sent. */
export function failed(error: unknown): Failed {
  if (typeof error !== "object" || error === null) return { name: "Error", message: String(error) };
  const { name, message, code, data, rule, line } = error as Record<string, unknown>;
  return {
    name: String(name ?? "Error"), message: String(message ?? error),
    ...(typeof code === "number" ? { code } : {}), ...(data === undefined ? {} : { data: plain(data) }),
    ...(typeof rule === "string" ? { rule } : {}), ...(typeof line === "number" ? { line } : {}),
  };
}

/** What a wallet adds to an error may hold functions, which cannot be sent. */
const plain = (data: unknown): unknown => JSON.parse(JSON.stringify(data)) as unknown;
