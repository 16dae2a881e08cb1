// Verifies beside the page, which stays responsive. It does one order, verifying or helping another with signatures, and is ended by the page,
// also in the middle.
import { help, helperAt } from "./helper.ts";
import { failed, type Answer, type Order, type ToPage, type ToWorker } from "./messages.ts";
import { endpoint, ProviderError, type Provider } from "./provider.ts";
import { verify, verifyBundle, type OnProgress, type Report } from "./verify.ts";

/** What a worker's global scope has, and a window's has otherwise. */
interface Scope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: ToPage): void;
}

const scope = globalThis as unknown as Scope;
const asked = new Map<number, PromiseWithResolvers<unknown>>();
let questions = 0;

scope.onmessage = ({ data }) => {
  if (data.kind === "answer") answered(data);
  else void carryOut(data);
};

async function carryOut(order: Order): Promise<void> {
  try {
    const listener = { onProgress: progress(), onComputed: (report: Report) => scope.postMessage({ kind: "computed", report }) };
    if (order.kind === "help") {
      help(order.port);
      return;
    }
    const result = order.kind === "bundle"
      ? verifyBundle(order.content, listener)
      : await verify(order.chain === "wallet" ? wallet : endpoint(order.chain.endpoint), order.request, listener, order.helpers?.map(helperAt));
    scope.postMessage({ kind: "done", result });
  } catch (error) {
    scope.postMessage({ kind: "failed", error: failed(error) });
  }
}

/** The wallet lives in the page: it is asked there. */
const wallet: Provider = {
  request(request) {
    const answer = Promise.withResolvers<unknown>();
    const id = ++questions;
    asked.set(id, answer);
    scope.postMessage({ kind: "ask", id, request });
    return answer.promise;
  },
};

function answered(answer: Answer): void {
  const waiting = asked.get(answer.id)!;
  asked.delete(answer.id);
  if ("result" in answer) waiting.resolve(answer.result);
  else waiting.reject(new ProviderError(answer.error.code ?? 0, answer.error.message, answer.error.data));
}

/** Tells the page at most every 50 ms, and each time that a step begins or is done. */
function progress(): OnProgress {
  let told = 0;
  let step = "";
  return (...now) => {
    const [name, done, of] = now;
    if (name === step && done !== of && Date.now() - told < 50) return;
    told = Date.now();
    step = name;
    scope.postMessage({ kind: "progress", progress: now });
  };
}
