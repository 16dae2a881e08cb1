import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { test } from "node:test";
import { encodeAbiParameters, padHex, type Address, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { Refused } from "../../src/dashboard/api/refusal.ts";
import { contributionDigest, contributionToSign, evaluationToSign, type Contribution } from "../../src/dashboard/protocol/records.ts";
import { announcement, discover, unannounced, type FoundWallet } from "../../src/dashboard/wallet/discovery.ts";
import { addNetwork, sign, switchTo } from "../../src/dashboard/wallet/sign.ts";
import { fieldsOf } from "../../src/dashboard/wallet/typed-data.ts";
import { Wallet } from "../../src/dashboard/wallet/wallet.ts";
import { failure, found, Memory, owner, ScriptedWallet, signed } from "./support/wallet.ts";

const other = privateKeyToAccount(`0x${"2".repeat(64)}`);
const ledger: Address = "0x00000000000000000000000000000000000000aa";
const record: Contribution = {
  contributor: owner.address, area: "docs", title: "Écrire", uri: "", contentHash: padHex("0x1"), coAuthors: [{ account: other.address, shareBp: 2500 }],
  buildsOn: [], nonce: 7,
};
const toSign = (account: Address = owner.address) => {
  const domain = { chainId: 31337, ledger };
  const mine = { ...record, contributor: account };
  return { data: contributionToSign(mine, domain), digest: contributionDigest(mine, domain), account, chainId: 31337 };
};
const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refused, String(error));
  assert.equal(error.refusal.code, code);
  return true;
};
/** A window that wallets announce themselves in. */
const windowWith = (more: object = {}) => Object.assign(new EventTarget(), more) as unknown as Window;
const announce = (where: Window, info: object, provider: unknown) => where.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: { info, provider } }));

test("all wallets that announce themselves are found, and window.ethereum if it is none of them", () => {
  const [first, second, old] = [new ScriptedWallet(), new ScriptedWallet(), new ScriptedWallet()];
  const where = windowWith({ ethereum: old });
  where.addEventListener("eip6963:requestProvider", () => announce(where, { uuid: "1", name: "One", rdns: "one.example", icon: "data:image/png;base64,AA" }, first));
  let now: readonly FoundWallet[] = [];
  const stop = discover(where, wallets => now = wallets);
  announce(where, { uuid: "2", name: "Two", rdns: "two.example", icon: "" }, second);
  assert.deepEqual(now.map(({ rdns }) => rdns), ["one.example", "two.example", unannounced]);
  announce(where, { uuid: "3", name: "Old", rdns: "old.example", icon: "" }, old);
  assert.deepEqual(now.map(({ name }) => name), ["One", "Two", "Old"]);
  stop();
  announce(where, { uuid: "4", name: "Late", rdns: "late.example", icon: "" }, new ScriptedWallet());
  assert.equal(now.length, 3);
});

test("what a wallet says of itself is cut to what can be shown", () => {
  const provider = new ScriptedWallet();
  const said = (info: object) => announcement({ info: { uuid: "1", rdns: "x.example", name: "X", icon: "", ...info }, provider })?.found;
  assert.equal(said({ name: "Good\u202e\u200bWal\nlet " })?.name, "GoodWallet");
  assert.equal([...said({ name: "🦊".repeat(100) })!.name].length, 40);
  assert.equal(said({ icon: "data:image/svg+xml,<svg/>" })?.icon, "data:image/svg+xml,<svg/>");
  for (const icon of ["https://evil.example/i.png", "data:text/html,x", "javascript:alert(1)", `data:image/png;base64,${"A".repeat(70_000)}`]) assert.equal(said({ icon })?.icon, undefined, icon.slice(0, 30));
  for (const detail of [undefined, {}, { info: { uuid: "1", name: "X", rdns: "x" } }, { info: { uuid: 1, name: "X", rdns: "x" }, provider }]) assert.equal(announcement(detail), undefined);
});

test("a wallet that is chosen is remembered by its name, and taken again without asking", async () => {
  const memory = new Memory();
  const provider = new ScriptedWallet();
  const wallet = new Wallet(() => memory);
  await wallet.connect(found(provider));
  assert.deepEqual([wallet.account, wallet.chainId], [owner.address, 31337]);
  const again = new Wallet(() => memory);
  const where = windowWith();
  again.start(where);
  provider.asked.length = 0;
  announce(where, { uuid: "9", name: "Wallet", rdns: "org.example.wallet", icon: "" }, provider);
  await setImmediate();
  assert.equal(again.account, owner.address);
  assert.ok(!provider.methods().includes("eth_requestAccounts"));
  again.forget();
  assert.deepEqual([again.account, memory.kept.size, provider.listeners.get("accountsChanged")!.size], [undefined, 0, 1]);
});

test("whoever declines to connect is told so, and can go on", async () => {
  const provider = new ScriptedWallet({ eth_requestAccounts: () => { throw failure(4001); } });
  const wallet = new Wallet(() => new Memory());
  await assert.rejects(wallet.connect(found(provider)), refused("Declined"));
  assert.deepEqual([wallet.account, wallet.waitingFor], [undefined, undefined]);
  provider.answers = { eth_requestAccounts: () => [] };
  await assert.rejects(wallet.connect(found(provider)), refused("WalletLocked"));
  provider.answers = { eth_requestAccounts: () => { throw failure(-32002); } };
  await assert.rejects(wallet.connect(found(provider)), refused("WalletBusy"));
});

test("a wallet that never answers keeps nobody from taking another, and changes nothing when it wakes", async () => {
  let wake = (_: unknown) => {};
  const silent = new ScriptedWallet({ eth_requestAccounts: () => new Promise(resolve => wake = resolve) });
  silent.accounts = [other.address];
  const wallet = new Wallet(() => new Memory());
  const waiting = wallet.connect(found(silent, "silent.example"));
  assert.equal(wallet.waitingFor?.rdns, "silent.example");
  wallet.giveUp();
  await wallet.connect(found(new ScriptedWallet()));
  wake([other.address]);
  await waiting;
  assert.deepEqual([wallet.account, wallet.chosen?.rdns], [owner.address, "org.example.wallet"]);
});

test("each event of the wallet has account and chain read again, and the last reading counts", async () => {
  const provider = new ScriptedWallet();
  const wallet = new Wallet(() => new Memory());
  await wallet.connect(found(provider));
  provider.accounts = [other.address];
  provider.chain = "0x1";
  provider.tell("accountsChanged", ["what the event says is not believed"]);
  await setImmediate();
  assert.deepEqual([wallet.account, wallet.chainId], [other.address, 1]);
  let late = (_: unknown) => {};
  provider.answers = { eth_accounts: () => new Promise(resolve => late = resolve) };
  provider.tell("chainChanged");
  provider.answers = {};
  provider.accounts = [];
  provider.tell("disconnect");
  await setImmediate();
  late([owner.address]);
  await setImmediate();
  assert.equal(wallet.account, undefined);
});

test("a signature of the account that is shown is taken, with a parity as the ledger counts it", async () => {
  const provider = new ScriptedWallet();
  const { signature, byContract } = await sign(provider, toSign());
  assert.equal(byContract, false);
  provider.answers = { eth_signTypedData_v4: async ([, json]) => {
    const whole = await signed(json as string);
    return whole.slice(0, -2) + (parseInt(whole.slice(-2), 16) - 27).toString(16).padStart(2, "0");
  } };
  assert.equal((await sign(provider, toSign())).signature, signature);
  const [account, json] = provider.asked.find(({ method }) => method === "eth_signTypedData_v4")!.params as [string, string];
  assert.equal(account, owner.address);
  assert.deepEqual(JSON.parse(json).domain, { name: "DecentralOrg", version: "1", chainId: 31337, verifyingContract: ledger });
});

test("a signature of another account is thrown away", async () => {
  const provider = new ScriptedWallet({ eth_signTypedData_v4: ([, json]) => signed(json as string, other) });
  await assert.rejects(sign(provider, toSign()), refused("WrongSigner"));
  provider.answers = { eth_signTypedData_v4: () => "0x12" };
  await assert.rejects(sign(provider, toSign()), refused("WrongSigner"));
  for (const nothing of [null, "", "0x", {}]) {
    provider.answers = { eth_signTypedData_v4: () => nothing };
    await assert.rejects(sign(provider, toSign()), refused("WalletFailed"));
  }
});

test("a contract account says itself whether a signature is its own", async () => {
  const account: Address = "0x00000000000000000000000000000000000c0de5";
  const answer = (magic: Hex) => encodeAbiParameters([{ type: "bytes4" }], [magic]);
  const provider = new ScriptedWallet({ eth_signTypedData_v4: () => "0x1234", eth_getCode: () => "0x6000", eth_call: () => answer("0x1626ba7e") });
  assert.deepEqual(await sign(provider, toSign(account)), { signature: "0x1234", byContract: true });
  const { params: [call] } = provider.asked.at(-1)!;
  assert.equal((call as { to: string; data: string }).to, account);
  assert.ok((call as { data: string }).data.startsWith(`0x1626ba7e${toSign(account).digest.slice(2)}`));
  for (const refusing of [() => answer("0xffffffff"), () => { throw failure(3, "execution reverted"); }, () => "0x"]) {
    provider.answers = { ...provider.answers, eth_call: refusing };
    await assert.rejects(sign(provider, toSign(account)), refused("WrongSigner"));
  }
});

test("whoever declines a signature is told so, and what a wallet cannot do is named", async () => {
  const codes: readonly [number, string][] = [[4001, "Declined"], [4100, "WalletLocked"], [4200, "WalletCannot"], [4900, "WalletDisconnected"], [-32601, "WalletCannot"], [-32603, "WalletFailed"]];
  for (const [code, name] of codes) {
    await assert.rejects(sign(new ScriptedWallet({ eth_signTypedData_v4: () => { throw failure(code); } }), toSign()), refused(name));
  }
});

test("the network is right before a signature is asked for", async () => {
  const provider = new ScriptedWallet();
  provider.chain = "0x1";
  await sign(provider, toSign());
  assert.deepEqual(provider.methods().slice(0, 4), ["eth_chainId", "wallet_switchEthereumChain", "eth_chainId", "eth_signTypedData_v4"]);
  assert.deepEqual(provider.asked[1]!.params, [{ chainId: "0x7a69" }]);

  const elsewhere = (answers: ConstructorParameters<typeof ScriptedWallet>[0]) => Object.assign(new ScriptedWallet(answers), { chain: "0x1" });
  const cases = [
    [elsewhere({ wallet_switchEthereumChain: () => { throw failure(4902); } }), "UnknownNetwork"],
    [elsewhere({ wallet_switchEthereumChain: () => { throw Object.assign(failure(-32603), { data: { originalError: { code: 4902 } } }); } }), "UnknownNetwork"],
    [elsewhere({ wallet_switchEthereumChain: () => { throw failure(4001); } }), "Declined"],
    [elsewhere({ wallet_switchEthereumChain: () => null }), "OtherNetwork"],
  ] as const;
  for (const [wallet, code] of cases) {
    await assert.rejects(sign(wallet, toSign()), refused(code));
    assert.ok(!wallet.methods().includes("eth_signTypedData_v4"));
  }
});

test("a network that the wallet does not know is offered to it with the endpoint that the user gives", async () => {
  const provider = new ScriptedWallet({ wallet_addEthereumChain: () => null });
  await addNetwork(provider, 31337, "Chain 31337", "https://rpc.example/");
  assert.deepEqual(provider.asked[0]!.params, [
    { chainId: "0x7a69", chainName: "Chain 31337", nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 }, rpcUrls: ["https://rpc.example/"] },
  ]);
  await switchTo(provider, 31337);
});

test("the page shows the fields that are signed, in the wallet's order", () => {
  const lines = fieldsOf(toSign().data).map(({ name, depth, text }) => [name, depth, text]);
  assert.deepEqual(lines, [
    ["contributor", 0, owner.address], ["area", 0, "docs"], ["title", 0, "Écrire"], ["uri", 0, ""], ["contentHash", 0, padHex("0x1")],
    ["coAuthors", 0, undefined], ["1", 1, undefined], ["account", 2, other.address], ["shareBp", 2, "2500"], ["buildsOn", 0, "[]"], ["nonce", 0, "7"],
  ]);
  const credits = [{ contribution: padHex("0x2"), recipient: other.address, points: 5 }];
  const evaluation = fieldsOf(evaluationToSign({ evaluator: owner.address, epoch: 1, nonce: 0, credits }, { chainId: 1, ledger }));
  assert.deepEqual(evaluation.filter(({ account }) => account).map(({ name }) => name), ["evaluator", "recipient"]);
});

test("who wants an account waits until the choice is closed, and everybody who does hears it", async () => {
  const wallet = new Wallet(() => new Memory());
  let opened = 0;
  wallet.addEventListener("wanted", () => opened++);
  wallet.decided();
  const heard: string[] = [];
  const waiting = ["first", "second"].map(who => wallet.want().then(() => heard.push(who)));
  await setImmediate();
  assert.deepEqual([opened, heard], [2, []]);
  wallet.decided();
  await Promise.all(waiting);
  assert.deepEqual(heard, ["first", "second"]);
});
