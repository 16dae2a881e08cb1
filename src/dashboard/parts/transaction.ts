// `<dorg-transaction .calls=${…} .chainId=${…} .label=${…}>`: a button that sends calls of a contract, one after another, with what becomes of
// them in words. Fires `done` when all are in blocks. Without a wallet the button connects one.
import { css, html, nothing, type CSSResultGroup, type PropertyValues } from "lit";
import type { Hex } from "viem";
import { refusalOf, type Refusal } from "../api/refusal.ts";
import { Part } from "./part.ts";
import { Watch } from "./watch.ts";
import type { Call } from "../verify/refutation.ts";
import { send } from "../wallet/send.ts";
import { wallet } from "../wallet/wallet.ts";
import "./address.ts";
import "./refusal.ts";

type State = "idle" | "asking" | "sent" | "done";

class Transaction extends Part {
  static override properties = {
    calls: { attribute: false }, chainId: { attribute: false }, label: { attribute: false }, state: { state: true }, hash: { state: true }, at: { state: true }, refusal: { state: true },
  };
  static override styles: CSSResultGroup = [Part.styles, css`:host { display: grid; gap: var(--space-3); }`];
  declare calls: readonly Call[];
  declare chainId: number;
  declare label: string;
  declare state: State;
  declare hash: Hex | undefined;
  /** Which of the calls is being sent. */
  declare at: number;
  declare refusal: Refusal | undefined;
  #stop: AbortController | undefined;

  constructor() {
    super();
    new Watch(this, wallet);
    this.state = "idle";
    this.at = 0;
  }

  override disconnectedCallback(): void {
    this.#stop?.abort();
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const before = changed.get("calls");
    // Other calls are a new matter, also where those before them were sent; what is on its way keeps its words.
    if (before === undefined || sameCalls(before, this.calls) || this.state === "asking" || this.state === "sent") return;
    this.state = "idle";
    this.at = 0;
    this.hash = this.refusal = undefined;
  }

  override render() {
    const { account } = wallet;
    return html`<div class="row">${account === undefined
        ? html`<button class="primary" @click=${() => wallet.want()}>${this.t("account.connect")}</button>`
        : html`<button class="primary" ?disabled=${this.state !== "idle"} @click=${() => void this.#send()}>${this.label}</button>
          <span class="quiet">${this.t("transaction.from")}</span> <dorg-address plain .address=${account}></dorg-address>`}</div>
      <div role="status">${this.state === "idle" ? nothing : html`<p>${this.#words()}</p>${this.hash === undefined ? nothing : html`<p class="small quiet">${this.t("transaction.hash")} <code>${this.hash}</code></p>`}`}</div>
      ${this.refusal === undefined ? nothing : html`<dorg-refusal .refusal=${this.refusal}></dorg-refusal>`}`;
  }

  #words(): string {
    if (this.state === "done") return this.t("transaction.done");
    const many = this.calls.length > 1;
    if (this.state === "asking") return many ? this.t("transaction.askingMany", { number: this.at + 1, all: this.calls.length }) : this.t("transaction.asking");
    return this.t("transaction.sent");
  }

  async #send(): Promise<void> {
    const { provider, account } = wallet;
    if (provider === undefined || account === undefined) return;
    this.refusal = this.hash = undefined;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const { calls } = this;
    try {
      // What was sent before a refusal is in its block: it goes on with the call that is missing.
      for (; this.at < calls.length; this.at++) {
        this.state = "asking";
        await send(provider, calls[this.at]!, { account, chainId: this.chainId, signal }, hash => {
          this.hash = hash;
          this.state = "sent";
        });
      }
      if (sameCalls(calls, this.calls)) {
        this.state = "done";
      } else {
        // Whoever shows this asks for something else by now.
        this.state = "idle";
        this.at = 0;
      }
      this.dispatchEvent(new Event("done"));
    } catch (error) {
      if (signal.aborted) return;
      this.state = "idle";
      this.refusal = refusalOf(error);
    }
  }
}

const sameCalls = (some: readonly Call[], others: readonly Call[]): boolean =>
  some.length === others.length && some.every(({ to, data }, i) => to === others[i]!.to && data === others[i]!.data);

customElements.define("dorg-transaction", Transaction);
