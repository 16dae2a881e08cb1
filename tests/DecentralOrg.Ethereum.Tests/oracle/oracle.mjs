// Answers JSON lines with what viem (and solc, for "compile") makes of them, one line each, in order.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import {
  encodeAbiParameters, hashMessage, hashTypedData, keccak256, parseAbiParameters, recoverAddress,
  serializeSignature, encodeFunctionData, parseAbiItem, toFunctionSelector, toEventSelector,
} from "viem";
import { privateKeyToAccount, sign } from "viem/accounts";

// Integers travel as {"n":"…"}, because JSON's are doubles.
const revive = (key, value) =>
  value !== null && typeof value === "object" && typeof value.n === "string" ? BigInt(value.n) : value;

const answers = {
  keccak: ({ data }) => keccak256(data),
  account: ({ key }) => privateKeyToAccount(key).address,
  sign: async ({ key, digest }) => serializeSignature(await sign({ hash: digest, privateKey: key })),
  recover: ({ digest, signature }) => recoverAddress({ hash: digest, signature }),
  personal: ({ data }) => hashMessage({ raw: data }),
  typed: (data) => hashTypedData(data),
  encode: ({ types, values }) => encodeAbiParameters(parseAbiParameters(types), values),
  call: ({ signature, values }) => encodeFunctionData({ abi: [parseAbiItem(`function ${signature}`)], args: values }),
  selector: ({ signature }) => toFunctionSelector(signature),
  topic: ({ signature }) => toEventSelector(signature),
  transaction: ({ key, transaction }) => privateKeyToAccount(key).signTransaction({ ...transaction, type: "eip1559" }),
  compile: () => {
    const solc = createRequire(import.meta.url)("solc");
    const source = readFileSync(new URL("Probe.sol", import.meta.url), "utf8");
    const output = JSON.parse(solc.compile(JSON.stringify({
      language: "Solidity",
      sources: { "Probe.sol": { content: source } },
      settings: { evmVersion: "osaka", optimizer: { enabled: true }, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode"] } } },
    })));
    const { abi, evm } = output.contracts["Probe.sol"].Probe;
    const { object, immutableReferences } = evm.deployedBytecode;
    return JSON.stringify({
      contractName: "Probe", abi, bytecode: `0x${evm.bytecode.object}`, deployedBytecode: `0x${object}`, immutableReferences,
    });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { kind, ...question } = JSON.parse(line, revive);
  process.stdout.write(`${JSON.stringify(await answers[kind](question))}\n`);
}
