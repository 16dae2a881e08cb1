// Workers that check signatures for the one that verifies. The page starts them and connects them by channels, because a worker may start none
// under the page's policy.
import { confirmed, type Checker, type Claim } from "./batch.ts";
import { failed, type Failed } from "./messages.ts";

/** A helper's answer to a list of claims. */
type Answer = { readonly confirmed: readonly boolean[] } | { readonly error: Failed };

/** Answers the one at the other end of a channel. */
export function help(port: MessagePort): void {
  port.onmessage = async ({ data }: MessageEvent<readonly Claim[]>) => port.postMessage(await answered(data));
}

/** Asks the helper at the other end of a channel, one list at a time. */
export function helperAt(port: MessagePort): Checker {
  return claims => new Promise((resolve, reject) => {
    port.onmessage = ({ data }: MessageEvent<Answer>) => ("error" in data ? reject(new Error(`Signatures could not be checked: ${data.error.message}`)) : resolve(data.confirmed));
    port.postMessage(claims);
  });
}

async function answered(claims: readonly Claim[]): Promise<Answer> {
  try {
    return { confirmed: await confirmed(claims) };
  } catch (error) {
    return { error: failed(error) };
  }
}
