// Settlements: every epoch with what was posted for it, and where that is.
import { html } from "lit";
import type { Epoch } from "../api/models.ts";
import { store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import { counting, stateOf } from "../parts/settlement-state.ts";
import "../parts/quantity.ts";
import "../parts/table.ts";

class Settlements extends Page {
  readonly #epochs = new Query(this, () => store.list<Epoch>("/api/epochs"));

  override get lead() {
    return this.t("settlements.lead");
  }

  override content() {
    return shown(this.#epochs, this.t("settlements.what"), epochs => html`<section class="card">
      <dorg-table .caption=${this.t("settlements.table")} name="epochs" .columns=${this.#columns()} .rows=${epochs} .sort=${"epoch"} .descending=${true} .key=${(epoch: Epoch) => epoch.epoch}></dorg-table></section>`);
  }

  #columns(): readonly Column<Epoch>[] {
    return [
      { key: "epoch", title: this.t("epoch.epoch"), value: ({ epoch }) => epoch, show: ({ epoch }) => html`<a href=${hashOf("settlements/:epoch", { epoch })}>${this.t("epoch.number", { number: String(epoch) })}</a>` },
      { key: "state", title: this.t("settlements.state"), value: epoch => this.t(stateOf(epoch).word), show: epoch => html`<span class="chip ${stateOf(epoch).tone}">${this.t(stateOf(epoch).word)}</span>` },
      { key: "members", title: this.t("verdict.members"), value: ({ members }) => members, numeric: true },
      { key: "credits", title: this.t("verdict.credits"), value: ({ credits }) => credits, numeric: true },
      { key: "pointsGiven", title: this.t("settlements.pointsGiven"), value: ({ pointsGiven }) => BigInt(pointsGiven), numeric: true },
      { key: "pointsUnspent", title: "pointsUnspent", value: ({ pointsUnspent }) => BigInt(pointsUnspent), numeric: true, fileOnly: true },
      { key: "totalEarned", title: this.t("settlements.earned"), value: ({ totalEarned }) => BigInt(totalEarned), numeric: true, show: ({ totalEarned }) => html`<dorg-influence .units=${totalEarned}></dorg-influence>` },
      { key: "reward", title: "reward", value: ({ reward }) => BigInt(reward), numeric: true, fileOnly: true },
      { key: "root", title: "root", value: epoch => counting(epoch)?.root, fileOnly: true },
      { key: "submitter", title: "submitter", value: epoch => counting(epoch)?.submitter, fileOnly: true },
      { key: "deadline", title: this.t("settlements.deadline"), value: epoch => counting(epoch)?.deadline, show: epoch => {
        const posted = counting(epoch);
        return posted === undefined ? "–" : html`<dorg-time absolute .at=${posted.deadline}></dorg-time>`;
      } },
    ];
  }
}

customElements.define("dorg-page-settlements", Settlements);
