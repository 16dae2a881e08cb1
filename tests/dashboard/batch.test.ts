import assert from "node:assert/strict";
import { test } from "node:test";
import { keccak256, numberToHex, parseSignature, serializeCompactSignature, signatureToCompactSignature, stringToBytes, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { confirmed, type Claim } from "../../src/dashboard/verify/batch.ts";
import { help, helperAt } from "../../src/dashboard/verify/helper.ts";
import { recoverSigner } from "../../src/dashboard/protocol/signatures.ts";

const people = Array.from({ length: 5 }, (_, i) => privateKeyToAccount(keccak256(stringToBytes(`person ${i}`))));
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** Forty claims of five authors, all true. */
const claims: readonly Claim[] = await Promise.all(Array.from({ length: 40 }, async (_, i) => {
  const person = people[i % people.length]!;
  const digest = keccak256(stringToBytes(`record ${i}`));
  return { author: person.address, digest, signature: await person.sign({ hash: digest }) };
}));
const all = claims.map(() => true);
const changed = (place: number, change: (claim: Claim) => Partial<Claim>) => claims.map((claim, i) => (i === place ? { ...claim, ...change(claim) } : claim));
const allBut = (...places: number[]) => all.map((_, i) => !places.includes(i));

test("what is signed is confirmed, also with an account in small letters and a signature in 64 bytes", async () => {
  assert.deepEqual(await confirmed(claims), all);
  const short = (signature: Hex) => serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)));
  assert.deepEqual(await confirmed(claims.map(({ author, digest, signature }) => ({ author: author.toLowerCase() as Hex, digest, signature: short(signature) }))), all);
  assert.deepEqual(await confirmed([]), []);
});

test("whatever is wrong with one signature among many, that one and no other is not confirmed", async () => {
  const half = (signature: Hex, from: number, to: number, value: string) => `0x${signature.slice(2, 2 + from)}${value}${signature.slice(2 + to)}` as Hex;
  const word = (value: bigint) => numberToHex(value, { size: 32 }).slice(2);
  const changes: Record<string, (claim: Claim) => Partial<Claim>> = {
    "another digest": () => ({ digest: keccak256(stringToBytes("something else")) }),
    "another author": ({ author }) => ({ author: people.find(({ address }) => address !== author)!.address }),
    "another parity": ({ signature }) => ({ signature: half(signature, 128, 130, signature.endsWith("1b") ? "1c" : "1b") }),
    "another r": ({ signature }) => ({ signature: half(signature, 0, 64, claims[3]!.signature.slice(2, 66)) }),
    "an r of no point": ({ signature }) => ({ signature: half(signature, 0, 64, word(5n)) }),
    "another s": ({ signature }) => ({ signature: half(signature, 64, 128, word(BigInt(`0x${signature.slice(66, 130)}`) - 1n)) }),
    "the upper s": ({ signature }) => ({ signature: half(signature, 64, 130, word(order - BigInt(`0x${signature.slice(66, 130)}`)) + (signature.endsWith("1b") ? "1c" : "1b")) }),
    "no s": ({ signature }) => ({ signature: half(signature, 64, 128, word(0n)) }),
    "too short": ({ signature }) => ({ signature: signature.slice(0, -4) as Hex }),
  };
  for (const [what, change] of Object.entries(changes)) {
    // The first of its author, from which his key would be had, and one in the middle.
    for (const place of [0, 22]) assert.deepEqual(await confirmed(changed(place, change)), allBut(place), `${what} at ${place}`);
  }
});

test("errors that cancel each other out without random factors are found", async () => {
  // s of two signatures by the same key and with the same r moves from one to the other: the plain sum of both equations stays.
  const { author, digest, signature } = claims[10]!;
  const [r, s] = [signature.slice(2, 66), BigInt(`0x${signature.slice(66, 130)}`)];
  const moved = (by: bigint) => `0x${r}${numberToHex(s + by, { size: 32 }).slice(2)}${signature.slice(130)}` as Hex;
  const pair = [1n, -1n].map((by): Claim => ({ author, digest, signature: moved(by) }));
  assert.deepEqual(await confirmed([...claims, ...pair]), [...all, false, false]);
});

test("what is confirmed is what recovering each gives, with many wrong ones", async () => {
  const mixed = claims.map((claim, i) => (i % 3 === 1 ? { ...claim, digest: claims[(i + 1) % claims.length]!.digest } : claim));
  const each = await Promise.all(mixed.map(async ({ author, digest, signature }) => (await recoverSigner(digest, signature)) === author));
  assert.deepEqual(await confirmed(mixed), each);
  assert.ok(each.includes(true) && each.includes(false));
});

test("a helper at the other end of a channel answers the same, and one that fails says so", async test => {
  const { port1, port2 } = new MessageChannel();
  test.after(() => port2.close());
  help(port1 as unknown as MessagePort);
  const ask = helperAt(port2 as unknown as MessagePort);
  const wrong = changed(7, () => ({ digest: keccak256(stringToBytes("x")) }));
  assert.deepEqual([await ask(claims), await ask(wrong)], [all, allBut(7)]);
  await assert.rejects(ask([{ author: people[0]!.address, digest: "0x", signature: "0x1" }, null as unknown as Claim]), /Signatures could not be checked/);
});
