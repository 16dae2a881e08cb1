import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import english from "../../src/dashboard/i18n/english.ts";
import french from "../../src/dashboard/i18n/french.ts";
import { formats, wholeInfluence } from "../../src/dashboard/i18n/format.ts";
import { namesIn, say, type Message } from "../../src/dashboard/i18n/say.ts";

const root = new URL("../../src/", import.meta.url);
const text = (path: string) => readFileSync(new URL(path, root), "utf8");
const en: Record<string, Message> = english;
const fr: Record<string, Message> = french;
/** What French and English put between digits and before signs. */
const narrow = "\u202f";
const hard = "\u00a0";

test("both languages say the same things", () => {
  assert.deepEqual(Object.keys(fr).sort(), Object.keys(en).sort());
  for (const [key, message] of Object.entries(en)) {
    assert.equal(typeof fr[key], typeof message, key);
    assert.deepEqual(namesIn(fr[key]!), namesIn(message), key);
    for (const one of [message, fr[key]!]) assert.ok((typeof one === "string" ? [one] : [one.one, one.other]).every(form => form.trim() !== ""), key);
  }
});

test("every refusal of the node and the ledger has a cause and a next step in both languages", () => {
  const lists = [
    ["DecentralOrg.Kernel/Records/Refusal.cs", "Refusal"], ["DecentralOrg.Node/Intake/IntakeRefusal.cs", "IntakeRefusal"],
    ["DecentralOrg.Node/Governing/VoteRefusal.cs", "VoteRefusal"],
  ] as const;
  let count = 0;
  for (const [path, name] of lists) {
    const body = new RegExp(`public enum ${name}\\s*\\{(.*?)\\n\\}`, "s").exec(text(path))![1]!;
    for (const [, code] of body.matchAll(/^ {4}(\w+)(?: = \d+)?,$/gm)) {
      if (code === "None") continue;
      count++;
      for (const table of [en, fr]) for (const part of ["cause", "next"]) assert.ok(table[`refusal.${code}.${part}`] !== undefined, `${code}: ${part}`);
    }
  }
  assert.ok(count > 90, String(count));
});

test("every refusal that the page itself gives has its words", () => {
  const sources = ["api", "pages", "parts", "shell", "wallet"].flatMap(folder => filesIn(folder));
  const codes = new Set(sources.flatMap(source => [...source.matchAll(/\bcode: "(\w[\w-]*)"/g)].map(([, code]) => code!)));
  assert.ok(codes.has("Declined") && codes.size > 10, [...codes].join());
  for (const code of codes) assert.ok(en[`refusal.${code}.cause`] !== undefined && en[`refusal.${code}.next`] !== undefined, code);
});

test("no message is left that nothing says", () => {
  const sources = ["api", "pages", "parts", "shell", "wallet", "i18n"].flatMap(folder => filesIn(folder)).join("\n");
  // `t(\`act.stage.${stage}\`)` says all that begin so.
  const beginnings = [...sources.matchAll(/`([a-z][\w-]*(?:\.[\w-]+)*\.)\$\{/g)].map(([, beginning]) => beginning!);
  const unsaid = Object.keys(en).filter(key => !sources.includes(`"${key}"`) && !beginnings.some(beginning => key.startsWith(beginning)));
  assert.deepEqual(unsaid, []);
});

test("a message names its parameters, and chooses its form by the count", () => {
  assert.equal(say("{name} has {count}", "en", { name: "A", count: 1234567 }), "A has 1,234,567");
  assert.equal(say("{name} a {count}", "fr", { name: "A", count: 1234567n }), `A a 1${narrow}234${narrow}567`);
  const points = { one: "{count} point", other: "{count} points" };
  assert.deepEqual([0, 1, 2].map(count => say(points, "en", { count })), ["0 points", "1 point", "2 points"]);
  assert.deepEqual([0, 1, 2, 1_000_000].map(count => say(points, "fr", { count })), ["0 point", "1 point", "2 points", `1${narrow}000${narrow}000 points`]);
  assert.equal(say("{lost}", "en"), "{lost}");
});

test("influence is written as percent with the digits that say something", () => {
  const { influence } = formats("en");
  const part = (divisor: bigint) => influence(wholeInfluence / divisor);
  assert.deepEqual([influence(0n), influence(wholeInfluence), part(4n), part(3n)], ["0%", "100.00%", "25.00%", "33.33%"]);
  assert.deepEqual([part(10_000n), part(123_456n), part(100_000_000n)], ["0.01%", "0.00081%", "0.000001%"]);
  assert.equal(formats("fr").influence(wholeInfluence / 4n), `25,00${hard}%`);
});

test("amounts keep their digits, and small ones are not called nothing", () => {
  const { amount, exactAmount } = formats("en");
  assert.deepEqual([0n, 1n, 9_999_999n, 10_000_000n, 1_999_999_999n].map(amount), ["0.00", "0.000000001", "0.009999999", "0.01", "1.99"]);
  assert.equal(exactAmount(18_446_744_073_709_551_615n), "18,446,744,073.709551615");
  assert.equal(amount(-1_500_000_000n), "-1.50");
  assert.equal(formats("fr").exactAmount(1_234_500_000_000n), `1${narrow}234,5`);
});

test("times are told in the greatest units that fit", () => {
  const { distance, duration } = formats("en");
  assert.deepEqual([distance(1000, 1000), distance(1090, 1000), distance(1000, 1000 + 3 * 86_400 + 5)], ["now", "in 1 minute", "3 days ago"]);
  assert.deepEqual([0, 59, 3600, 90_061, 86_405].map(duration), ["0 seconds", "59 seconds", "1 hour", "1 day, 1 hour", "1 day"]);
  assert.equal(formats("fr").distance(1000, 1000 + 86_400), "hier");
});

function filesIn(folder: string): string[] {
  return readdirSync(new URL(`dashboard/${folder}/`, root)).filter(name => name.endsWith(".ts")).map(name => text(`dashboard/${folder}/${name}`));
}
