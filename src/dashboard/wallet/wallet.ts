// The wallet that the user chose, with its account and chain, re-read whenever it says that something changed. Nothing on the page waits
// for it: reading needs no wallet, and a wallet that never answers only leaves its own button waiting.
//
//   wallet.addEventListener("change", …)      wallet.account, wallet.chainId, wallet.found, wallet.connect(found)
import type { Address } from "viem";
import { Refused } from "../api/refusal.ts";
import { discover, type FoundWallet, type WalletProvider } from "./discovery.ts";
import { walletRefusal } from "./refusals.ts";

/** Remembers one name; localStorage, or what a test gives. */
export interface Memory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const remembered = "dorg.wallet";

export class Wallet extends EventTarget {
  /** All wallets of the browser. */
  found: readonly FoundWallet[] = [];
  /** The one that was chosen. */
  chosen: FoundWallet | undefined;
  /** Its account; undefined as long as it shows none. */
  account: Address | undefined;
  /** The chain that it is on. */
  chainId: number | undefined;
  /** The wallet that was asked to connect and has not answered. */
  waitingFor: FoundWallet | undefined;
  readonly #memory: () => Memory;
  #quiet: (() => void) | undefined;
  #stop: (() => void) | undefined;
  #reading = 0;
  #wanted: PromiseWithResolvers<void> | undefined;

  constructor(memory: () => Memory = () => localStorage) {
    super();
    this.#memory = memory;
  }

  get provider(): WalletProvider | undefined {
    return this.chosen?.provider;
  }

  /** Looks for wallets, and takes the one that was used last if it still shows its account. */
  start(where: Window = window): void {
    this.#stop ??= discover(where, found => {
      this.found = found;
      const known = this.#memory().getItem(remembered);
      const last = found.find(({ rdns }) => rdns === known);
      if (this.chosen === undefined && last !== undefined) void this.#take(last);
      this.#changed();
    });
  }

  stop(): void {
    this.#stop?.();
    this.#quiet?.();
    this.#stop = this.#quiet = undefined;
  }

  /**
   * Asks a wallet for its account, which opens it.
   * @throws Refused if it or its user will not.
   */
  async connect(found: FoundWallet): Promise<void> {
    this.waitingFor = found;
    this.#changed();
    try {
      const accounts = await found.provider.request({ method: "eth_requestAccounts" });
      // Another one may have been asked meanwhile; this one answered late.
      if (this.waitingFor !== found) return;
      if (firstOf(accounts) === undefined) throw new Refused({ code: "WalletLocked" });
      this.#memory().setItem(remembered, found.rdns);
      await this.#take(found);
    } catch (error) {
      throw new Refused(walletRefusal(error));
    } finally {
      if (this.waitingFor === found) this.waitingFor = undefined;
      this.#changed();
    }
  }

  /** Opens the choice of wallets, where a page needs an account, and ends when it is closed, with an account or without. */
  want(): Promise<void> {
    this.#wanted ??= Promise.withResolvers<void>();
    this.dispatchEvent(new Event("wanted"));
    return this.#wanted.promise;
  }

  /** The choice of wallets was closed. */
  decided(): void {
    this.#wanted?.resolve();
    this.#wanted = undefined;
  }

  /** Waits no longer for a wallet that does not answer. */
  giveUp(): void {
    this.waitingFor = undefined;
    this.#changed();
  }

  /** Forgets the wallet; what it allowed this page is its own to take back. */
  forget(): void {
    this.#memory().removeItem(remembered);
    this.#quiet?.();
    this.#quiet = this.chosen = this.account = this.chainId = undefined;
    this.#reading++;
    this.#changed();
  }

  /** Reads account and chain again. */
  async read(): Promise<void> {
    const provider = this.provider;
    if (provider === undefined) return;
    // Only the last reading counts: an older one may answer later.
    const reading = ++this.#reading;
    const [accounts, chain] = await Promise.allSettled([provider.request({ method: "eth_accounts" }), provider.request({ method: "eth_chainId" })]);
    if (reading !== this.#reading) return;
    this.account = accounts.status === "fulfilled" ? firstOf(accounts.value) : undefined;
    this.chainId = chain.status === "fulfilled" ? numberOf(chain.value) : undefined;
    this.#changed();
  }

  async #take(found: FoundWallet): Promise<void> {
    this.#quiet?.();
    this.chosen = found;
    const again = () => void this.read();
    const events = ["accountsChanged", "chainChanged", "connect", "disconnect"];
    for (const event of events) found.provider.on?.(event, again);
    this.#quiet = () => {
      for (const event of events) found.provider.removeListener?.(event, again);
    };
    await this.read();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

function firstOf(accounts: unknown): Address | undefined {
  const first: unknown = Array.isArray(accounts) ? accounts[0] : undefined;
  return typeof first === "string" && /^0x[0-9a-f]{40}$/i.test(first) ? first as Address : undefined;
}

/** A chain id as wallets write it: hex by the standard, and decimal or a number by some. */
export function numberOf(chain: unknown): number | undefined {
  const value = typeof chain === "string" || typeof chain === "number" ? Number(chain) : NaN;
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

export const wallet = new Wallet();
