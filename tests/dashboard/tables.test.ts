import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, json } from "../../src/dashboard/parts/csv.ts";
import { identicon } from "../../src/dashboard/parts/identicon.ts";

test("CSV quotes what RFC 4180 wants quoted, and ends its lines with CRLF", () => {
  assert.equal(csv(["a", "b"], [["x", 'say "hi"'], ["one, two", "two\nlines"], [null, undefined]]),
    'a,b\r\nx,"say ""hi"""\r\n"one, two","two\nlines"\r\n,\r\n');
});

test("no text of CSV is a formula, and numbers stay numbers", () => {
  const texts = ["=1+1", "+cmd", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "-5", "12", "a=b"];
  assert.deepEqual(csv(["t"], texts.map(text => [text])).split("\r\n").slice(1, -1),
    ["'=1+1", "'+cmd", "'-cmd|' /C calc'!A0", "'@SUM(A1)", "'\t=1", "-5", "12", "a=b"]);
  assert.equal(csv(["n"], [[-5], [-7n], [true]]), "n\r\n-5\r\n-7\r\ntrue\r\n");
});

test("JSON has the same rows under the same names, with every digit", () => {
  assert.deepEqual(JSON.parse(json(["name", "units"], [["=A", 2n ** 60n], ["B", undefined]])), [{ name: "=A", units: "1152921504606846976" }, { name: "B", units: null }]);
});

test("an account has one picture, whatever the case of its letters, and neighbours have others", () => {
  const account = "0xAbCdEf0123456789aBcDeF0123456789abcdef01";
  assert.deepEqual(identicon(account), identicon(account.toLowerCase() as typeof account));
  const pictures = Array.from({ length: 200 }, (_, i) => JSON.stringify(identicon(`0x${i.toString(16).padStart(40, "0")}`)));
  assert.equal(new Set(pictures).size, 200);
  for (const { x, y, fill } of identicon(account).squares) {
    assert.ok(identicon(account).squares.some(other => other.x === 4 - x && other.y === y && other.fill === fill), "the picture is symmetric");
  }
});
