import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { budget, overweight, weigh, type BuiltFile } from "../../src/dashboard/build/budget.ts";
import { breaches } from "../../src/dashboard/build/policy.ts";

const file = (fileName: string, rest: Partial<BuiltFile> = {}): BuiltFile =>
  ({ fileName, content: "", imports: [], styles: [], first: false, sources: [], ...rest });
/** Random bytes do not shrink: their size through gzip is theirs and a few dozen more. */
const bytes = (length: number) => randomBytes(length);

test("the first page is what its markup asks for with all that this imports, once", () => {
  const { firstPage, withCharts } = weigh([
    file("index.html", { content: bytes(100), first: true }),
    file("main.js", { content: bytes(1000), imports: ["shared.js"], styles: ["main.css"], first: true }),
    file("shared.js", { content: bytes(2000), imports: ["main.js"] }),
    file("main.css", { content: bytes(500) }),
    file("later.js", { content: bytes(50_000), imports: ["shared.js"] }),
    file("charts.js", { content: bytes(7000), imports: ["shared.js"], sources: ["/x/node_modules/uplot/dist/uPlot.esm.js"] }),
    file("graph.js", { content: bytes(4000), sources: ["/x/node_modules/d3-force/src/index.js"] }),
  ]);
  assert.ok(firstPage > 3600 && firstPage < 3800, String(firstPage));
  assert.ok(withCharts - firstPage > 11_000 && withCharts - firstPage < 11_100, String(withCharts));
});

test("a page above its budget is named with what it is above it", () => {
  assert.deepEqual(overweight(budget), []);
  const [first, charts, ...rest] = overweight({ firstPage: 60_001, withCharts: 120_250 });
  assert.match(first!, /^The first page is 60001 bytes through gzip, 1 above/);
  assert.match(charts!, /^The first page with charts is 120250 bytes through gzip, 250 above/);
  assert.deepEqual(rest, []);
});

test("a build that names a file it did not write is refused", () => {
  assert.throws(() => weigh([file("main.js", { imports: ["lost.js"], first: true })]), /lost\.js/);
});

test("what the page's policy would stop is named", () => {
  const named = (fileName: string, content: string) => breaches({ fileName, content }).map(sentence => / holds (.*), which /.exec(sentence)?.[1]);
  assert.deepEqual(named("index.html", '<script type="module" crossorigin src="./assets/a.js"></script>'), []);
  assert.deepEqual(named("index.html", "<script>go()</script>"), ["a script within the page"]);
  assert.deepEqual(named("index.html", "<style>p{}</style><p style=\"\" onclick='go()'>"), [
    "a style sheet within the page", "a style attribute", "an event handler in an attribute",
  ]);
  assert.deepEqual(named("index.html", '<script src="https://cdn.example/a.js"></script>'), ["an address outside of the node"]);
  assert.deepEqual(named("a.js", "medieval(1);const f=evaluate(2)"), []);
  assert.deepEqual(named("a.js", 'eval("1");new Function("")'), ["eval", "new Function"]);
  assert.deepEqual(named("a.js", 'new Worker("data:text/javascript,1")'), ["a script as a data: URL"]);
});
