// A wallet as EIP-1193 describes it, whose answers a test gives.
import { privateKeyToAccount } from "viem/accounts";
import type { Hex } from "viem";
import type { FoundWallet, WalletProvider } from "../../../src/dashboard/wallet/discovery.ts";

/** What a wallet answers to a method: a value, or what is thrown. */
export type Answers = Record<string, (params: readonly unknown[]) => unknown>;

export const key: Hex = `0x${"1".repeat(64)}`;
export const owner = privateKeyToAccount(key);

/** An error with a code, as wallets throw it. */
export const failure = (code: number, message = "no") => Object.assign(new Error(message), { code });

/** A wallet that signs with a key; answers given by a test come before its own. */
export class ScriptedWallet implements WalletProvider {
  readonly asked: { readonly method: string; readonly params: readonly unknown[] }[] = [];
  readonly listeners = new Map<string, Set<(value: unknown) => void>>();
  accounts: string[] = [owner.address];
  chain = "0x7a69";
  answers: Answers;

  constructor(answers: Answers = {}) {
    this.answers = answers;
  }

  async request({ method, params = [] }: { method: string; params?: readonly unknown[] }): Promise<unknown> {
    this.asked.push({ method, params });
    const answer = this.answers[method];
    if (answer !== undefined) return answer(params);
    switch (method) {
      case "eth_accounts": case "eth_requestAccounts": return this.accounts;
      case "eth_chainId": return this.chain;
      case "wallet_switchEthereumChain": {
        this.chain = (params[0] as { chainId: string }).chainId;
        return null;
      }
      case "eth_getCode": return "0x";
      case "eth_signTypedData_v4": return signed(params[1] as string);
      default: throw failure(-32601, `There is no ${method}.`);
    }
  }

  on(event: string, listener: (value: unknown) => void): void {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
  }

  removeListener(event: string, listener: (value: unknown) => void): void {
    this.listeners.get(event)?.delete(listener);
  }

  tell(event: string, value?: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) listener(value);
  }

  methods(): string[] {
    return this.asked.map(({ method }) => method);
  }
}

/** The owner's signature of typed data as JSON. */
export async function signed(json: string, by = owner): Promise<Hex> {
  const { domain, types: { EIP712Domain: _, ...types }, primaryType, message } = JSON.parse(json);
  return by.signTypedData({ domain, types, primaryType, message });
}

/** A wallet that announced itself. */
export const found = (provider: WalletProvider, rdns = "org.example.wallet", name = "Wallet"): FoundWallet => ({ rdns, name, provider });

/** What remembers for a test. */
export class Memory {
  readonly kept = new Map<string, string>();
  getItem(name: string): string | null {
    return this.kept.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.kept.set(name, value);
  }
  removeItem(name: string): void {
    this.kept.delete(name);
  }
}
