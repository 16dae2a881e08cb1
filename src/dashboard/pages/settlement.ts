// One epoch's settlement: the vectors that were posted, their pages and root, the bundle that recomputes them, and the claim.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { bytesToHex, encodeFunctionData, parseAbi } from "viem";
import type { Epoch, Member, Organization, Settlement } from "../api/models.ts";
import { store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { pageMembers, statePage } from "../protocol/settlement.ts";
import { Watch } from "../parts/watch.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import type { Call } from "../verify/refutation.ts";
import { wallet } from "../wallet/wallet.ts";
import { counting, stateOf } from "../parts/settlement-state.ts";
import "../parts/address.ts";
import "../parts/quantity.ts";
import "../parts/state.ts";
import "../parts/table.ts";
import "../parts/transaction.ts";

const claimAbi = parseAbi(["function claim(uint32 page, uint32[] members, bytes statePage)"]);

class SettlementPage extends Page {
  static override styles: CSSResultGroup = [Page.styles, css`section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }`];
  readonly #epochs = new Query(this, () => store.list<Epoch>("/api/epochs"));
  readonly #organization = new Query(this, () => store.get<Organization>("/api/organization"));
  readonly #members = new Query(this, () => this.#epoch === undefined ? undefined : store.list<Member>(`/api/members?epoch=${this.#epoch.epoch}`));

  constructor() {
    super();
    new Watch(this, wallet);
  }

  override get heading() {
    return this.t("settlement.named", { epoch: this.parameters["epoch"] ?? "" });
  }

  get #epoch(): Epoch | undefined {
    return this.#epochs.value?.find(({ epoch }) => String(epoch) === this.parameters["epoch"]);
  }

  override content() {
    return shown(this.#epochs, this.t("settlements.what"), () => {
      const epoch = this.#epoch;
      if (epoch === undefined) {
        return html`<dorg-empty .title=${this.t("settlement.none")} .text=${this.t("settlement.noneText")}><a class="button" href=${hashOf("settlements")}>${this.t("settlements.title")}</a></dorg-empty>`;
      }
      const posted = counting(epoch);
      return html`<section class="card"><div class="row"><span class="chip ${stateOf(epoch).tone}">${this.t(stateOf(epoch).word)}</span></div>
          ${posted === undefined ? html`<p>${this.t(epoch.open ? "settlement.openText" : "settlement.awaitedText")}</p>` : this.#posted(posted)}
          <dl class="pairs number"><dt>${this.t("verdict.members")}</dt><dd>${this.format.number(epoch.members)}</dd>
            <dt>${this.t("verdict.credits")}</dt><dd>${this.format.number(epoch.credits)}</dd>
            <dt>${this.t("settlement.reward")}</dt><dd><dorg-amount .units=${epoch.reward}></dorg-amount></dd>
            <dt>${this.t("settlement.logHead")}</dt><dd><code>${epoch.logHead}</code></dd></dl>
          <div class="row"><a class="button" href=${hashOf("verify", {}, { epoch: String(epoch.epoch) })}>${this.t("settlement.verify")}</a>
            <a class="button" download="epoch-${epoch.epoch}.jsonl" href=${store.client.url(`/api/epochs/${epoch.epoch}/bundle`)}>${this.t("settlement.bundle")}</a></div></section>
        ${this.#refuted(epoch)}
        ${shown(this.#members, this.t("people.what"), members => html`${this.#claim(epoch, members)}
          <section class="card"><h2>${this.t("settlement.vector")}</h2><p class="lead">${this.t("settlement.vectorText", { count: pageMembers })}</p>
          <dorg-table .caption=${this.t("settlement.vector")} name="settlement-${epoch.epoch}" .columns=${this.#columns()} .rows=${members} .sort=${"number"} .descending=${false} .key=${(member: Member) => member.account}></dorg-table></section>`)}`;
    });
  }

  #posted({ root, submitter, deadline, totalEarned, status }: Settlement) {
    return html`<dl class="pairs"><dt>${this.t("verdict.root")}</dt><dd><code>${root}</code></dd>
      <dt>${this.t("settlement.submitter")}</dt><dd><dorg-address .address=${submitter}></dorg-address></dd>
      <dt>${this.t(status === "Final" ? "settlement.deadlineOver" : "settlement.deadline")}</dt><dd>${status === "Final" ? html`<dorg-time absolute .at=${deadline}></dorg-time>` : html`<dorg-time .at=${deadline}></dorg-time>`}</dd>
      <dt>${this.t("verdict.earned")}</dt><dd><dorg-influence .units=${totalEarned}></dorg-influence></dd></dl>`;
  }

  #refuted({ settlements }: Epoch) {
    const refuted = settlements.filter(({ status }) => status === "Refuted");
    return refuted.length === 0 ? nothing : html`<section class="card"><h2>${this.t("settlement.refuted")}</h2><ul class="stack">${refuted.map(({ root, submitter }) => html`<li class="row">
      <dorg-address .address=${submitter}></dorg-address><code>${root}</code></li>`)}</ul></section>`;
  }

  /** Only the last final settlement can be claimed from: what earlier ones gave is in it. */
  #claim(epoch: Epoch, members: readonly Member[]) {
    const last = this.#epochs.value!.findLast(one => counting(one)?.status === "Final");
    const organization = this.#organization.value;
    if (last?.epoch !== epoch.epoch || organization === undefined) return nothing;
    const mine = members.find(({ account }) => account.toLowerCase() === wallet.account?.toLowerCase());
    return html`<section class="card"><h2>${this.t("settlement.claim")}</h2><p class="lead">${this.t("settlement.claimText")}</p>
      ${wallet.account !== undefined && mine === undefined ? html`<p>${this.t("settlement.claimNot")}</p>`
        : html`${mine === undefined ? nothing : html`<p>${this.t("settlement.claimMine")} <strong><dorg-amount .units=${mine.cumulative}></dorg-amount></strong></p>`}
          <dorg-transaction .calls=${mine === undefined ? [] : [claimOf(organization, mine.number, members)]} .chainId=${organization.chainId} .label=${this.t("settlement.claimNow")}></dorg-transaction>`}</section>`;
  }

  #columns(): readonly Column<Member>[] {
    const amount = (units: string) => html`<dorg-amount .units=${units}></dorg-amount>`;
    return [
      { key: "page", title: this.t("settlement.page"), value: ({ number }) => Math.floor(number / pageMembers), numeric: true },
      { key: "number", title: this.t("people.number"), value: ({ number }) => number, numeric: true },
      { key: "account", title: this.t("people.account"), value: ({ account }) => account, show: ({ account }) => html`<dorg-address .address=${account}></dorg-address>` },
      { key: "influence", title: this.t("people.influence"), value: ({ influence }) => BigInt(influence), numeric: true, show: ({ influence }) => html`<dorg-influence .units=${influence}></dorg-influence>` },
      { key: "cumulative", title: this.t("people.cumulative"), value: ({ cumulative }) => BigInt(cumulative), numeric: true, show: ({ cumulative }) => amount(cumulative) },
      { key: "reputation", title: this.t("people.reputation"), value: ({ reputation }) => BigInt(reputation), numeric: true, show: ({ reputation }) => amount(reputation) },
    ];
  }
}

/** The call that pays a member what he is owed and sets his votes. */
function claimOf({ settlement }: Organization, member: number, members: readonly Member[]): Call {
  const state = {
    cumulative: BigUint64Array.from(members, ({ cumulative }) => BigInt(cumulative)), reputation: BigUint64Array.from(members, ({ reputation }) => BigInt(reputation)),
  };
  const page = Math.floor(member / pageMembers);
  return { to: settlement, data: encodeFunctionData({ abi: claimAbi, args: [page, [member], bytesToHex(statePage(state, page))] }) };
}

customElements.define("dorg-page-settlement", SettlementPage);
