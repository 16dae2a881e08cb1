// Ties an element to something of the store: asks when the element is there, renders again with each new answer.
//
//   readonly #members = new Query(this, () => store.list<Member>(`/api/members?epoch=${this.epoch}`));
//   content() { return shown(this.#members, this.t("people.what"), members => html`…`); }
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Answer, Asked } from "./store.ts";

export class Query<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #choose: () => Asked<T> | undefined;
  #asked: Asked<T> | undefined;
  #quiet: (() => void) | undefined;
  #idle: Answer<T> = { state: "loading", since: Date.now() };

  /**
   * @param choose What to ask for; looked at before each rendering. Undefined as long as that is not known.
   */
  constructor(host: ReactiveControllerHost, choose: () => Asked<T> | undefined) {
    this.#host = host;
    this.#choose = choose;
    host.addController(this);
  }

  get answer(): Answer<T> {
    return this.#asked?.answer ?? this.#idle;
  }

  /** The value, if it is there. */
  get value(): T | undefined {
    const { answer } = this;
    return answer.state === "ready" ? answer.value : undefined;
  }

  /** Asks again. */
  refresh(): void {
    void this.#asked?.refresh();
  }

  hostConnected(): void {
    this.#watch();
  }

  hostUpdate(): void {
    this.#watch();
  }

  hostDisconnected(): void {
    this.#quiet?.();
    this.#quiet = this.#asked = undefined;
  }

  #watch(): void {
    const asked = this.#choose();
    if (asked === this.#asked) return;
    this.#quiet?.();
    this.#asked = asked;
    this.#quiet = asked?.listen(() => this.#host.requestUpdate());
  }
}
