import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { mock, test } from "node:test";
import type { Hex } from "viem";
import { Activity, changesBy } from "../../src/dashboard/api/activity.ts";
import { Client } from "../../src/dashboard/api/client.ts";
import { follow, type Source } from "../../src/dashboard/api/events.ts";
import type { Change, Organization } from "../../src/dashboard/api/models.ts";
import { Refused } from "../../src/dashboard/api/refusal.ts";
import { Store } from "../../src/dashboard/api/store.ts";
import { owner, Memory } from "./support/wallet.ts";

type Answer = (path: string, request: RequestInit) => Response | Promise<Response>;
const json = (value: unknown, headers: Record<string, string> = {}, status = 200) => new Response(JSON.stringify(value), { status, headers });
const problem = (name: string, status: number, headers: Record<string, string> = {}) =>
  json({ type: `urn:decentralorg:refusal:${name}`, title: name, detail: `${name} in words.`, field: "message.credits" }, { "content-type": "application/problem+json", ...headers }, status);

/** A node whose answers a test gives. */
function nodeOf(answer: Answer) {
  const asked: string[] = [];
  const client = new Client("http://node.example/under/", async (url, request = {}) => {
    const path = String(url).replace("http://node.example/under", "");
    asked.push(`${request.method ?? "GET"} ${path}`);
    return answer(path, request);
  });
  return { client, asked };
}
const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof Refused, String(error));
  return error.refusal;
};

test("what has not changed is the same value as before", async () => {
  const { client } = nodeOf((_, { headers }) => (headers as Record<string, string> | undefined)?.["if-none-match"] === '"1"' ? new Response(null, { status: 304 }) : json({ a: 1 }, { etag: '"1"' }));
  const first = await client.get("/api/organization");
  assert.equal(await client.get("/api/organization"), first);
});

test("lists are read to their end, and their last entries newest first", async () => {
  const all = Array.from({ length: 2500 }, (_, i) => i);
  const { client, asked } = nodeOf(path => {
    const query = new URL(path, "http://x").searchParams;
    const first = query.has("after") ? Number(query.get("after")) + 1 : 0;
    const items = all.slice(first, first + Number(query.get("limit")));
    return json({ items, next: first + items.length < all.length ? first + items.length - 1 : null, total: all.length });
  });
  assert.deepEqual(await client.list("/api/members?epoch=2"), all);
  assert.deepEqual(asked, ["limit=1000", "limit=1000&after=999", "limit=1000&after=1999"].map(part => `GET /api/members?epoch=2&${part}`));
  assert.deepEqual(await client.latest("/api/contributions", 3), { items: [2499, 2498, 2497], total: 2500 });
  all.length = 2;
  assert.deepEqual(await client.latest("/api/contributions", 3), { items: [1, 0], total: 2 });
  all.length = 0;
  assert.deepEqual(await client.latest("/api/contributions", 3), { items: [], total: 0 });
});

test("every failure has a name", async () => {
  assert.deepEqual(await codeOf(nodeOf(() => problem("OverBudget", 409)).client.post("/records", {})),
    { code: "OverBudget", status: 409, sentence: "OverBudget in words.", field: "message.credits" });
  assert.equal((await codeOf(nodeOf(() => problem("TooManyRequests", 429, { "retry-after": "30" })).client.get("/x"))).retryAfter, 30);
  assert.equal((await codeOf(nodeOf(() => { throw new TypeError("fetch failed"); }).client.get("/x"))).code, "Unreachable");
  assert.equal((await codeOf(nodeOf(() => { throw new DOMException("late", "TimeoutError"); }).client.get("/x"))).code, "NoAnswer");
  assert.equal((await codeOf(nodeOf(() => new Response("<html>")).client.get("/x"))).code, "Unreadable");
  assert.equal((await codeOf(nodeOf(() => new Response("Bad Gateway", { status: 502 })).client.get("/x"))).code, "Unexplained");
});

test("what is looked at is asked for again at each change, and what is known stays while the node is away", async () => {
  let [count, away] = [0, false];
  const { client, asked } = nodeOf(() => {
    if (away) throw new TypeError("fetch failed");
    return json({ count: ++count });
  });
  const store = new Store(client);
  const seen: unknown[] = [];
  const members = store.get<{ count: number }>("/api/members");
  const quiet = members.listen(() => seen.push(members.answer.state === "ready" ? members.answer.value.count : members.answer.state));
  store.get("/api/nobody-looks");
  await setImmediate();
  store.refresh();
  await setImmediate();
  assert.deepEqual([seen, asked.length], [[1, 2], 2]);
  away = true;
  store.refresh();
  await setImmediate();
  assert.deepEqual(members.answer, { state: "ready", value: { count: 2 } });
  const other = store.get("/api/other");
  other.listen(() => {});
  await setImmediate();
  assert.deepEqual(other.answer, { state: "refused", refusal: { code: "Unreachable" } });
  quiet();
  asked.length = 0;
  store.refresh();
  await setImmediate();
  assert.deepEqual(asked, ["GET /api/other"]);
});

test("what is known stays where the node cannot tell for a moment, and goes where there is nothing any more", async () => {
  let answer: Answer = () => json(1);
  const store = new Store(nodeOf((path, request) => answer(path, request)).client);
  const one = store.get<number>("/api/one");
  one.listen(() => {});
  await setImmediate();
  answer = () => problem("ChainUnreachable", 503);
  await one.refresh();
  assert.deepEqual(one.answer, { state: "ready", value: 1 });
  answer = () => problem("not-found", 404);
  await one.refresh();
  assert.equal(one.answer.state, "refused");
});

test("a change while an answer is under way has it asked for once more", async () => {
  const waiting: ((response: Response) => void)[] = [];
  const { client } = nodeOf(() => new Promise(resolve => waiting.push(resolve)));
  const store = new Store(client);
  const one = store.get<number>("/api/one");
  one.listen(() => {});
  store.refresh();
  store.refresh();
  waiting.shift()!(json(1));
  await setImmediate();
  waiting.shift()!(json(2));
  await setImmediate();
  assert.deepEqual([one.answer, waiting.length], [{ state: "ready", value: 2 }, 0]);
});

test("a stream that breaks is opened again after growing pauses, and the page knows how it reaches the node", async () => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  try {
    const sources: (Source & { tell(type: string, data?: unknown): void; closed: boolean })[] = [];
    const open = () => {
      const target = new EventTarget();
      const source = {
        closed: false,
        addEventListener: (type: string, listener: (event: MessageEvent<string>) => void) => target.addEventListener(type, listener as (event: Event) => void),
        close() { source.closed = true; },
        tell: (type: string, data?: unknown) => void target.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(data) })),
      };
      sources.push(source);
      return source;
    };
    const told: (Change | "lost")[] = [];
    const stop = follow(open, { changed: change => told.push(change), lost: () => told.push("lost") });
    const change: Change = { block: "1", records: "2", epoch: 0, members: 3, totalEarned: "4" };
    sources[0]!.tell("change", change);
    sources[0]!.tell("error");
    assert.deepEqual([told, sources.length, sources[0]!.closed], [[change, "lost"], 1, true]);
    for (const pause of [500, 1000, 2000, 5000, 10_000, 10_000]) {
      mock.timers.tick(pause - 1);
      const before = sources.length;
      mock.timers.tick(1);
      assert.equal(sources.length, before + 1);
      sources.at(-1)!.tell("error");
    }
    stop();
    mock.timers.tick(60_000);
    assert.equal(sources.length, 7);

    let ready = true;
    const store = new Store(nodeOf(() => json({ ready, sentences: ["Behind."] })).client);
    store.start(open);
    assert.equal(store.reach, "connecting");
    sources.at(-1)!.tell("change", change);
    await setImmediate();
    assert.equal(store.reach, "live");
    ready = false;
    mock.timers.tick(30_000);
    await setImmediate();
    assert.equal(store.reach, "degraded");
    sources.at(-1)!.tell("error");
    assert.equal(store.reach, "offline");
    store.stop();
  } finally {
    mock.timers.reset();
  }
});

const organization = { chainId: 31337, ledger: "0x00000000000000000000000000000000000000Aa", finalized: "10" } as Partial<Organization> as Organization;
const digest: Hex = `0x${"d".repeat(64)}`;
const act = { kind: "evaluation", digest, account: owner.address, title: "Work", post: { signature: "0x1" }, evaluation: { epoch: 1, nonce: 0, points: 5 } } as const;

test("what was signed is followed from the node's answers to its end, and survives a reload", async () => {
  let status: object = { state: "Waiting", kind: "Evaluation" };
  const { client, asked } = nodeOf((_, { method }) => method === "POST" ? json({}, {}, 202) : json(status));
  const memory = new Memory();
  const activity = new Activity(new Store(client), memory);
  activity.know(organization);
  await activity.submit(act);
  await setImmediate();
  assert.deepEqual([activity.acts[0]!.stage, activity.acts[0]!.replaceable], ["recorded", true]);

  const reloaded = new Activity(new Store(client), memory);
  status = { state: "Anchored", kind: "Evaluation", block: "11" };
  reloaded.know(organization);
  await setImmediate();
  assert.deepEqual([reloaded.acts[0]!.stage, reloaded.acts[0]!.block, reloaded.acts[0]!.post], ["anchored", "11", undefined]);
  reloaded.know({ ...organization, finalized: "11" });
  await setImmediate();
  assert.equal(reloaded.acts[0]!.stage, "final");
  asked.length = 0;
  await reloaded.look();
  assert.deepEqual(asked, []);
  assert.equal(new Activity(new Store(client), memory).acts.length, 0);
  const elsewhere = new Activity(new Store(client), memory);
  elsewhere.know({ ...organization, chainId: 1 });
  assert.deepEqual(elsewhere.acts, []);
});

test("what could not be sent is kept with its signature and can be sent again; what is refused for good says why", async () => {
  let answer: Answer = () => { throw new TypeError("fetch failed"); };
  const activity = new Activity(new Store(nodeOf((path, request) => answer(path, request)).client), new Memory());
  activity.know(organization);
  assert.equal((await codeOf(activity.submit(act))).code, "Unreachable");
  assert.deepEqual([activity.acts[0]!.stage, activity.acts[0]!.post], ["signed", act.post]);
  answer = () => problem("StorageUnavailable", 503);
  await codeOf(activity.send(digest));
  assert.equal(activity.acts[0]!.stage, "signed");
  answer = () => problem("OverBudget", 409);
  await codeOf(activity.send(digest));
  assert.deepEqual([activity.acts[0]!.stage, activity.acts[0]!.refusal?.code], ["refused", "OverBudget"]);
  activity.forget(digest);
  assert.deepEqual(activity.acts, []);
});

test("the node is not asked for what is still being sent to it", async () => {
  const post = Promise.withResolvers<Response>();
  const { client, asked } = nodeOf((_, { method }) => method === "POST" ? post.promise : json({ state: "Waiting", kind: "Evaluation" }));
  const activity = new Activity(new Store(client), new Memory());
  activity.know(organization);
  const sent = activity.submit(act);
  await activity.look();
  assert.deepEqual(asked, ["POST /records"]);
  post.resolve(json({}, {}, 202));
  await sent;
  await setImmediate();
  assert.deepEqual(asked, ["POST /records", `GET /records/${digest}`]);
});

test("what the node does not know any more can be sent again", async () => {
  let lost = false;
  const activity = new Activity(new Store(nodeOf((_, { method }) => lost ? problem("UnknownDigest", 404) : method === "POST" ? json({}, {}, 202) : json({ state: "Batched", kind: "Evaluation" })).client), new Memory());
  activity.know(organization);
  await activity.submit(act);
  await setImmediate();
  assert.deepEqual([activity.acts[0]!.stage, activity.acts[0]!.replaceable], ["recorded", false]);
  lost = true;
  await activity.look();
  assert.deepEqual([activity.acts[0]!.stage, activity.acts[0]!.post], ["signed", act.post]);
});

test("each state of the node is a stage", () => {
  const stage = (state: string, more: object = {}) => changesBy({ state, kind: "Evaluation", ...more } as Parameters<typeof changesBy>[0], { finalized: "10" }).stage;
  assert.deepEqual(["Waiting", "Batched", "Sent", "Mined", "Final", "Skipped", "Refused", "Superseded"].map(state => stage(state)),
    ["recorded", "recorded", "recorded", "anchored", "final", "refused", "refused", "replaced"]);
  assert.deepEqual(["10", "11"].map(block => stage("Anchored", { block })), ["final", "anchored"]);
  assert.deepEqual(changesBy({ state: "Skipped", kind: "Evaluation", reason: "WrongEpoch", detail: "Late." } as Parameters<typeof changesBy>[0], { finalized: null }).refusal, { code: "WrongEpoch", sentence: "Late." });
});
