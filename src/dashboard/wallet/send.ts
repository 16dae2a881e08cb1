// Sends a transaction through a wallet and waits until it is in a block. The call is tried before the wallet opens, so that nobody pays for
// what would fail.
import type { Address, Hex } from "viem";
import { Refused } from "../api/refusal.ts";
import { tryCall, type Call } from "../verify/refutation.ts";
import type { WalletProvider } from "./discovery.ts";
import { walletRefusal } from "./refusals.ts";
import { switchTo } from "./sign.ts";

/** Time between two looks for a receipt, in ms. */
const pause = 1000;

export interface Sending {
  readonly account: Address;
  readonly chainId: number;
  /** Ends the waiting; what was sent stays sent. */
  readonly signal: AbortSignal;
}

/**
 * Sends a call of a contract.
 * @param sent Told the transaction's hash as soon as the wallet gives it.
 * @throws Refused WouldFail with the contract's error, TransactionFailed, or what the wallet or its user has against it.
 */
export async function send(provider: WalletProvider, call: Call, { account, chainId, signal }: Sending, sent: (hash: Hex) => void): Promise<void> {
  await switchTo(provider, chainId);
  let hash: Hex;
  try {
    const failure = await tryCall(provider, account, call);
    if (failure !== undefined) throw new Refused({ code: "WouldFail", sentence: `${failure.error}(${failure.values.join(", ")})` });
    hash = await provider.request({ method: "eth_sendTransaction", params: [{ from: account, to: call.to, data: call.data }] }) as Hex;
  } catch (error) {
    throw new Refused(walletRefusal(error));
  }
  sent(hash);
  for (;;) {
    signal.throwIfAborted();
    const receipt = await receiptOf(provider, hash);
    if (receipt !== undefined) {
      if (BigInt(receipt.status) !== 1n) throw new Refused({ code: "TransactionFailed" });
      return;
    }
    await new Promise(later => setTimeout(later, pause));
  }
}

/** The receipt, if there is one and the wallet can be asked for it now. */
async function receiptOf(provider: WalletProvider, hash: Hex): Promise<{ readonly status: Hex } | undefined> {
  try {
    return await provider.request({ method: "eth_getTransactionReceipt", params: [hash] }) as { status: Hex } | null ?? undefined;
  } catch {
    // A wallet whose endpoint is away for a moment: the transaction is on its way all the same.
    return undefined;
  }
}
