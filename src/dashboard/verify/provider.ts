// The chain as the user reaches it: a wallet, or an endpoint's URL (EIP-1193).

/** A question to a chain. */
export interface Request {
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** What answers questions about a chain, such as a wallet. */
export interface Provider {
  request(request: Request): Promise<unknown>;
}

/** A refusal by a provider or an endpoint, with JSON-RPC's or EIP-1193's code. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** The code of an endpoint that cannot be reached or does not answer JSON-RPC; EIP-1193 calls it disconnected. */
export const unreachable = 4900;

/**
 * An endpoint that speaks JSON-RPC over HTTP.
 * @param url Its address, which may hold a key: no message repeats it.
 */
export function endpoint(url: string, signal?: AbortSignal): Provider {
  let last = 0;
  return {
    async request({ method, params = [] }) {
      const body = JSON.stringify({ jsonrpc: "2.0", id: ++last, method, params });
      const answer = await posted(url, body, signal);
      if (typeof answer !== "object" || answer === null) throw new ProviderError(unreachable, "The endpoint's answer is no JSON-RPC.");
      const { error, result } = answer as { error?: { code: number; message: string; data?: unknown }; result?: unknown };
      if (error !== undefined && error !== null) throw new ProviderError(error.code, error.message, error.data);
      return result;
    },
  };
}

/** How long to wait before a question is asked again, in ms: there are thousands, connections break, and endpoints ask for patience. */
const pauses = [200, 800, 2000];

async function posted(url: string, body: string, signal?: AbortSignal): Promise<unknown> {
  const request = { method: "POST", headers: { "content-type": "application/json" }, body, credentials: "omit", referrerPolicy: "no-referrer" } as const;
  try {
    const response = await asked(() => fetch(url, signal === undefined ? request : { ...request, signal }), signal);
    return await response.json() as unknown;
  } catch (error) {
    signal?.throwIfAborted();
    throw new ProviderError(unreachable, `The endpoint cannot be reached, or its answer is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Asks again where no answer arrived, or one that says to come back; the last attempt counts, whatever it gives. */
async function asked(ask: () => Promise<Response>, signal?: AbortSignal): Promise<Response> {
  for (const pause of pauses) {
    const response = await ask().catch((error: unknown) => error);
    if (response instanceof Response && response.status !== 429 && response.status < 500) return response;
    signal?.throwIfAborted();
    await new Promise(resolve => setTimeout(resolve, pause));
  }
  return ask();
}

/** Asks many questions, a few at a time, and gives the answers in their order. */
export async function askAll<Q, A>(questions: readonly Q[], ask: (question: Q) => Promise<A>, done?: (count: number) => void, atOnce = 8): Promise<A[]> {
  const answers = new Array<A>(questions.length);
  let next = 0;
  let count = 0;
  const lane = async () => {
    while (next < questions.length) {
      const i = next++;
      answers[i] = await ask(questions[i]!);
      done?.(++count);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, questions.length) }, lane));
  return answers;
}
