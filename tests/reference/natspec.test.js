import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { describeSource, undescribed } from "../../scripts/natspec.js";

const solc = createRequire(import.meta.url)("solc");

function describe(body) {
  const head = "// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\n/// @notice All · of it.\n";
  const content = `${head}interface IThing {\n${body}\n}\n`;
  const settings = { outputSelection: { "*": { "": ["ast"] } } };
  const input = { language: "Solidity", sources: { a: { content } }, settings };
  const { sources, errors = [] } = JSON.parse(solc.compile(JSON.stringify(input)));
  assert.deepEqual(errors, []);
  return { name: "Thing", ...describeSource(sources.a.ast, content, "IThing") };
}

test("everything that lacks a description is named", () => {
  const thing = describe(`
    struct Pair { /* of what? */ uint8 left; }
    event Done(uint8 what);
    error Late(uint256 deadline);
    function go(uint8 fast) external;
    function look() external view returns (uint8 left, uint8 right);`);
  assert.deepEqual(undescribed(thing), [
    "Thing.go", "Thing.look", "Thing.Done", "Thing.Late", "Thing.Pair",
    "Thing.go: fast", "Thing.look: returned left", "Thing.look: returned right", "Thing.Done: what", "Thing.Late: deadline",
    "Thing.go: @custom:caller", "Thing.Pair: left",
  ]);
});

test("a parameter is described by a tag of its own or by name in the notice", () => {
  const thing = describe(`
    /// @notice Goes \`fast\`.
    /// @param far How far,
    /// in metres.
    /// @return taken Seconds.
    /// @custom:caller Anyone.
    function go(bool fast, uint8 far) external returns (uint8 taken);
    /// @notice One value, of which the notice speaks; see {go}.
    function look() external view returns (uint8);`);
  assert.deepEqual(undescribed(thing), []);
  const [go, look] = thing.functions;
  assert.equal(go.parameters[1].text, "How far, in metres.");
  assert.deepEqual(go.returns, [{ name: "taken", type: "uint8", text: "Seconds." }]);
  assert.equal(look.notice, "One value, of which the notice speaks; see `go`.");
});

test("fields are described by the lines right above them, whatever these hold", () => {
  const thing = describe(`
    /// @notice A pair.
    struct Pair {
        /// The first; in units of
        /// 10^-9 · token.
        uint64 first;
        uint64 second;
    }`);
  assert.deepEqual(thing.structs[0].fields.map(field => field.text), ["The first; in units of 10^-9 · token.", ""]);
});
