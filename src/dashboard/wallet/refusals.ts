// What wallets refuse, as refusals with a name (EIP-1193 and EIP-1474 codes).
import { Refused, type Refusal } from "../api/refusal.ts";

/** The refusal behind what a wallet threw. */
export function walletRefusal(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  const { code, message } = (typeof error === "object" && error !== null ? error : {}) as { code?: unknown; message?: unknown };
  const sentence = typeof message === "string" ? { sentence: message.slice(0, 300) } : {};
  switch (code) {
    case 4001: return { code: "Declined" };
    case 4100: return { code: "WalletLocked" };
    case 4200: case -32601: case -32004: return { code: "WalletCannot", ...sentence };
    case 4900: case 4901: return { code: "WalletDisconnected" };
    case -32002: return { code: "WalletBusy" };
    default: return { code: "WalletFailed", ...sentence };
  }
}

/** Whether a wallet says that it does not know a chain; some wrap the code (MetaMask mobile). */
export function isUnknownChain(error: unknown): boolean {
  const { code, data } = (typeof error === "object" && error !== null ? error : {}) as { code?: unknown; data?: { originalError?: { code?: unknown } } };
  return code === 4902 || data?.originalError?.code === 4902;
}
