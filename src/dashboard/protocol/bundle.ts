// Bundles (chapter 8 of the protocol): all that an epoch is recomputed from, as JSON lines.
import type { Hex } from "viem";
import { grown, settle, SettlementError, type Epoch, type Settlement } from "./settlement.ts";
import type { Credits } from "./credits.ts";
import type { Progress } from "./influence.ts";

/** A bundle that was read: an epoch, and which contribution each credit names. */
export interface Bundle extends Epoch {
  readonly contributions: readonly Hex[];
}

export type BundleRule =
  | "NotText" | "NotJson" | "RepeatedField" | "UnknownFormat" | "MissingField" | "WrongField" | "DampingTooLarge" | "PointsOutOfRange" | "RenewalTooLarge"
  | "RewardTooLarge" | "NoMembers" | "AccountRepeated" | "ReputationTooLarge" | "CumulativeTooLarge" | "UnknownMember" | "SelfCredit"
  | "ZeroPoints" | "OverBudget";

/** Why a bundle is refused: the rule, and the line, 1 for the header. */
export class BundleError extends Error {
  override readonly name = "BundleError";
  readonly line: number;
  readonly rule: BundleRule;

  constructor(line: number, rule: BundleRule, message: string) {
    super(`Line ${line}: ${message}`);
    this.line = line;
    this.rule = rule;
  }
}

export const bundleFormat = "decentralorg/bundle/1";

/**
 * Reads a bundle.
 * @param content The file's bytes, in UTF-8, or its text.
 * @throws {BundleError} It breaks a rule.
 */
export function readBundle(content: string | Uint8Array): Bundle {
  const lines = decoded(content).split("\n");
  if (lines.at(-1) === "") lines.pop();
  const header = readHeader(lines[0] ?? "");
  const count = Math.max(lines.length - 1, 0);
  const credits: Credits = { from: new Uint32Array(count), to: new Uint32Array(count), points: new Uint32Array(count) };
  const contributions = new Array<Hex>(count);
  const spent = new Float64Array(header.accounts.length);
  for (let i = 0; i < count; i++) {
    const at = new Fields(i + 2, parsed(i + 2, lines[i + 1]!), "the credit");
    const from = at.integer("from", 0xffff_ffff);
    const to = at.integer("to", 0xffff_ffff);
    const points = at.integer("points", 0xffff_ffff);
    contributions[i] = at.matching("contribution", /^0x[0-9a-fA-F]{64}$/, "0x and 64 hex digits") as Hex;
    for (const member of [from, to]) {
      if (member >= spent.length) at.refuse("UnknownMember", `there is no member ${member}, only 0 to ${spent.length - 1}.`);
    }
    if (from === to) at.refuse("SelfCredit", `member ${from} credits himself.`);
    if (points === 0) at.refuse("ZeroPoints", "a credit has at least 1 point.");
    spent[from]! += points;
    if (spent[from]! > header.parameters.pointsPerEpoch) {
      at.refuse("OverBudget", `member ${from} has given ${spent[from]} points with this credit, and has ${header.parameters.pointsPerEpoch}.`);
    }
    credits.from[i] = from;
    credits.to[i] = to;
    credits.points[i] = points;
  }
  return { ...header, credits, contributions };
}

/**
 * Computes a bundle's epoch.
 * @throws {BundleError} Somebody would have been given more than 64 bits hold.
 */
export function settleBundle(bundle: Bundle, progress?: Progress): Settlement {
  try {
    return settle(bundle, progress);
  } catch (error) {
    if (error instanceof SettlementError && error.rule === "CumulativeTooLarge") throw new BundleError(1, error.rule, error.message);
    throw error;
  }
}

/** Writes a bundle as it is read, and as the node writes it. */
export function writeBundle(bundle: Bundle): string {
  const { epoch, parameters, accounts, previous, credits, contributions } = bundle;
  const state = grown(previous, accounts.length);
  const members = accounts.map((account, i) => ({ account, reputation: String(state.reputation[i]), cumulative: String(state.cumulative[i]) }));
  const { dampingBp, pointsPerEpoch, rewardPerEpoch, renewalBp } = parameters;
  const header = {
    format: bundleFormat, epoch, parameters: { dampingBp, pointsPerEpoch, rewardPerEpoch: String(rewardPerEpoch), renewalBp }, members,
  };
  const rest = contributions.map((contribution, i) => ({ from: credits.from[i], to: credits.to[i], points: credits.points[i], contribution }));
  return [header, ...rest].map(line => `${JSON.stringify(line)}\n`).join("");
}

/** What `dorg influence --json` prints of a settlement. */
export function settlementReport({ epoch, accounts }: Pick<Epoch, "epoch" | "accounts">, settlement: Settlement) {
  const { seeds, influence, earned, totalEarned, state, root } = settlement;
  const members = accounts.map((account, i) => ({
    account, seed: String(seeds[i]), influence: String(influence[i]), earned: String(earned[i]),
    cumulative: String(state.cumulative[i]), reputation: String(state.reputation[i]),
  }));
  return { epoch, totalEarned: String(totalEarned), root, members };
}

function decoded(content: string | Uint8Array): string {
  if (typeof content === "string") return content;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw new BundleError(1, "NotText", "this is no text in UTF-8; a bundle is JSON lines.");
  }
}

/** A number that is not written as a whole one, such as 1.0 or 1e3, which JSON itself would not tell from 1 or 1000. */
class OtherNumber {
  readonly #written: string;

  constructor(written: string) {
    this.#written = written;
  }

  toJSON(): string {
    return this.#written;
  }
}

/** What a browser says of a value while it parses; those before 2025 do not, and leave numbers as they are. */
interface Written {
  readonly source?: string;
}

function parsed(line: number, text: string): unknown {
  let fields = 0;
  let value: unknown;
  try {
    value = JSON.parse(text, function (this: unknown, _name: string, value: unknown, written?: Written): unknown {
      if (!Array.isArray(this)) fields++;
      return typeof value === "number" && !/^\d+$/.test(written?.source ?? "0") ? new OtherNumber(written!.source!) : value;
    });
  } catch {
    throw new BundleError(line, "NotJson", "this is no JSON; each line of a bundle is one JSON object.");
  }
  // The value itself counts as one. Of a field that stands twice JSON keeps the last, and other readers the first.
  const written = text.replace(/"(?:[^"\\]|\\.)*"/g, "").split(":").length - 1;
  if (written !== fields - 1) throw new BundleError(line, "RepeatedField", "a field stands twice in one object, so that readers could disagree on its value.");
  return value;
}

function readHeader(text: string): Omit<Bundle, "credits" | "contributions"> {
  const header: Fields = new Fields(1, parsed(1, text), "the header");
  if (header.value("format") !== bundleFormat) {
    header.refuse("UnknownFormat", `the format is ${JSON.stringify(header.value("format"))}, and only "${bundleFormat}" is known.`);
  }
  const epoch = header.integer("epoch", 0xffff_ffff);
  const given = new Fields(1, header.value("parameters"), "\"parameters\"");
  const parameters = {
    dampingBp: given.integer("dampingBp", Number.MAX_SAFE_INTEGER),
    pointsPerEpoch: given.integer("pointsPerEpoch", Number.MAX_SAFE_INTEGER),
    rewardPerEpoch: given.decimal("rewardPerEpoch"),
    renewalBp: given.integer("renewalBp", Number.MAX_SAFE_INTEGER),
  };
  if (parameters.dampingBp > 9_500) header.refuse("DampingTooLarge", `dampingBp is ${parameters.dampingBp}, and 9500 is the most.`);
  if (parameters.pointsPerEpoch < 1 || parameters.pointsPerEpoch > 2 ** 20) {
    header.refuse("PointsOutOfRange", `pointsPerEpoch is ${parameters.pointsPerEpoch}, and must be in 1 to 1048576.`);
  }
  if (parameters.renewalBp > 10_000) header.refuse("RenewalTooLarge", `renewalBp is ${parameters.renewalBp}, and 10000 is the most.`);
  if (parameters.rewardPerEpoch > 1n << 63n) header.refuse("RewardTooLarge", `rewardPerEpoch is ${parameters.rewardPerEpoch}, and 2^63 is the most.`);
  const members = header.value("members");
  if (!Array.isArray(members)) header.refuse("WrongField", "\"members\" is no list.");
  if (members.length === 0) header.refuse("NoMembers", "there are no members.");
  return { epoch, parameters, ...readMembers(members) };
}

function readMembers(members: readonly unknown[]): Pick<Epoch, "accounts" | "previous"> {
  const previous = { cumulative: new BigUint64Array(members.length), reputation: new BigUint64Array(members.length) };
  const known = new Map<string, number>();
  let all = 0n;
  const accounts = members.map((value, i) => {
    const member = new Fields(1, value, `member ${i}`);
    const account = member.matching("account", /^0x[0-9a-fA-F]{40}$/, "0x and 40 hex digits");
    const first = known.get(account.toLowerCase());
    if (first !== undefined) member.refuse("AccountRepeated", `members ${first} and ${i} have the same account ${account}.`);
    known.set(account.toLowerCase(), i);
    const reputation = member.decimal("reputation");
    const cumulative = member.decimal("cumulative");
    all += reputation;
    if (all >> 54n !== 0n) member.refuse("ReputationTooLarge", "all reputation together must be below 2^54.");
    if (cumulative >> 64n !== 0n) member.refuse("CumulativeTooLarge", `member ${i} was given ${cumulative}, which is above 2^64 - 1.`);
    previous.reputation[i] = reputation;
    previous.cumulative[i] = cumulative;
    return account;
  });
  return { accounts, previous };
}

/** The fields of one JSON object, refused by line and name when they are not what they should be. */
class Fields {
  readonly #line: number;
  readonly #fields: Record<string, unknown>;
  readonly #what: string;

  constructor(line: number, value: unknown, what: string) {
    this.#line = line;
    this.#what = what;
    if (typeof value !== "object" || value === null || Array.isArray(value)) this.refuse("WrongField", `${what} is no JSON object.`);
    this.#fields = value as Record<string, unknown>;
  }

  value(name: string): unknown {
    if (!Object.hasOwn(this.#fields, name)) this.refuse("MissingField", `"${name}" of ${this.#what} is missing.`);
    return this.#fields[name];
  }

  integer(name: string, most: number): number {
    const value = this.value(name);
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most) {
      this.refuse("WrongField", `"${name}" is ${JSON.stringify(value)}, and should be a whole number from 0 to ${most}.`);
    }
    return value;
  }

  decimal(name: string): bigint {
    return BigInt(this.matching(name, /^(?:0|[1-9][0-9]{0,77})$/, "a decimal string without sign or leading zeros"));
  }

  matching(name: string, pattern: RegExp, what: string): string {
    const value = this.value(name);
    if (typeof value !== "string" || !pattern.test(value)) this.refuse("WrongField", `"${name}" is ${JSON.stringify(value)}, and should be ${what}.`);
    return value;
  }

  refuse(rule: BundleRule, message: string): never {
    throw new BundleError(this.#line, rule, message);
  }
}
