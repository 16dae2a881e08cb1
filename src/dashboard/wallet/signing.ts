// `<dorg-signing>`: shows what is to be signed as the wallet will show it, has it signed, and sends it. Fires `recorded` when the node has
// it. The page below stays as it is, so that nothing is lost if somebody declines.
//
//   this.renderRoot.querySelector("dorg-signing")!.begin({ kind: "contribution", title, data, digest, account, chainId, id });
import { css, html, nothing, type CSSResultGroup, type PropertyValues } from "lit";
import { activity } from "../api/node.ts";
import type { Act } from "../api/activity.ts";
import { refusalOf, type Refusal } from "../api/refusal.ts";
import { chosen } from "../i18n/language.ts";
import { Part } from "../parts/part.ts";
import { Watch } from "../parts/watch.ts";
import { tell } from "../shell/toasts.ts";
import { addNetwork, sign, switchTo, type ToSign } from "./sign.ts";
import { fieldsOf, type Field } from "./typed-data.ts";
import { wallet } from "./wallet.ts";
import "../parts/address.ts";
import "../parts/refusal.ts";

export interface Intention extends ToSign, Pick<Act, "kind" | "title" | "id" | "evaluation" | "proposal"> {
  /** Whether the post names the account beside the message, as a delegation must. */
  readonly withAccount?: boolean;
  /** What the signer should know before the wallet opens. */
  readonly note?: string;
}

/** Where the dialog is. */
type Step = "review" | "wallet" | "long" | "sending";

/** After how long it says what is awaited and that leaving is safe, in ms. */
const soon = 15_000;

export class Signing extends Part {
  static override properties = { intention: { state: true }, step: { state: true }, refusal: { state: true } };
  static override styles: CSSResultGroup = [Part.styles, css`
    dialog { inline-size: min(40rem, calc(100vw - 1.5rem)); max-block-size: calc(100vh - 2rem); padding: 0; border: 1px solid var(--line); border-radius: var(--round); background: var(--surface-raised); color: var(--text); box-shadow: var(--shadow-raised); }
    dialog::backdrop { background: rgb(0 0 0 / 45%); }
    .inside { display: grid; gap: var(--space-4); padding: var(--space-5); grid-template-columns: minmax(0, 1fr); }
    .fields { border: 1px solid var(--line); border-radius: var(--round-small); max-block-size: 40vh; overflow-y: auto; }
    .fields > div { display: grid; grid-template-columns: minmax(8rem, 2fr) minmax(0, 5fr); gap: var(--space-2) var(--space-4); padding: var(--space-2) var(--space-3); }
    .fields > div + div { border-block-start: 1px solid var(--line); }
    .fields .d1 dt { padding-inline-start: var(--space-3); }
    .fields .d2 dt { padding-inline-start: var(--space-5); }
    dt code { display: block; color: var(--text-quiet); font-size: 0.8rem; }
    dd { overflow-wrap: anywhere; }
    @media (width < 30rem) { .fields > div { grid-template-columns: minmax(0, 1fr); gap: 0; } .inside { padding: var(--space-4); } }
  `];
  declare intention: Intention | undefined;
  declare step: Step;
  declare refusal: Refusal | undefined;
  /** Counts attempts: what a wallet answers after somebody gave up is thrown away. */
  #attempt = 0;

  constructor() {
    super();
    new Watch(this, wallet);
    this.step = "review";
  }

  override disconnectedCallback(): void {
    this.#attempt++;
    super.disconnectedCallback();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    // What went wrong is not left below the edge of the dialog.
    if (changed.has("refusal") && this.refusal !== undefined) this.renderRoot.querySelector("dorg-refusal:last-of-type")?.scrollIntoView({ block: "nearest" });
  }

  /** Opens with something to sign. */
  begin(intention: Intention): void {
    this.intention = intention;
    this.refusal = undefined;
    this.step = "review";
    void this.updateComplete.then(() => this.renderRoot.querySelector("dialog")!.showModal());
  }

  override render() {
    const { intention } = this;
    if (intention === undefined) return nothing;
    const ready = wallet.account?.toLowerCase() === intention.account.toLowerCase();
    const waits = this.step !== "review";
    return html`<dialog aria-labelledby="title" @close=${this.#closed}><div class="inside">
      <h2 id="title">${this.t("signing.title")}</h2>
      <p class="quiet">${this.t("signing.lead", { type: intention.data.primaryType })}</p>
      ${intention.note === undefined ? nothing : html`<p>${intention.note}</p>`}
      <dl class="fields" tabindex="0" aria-label=${this.t("signing.fields")}>${fieldsOf(intention.data).map(one => this.#field(one))}</dl>
      <p class="small quiet">${this.t("signing.for", { chain: String(intention.chainId), contract: String(intention.data.domain["verifyingContract"]) })}</p>
      ${wallet.chainId !== undefined && wallet.chainId !== intention.chainId ? html`<p>${this.t("signing.switch", { id: String(intention.chainId) })}</p>` : nothing}
      ${ready || waits ? nothing : html`<dorg-refusal .refusal=${{ code: wallet.account === undefined ? "NoWallet" : "OtherAccount" }}></dorg-refusal>`}
      <div role="status">${this.step === "review" ? nothing : html`<p>${this.t(`signing.${this.step}`, { wallet: wallet.chosen?.name || this.t("account.browserWallet") })}</p>`}</div>
      ${this.refusal === undefined ? nothing : html`<dorg-refusal .refusal=${this.refusal}></dorg-refusal>`}
      ${this.refusal?.code === "UnknownNetwork" ? this.#network(intention) : nothing}
      <div class="row">
        <button class="primary" ?disabled=${!ready || waits} @click=${() => void this.#sign(intention)}>${this.t("signing.sign")}</button>
        <button @click=${this.#close}>${this.t(waits ? "signing.stop" : "action.cancel")}</button>
      </div>
    </div></dialog>`;
  }

  #field({ name, depth, text, account }: Field) {
    const label = `field.${name}`;
    return html`<div class="d${Math.min(depth, 2)}"><dt>${chosen.has(label) ? this.t(label) : this.t("field.number", { number: name })}<code>${name}</code></dt>
      <dd>${text === undefined ? nothing : account ? html`<dorg-address plain whole .address=${text}></dorg-address>` : text === "" ? html`<span class="quiet">${this.t("signing.empty")}</span>` : text}</dd></div>`;
  }

  #network(intention: Intention) {
    return html`<form class="stack" @submit=${(event: Event) => void this.#add(event, intention)}>
      <div class="field"><label for="endpoint">${this.t("signing.endpoint")}</label><span class="hint" id="endpoint-hint">${this.t("signing.endpointHint")}</span>
        <input id="endpoint" type="url" required pattern="https?://.*" aria-describedby="endpoint-hint"></div>
      <div><button>${this.t("signing.addNetwork")}</button></div></form>`;
  }

  /** By whatever way: a button, the Escape key, or because it is done. */
  readonly #closed = (): void => {
    this.#attempt++;
    this.step = "review";
  };

  readonly #close = (): void => {
    this.renderRoot.querySelector("dialog")!.close();
  };

  async #sign(intention: Intention): Promise<void> {
    const attempt = ++this.#attempt;
    const { provider } = wallet;
    if (provider === undefined) return;
    this.refusal = undefined;
    this.step = "wallet";
    const timer = setTimeout(() => {
      if (attempt === this.#attempt && this.step === "wallet") this.step = "long";
    }, soon);
    try {
      const { data, digest, account, kind, title, id, evaluation, proposal } = intention;
      const { signature, byContract } = await sign(provider, intention);
      if (attempt !== this.#attempt) return;
      if (byContract) tell(this.t("signing.byContract"));
      this.step = "sending";
      const post = { ...data, signature, ...(intention.withAccount === true ? { account } : {}) };
      await activity.submit({
        kind, title, digest, account, post, ...(id === undefined ? {} : { id }), ...(evaluation === undefined ? {} : { evaluation }), ...(proposal === undefined ? {} : { proposal }),
      });
      if (attempt === this.#attempt) this.#close();
      this.dispatchEvent(new CustomEvent("recorded", { detail: intention }));
    } catch (error) {
      if (attempt === this.#attempt) this.refusal = refusalOf(error);
    } finally {
      clearTimeout(timer);
      if (attempt === this.#attempt) this.step = "review";
    }
  }

  async #add(event: Event, { chainId }: Intention): Promise<void> {
    event.preventDefault();
    const endpoint = this.renderRoot.querySelector<HTMLInputElement>("#endpoint")!.value;
    try {
      await addNetwork(wallet.provider!, chainId, this.t("signing.networkName", { id: String(chainId) }), endpoint);
      await switchTo(wallet.provider!, chainId);
      this.refusal = undefined;
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }
}

customElements.define("dorg-signing", Signing);
