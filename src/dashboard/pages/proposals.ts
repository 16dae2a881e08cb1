// Proposals: what members decide on, the newest first.
import { css, html, nothing, type CSSResultGroup } from "lit";
import type { Proposal } from "../api/models.ts";
import { store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { shown } from "../parts/state.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import { proposalState } from "../parts/proposal-state.ts";
import "../parts/address.ts";
import "../parts/quantity.ts";
import "../parts/state.ts";
import "../parts/tally.ts";

class Proposals extends Page {
  static override styles: CSSResultGroup = [Page.styles, css`
    .card { display: grid; gap: var(--space-4); }
    h2 { overflow-wrap: anywhere; }
  `];
  readonly #proposals = new Query(this, () => store.list<Proposal>("/api/proposals"));

  override get lead() {
    return this.t("proposals.lead");
  }

  override content() {
    return shown(this.#proposals, this.t("proposals.what"), proposals => proposals.length === 0
      ? html`<dorg-empty .title=${this.t("proposals.none")} .text=${this.t("proposals.noneText")}><a class="button primary" href=${hashOf("propose")}>${this.t("propose.title")}</a></dorg-empty>`
      : html`<p class="row"><a class="button primary" href=${hashOf("propose")}>${this.t("propose.title")}</a> <a class="button" href=${hashOf("delegate")}>${this.t("delegate.title")}</a></p>
        <ul class="stack wide">${proposals.toReversed().map(one => this.#card(one))}</ul>`);
  }

  #card({ id, title, state, proposer, deadline, votes, quorum, actions }: Proposal) {
    const known = proposalState(state);
    return html`<li class="card"><div class="row apart"><h2><a href=${hashOf("proposals/:id", { id })}>${title === "" ? this.t("proposal.untitled") : title}</a></h2>
        <span class="chip ${known?.[1] ?? ""}">${known === undefined ? state : this.t(known[0])}</span></div>
      <ul class="stack" lang="en">${actions.map(({ sentence, warning }) => html`<li>${sentence}${warning === null ? nothing : html` <span class="chip bad">${warning}</span>`}</li>`)}</ul>
      <dorg-tally .votes=${votes} .quorum=${quorum}></dorg-tally>
      <div class="row small quiet">${this.t("contribution.by")} <dorg-address .address=${proposer}></dorg-address> <span>${this.t(state === "Active" || state === "Pending" ? "proposal.until" : "proposal.ended")} <dorg-time .at=${deadline}></dorg-time></span></div></li>`;
  }
}

customElements.define("dorg-page-proposals", Proposals);
