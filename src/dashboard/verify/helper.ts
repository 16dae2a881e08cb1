// Workers that check signatures for the one that verifies. The page starts them and connects them by channels, because a worker may start none
// under the page's policy.
import { confirmed, type Checker, type Claim } from "./batch.ts";
import { failed, type Failed } from "./messages.ts";

/** A helper's answer to a list of claims. */
type Answer = { readonly confirmed: readonly boolean[] } | { readonly error: Failed };

/** Answers the one at the other end of a channel, in the order of the questions. */
export function help(port: MessagePort): void {
  let last = Promise.resolve();
  port.onmessage = ({ data }: MessageEvent<readonly Claim[]>) => {
    last = last.then(async () => port.postMessage(await answered(data)));
  };
}

/** Asks the helper at the other end of a channel, which takes list after list. */
export function helperAt(port: MessagePort): Checker {
  const waiting: PromiseWithResolvers<readonly boolean[]>[] = [];
  port.onmessage = ({ data }: MessageEvent<Answer>) => {
    const { resolve, reject } = waiting.shift()!;
    if ("error" in data) reject(new Error(`Signatures could not be checked: ${data.error.message}`));
    else resolve(data.confirmed);
  };
  return claims => {
    const answer = Promise.withResolvers<readonly boolean[]>();
    waiting.push(answer);
    port.postMessage(claims);
    return answer.promise;
  };
}

async function answered(claims: readonly Claim[]): Promise<Answer> {
  try {
    return { confirmed: await confirmed(claims) };
  } catch (error) {
    return { error: failed(error) };
  }
}
