// What was signed in this browser, and what became of it. The list is the browser's, so that it survives a reload; where each thing is,
// the node says. A thing that could not be sent is kept with its signature and can be sent again.
import type { Address, Hex } from "viem";
import type { MessageStatus, Organization, RecordStatus } from "./models.ts";
import { refusalOf, Refused, type Refusal } from "./refusal.ts";
import type { Store } from "./store.ts";

/** What can be signed, by the path that takes it. */
export type Kind = "contribution" | "evaluation" | "vote" | "delegation" | "proposal";
const paths: Record<Kind, string> = { contribution: "/records", evaluation: "/records", vote: "/votes", delegation: "/delegations", proposal: "/proposals" };

/** Something that was signed. */
export interface Act {
  readonly kind: Kind;
  readonly digest: Hex;
  readonly account: Address;
  /** What it is about, in its author's words. */
  readonly title: string;
  /** When it was signed, in ms since 1970. */
  readonly at: number;
  /** What is sent; kept until it is on the chain. */
  readonly post?: unknown;
  /** Of an evaluation: what its replacement needs. */
  readonly evaluation?: { readonly epoch: number; readonly nonce: number; readonly points: number };
  /** The id of a contribution. */
  readonly id?: Hex;
  /** The number of the proposal that was made or voted on. */
  readonly proposal?: string;
  /** Where it was seen last, so that what is final is not asked for again. */
  readonly stage: Stage;
  /** The block that holds it. */
  readonly block?: string;
  readonly transaction?: Hex;
  /** Why it was not taken. */
  readonly refusal?: Refusal;
  /** Whether its author can still replace it. */
  readonly replaceable?: boolean;
}

/** Signed here; recorded by the node; anchored in a block; final as its block cannot be taken back. Or it ended otherwise. */
export type Stage = "signed" | "recorded" | "anchored" | "final" | "refused" | "replaced";

/** How many are kept. */
const most = 200;
/** How often the node is asked while something is under way, in ms. */
const every = 3000;

export class Activity extends EventTarget {
  acts: readonly Act[] = [];
  readonly #store: Store;
  readonly #memory: Pick<Storage, "getItem" | "setItem">;
  #key: string | undefined;
  #organization: Organization | undefined;
  #asking = false;
  /** What is being sent: the node is not asked for it before it can have it. */
  readonly #sending = new Set<Hex>();

  constructor(store: Store, memory: Pick<Storage, "getItem" | "setItem"> = localStorage) {
    super();
    this.#store = store;
    this.#memory = memory;
  }

  /** Begins to follow what is under way. */
  start(): void {
    this.#store.get<Organization>("/api/organization").listen(() => {
      const { answer } = this.#store.get<Organization>("/api/organization");
      if (answer.state === "ready") this.know(answer.value);
    });
    setInterval(() => void this.look(this.acts.filter(({ stage }) => stage === "signed" || stage === "recorded")), every);
    // Another window of the same browser signed something.
    addEventListener("storage", ({ key, newValue }) => {
      if (key === this.#key) this.#take(read(newValue));
    });
  }

  /** Learns which organization this is, whose things are then listed, and which block is final. */
  know(organization: Organization): void {
    this.#organization = organization;
    const key = `dorg.activity.${organization.chainId}.${organization.ledger.toLowerCase()}`;
    if (key !== this.#key) {
      this.#key = key;
      this.#take(read(this.#memory.getItem(key)));
    }
    void this.look();
  }

  /** Those that are under way. */
  get open(): readonly Act[] {
    return this.acts.filter(({ stage }) => stage === "signed" || stage === "recorded" || stage === "anchored");
  }

  /**
   * Keeps what was just signed and sends it.
   * @throws Refused Why the node did not take it; what could not be sent stays in the list.
   */
  async submit(act: Omit<Act, "stage" | "at">): Promise<void> {
    this.#put({ ...act, at: Date.now(), stage: "signed" });
    await this.send(act.digest);
  }

  /**
   * Sends what is signed, again if need be: the same twice is the same to the node.
   * @throws Refused Why the node did not take it.
   */
  async send(digest: Hex): Promise<void> {
    const act = this.acts.find(one => one.digest === digest);
    if (act?.post === undefined) return;
    this.#sending.add(digest);
    try {
      await this.#store.client.post(paths[act.kind], act.post);
    } catch (error) {
      const refusal = refusalOf(error);
      // What may pass is tried again by its author; the rest will never be taken as it is.
      if (refusal.status !== undefined && refusal.status < 500 && refusal.status !== 408 && refusal.status !== 429) this.#change(digest, { stage: "refused", refusal });
      throw new Refused(refusal);
    } finally {
      this.#sending.delete(digest);
    }
    this.#change(digest, { stage: "recorded", replaceable: act.kind === "evaluation" });
    void this.look();
  }

  /** Takes something from the list. It stays where it is on the chain. */
  forget(digest: Hex): void {
    this.#take(this.acts.filter(one => one.digest !== digest));
    this.#save();
  }

  /** Asks the node about what is under way: what is anchored changes only with the chain, of which `know` hears. */
  async look(acts: readonly Act[] = this.open): Promise<void> {
    if (this.#asking || this.#organization === undefined) return;
    this.#asking = true;
    try {
      for (const act of acts) if (!this.#sending.has(act.digest)) await this.#ask(act);
    } finally {
      this.#asking = false;
    }
  }

  async #ask(act: Act): Promise<void> {
    try {
      const status = await this.#store.client.get<RecordStatus | MessageStatus>(`${paths[act.kind]}/${act.digest}`);
      this.#change(act.digest, changesBy(status, this.#organization!));
    } catch (error) {
      const { status, code } = refusalOf(error);
      // The node does not have it: it never came, or the node lost what was not on the chain. It can be sent again.
      if (status === 404 && (code === "UnknownDigest" || code === "UnknownVote")) this.#change(act.digest, { stage: "signed", replaceable: false });
    }
  }

  #put(act: Act): void {
    this.#take([act, ...this.acts.filter(one => one.digest !== act.digest)].slice(0, most));
    this.#save();
  }

  #change(digest: Hex, changes: Partial<Act>): void {
    const before = this.acts.find(one => one.digest === digest);
    if (before === undefined) return;
    const { post, ...rest } = { ...before, ...changes };
    // What the chain has needs no copy here, which could be long.
    const after = rest.stage === "anchored" || rest.stage === "final" || post === undefined ? rest : { ...rest, post };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    this.#take(this.acts.map(one => one.digest === digest ? after : one));
    this.#save();
  }

  #take(acts: readonly Act[]): void {
    this.acts = acts;
    this.dispatchEvent(new Event("change"));
  }

  #save(): void {
    if (this.#key !== undefined) this.#memory.setItem(this.#key, JSON.stringify(this.acts));
  }
}

/** What the node's answer changes of an act. */
export function changesBy(status: RecordStatus | MessageStatus, { finalized }: Pick<Organization, "finalized">): Partial<Act> {
  const block = status.block === undefined ? {} : { block: status.block };
  const transaction = "transaction" in status && status.transaction !== undefined ? { transaction: status.transaction } : {};
  const reason = status.reason === undefined ? {} : { refusal: { code: status.reason, ...("detail" in status && status.detail !== undefined ? { sentence: status.detail } : {}) } };
  switch (status.state) {
    case "Anchored": {
      const isFinal = finalized !== null && status.block !== undefined && BigInt(status.block) <= BigInt(finalized);
      return { stage: isFinal ? "final" : "anchored", replaceable: false, ...block };
    }
    case "Mined": return { stage: "anchored", ...block, ...transaction };
    case "Final": return { stage: "final", ...block, ...transaction };
    case "Skipped": case "Refused": return { stage: "refused", replaceable: false, ...block, ...reason };
    case "Superseded": return { stage: "replaced", replaceable: false };
    default: return { stage: "recorded", replaceable: status.state === "Waiting" && status.kind === "Evaluation" };
  }
}

function read(text: string | null): Act[] {
  if (text === null) return [];
  try {
    const acts: unknown = JSON.parse(text);
    return Array.isArray(acts) ? acts as Act[] : [];
  } catch {
    // Somebody else wrote there: the list begins anew, what is signed is where the node has it.
    return [];
  }
}
