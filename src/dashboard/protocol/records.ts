// Contributions and evaluations: what is signed, their ids and digests (chapter 3 of the protocol).
import { hexToBytes, bytesToHex, type Address, type Hex } from "viem";
import { concatenate, integerBytes, keccak } from "./bytes.ts";
import { shownText, textBytes, type Text } from "./text.ts";
import type { Refusal } from "./refusals.ts";

/** A co-author and his part, in 1/10000. */
export interface Author {
  readonly account: Address;
  readonly shareBp: number;
}

export interface Contribution {
  readonly contributor: Address;
  readonly area: Text;
  readonly title: Text;
  readonly uri: Text;
  readonly contentHash: Hex;
  readonly coAuthors: readonly Author[];
  readonly buildsOn: readonly Hex[];
  readonly nonce: number;
}

export interface Credit {
  readonly contribution: Hex;
  readonly recipient: Address;
  readonly points: number;
}

export interface Evaluation {
  readonly evaluator: Address;
  readonly epoch: number;
  readonly nonce: number;
  readonly credits: readonly Credit[];
}

/** The ledger that a signature is for. */
export interface LedgerDomain {
  readonly chainId: number;
  readonly ledger: Address;
}

const contributionFields = [
  { name: "contributor", type: "address" },
  { name: "area", type: "string" },
  { name: "title", type: "string" },
  { name: "uri", type: "string" },
  { name: "contentHash", type: "bytes32" },
  { name: "coAuthors", type: "Author[]" },
  { name: "buildsOn", type: "bytes32[]" },
  { name: "nonce", type: "uint32" },
] as const;
const authorFields = [{ name: "account", type: "address" }, { name: "shareBp", type: "uint16" }] as const;
const evaluationFields = [
  { name: "evaluator", type: "address" },
  { name: "epoch", type: "uint32" },
  { name: "nonce", type: "uint32" },
  { name: "credits", type: "Credit[]" },
] as const;
const creditFields = [
  { name: "contribution", type: "bytes32" },
  { name: "recipient", type: "address" },
  { name: "points", type: "uint32" },
] as const;

/** The fields of every domain (EIP-712). */
export const domainFields = [
  { name: "name", type: "string" },
  { name: "version", type: "string" },
  { name: "chainId", type: "uint256" },
  { name: "verifyingContract", type: "address" },
] as const;

/** keccak-256 of a text's bytes. */
export const hashText = (text: string): Uint8Array => keccak(textBytes(text));
const author = "Author(address account,uint16 shareBp)";
const credit = "Credit(bytes32 contribution,address recipient,uint32 points)";
const authorType = hashText(author);
const creditType = hashText(credit);
const contributionType = hashText(
  `Contribution(address contributor,string area,string title,string uri,bytes32 contentHash,Author[] coAuthors,bytes32[] buildsOn,uint32 nonce)${author}`,
);
const evaluationType = hashText(`Evaluation(address evaluator,uint32 epoch,uint32 nonce,Credit[] credits)${credit}`);
const domainType = hashText("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

const word = (value: number | bigint) => integerBytes(value, 32);
const account = (address: Address) => {
  const bytes = new Uint8Array(32);
  bytes.set(hexToBytes(address), 12);
  return bytes;
};

/** The id of a contribution: its EIP-712 struct hash. */
export const contributionId = (record: Contribution): Hex => bytesToHex(contributionHash(record));

/** What the contributor signs. */
export const contributionDigest = (record: Contribution, domain: LedgerDomain): Hex => digest(contributionHash(record), domain);

/** What the evaluator signs. */
export const evaluationDigest = (record: Evaluation, domain: LedgerDomain): Hex => digest(evaluationHash(record), domain);

/** A contribution as `eth_signTypedData_v4` takes it, once it is JSON. */
export function contributionToSign(record: Contribution, domain: LedgerDomain) {
  const message = { ...record, area: shownText(record.area), title: shownText(record.title), uri: shownText(record.uri) };
  const types = { EIP712Domain: domainFields, Contribution: contributionFields, Author: authorFields };
  return { domain: signedDomain(domain), types, primaryType: "Contribution" as const, message };
}

/** An evaluation as `eth_signTypedData_v4` takes it, once it is JSON. */
export function evaluationToSign(record: Evaluation, domain: LedgerDomain) {
  const types = { EIP712Domain: domainFields, Evaluation: evaluationFields, Credit: creditFields };
  return { domain: signedDomain(domain), types, primaryType: "Evaluation" as const, message: record };
}

/** The first rule of the ledger that a contribution breaks, its signature aside; undefined if it keeps all. */
export function refuseContribution(record: Contribution): Refusal | undefined {
  const within = (text: Text, least: number, most: number) => {
    const { length } = textBytes(text);
    return length >= least && length <= most;
  };
  if (!within(record.area, 1, 32)) return "AreaLength";
  if (!within(record.title, 1, 140)) return "TitleLength";
  if (!within(record.uri, 0, 256)) return "UriLength";
  if (record.coAuthors.length > 16) return "CoAuthorCount";
  const named = new Set([record.contributor.toLowerCase()]);
  let shares = 0;
  for (const { account, shareBp } of record.coAuthors) {
    if (named.size === named.add(account.toLowerCase()).size) return "CoAuthorRepeated";
    if (shareBp < 1) return "ShareOutOfRange";
    shares += shareBp;
  }
  if (shares >= 10_000) return "ShareOutOfRange";
  return record.buildsOn.length > 16 ? "BuildsOnCount" : undefined;
}

/** Everybody who made a contribution with his part in 1/10000, the contributor first. */
export function authorsOf(record: Contribution): Author[] {
  const others = record.coAuthors.reduce((sum, { shareBp }) => sum + shareBp, 0);
  return [{ account: record.contributor, shareBp: 10_000 - others }, ...record.coAuthors];
}

/**
 * The credits by which an evaluator gives `points` to a whole contribution: to each author but himself by his part, rounded down,
 * without zeros.
 */
export function creditWhole(record: Contribution, evaluator: Address, points: number): Credit[] {
  const others = authorsOf(record).filter(({ account }) => account.toLowerCase() !== evaluator.toLowerCase());
  const shares = others.reduce((sum, { shareBp }) => sum + shareBp, 0);
  const contribution = contributionId(record);
  return others
    .map(({ account, shareBp }) => ({ contribution, recipient: account, points: Math.floor((points * shareBp) / shares) }))
    .filter(given => given.points > 0);
}

const signedDomain = ({ chainId, ledger }: LedgerDomain) =>
  ({ name: "DecentralOrg", version: "1", chainId, verifyingContract: ledger });

function contributionHash(record: Contribution): Uint8Array {
  const authors = record.coAuthors.map(one => keccak(authorType, account(one.account), word(one.shareBp)));
  return keccak(
    contributionType, account(record.contributor), keccak(textBytes(record.area)), keccak(textBytes(record.title)),
    keccak(textBytes(record.uri)), hexToBytes(record.contentHash), keccak(concatenate(authors)),
    keccak(concatenate(record.buildsOn.map(id => hexToBytes(id)))), word(record.nonce),
  );
}

function evaluationHash(record: Evaluation): Uint8Array {
  const credits = record.credits.map(one => keccak(creditType, hexToBytes(one.contribution), account(one.recipient), word(one.points)));
  return keccak(evaluationType, account(record.evaluator), word(record.epoch), word(record.nonce), keccak(concatenate(credits)));
}

function digest(structHash: Uint8Array, { chainId, ledger }: LedgerDomain): Hex {
  const separator = keccak(domainType, hashText("DecentralOrg"), hashText("1"), word(chainId), account(ledger));
  return bytesToHex(keccak(Uint8Array.of(0x19, 0x01), separator, structHash));
}
