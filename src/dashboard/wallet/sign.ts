// Asks a wallet for a signature, and believes neither its network nor its account without looking.
import { decodeFunctionResult, encodeFunctionData, parseAbi, type Address, type Hex } from "viem";
import { recoverSigner } from "../protocol/signatures.ts";
import { Refused } from "../api/refusal.ts";
import type { WalletProvider } from "./discovery.ts";
import { isUnknownChain, walletRefusal } from "./refusals.ts";
import type { TypedData } from "./typed-data.ts";
import { numberOf } from "./wallet.ts";

export interface ToSign {
  readonly data: TypedData;
  /** The hash that the data has, computed here. */
  readonly digest: Hex;
  /** Who shall sign: the account that the page shows. */
  readonly account: Address;
  readonly chainId: number;
}

export interface Signed {
  readonly signature: Hex;
  /** Whether a contract account says that it is its signature (ERC-1271), and no key of the account's own. */
  readonly byContract: boolean;
}

const erc1271 = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);
const valid = "0x1626ba7e";

/**
 * Has the wallet sign, after it is on the right network.
 * @throws Refused With what the wallet, its user or this check has against it.
 */
export async function sign(provider: WalletProvider, wanted: ToSign): Promise<Signed> {
  await switchTo(provider, wanted.chainId);
  const signature = wellFormed(await asked(provider, "eth_signTypedData_v4", [wanted.account, JSON.stringify(wanted.data)]));
  const signer = await recoverSigner(wanted.digest, signature).catch(() => {
    throw new Refused({ code: "PageMissing" });
  });
  if (signer?.toLowerCase() === wanted.account.toLowerCase()) return { signature, byContract: false };
  if (await isContractSignature(provider, wanted, signature)) return { signature, byContract: true };
  throw new Refused({ code: "WrongSigner" });
}

/**
 * Brings the wallet to a network: wallets answer typed data of another chain with silence, an empty window, or nothing.
 * @throws Refused UnknownNetwork, OtherNetwork, or why the wallet would not.
 */
export async function switchTo(provider: WalletProvider, chainId: number): Promise<void> {
  const now = async () => numberOf(await asked(provider, "eth_chainId"));
  if (await now() === chainId) return;
  try {
    await provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId: hexOf(chainId) }] });
  } catch (error) {
    throw new Refused(isUnknownChain(error) ? { code: "UnknownNetwork" } : walletRefusal(error));
  }
  // Some say yes and stay where they are.
  if (await now() !== chainId) throw new Refused({ code: "OtherNetwork" });
}

/**
 * Offers a network to a wallet that does not know it (EIP-3085).
 * @param endpoint Where the chain answers; the user gives it, this page knows none.
 * @throws Refused Why the wallet would not.
 */
export async function addNetwork(provider: WalletProvider, chainId: number, name: string, endpoint: string): Promise<void> {
  const network = { chainId: hexOf(chainId), chainName: name, nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 }, rpcUrls: [endpoint] };
  await asked(provider, "wallet_addEthereumChain", [network]);
}

/** A signature as the ledger takes it: some wallets count the parity from 0. */
function wellFormed(given: unknown): Hex {
  if (typeof given !== "string" || !/^0x(?:[0-9a-f]{2})+$/i.test(given)) throw new Refused({ code: "WalletFailed" });
  const parity = given.length === 132 ? parseInt(given.slice(-2), 16) : NaN;
  return (parity < 2 ? given.slice(0, -2) + (parity + 27).toString(16) : given) as Hex;
}

async function isContractSignature(provider: WalletProvider, { account, digest }: ToSign, signature: Hex): Promise<boolean> {
  const code = await asked(provider, "eth_getCode", [account, "latest"]);
  if (typeof code !== "string" || code === "0x" || code === "") return false;
  const data = encodeFunctionData({ abi: erc1271, args: [digest, signature] });
  try {
    const answer = await provider.request({ method: "eth_call", params: [{ to: account, data }, "latest"] });
    return decodeFunctionResult({ abi: erc1271, data: answer as Hex }) === valid;
  } catch {
    // A contract that knows no such function, or refuses: it is not its signature.
    return false;
  }
}

async function asked(provider: WalletProvider, method: string, params: readonly unknown[] = []): Promise<unknown> {
  try {
    return await provider.request({ method, params });
  } catch (error) {
    throw new Refused(walletRefusal(error));
  }
}

const hexOf = (chainId: number): Hex => `0x${chainId.toString(16)}`;
