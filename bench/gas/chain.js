// A chain in this process on which every run is the same: no fees, and one transaction to a block, a second after the last.
import hre from "hardhat";
import { encodeDeployData, getCreateAddress, keccak256, numberToHex, serializeTransaction, toHex } from "viem";

export const transactionGasCap = 16_777_216;
const transactionBytesCap = 128 * 1024;

const start = Date.UTC(2026, 0, 1) / 1000;
const signature = { r: `0x${"ff".repeat(32)}`, s: `0x${"7f".repeat(32)}`, yParity: 1 };

// Bytes of a signed transaction.
const sizeOf = (call) =>
  (serializeTransaction({ type: "eip1559", chainId: 1, gas: BigInt(transactionGasCap), ...call }, signature).length - 2) / 2;

// An account of which only the address is needed. Hashed, so that its bytes cost in calldata what an account's bytes cost.
export const accountOf = (name) => `0x${keccak256(toHex(name)).slice(26)}`;

const network = "node";

export class Chain {
  static hardfork = hre.config.networks[network].hardfork;
  #connection;
  #nonces = new Map();
  now = start;

  static async open() {
    const chain = new Chain();
    chain.#connection = await hre.network.connect({
      network,
      override: { initialDate: new Date(start * 1000), initialBaseFeePerGas: 0 },
    });
    return chain;
  }

  close() {
    return this.#connection.close();
  }

  request(method, ...params) {
    return this.#connection.provider.request({ method, params });
  }

  passUntil(time) {
    if (time > this.now) this.now = Number(time);
  }

  // The gas that a transaction of its own used. Nothing is measured that the chain would not take from anybody.
  async send(from, to, data, value = 0n) {
    const size = sizeOf({ to, data, value });
    if (size > transactionBytesCap) throw new Error(`a transaction of ${size} bytes; nodes pass on ${transactionBytesCap}`);
    if (!this.#nonces.has(from)) {
      this.#nonces.set(from, 0);
      await this.request("hardhat_impersonateAccount", from);
      await this.request("hardhat_setBalance", from, numberToHex(10n ** 24n));
    }
    await this.request("evm_setNextBlockTimestamp", numberToHex(++this.now));
    const hash = await this.request("eth_sendTransaction", {
      from, data, ...(to && { to }), value: numberToHex(value), gas: numberToHex(transactionGasCap), gasPrice: "0x0",
    });
    this.#nonces.set(from, this.#nonces.get(from) + 1);
    const receipt = await this.request("eth_getTransactionReceipt", hash);
    if (receipt.status !== "0x1") throw new Error(`transaction ${hash} failed`);
    const gas = Number(receipt.gasUsed);
    if (gas >= transactionGasCap) throw new Error(`a transaction of ${gas} gas; no block takes ${transactionGasCap} or more`);
    return { gas, size, address: receipt.contractAddress, logs: receipt.logs };
  }

  deploy(from, { abi, bytecode }, args = []) {
    return this.send(from, undefined, encodeDeployData({ abi, bytecode, args }));
  }

  // Where the account's `ahead`-th contract from now will be.
  addressAhead(from, ahead) {
    return getCreateAddress({ from, nonce: BigInt((this.#nonces.get(from) ?? 0) + ahead) });
  }

  call(to, data) {
    return this.request("eth_call", { to, data }, "latest");
  }
}
