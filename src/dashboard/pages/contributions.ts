// Contributions: everything that was recorded, the newest first.
import { html } from "lit";
import type { Contribution } from "../api/models.ts";
import { store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import "../parts/address.ts";
import "../parts/state.ts";
import "../parts/table.ts";

class Contributions extends Page {
  readonly #contributions = new Query(this, () => store.list<Contribution>("/api/contributions"));

  override get lead() {
    return this.t("contributions.lead");
  }

  override content() {
    return shown(this.#contributions, this.t("contributions.what"), contributions => contributions.length === 0
      ? html`<dorg-empty .title=${this.t("contributions.none")} .text=${this.t("contributions.noneText")}></dorg-empty>`
      : html`<section class="card"><dorg-table .caption=${this.t("contributions.title")} name="contributions" .columns=${this.#columns()} .rows=${contributions.toReversed()} .key=${(one: Contribution) => one.id}></dorg-table></section>`);
  }

  #columns(): readonly Column<Contribution>[] {
    return [
      { key: "title", title: this.t("contribution.what"), value: ({ title }) => title, show: ({ id, title }) => html`<a href=${hashOf("contributions/:id", { id })}>${title === "" ? this.t("waterfall.untitled") : title}</a>` },
      { key: "area", title: this.t("member.area"), value: ({ area }) => area },
      { key: "contributor", title: this.t("contribution.by"), value: ({ contributor }) => contributor, show: ({ contributor }) => html`<dorg-address .address=${contributor}></dorg-address>` },
      { key: "uri", title: "uri", value: ({ uri }) => uri, fileOnly: true },
      { key: "contentHash", title: "contentHash", value: ({ contentHash }) => contentHash, fileOnly: true },
      { key: "id", title: "id", value: ({ id }) => id, fileOnly: true },
    ];
  }
}

customElements.define("dorg-page-contributions", Contributions);
