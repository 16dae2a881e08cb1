// Everything that the page knows of the organization: one place that asks, keeps, and asks again when the node tells of a change.
//
// Pages do not use it directly: `new Query(this, () => store.get<Member>("/api/members/3"))` (api/query.ts).
import { Client } from "./client.ts";
import { follow, type Source } from "./events.ts";
import type { Change, NodeStatus } from "./models.ts";
import { refusalOf, type Refusal } from "./refusal.ts";

/** Where an answer is. A value that is asked for again stays until the new one is there. */
export type Answer<T> =
  | { readonly state: "loading"; readonly since: number }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "refused"; readonly refusal: Refusal };

/** Something that can be asked for, the same for the same path. */
export interface Asked<T> {
  readonly path: string;
  readonly answer: Answer<T>;
  /** Told after each new answer, until the result is called. */
  listen(listener: () => void): () => void;
  /** Asks again. */
  refresh(): Promise<void>;
}

/** How often the node is asked how it is, in ms. */
const lookEvery = 30_000;

/** How the page reaches the node: as it should, not yet, not at all, or a node that says itself that it is not up to date. */
export type Reach = "connecting" | "live" | "offline" | "degraded";

export class Store extends EventTarget {
  readonly client: Client;
  /** The last change that the node told. */
  change: Change | undefined;
  /** What the node says of itself, as of the last change of it. */
  status: NodeStatus | undefined;
  readonly #kept = new Map<string, Kept<unknown>>();
  #reach: Reach = "connecting";
  #stop: (() => void) | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(client: Client) {
    super();
    this.client = client;
  }

  get reach(): Reach {
    return this.#reach;
  }

  /** One answer, such as `/api/organization`. */
  get<T>(path: string): Asked<T> {
    return this.#keep(path, () => this.client.get<T>(path));
  }

  /** A whole list, such as `/api/members`. */
  list<T>(path: string): Asked<readonly T[]> {
    return this.#keep(`${path}#all`, () => this.client.list<T>(path));
  }

  /** The last entries of a list, the newest first. */
  latest<T>(path: string, count: number): Asked<{ readonly items: readonly T[]; readonly total: number }> {
    return this.#keep(`${path}#latest${count}`, () => this.client.latest<T>(path, count));
  }

  /** A text, such as a bundle. */
  text(path: string): Asked<string> {
    return this.#keep(`${path}#text`, () => this.client.text(path));
  }

  /** Begins to listen. */
  start(open: () => Source = () => new EventSource(this.client.url("/api/events"))): void {
    this.#stop ??= follow(open, {
      changed: change => {
        this.change = change;
        void this.#look();
        this.dispatchEvent(new Event("change"));
        this.refresh();
      },
      lost: () => this.#reached("offline"),
    });
    this.#timer ??= setInterval(() => void this.#look(), lookEvery);
  }

  /** Stops listening. */
  stop(): void {
    this.#stop?.();
    clearInterval(this.#timer);
    this.#stop = this.#timer = undefined;
  }

  /** Asks again for all that somebody looks at, and forgets the rest. */
  refresh(): void {
    for (const [path, kept] of this.#kept) {
      if (kept.watched) void kept.refresh();
      else this.#kept.delete(path);
    }
  }

  /** Asks the node how it is: a node that falls behind tells of no changes. */
  async #look(): Promise<void> {
    try {
      this.status = await this.client.get<NodeStatus>("/status");
      this.#reached(this.status.ready ? "live" : "degraded");
    } catch {
      this.#reached("offline");
    }
  }

  #reached(reach: Reach): void {
    if (reach === this.#reach) return;
    this.#reach = reach;
    this.dispatchEvent(new Event("reach"));
  }

  #keep<T>(path: string, ask: () => Promise<T>): Asked<T> {
    let kept = this.#kept.get(path) as Kept<T> | undefined;
    if (kept === undefined) {
      kept = new Kept(path, ask);
      this.#kept.set(path, kept as Kept<unknown>);
    }
    return kept;
  }
}

class Kept<T> implements Asked<T> {
  readonly path: string;
  readonly #ask: () => Promise<T>;
  readonly #listeners = new Set<() => void>();
  #answer: Answer<T> = { state: "loading", since: Date.now() };
  #asking: Promise<void> | undefined;
  #again = false;

  constructor(path: string, ask: () => Promise<T>) {
    this.path = path;
    this.#ask = ask;
  }

  get answer(): Answer<T> {
    return this.#answer;
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  listen(listener: () => void): () => void {
    const first = this.#listeners.size === 0;
    this.#listeners.add(listener);
    if (first) void this.refresh();
    return () => this.#listeners.delete(listener);
  }

  refresh(): Promise<void> {
    // A change while an answer is under way may be missing in it: ask once more.
    this.#again = this.#asking !== undefined;
    return this.#asking ??= this.#run().finally(() => this.#asking = undefined);
  }

  async #run(): Promise<void> {
    if (this.#answer.state === "refused") this.#tell({ state: "loading", since: Date.now() });
    do {
      this.#again = false;
      try {
        this.#tell({ state: "ready", value: await this.#ask() });
      } catch (error) {
        const refusal = refusalOf(error);
        // What is known stays on the page while the node is away or cannot answer for a moment; the frame says so.
        if (this.#answer.state !== "ready" || (refusal.status !== undefined && refusal.status !== 503)) this.#tell({ state: "refused", refusal });
      }
    } while (this.#again);
  }

  #tell(answer: Answer<T>): void {
    if (answer.state === "ready" && this.#answer.state === "ready" && answer.value === this.#answer.value) return;
    this.#answer = answer;
    for (const listener of this.#listeners) listener();
  }
}
