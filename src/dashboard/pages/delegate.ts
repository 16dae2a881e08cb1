// Delegate: whom a member votes through, and who votes through him; changed by a signature, or by a transaction of one's own.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { isAddress, zeroAddress, type Address } from "viem";
import { activity, store, voterPath } from "../api/node.ts";
import type { Delegation, Member, Organization, Voter } from "../api/models.ts";
import { Query } from "../api/query.ts";
import { refusalOf, type Refusal } from "../api/refusal.ts";
import { short } from "../parts/address.ts";
import { wordsOf } from "../parts/refusal.ts";
import { shown } from "../parts/state.ts";
import { Watch } from "../parts/watch.ts";
import { delegateCall, delegationToSign, governanceDigest } from "../protocol/governance.ts";
import { Page } from "../shell/page.ts";
import type { Signing } from "../wallet/signing.ts";
import { wallet } from "../wallet/wallet.ts";
import "../parts/acts.ts";
import "../parts/address.ts";
import "../parts/quantity.ts";
import "../parts/refusal.ts";
import "../parts/state.ts";
import "../parts/transaction.ts";
import "../wallet/signing.ts";

/** How long a signature can be brought to the chain, in seconds. */
const term = 86_400;

class Delegate extends Page {
  static override properties = { ...Page.properties, to: { state: true }, fault: { state: true }, refusal: { state: true }, contract: { state: true } };
  static override styles: CSSResultGroup = [Page.styles, css`
    .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
    .figures { grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); }
    .figures .card { gap: var(--space-1); align-content: start; }
    form { max-inline-size: 44rem; }
    summary { cursor: pointer; padding-block: var(--space-2); }
  `];
  /** The account that was typed. */
  declare to: string;
  declare fault: string | undefined;
  declare refusal: Refusal | undefined;
  /** Whether the account is a contract's, whose signatures the reputation contract does not take. */
  declare contract: boolean;
  readonly #organization = new Query(this, () => store.get<Organization>("/api/organization"));
  readonly #voter = new Query(this, () => wallet.account && store.get<Voter>(voterPath(wallet.account)));
  readonly #delegations = new Query(this, () => store.list<Delegation>("/api/delegations"));
  readonly #members = new Query(this, () => store.list<Member>("/api/members"));
  #looked: Address | undefined;

  constructor() {
    super();
    new Watch(this, wallet);
    new Watch(this, activity);
    this.to = "";
    this.contract = false;
  }

  override get lead() {
    return this.t("delegate.lead");
  }

  override content() {
    if (wallet.account === undefined) {
      return html`<dorg-empty .title=${this.t("delegate.connect")} .text=${this.t("delegate.connectText")}><button class="primary" @click=${() => wallet.want()}>${this.t("account.connect")}</button></dorg-empty>`;
    }
    if (wallet.account !== this.#looked) void this.#look(this.#looked = wallet.account);
    return html`${shown(this.#organization, this.t("home.what.organization"), organization => shown(this.#voter, this.t("delegate.what"), voter => this.#whole(voter, organization)))}
      <dorg-signing @recorded=${this.#recorded}></dorg-signing>`;
  }

  #whole(voter: Voter, organization: Organization) {
    const { account, delegate, votes, reputation } = voter;
    const self = same(account, delegate);
    const mine = this.#delegations.value?.filter(one => same(one.delegate, account)) ?? [];
    const under = activity.open.filter(one => one.kind === "delegation" && same(one.account, account));
    const figure = (title: string, units: string) => html`<div class="card"><span class="quiet">${title}</span><span class="figure"><dorg-amount .units=${units}></dorg-amount></span></div>`;
    return html`<div class="grid figures">${figure(this.t("delegate.votes"), votes)}${figure(this.t("member.reputation"), reputation)}</div>
      <section class="card" aria-labelledby="through"><h2 id="through">${this.t("delegate.through")}</h2>
        ${self ? html`<p>${this.t("delegate.self")}</p>` : html`<p>${this.t("delegate.other")}</p><div><dorg-address .address=${delegate}></dorg-address></div>`}
        ${under.length === 0 ? nothing : html`<dorg-acts .acts=${under}></dorg-acts>`}
        ${mine.length === 0 ? html`<p class="quiet">${this.t("delegate.nobody")}</p>` : html`<p>${this.t("delegate.forOthers", { count: mine.length })}</p>
          <ul class="stack">${mine.map(one => html`<li><dorg-address .address=${one.account}></dorg-address></li>`)}</ul>`}</section>
      ${reputation === "0" ? html`<p>${this.t("delegate.none")}</p>` : this.#form(voter, organization, self)}`;
  }

  #form(voter: Voter, organization: Organization, self: boolean) {
    const to = isAddress(this.to.trim(), { strict: false }) ? this.to.trim() as Address : undefined;
    return html`<section class="card" aria-labelledby="change"><h2 id="change">${this.t("delegate.change")}</h2><p class="prose">${this.t("delegate.means")}</p>
      <form class="stack" novalidate @submit=${(event: Event) => { event.preventDefault(); void this.#sign(voter, organization, this.to.trim()); }}>
        <div class="field"><label for="to">${this.t("delegate.to")}</label><span class="hint" id="to-hint">${this.t("delegate.toHint")}</span>
          <input id="to" list="members" autocomplete="off" spellcheck="false" .value=${this.to} aria-describedby="to-hint to-fault" aria-invalid=${this.fault === undefined ? "false" : "true"} @input=${this.#typed}>
          <datalist id="members">${this.#members.value?.map(({ account }) => html`<option value=${account}></option>`)}</datalist>
          ${this.fault === undefined ? nothing : html`<span class="fault" id="to-fault" role="alert">${this.fault}</span>`}</div>
        ${this.refusal === undefined ? nothing : html`<dorg-refusal .refusal=${this.refusal}></dorg-refusal>`}
        ${this.contract ? html`<p>${this.t("delegate.contract")}</p>` : html`<div class="row"><button class="primary">${this.t("record.check")}</button>
          ${self ? nothing : html`<button type="button" @click=${() => void this.#sign(voter, organization, voter.account)}>${this.t("delegate.back")}</button>`}
          <span class="hint">${this.t("record.free")}</span></div>`}
      </form>
      <details ?open=${this.contract}><summary>${this.t("voting.own")}</summary><div class="stack"><p class="quiet">${this.t("voting.ownWhy")}</p>
        ${to === undefined ? (self ? html`<p>${this.t("delegate.toFirst")}</p>` : this.#transaction(organization, voter.account)) : this.#transaction(organization, to)}</div></details></section>`;
  }

  #transaction({ reputation, chainId }: Organization, to: Address) {
    return html`<dorg-transaction .calls=${[delegateCall(reputation, to)]} .chainId=${chainId} .label=${this.t("delegate.ownSend", { to: same(to, wallet.account!) ? this.t("address.you") : short(to) })}
      @done=${() => this.#voter.refresh()}></dorg-transaction>`;
  }

  readonly #typed = (event: Event): void => {
    this.to = (event.target as HTMLInputElement).value;
    this.fault = this.refusal = undefined;
  };

  async #sign({ account, delegate }: Voter, organization: Organization, wanted: string): Promise<void> {
    this.refusal = undefined;
    if (!isAddress(wanted, { strict: false })) {
      this.fault = this.t("record.fault", wordsOf({ code: "AddressForm" }));
      return;
    }
    // The contract takes nobody for oneself, and so it is shown.
    const to = wanted === zeroAddress ? account : wanted;
    this.fault = same(to, delegate) ? this.t("delegate.already") : undefined;
    if (this.fault !== undefined) return;
    try {
      // Something else may have been signed meanwhile, in another window.
      const { delegationNonce, time } = await store.client.get<Voter>(voterPath(account));
      const data = delegationToSign(to, delegationNonce, Math.max(time, Math.floor(Date.now() / 1000)) + term, organization);
      this.renderRoot.querySelector<Signing>("dorg-signing")!.begin({
        kind: "delegation", title: same(to, account) ? this.t("delegate.actSelf") : this.t("delegate.act", { to: short(to) }), data, digest: governanceDigest(data),
        account, chainId: organization.chainId, withAccount: true, note: this.t(same(to, account) ? "delegate.backMeans" : "delegate.means"),
      });
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }

  readonly #recorded = (): void => {
    this.to = "";
    this.#voter.refresh();
    void activity.look();
  };

  /** Whether the account has code other than a key's own delegation to some (EIP-7702). */
  async #look(account: Address): Promise<void> {
    const code = await wallet.provider?.request({ method: "eth_getCode", params: [account, "latest"] }).catch(() => {
      // The wallet cannot be asked now: it is taken for a key's, and the node says if it is not.
      return "0x";
    });
    // Another account may be there by now.
    if (account === this.#looked) this.contract = typeof code === "string" && code.length > 2 && !code.startsWith("0xef0100");
  }
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

customElements.define("dorg-page-delegate", Delegate);
