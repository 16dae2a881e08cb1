// Asks the node over HTTP. Every failure is a `Refused` with a name; nothing else is thrown.
import type { ListPart } from "./models.ts";
import { refusalIn, Refused } from "./refusal.ts";

/** How long an answer may take, in ms: longer than the node's own limit for posts. */
const patience = 60_000;

/** Entries of a list that are asked for at once; the node gives no more. */
const partSize = 1000;

export class Client {
  readonly #base: string;
  readonly #fetch: typeof fetch;
  readonly #known = new Map<string, { readonly tag: string; readonly value: unknown }>();

  /**
   * @param base The address that paths are relative to, with a slash at its end; a proxy may serve the node under a path.
   */
  constructor(base: string, fetching: typeof fetch = (...asked) => fetch(...asked)) {
    this.#base = base;
    this.#fetch = fetching;
  }

  /** The whole address of a path such as `/api/members`. */
  url(path: string): string {
    return new URL(path.replace(/^\//, ""), this.#base).href;
  }

  /** Asks for JSON. What has not changed since it was asked for last is the same value as then. */
  async get<T>(path: string): Promise<T> {
    const known = this.#known.get(path);
    const response = await this.#ask(path, known === undefined ? {} : { headers: { "if-none-match": known.tag } });
    if (response.status === 304 && known !== undefined) return known.value as T;
    if (!response.ok) throw new Refused(await refusalIn(response));
    const value = await read<T>(response);
    const tag = response.headers.get("etag");
    if (tag !== null) this.#known.set(path, { tag, value });
    return value;
  }

  /** Asks for a whole list, part by part. */
  async list<T>(path: string): Promise<readonly T[]> {
    const items: T[] = [];
    for (let after: number | null | undefined; after !== null;) {
      const part: ListPart<T> = await this.get(`${path}${path.includes("?") ? "&" : "?"}limit=${partSize}${after === undefined ? "" : `&after=${after}`}`);
      items.push(...part.items);
      after = part.next;
    }
    return items;
  }

  /** Asks for the last entries of a list, the newest first, and how many there are in all. */
  async latest<T>(path: string, count: number): Promise<{ readonly items: readonly T[]; readonly total: number }> {
    const mark = path.includes("?") ? "&" : "?";
    const { total } = await this.get<ListPart<T>>(`${path}${mark}limit=1`);
    if (total === 0) return { items: [], total };
    const first = total - count;
    const { items } = await this.get<ListPart<T>>(`${path}${mark}limit=${Math.min(count, partSize)}${first > 0 ? `&after=${first - 1}` : ""}`);
    return { items: items.toReversed(), total };
  }

  /** Asks for text, such as a bundle. */
  async text(path: string): Promise<string> {
    const response = await this.#ask(path);
    if (!response.ok) throw new Refused(await refusalIn(response));
    return response.text();
  }

  /** Sends JSON. */
  async post<T>(path: string, body: unknown): Promise<T> {
    const response = await this.#ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    if (!response.ok) throw new Refused(await refusalIn(response));
    return read(response);
  }

  async #ask(path: string, request: RequestInit = {}): Promise<Response> {
    try {
      return await this.#fetch(this.url(path), { cache: "no-store", ...request, signal: AbortSignal.timeout(patience) });
    } catch (error) {
      throw new Refused({ code: error instanceof DOMException && error.name === "TimeoutError" ? "NoAnswer" : "Unreachable" });
    }
  }
}

async function read<T>(response: Response): Promise<T> {
  try {
    return await response.json() as T;
  } catch {
    throw new Refused({ code: "Unreadable", status: response.status });
  }
}
