import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { network } from "hardhat";
import { stubFor } from "../../scripts/mutants/stub.js";

const place = "4f72636861726400000000000000000000000001";
const constructorArguments = `${"00".repeat(31)}2a${"ab".repeat(40)}`;

let connection;
before(async () => (connection = await network.connect({ network: "node" })));
after(() => connection.close());

const request = (method, ...params) => connection.provider.request({ method, params });

/** What a creation with this code deploys, or reverts with. */
async function created(code, value = "0x0") {
  const [from] = await request("eth_accounts");
  try {
    return await request("eth_call", { from, value, data: `0x${code}${constructorArguments}` });
  } catch (error) {
    return `reverted with ${error.data?.data ?? error.data}`;
  }
}

const codes = {
  "its arguments": "600b380380600b5f395ff3", // n := codesize - 11; codecopy(0, 11, n); return(0, n)
  "a revert with its arguments": "600b380380600b5f395ffd",
  "its own address": "305f5260205ff3",
  "who creates it": "335f5260205ff3",
  "what it is paid": "345f5260205ff3",
};

for (const [what, code] of Object.entries(codes)) {
  test(`a stub creates what the code at the place does: ${what}`, async () => {
    await request("hardhat_setCode", `0x${place}`, `0x${code}`);
    for (const length of [150, 30_000]) assert.equal(await created(stubFor(length, place), "0x7"), await created(code, "0x7"));
  });
}

test("these codes create what they say", async () => {
  assert.equal(await created(codes["its arguments"]), `0x${constructorArguments}`);
  assert.match(await created(codes["a revert with its arguments"]), new RegExp(`reverted with 0x${constructorArguments}`));
  assert.match(await created(codes["what it is paid"], "0x7"), /^0x0{63}7$/);
});

test("a stub is as long as what it replaces, or there is none", () => {
  assert.equal(stubFor(200, place).length, 400);
  assert.throws(() => stubFor(100, place), /does not fit code of 100/);
});
