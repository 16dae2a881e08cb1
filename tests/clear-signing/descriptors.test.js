import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { descriptors, fieldsOf, flatten, leavesOf, signatureOf } from "./types.js";

const read = path => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const abiOf = name => JSON.parse(read(`artifacts/contracts/${name}.sol/${name}.json`)).abi;
const isSent = item => item.type === "function" && !["view", "pure"].includes(item.stateMutability);

// Written from the text of ERC-7730, version 2. A strict part of what its schema allows: what is known here is known there.
const shapes = {
  descriptor: { required: ["$schema", "context", "metadata", "display"] },
  contract: { required: ["$id", "contract"] },
  eip712: { required: ["$id", "eip712"] },
  metadata: { required: ["owner", "contractName"], optional: ["enums"] },
  display: { required: ["formats"] },
  format: { required: ["intent", "fields"], optional: ["interpolatedIntent"] },
  group: { required: ["label", "iteration", "fields"] },
  field: { required: ["path", "label", "format"], optional: ["params"] },
  hidden: { required: ["$id", "path", "visible"] },
};
const parameters = {
  raw: {},
  amount: {},
  addressName: { optional: ["types"] },
  date: { required: ["encoding"] },
  unit: { required: ["base"], optional: ["decimals"] },
  enum: { required: ["$ref"] },
  tokenAmount: { required: ["tokenPath"], optional: ["threshold", "message"] },
  calldata: { required: ["calleePath"], optional: ["amountPath"] },
};
// Which Solidity types the standard lets a format apply to.
const applies = {
  raw: /./, addressName: /^address/, calldata: /^bytes(\[\])*$/,
  amount: /^uint/, date: /^uint/, unit: /^uint/, enum: /^uint/, tokenAmount: /^uint/,
};

function assertShape(value, { required = [], optional = [] }, where) {
  const keys = Object.keys(value);
  assert.deepEqual(required.filter(key => !keys.includes(key)), [], `${where} lacks a key`);
  assert.deepEqual(keys.filter(key => !required.includes(key) && !optional.includes(key)), [], `${where} has a key too many`);
}

function typeAt(fields, path) {
  let found = { components: fields, type: "tuple" };
  for (const step of path.split(".")) {
    if (step === "[]") {
      assert.match(found.type, /\[\]$/, `${path}: no array`);
      found = { ...found, type: found.type.slice(0, -2) };
    } else {
      assert.equal(found.type, "tuple", `${path}: ${step} is asked of what has no fields`);
      found = found.components.find(field => field.name === step);
      assert.ok(found, `${path} points to no field`);
    }
  }
  return found.type;
}

for (const { file, isMessage, descriptor } of descriptors) {
  test(`${file} has the structure of ERC-7730`, () => {
    assertShape(descriptor, shapes.descriptor, file);
    assert.equal(descriptor.$schema, "https://eips.ethereum.org/assets/eip-7730/erc7730-v2.schema.json");
    assertShape(descriptor.context, isMessage ? shapes.eip712 : shapes.contract, "context");
    if (isMessage) assertShape(descriptor.context.eip712, { required: ["domain", "deployments"] }, "eip712");
    else assertShape(descriptor.context.contract, { required: ["deployments"] }, "contract");
    assertShape(descriptor.metadata, shapes.metadata, "metadata");
    assertShape(descriptor.display, shapes.display, "display");
    for (const format of Object.values(descriptor.display.formats)) {
      assertShape(format, shapes.format, format.intent);
      assert.match(format.intent, /^[A-Z].*[^.]$/);
      for (const field of format.fields.filter(each => each.fields)) {
        assertShape(field, shapes.group, field.label);
        assert.equal(field.iteration, "bundled");
      }
      for (const field of flatten(format.fields)) {
        assertShape(field, "visible" in field ? shapes.hidden : shapes.field, field.path);
        if ("visible" in field) assert.equal(field.visible, "never");
        else assertShape(field.params ?? {}, parameters[field.format], `${field.path}, ${field.format}`);
      }
    }
  });

  test(`${file} is a template: it binds to no deployment`, () => {
    assert.deepEqual(Object.values(descriptor.context)[1].deployments, []);
  });

  for (const [key, format] of Object.entries(descriptor.display.formats)) {
    const name = key.slice(0, key.indexOf("("));
    const fields = fieldsOf(key, isMessage);

    test(`${file} shows or leaves out with a reason every field of ${name}`, () => {
      const paths = flatten(format.fields).filter(field => !field.path.startsWith("@.")).map(field => field.path);
      const covers = (path, leaf) => leaf === path || leaf.startsWith(`${path}.`);
      const leaves = leavesOf(fields);
      assert.deepEqual(leaves.filter(leaf => paths.filter(path => covers(path, leaf)).length !== 1), []);
    });

    test(`${file} points to fields that ${name} has, with formats that fit them`, () => {
      const container = { "@.to": "address", "@.value": "uint256" };
      const typeOf = path => path.startsWith("@.") ? container[path] : typeAt(fields, path);
      for (const { path, format: kind, params = {} } of flatten(format.fields)) {
        const type = typeOf(path);
        assert.ok(type, `${path} is no value of the container`);
        if (kind) assert.match(type, applies[kind], `${kind} cannot show ${path}`);
        if (params.calleePath) assert.equal(typeOf(params.calleePath), "address");
        if (params.tokenPath) assert.equal(typeOf(params.tokenPath), "address");
        if (params.amountPath) assert.equal(typeOf(params.amountPath), "uint256");
        if (params.$ref) assert.ok(params.$ref.replace("$.metadata.enums.", "") in descriptor.metadata.enums, params.$ref);
      }
    });

    test(`${file} says of ${name} in a sentence only what is always shown once`, () => {
      const shown = flatten(format.fields).filter(field => field.visible !== "never").map(field => field.path);
      for (const [, path] of (format.interpolatedIntent ?? "").matchAll(/\{(.+?)\}/g)) {
        assert.ok(shown.includes(path) && !path.includes("[]"), path);
      }
    });
  }
}

// Called by one contract of the organization and nobody else: no wallet ever shows them.
const unsigned = { Ledger: ["found", "turn"], RewardToken: ["mint"], Reputation: ["set"], Parameters: [], Roles: [], Settlement: [] };

for (const [contract, internal] of Object.entries(unsigned)) {
  test(`calldata-${contract}.json names every function that people send, as the compiler does`, () => {
    const sent = abiOf(contract).filter(isSent);
    const { descriptor } = descriptors.find(entry => entry.file === `calldata-${contract}.json`);
    const expected = sent.filter(item => !internal.includes(item.name)).map(signatureOf);
    assert.deepEqual(Object.keys(descriptor.display.formats).sort(), expected.sort());
    assert.deepEqual(internal.filter(name => !sent.some(item => item.name === name)), []);
  });
}

test("calldata-OrganizationGovernor.json names the functions of a governor and our own, as the compiler does", () => {
  const solc = createRequire(import.meta.url)("solc");
  const source = "@openzeppelin/contracts/governance/IGovernor.sol";
  const input = {
    language: "Solidity",
    sources: { [source]: { content: read(`node_modules/${source}`) } },
    settings: { outputSelection: { "*": { "*": ["abi"] } } },
  };
  const imports = path => ({ contents: read(`node_modules/${path}`) });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: imports }));
  const own = abiOf("OrganizationGovernor").filter(item => item.name === "proposeBySig");
  const expected = [...output.contracts[source].IGovernor.abi.filter(isSent), ...own].map(signatureOf);
  const { descriptor } = descriptors.find(entry => entry.file === "calldata-OrganizationGovernor.json");
  assert.deepEqual(Object.keys(descriptor.display.formats).sort(), expected.sort());
});

// Where the types of each contract's messages stand in the sources that check them.
const sources = {
  Ledger: ["contracts/libraries/Contributions.sol", "contracts/libraries/Evaluations.sol"],
  RewardToken: ["node_modules/@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol"],
  Reputation: ["node_modules/@openzeppelin/contracts/governance/utils/Votes.sol"],
  OrganizationGovernor: [
    "node_modules/@openzeppelin/contracts/governance/Governor.sol", "contracts/OrganizationGovernor.sol",
  ],
};

// Signed in the domain of a contract that never sees it.
const counted = { Ledger: ["ParameterBallot"] };

for (const { file, contract, isMessage, descriptor } of descriptors.filter(entry => entry.isMessage)) {
  test(`${file} names every message that the contract hashes, letter by letter`, () => {
    assert.ok(isMessage);
    const joined = sources[contract].map(read).join("").replace(/"\s+"/g, "");
    const hashed = [...joined.matchAll(/keccak256\(\s*"(\w+\([^"]*\))"/g)].map(match => match[1]);
    const nested = type => hashed.some(other => other !== type && other.endsWith(type));
    const keys = Object.keys(descriptor.display.formats);
    const others = keys.filter(key => counted[contract]?.includes(key.slice(0, key.indexOf("("))));
    assert.equal(others.length, counted[contract]?.length ?? 0);
    assert.deepEqual(keys.filter(key => !others.includes(key)).sort(), hashed.filter(type => !nested(type)).sort());
  });
}

test("eip712-Ledger.json names the messages as the kernel does", () => {
  const text = ["Records/RecordTypes.cs", "Governance/ParameterBallot.cs"].map(name => read(`src/DecentralOrg.Kernel/${name}`)).join("");
  const { descriptor } = descriptors.find(entry => entry.file === "eip712-Ledger.json");
  for (const key of Object.keys(descriptor.display.formats)) {
    const [own, other] = key.split(/(?<=\))(?=[A-Z])/);
    const constant = text.match(/const string (\w+) = (".*?");/g).find(line => line.endsWith(`"${other}";`))?.split(" ")[2];
    assert.ok(constant && text.includes(`"${own}" + ${constant};`), key);
  }
});
