// The Ethereum Attestation Service, storing what a contribution and a credit say. Its compiled contracts are its package's.
import { createRequire } from "node:module";
import {
  encodeAbiParameters, encodeFunctionData, encodePacked, hashTypedData, keccak256, parseAbiParameters, toHex, zeroAddress,
  zeroHash,
} from "viem";
import { sign } from "viem/accounts";
import { accountOf, Chain, transactionGasCap } from "../chain.js";
import { contributionOf, personOf } from "../records.js";

const artifactOf = (name) =>
  createRequire(import.meta.url)(`@ethereum-attestation-service/eas-contracts/artifacts/contracts/${name}.sol/${name}.json`);

const contributionSchema = "string area,string title,string uri,bytes32 contentHash,"
  + "(address account,uint16 shareBp)[] coAuthors,bytes32[] buildsOn,uint32 nonce";
const creditSchema = "bytes32 contribution,uint32 points";
const evaluationSchema = "(bytes32 contribution,address recipient,uint32 points)[] credits";

const attestTypes = {
  Attest: [
    { name: "attester", type: "address" }, { name: "schema", type: "bytes32" }, { name: "recipient", type: "address" },
    { name: "expirationTime", type: "uint64" }, { name: "revocable", type: "bool" }, { name: "refUID", type: "bytes32" },
    { name: "data", type: "bytes" }, { name: "value", type: "uint256" }, { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint64" },
  ],
};

const deployer = accountOf("rival");
const people = Array.from({ length: 100 }, (_, i) => personOf(`person ${i}`));

class Attestations {
  #nonces = new Map();

  static async deploy(chain) {
    const attestations = new Attestations();
    attestations.chain = chain;
    const registry = artifactOf("SchemaRegistry");
    const { address } = await chain.deploy(deployer, registry);
    attestations.abi = artifactOf("EAS").abi;
    attestations.address = (await chain.deploy(deployer, artifactOf("EAS"), [address])).address;
    for (const schema of [contributionSchema, creditSchema, evaluationSchema]) {
      const args = [schema, zeroAddress, false];
      await chain.send(deployer, address, encodeFunctionData({ abi: registry.abi, functionName: "register", args }));
    }
    // Nobody signs for the first time: a counter that leaves zero would cost once what no later one costs.
    for (const person of people) await attestations.send(person.address, "increaseNonce", [1n]);
    return attestations;
  }

  send(from, functionName, args) {
    return this.chain.send(from, this.address, encodeFunctionData({ abi: this.abi, functionName, args }));
  }

  // What is asked for, with as many signatures of the attester as there are attestations.
  async signed({ schema, data }, person) {
    const domain = { name: "EAS", version: "1.4.0", chainId: 31337, verifyingContract: this.address };
    const signatures = [];
    for (const entry of data) {
      const nonce = this.#nonces.get(person.address) ?? 1n;
      this.#nonces.set(person.address, nonce + 1n);
      const message = { attester: person.address, schema, ...entry, nonce, deadline: 0n };
      const hash = hashTypedData({ domain, types: attestTypes, primaryType: "Attest", message });
      const { r, s, v } = await sign({ hash, privateKey: person.key });
      signatures.push({ v: Number(v), r, s });
    }
    return { schema, data, signatures, attester: person.address, deadline: 0n };
  }

  async relay(requests) {
    const batch = await Promise.all(requests.map(({ person, ...request }) => this.signed(request, person)));
    return this.send(deployer, "multiAttestByDelegation", [batch]);
  }

  async relayOne({ person, ...request }) {
    const { schema, data: [data], signatures: [signature], attester, deadline } = await this.signed(request, person);
    return this.send(deployer, "attestByDelegation", [{ schema, data, signature, attester, deadline }]);
  }

  attest({ person, schema, data: [data] }) {
    return this.send(person.address, "attest", [{ schema, data }]);
  }

  multiAttest(requests, from) {
    return this.send(from, "multiAttest", [requests.map(({ schema, data }) => ({ schema, data }))]);
  }
}

const uidOf = (schema) => keccak256(encodePacked(["string", "address", "bool"], [schema, zeroAddress, false]));

const entryOf = (schema, recipient, values) => ({
  recipient, expirationTime: 0n, revocable: false, refUID: zeroHash, value: 0n,
  data: encodeAbiParameters(parseAbiParameters(schema), values),
});

const contributionBy = (person) => {
  const { area, title, uri, contentHash, coAuthors, buildsOn, nonce } = contributionOf(person.address);
  const entry = entryOf(contributionSchema, zeroAddress, [area, title, uri, contentHash, coAuthors, buildsOn, nonce]);
  return { person, schema: uidOf(contributionSchema), data: [entry] };
};

const creditsBy = (i, count) => Array.from({ length: count }, (_, k) => ({
  contribution: keccak256(toHex(`${i} ${k}`)), recipient: people[(i + k + 1) % 100].address, points: 80_000 + k,
}));

// One attestation for each credit.
const credited = (i, count) => ({
  person: people[i], schema: uidOf(creditSchema),
  data: creditsBy(i, count).map(({ contribution, recipient, points }) => entryOf(creditSchema, recipient, [contribution, points])),
});

// One attestation for all credits of an evaluation.
const evaluated = (i, count) => ({
  person: people[i],
  schema: uidOf(evaluationSchema),
  data: [entryOf(evaluationSchema, zeroAddress, [creditsBy(i, count)])],
});

// As many as asked for, or as fit into a transaction.
const fitting = (wanted, gasEach) => Math.min(wanted, Math.floor((0.95 * transactionGasCap) / gasEach));

export const measureEas = async () => {
  const chain = await Chain.open();
  const eas = await Attestations.deploy(chain);
  const rows = [];
  const add = (key, rival, { gas }, count = 1) => rows.push({ key, rival, gas: Math.ceil(gas / count) });

  const own = await eas.attest(contributionBy(people[0]));
  add("contributionDirect", "EAS `attest`", own);
  const many = fitting(50, own.gas);
  const contributions = people.slice(0, many).map(contributionBy);
  add("contribution", `EAS \`multiAttest\`, ${many} of one attester`, await eas.multiAttest(contributions, people[0].address), many);
  add("contribution", "EAS `attestByDelegation`", await eas.relayOne(contributions[0]));
  add("contribution", `EAS \`multiAttestByDelegation\`, ${many} attesters`, await eas.relay(contributions), many);

  const five = [0, 1, 2, 3, 4];
  const ten = await eas.multiAttest([credited(0, 10)], people[0].address);
  add("creditDirect", "EAS `multiAttest`, ten attestations", ten, 10);
  add("creditDirect", "EAS `attest`, ten credits in one attestation", await eas.attest(evaluated(0, 10)), 10);
  const fifty = await eas.relay(five.map((i) => credited(i, 10)));
  add("credit", "EAS `multiAttestByDelegation`, an attestation for each credit", fifty, 50);
  const tens = await eas.relay(five.map((i) => evaluated(i, 10)));
  add("credit", "EAS `multiAttestByDelegation`, an attestation for ten", tens, 50);

  const single = await eas.relayOne(credited(5, 1));
  add("singleEvaluation", "EAS `attestByDelegation`", single);
  const singles = fitting(100, single.gas);
  const batch = people.slice(0, singles).map((_, i) => credited(i, 1));
  add("singleEvaluation", `EAS \`multiAttestByDelegation\`, ${singles} attesters`, await eas.relay(batch), singles);
  await chain.close();
  return rows;
};
