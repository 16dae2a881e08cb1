// An organization on a devnet, with what its members do to it.
import { bytesToHex, createTestClient, createWalletClient, encodeAbiParameters, http, publicActions, type Abi, type Address, type Hex } from "viem";
import { mnemonicToAccount, type HDAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { recordCalls } from "../../../src/dashboard/verify/abi.ts";
import { wordBytes } from "../../../src/dashboard/protocol/bytes.ts";
import {
  contributionToSign, evaluationToSign, type Contribution, type Credit, type Evaluation,
} from "../../../src/dashboard/protocol/records.ts";
import { textBytes } from "../../../src/dashboard/protocol/text.ts";
import type { State } from "../../../src/dashboard/protocol/settlement.ts";
import { startDevnet } from "../../support/devnet.js";
import { artifact, found } from "../../support/organization.js";

const account = (addressIndex: number) => mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex });

/** The devnet's accounts, which have ether. */
export const accounts = [account(0), account(1), account(2), account(3), account(4)] as const;

/** Viem wants a bigint where wallets want a number. */
export const forViem = <T extends { domain: { chainId: number } }>(typed: T) =>
  ({ ...typed, domain: { ...typed.domain, chainId: BigInt(typed.domain.chainId) } });

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Starts a devnet and founds an organization on it; `stop` ends both. */
export async function createWorld(founders: readonly { account: Address; reputation: bigint }[]) {
  const devnet = await startDevnet();
  const [relayer] = accounts;
  const client = createWalletClient({ account: relayer, chain: hardhat, transport: http(devnet.url), pollingInterval: 50 }).extend(publicActions);
  const clock = createTestClient({ mode: "hardhat", chain: hardhat, transport: http(devnet.url) });
  const at = await found(client, founders) as Record<"Ledger" | "Settlement", Address>;
  const domain = { chainId: hardhat.id, ledger: at.Ledger };
  const abis: Record<"Ledger" | "Settlement", Abi> = { Ledger: artifact("Ledger").abi, Settlement: artifact("Settlement").abi };

  async function mined(hash: Hex) {
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`The transaction ${hash} was reverted.`);
    return receipt;
  }

  /** Calls a contract from an account; simulated first, so that a refusal says its name. */
  async function send(name: "Ledger" | "Settlement", functionName: string, args: readonly unknown[], account: HDAccount = relayer, value = 0n) {
    const { request } = await client.simulateContract({ address: at[name], abi: abis[name], functionName, args, account, value });
    return mined(await client.writeContract(request));
  }

  const sendData = async (to: Address, data: Hex, account: HDAccount = relayer) => mined(await client.sendTransaction({ to, data, account }));

  /** A record of several signed ones, for {relay}. */
  const signedContribution = async (account: HDAccount, change: Partial<Contribution> = {}) => {
    const record: Contribution = {
      contributor: account.address, area: "docs", title: "Guide", uri: "", contentHash: `0x${"00".repeat(32)}`, coAuthors: [], buildsOn: [], nonce: 0, ...change,
    };
    return { record, signature: await account.signTypedData(forViem(contributionToSign(record, domain))) };
  };
  const signedEvaluation = async (account: HDAccount, epoch: number, nonce: number, credits: readonly Credit[]) => {
    const record: Evaluation = { evaluator: account.address, epoch, nonce, credits };
    return { record, signature: await account.signTypedData(forViem(evaluationToSign(record, domain))) };
  };
  type Signed<T> = { record: T; signature: Hex };
  const relay = (contributions: readonly Signed<Contribution>[], evaluations: readonly Signed<Evaluation>[]) =>
    send("Ledger", "relay", [contributions, evaluations]);

  /** Records a contribution whose texts need not be UTF-8, in a transaction of its contributor's own. */
  const contributeRaw = (account: HDAccount, record: Contribution) => {
    const [area, title, uri] = [record.area, record.title, record.uri].map(text => bytesToHex(textBytes(text))) as [Hex, Hex, Hex];
    const encoded = encodeAbiParameters(recordCalls.contribute.inputs, [{ ...record, area, title, uri }]);
    return sendData(at.Ledger, `${recordCalls.contribute.selector}${encoded.slice(2)}`, account);
  };

  async function pass(seconds: number) {
    await clock.increaseTime({ seconds });
    await clock.mine({ blocks: 1 });
  }
  const closeEpoch = async () => {
    await pass(604_800);
    return send("Settlement", "closeEpoch", []);
  };
  const settlementAbi = abis.Settlement;
  const ask = (functionName: string, args: readonly unknown[] = []) => client.readContract({ address: at.Settlement, abi: settlementAbi, functionName, args });

  /** Posts a vector, right or wrong, with what is earned in it and the state before of so many members as had one. */
  async function submit(x: BigUint64Array, totalEarned: bigint, previous: State) {
    const [{ epoch, expected }] = await ask("closed") as [{ epoch: number; expected: Hex }];
    const state = wordBytes(previous.cumulative, previous.reputation);
    return send("Settlement", "submit", [epoch, expected, totalEarned, 0, bytesToHex(wordBytes(x)), bytesToHex(state)], relayer, 10n ** 18n);
  }

  return {
    at, domain, client, send, sendData, signedContribution, signedEvaluation, relay, contributeRaw, pass, closeEpoch, submit, ask,
    url: devnet.url, stop: devnet.stop,
  };
}
