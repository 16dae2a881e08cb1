import assert from "node:assert/strict";
import { test } from "node:test";
import { hashStruct, hashTypedData, serializeCompactSignature, parseCompactSignature, signatureToCompactSignature, parseSignature, type Address, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import {
  authorsOf, contributionDigest, contributionId, contributionToSign, creditWhole, evaluationDigest, evaluationToSign,
  refuseContribution, type Contribution, type Evaluation,
} from "../../src/dashboard/protocol/records.ts";
import { recoverSigner, splitSignature } from "../../src/dashboard/protocol/signatures.ts";
import { canonicalText, isCanonical, shownText } from "../../src/dashboard/protocol/text.ts";

const address = (n: number): Address => `0x${n.toString(16).padStart(40, "0")}`;
const id = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;
const domain = { chainId: 31337, ledger: address(0xabc) };
const contribution: Contribution = {
  contributor: address(1), area: "docs", title: "Écrire le guide", uri: "https://example.org/1", contentHash: id(7),
  coAuthors: [{ account: address(2), shareBp: 2500 }, { account: address(3), shareBp: 1 }], buildsOn: [id(8), id(9)], nonce: 3,
};
const evaluation: Evaluation = {
  evaluator: address(4), epoch: 5, nonce: 6,
  credits: [{ contribution: id(1), recipient: address(1), points: 2500 }, { contribution: id(2), recipient: address(2), points: 1 }],
};

/** Viem wants a bigint where wallets want a number. */
const forViem = <T extends { domain: { chainId: number } }>(typed: T) => ({ ...typed, domain: { ...typed.domain, chainId: BigInt(typed.domain.chainId) } });

test("ids and digests are those of EIP-712 as another library computes them", () => {
  for (const record of [contribution, { ...contribution, coAuthors: [], buildsOn: [], uri: "" }]) {
    const typed = forViem(contributionToSign(record, domain));
    assert.equal(contributionDigest(record, domain), hashTypedData(typed));
    assert.equal(contributionId(record), hashStruct({ data: typed.message, types: typed.types, primaryType: "Contribution" }));
  }
  assert.equal(evaluationDigest(evaluation, domain), hashTypedData(forViem(evaluationToSign(evaluation, domain))));
});

test("a text is hashed by its bytes, also where they are no UTF-8", () => {
  const bytes = new TextEncoder().encode(contribution.title as string);
  assert.equal(contributionId({ ...contribution, title: bytes }), contributionId(contribution));
  const broken = { ...contribution, title: Uint8Array.of(0x61, 0xff, 0x62) };
  assert.equal(shownText(broken.title), "a\ufffdb");
  assert.notEqual(contributionId(broken), contributionId({ ...broken, title: "a\ufffdb" }));
});

test("clients sign composed, whole characters", () => {
  assert.equal(canonicalText("E\u0301crire"), "\u00c9crire");
  assert.equal(canonicalText("a\ud800"), "a\ufffd");
  assert.deepEqual(["\u00c9", "E\u0301", "a\ud800"].map(isCanonical), [true, false, false]);
});

test("a contribution is refused by the first rule that it breaks", () => {
  const refused = (change: Partial<Contribution>) => refuseContribution({ ...contribution, ...change });
  const author = (account: number, shareBp: number) => ({ account: address(account), shareBp });
  const many = (count: number) => Array.from({ length: count }, (_, i) => i + 100);
  assert.equal(refused({}), undefined);
  assert.equal(refused({ area: "é".repeat(16), title: "x".repeat(140), uri: "y".repeat(256) }), undefined);
  assert.equal(refused({ coAuthors: many(16).map(n => author(n, 624)), buildsOn: many(16).map(id) }), undefined);
  assert.equal(refused({ area: "", title: "" }), "AreaLength");
  assert.equal(refused({ area: "é".repeat(17) }), "AreaLength");
  assert.equal(refused({ title: "x".repeat(141), uri: "y".repeat(257) }), "TitleLength");
  assert.equal(refused({ uri: "y".repeat(257) }), "UriLength");
  assert.equal(refused({ coAuthors: many(17).map(n => author(n, 1)) }), "CoAuthorCount");
  assert.equal(refused({ coAuthors: [author(2, 1), author(2, 1)] }), "CoAuthorRepeated");
  assert.equal(refused({ coAuthors: [author(1, 1)] }), "CoAuthorRepeated");
  assert.equal(refused({ coAuthors: [author(2, 0)] }), "ShareOutOfRange");
  assert.equal(refused({ coAuthors: [author(2, 5000), author(3, 5000)] }), "ShareOutOfRange");
  assert.equal(refused({ buildsOn: many(17).map(id) }), "BuildsOnCount");
});

test("points for a whole contribution go to its authors by their parts, but not to the evaluator", () => {
  assert.deepEqual(authorsOf(contribution).map(({ shareBp }) => shareBp), [7499, 2500, 1]);
  const given = (evaluator: number, points: number) => creditWhole(contribution, address(evaluator), points).map(credit => [credit.recipient, credit.points]);
  assert.deepEqual(given(9, 1000), [[address(1), 749], [address(2), 250]]);
  assert.deepEqual(given(1, 2501), [[address(2), 2500], [address(3), 1]]);
  assert.deepEqual(creditWhole({ ...contribution, coAuthors: [] }, address(1), 10), []);
});

test("a signature is recovered in both forms, and refused where the ledger refuses it", async () => {
  const account = privateKeyToAccount(id(12345));
  const digest = contributionDigest(contribution, domain);
  const signature = await account.signTypedData(forViem(contributionToSign(contribution, domain)));
  assert.equal(await recoverSigner(digest, signature), account.address);
  const compact = serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)));
  assert.equal(compact.length, 2 + 128);
  assert.equal(await recoverSigner(digest, compact), account.address);
  assert.notEqual(await recoverSigner(id(1), signature), account.address);

  const { r, s, yParity } = splitSignature(signature)!;
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const made = (r: bigint, s: bigint, v: number): Hex => `0x${[r, s].map(n => n.toString(16).padStart(64, "0")).join("")}${v.toString(16).padStart(2, "0")}`;
  assert.equal(made(r, s, 27 + yParity), signature);
  assert.equal(splitSignature(made(r, order - s, 28 - yParity)), undefined, "the higher of both s");
  for (const wrong of [made(0n, s, 27), made(r, 0n, 27), made(r, s, yParity), made(r, s, 29), "0x", `${signature}00`] as Hex[]) {
    assert.equal(splitSignature(wrong), undefined, wrong);
    assert.equal(await recoverSigner(digest, wrong), undefined);
  }
  assert.equal(await recoverSigner(digest, made(order, s, 27)), undefined, "no point of the curve");
  assert.deepEqual(parseCompactSignature(compact).r, parseSignature(signature).r);
});
