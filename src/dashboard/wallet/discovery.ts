// Finds the wallets of a browser (EIP-6963), and the one of older browsers at `window.ethereum`. What they say of themselves is not
// trusted: any extension can announce any name. Pure but for the window that it is given.
import type { Provider } from "../verify/provider.ts";

/** A wallet as EIP-1193 describes it. Not all wallets have events. */
export interface WalletProvider extends Provider {
  on?(event: string, listener: (value: unknown) => void): void;
  removeListener?(event: string, listener: (value: unknown) => void): void;
}

export interface FoundWallet {
  /** What remembers it: its reverse domain name, or `window.ethereum`. */
  readonly rdns: string;
  /** Its name, trimmed; empty for the one that announced none. */
  readonly name: string;
  /** A picture as a data: URL. */
  readonly icon?: string;
  readonly provider: WalletProvider;
}

/** How a wallet without announcement is remembered. */
export const unannounced = "window.ethereum";

/** The longest name that is shown. */
const longestName = 40;
/** The largest picture that is shown, in letters. */
const largestIcon = 64_000;

/**
 * Tells of all wallets that there are, and again whenever one announces itself, until the result is called.
 * @param where The window.
 */
export function discover(where: Window & { readonly ethereum?: WalletProvider }, found: (wallets: readonly FoundWallet[]) => void): () => void {
  const announced = new Map<string, FoundWallet>();
  const tell = () => {
    const all = [...announced.values()];
    const { ethereum } = where;
    // Wallets that announce themselves are often at window.ethereum as well.
    if (isProvider(ethereum) && !all.some(({ provider }) => provider === ethereum)) all.push({ rdns: unannounced, name: "", provider: ethereum });
    found(all);
  };
  const announce = (event: Event) => {
    const wallet = announcement((event as CustomEvent<unknown>).detail);
    if (wallet === undefined) return;
    announced.set(wallet.id, wallet.found);
    tell();
  };
  where.addEventListener("eip6963:announceProvider", announce);
  where.dispatchEvent(new Event("eip6963:requestProvider"));
  tell();
  return () => where.removeEventListener("eip6963:announceProvider", announce);
}

/** What an announcement says, as far as it can be shown; undefined if it is none. */
export function announcement(detail: unknown): { readonly id: string; readonly found: FoundWallet } | undefined {
  if (!isObject(detail) || !isObject(detail["info"]) || !isProvider(detail["provider"])) return undefined;
  const { uuid, name, icon, rdns } = detail["info"];
  if (typeof uuid !== "string" || typeof name !== "string" || typeof rdns !== "string") return undefined;
  const picture = typeof icon === "string" && icon.length <= largestIcon && /^data:image\/(?:png|svg\+xml|webp|jpeg|gif)[;,]/i.test(icon) ? { icon } : {};
  return { id: uuid, found: { rdns: trimmed(rdns), name: trimmed(name), provider: detail["provider"], ...picture } };
}

/** One line without what nobody sees or what turns the direction of writing, not longer than fits. */
function trimmed(text: string): string {
  const letters = [...text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "").replace(/\s+/g, " ").trim()];
  return letters.length > longestName ? `${letters.slice(0, longestName - 1).join("")}…` : letters.join("");
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isProvider = (value: unknown): value is WalletProvider => isObject(value) && typeof value["request"] === "function";
