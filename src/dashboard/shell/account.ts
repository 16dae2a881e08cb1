// The account in the frame's head: connects a wallet, shows who is connected and whether the network is the organization's.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { store } from "../api/node.ts";
import type { Organization } from "../api/models.ts";
import { Query } from "../api/query.ts";
import { refusalOf, type Refusal } from "../api/refusal.ts";
import { Part } from "../parts/part.ts";
import { Watch } from "../parts/watch.ts";
import { wallet } from "../wallet/wallet.ts";
import type { FoundWallet } from "../wallet/discovery.ts";
import "../parts/address.ts";
import "../parts/refusal.ts";

class Account extends Part {
  static override properties = { refusal: { state: true } };
  static override styles: CSSResultGroup = [Part.styles, css`
    dialog { inline-size: min(28rem, calc(100vw - 2rem)); padding: var(--space-5); border: 1px solid var(--line); border-radius: var(--round); background: var(--surface-raised); color: var(--text); box-shadow: var(--shadow-raised); }
    dialog::backdrop { background: rgb(0 0 0 / 45%); }
    .wallets { display: grid; gap: var(--space-2); }
    .wallets button { inline-size: 100%; min-block-size: 3.25rem; justify-content: flex-start; text-align: start; overflow-wrap: anywhere; }
    .wallets img, .wallets .icon { inline-size: 1.75rem; block-size: 1.75rem; border-radius: 0.4rem; flex: none; }
    .wallets .icon { background: var(--surface-hover); }
    .open { padding-inline: var(--space-3); }
  `];
  declare refusal: Refusal | undefined;
  readonly #organization = new Query(this, () => store.get<Organization>("/api/organization"));

  constructor() {
    super();
    new Watch(this, wallet);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    wallet.addEventListener("wanted", this.#open);
  }

  override disconnectedCallback(): void {
    wallet.removeEventListener("wanted", this.#open);
    super.disconnectedCallback();
  }

  override render() {
    const { account, chainId } = wallet;
    const wanted = this.#organization.value?.chainId;
    const wrong = account !== undefined && wanted !== undefined && chainId !== undefined && chainId !== wanted;
    return html`<button class="open" aria-haspopup="dialog" @click=${this.#open}>
        ${account === undefined ? this.t("account.connect") : html`<dorg-address plain .address=${account}></dorg-address>`}
        ${wrong ? html`<span class="chip warn">${this.t("account.otherNetwork")}</span>` : nothing}
      </button>
      <dialog aria-labelledby="title" @close=${this.#closed}>
        <div class="stack">
          <div class="row apart"><h2 id="title">${account === undefined ? this.t("account.choose") : this.t("account.connected")}</h2>
            <button class="plain small" @click=${this.#close}>${this.t("action.close")}</button></div>
          ${account === undefined ? this.#choice() : this.#connected(wrong, wanted)}
          ${this.refusal === undefined ? nothing : html`<dorg-refusal .refusal=${this.refusal}></dorg-refusal>`}
        </div>
      </dialog>`;
  }

  #choice() {
    const { found, waitingFor } = wallet;
    if (waitingFor !== undefined) {
      return html`<p role="status">${this.t("account.waiting", { wallet: this.#name(waitingFor) })}</p>
        <div><button @click=${() => wallet.giveUp()}>${this.t("account.giveUp")}</button></div>`;
    }
    if (found.length === 0) return html`<p>${this.t("account.none")}</p><p class="quiet">${this.t("account.noneNeeded")}</p>`;
    return html`<p class="quiet">${this.t("account.why")}</p>
      <ul class="wallets">${found.map(one => html`<li><button @click=${() => void this.#connect(one)}>
        ${one.icon === undefined ? html`<span class="icon"></span>` : html`<img src=${one.icon} alt="">`}${this.#name(one)}</button></li>`)}</ul>`;
  }

  #connected(wrong: boolean, wanted: number | undefined) {
    return html`<dorg-address plain whole .address=${wallet.account}></dorg-address>
      <p class="quiet">${this.t("account.through", { wallet: this.#name(wallet.chosen!) })}</p>
      ${wrong ? html`<p>${this.t("account.otherNetworkWhy", { id: String(wanted), now: String(wallet.chainId) })}</p>` : nothing}
      <div class="row"><a class="button" href="#/people/${wallet.account}" @click=${this.#close}>${this.t("account.me")}</a>
        <button @click=${() => { wallet.forget(); this.#close(); }}>${this.t("account.forget")}</button></div>`;
  }

  #name({ name }: FoundWallet): string {
    return name === "" ? this.t("account.browserWallet") : name;
  }

  readonly #open = (): void => {
    this.renderRoot.querySelector("dialog")!.showModal();
  };

  readonly #closed = (): void => {
    this.refusal = undefined;
    wallet.decided();
  };

  readonly #close = (): void => {
    this.renderRoot.querySelector("dialog")!.close();
  };

  async #connect(found: FoundWallet): Promise<void> {
    this.refusal = undefined;
    try {
      await wallet.connect(found);
      if (wallet.account !== undefined) this.#close();
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }
}

customElements.define("dorg-account", Account);
