// A proposal: what it would do in words and as it is, the votes with their reasons, and whether its simulation follows.
import { css, html, nothing, type CSSResultGroup } from "lit";
import type { CheckedSimulation, Proposal, ProposedAction, Vote } from "../api/models.ts";
import { activity, store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { Watch } from "../parts/watch.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import { simulated } from "../parts/simulation.ts";
import { proposalState } from "../parts/proposal-state.ts";
import { inWords, parameters } from "../parts/terms.ts";
import "../parts/acts.ts";
import "../parts/address.ts";
import "../parts/quantity.ts";
import "../parts/state.ts";
import "../parts/table.ts";
import "../parts/tally.ts";
import "./voting.ts";

class ProposalPage extends Page {
  static override styles: CSSResultGroup = [Page.styles, css`
    section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
    .description { white-space: pre-wrap; overflow-wrap: anywhere; }
    details code { display: block; max-block-size: 12rem; overflow-y: auto; }
  `];
  /** Asked for when it can be there: one that was signed here is no proposal before its block. */
  readonly #proposal = new Query(this, () => {
    const { stage } = this.#made ?? {};
    return stage === "signed" || stage === "recorded" ? undefined : store.get<Proposal>(`/api/proposals/${encodeURIComponent(this.parameters["id"] ?? "")}`);
  });

  constructor() {
    super();
    new Watch(this, activity);
  }

  /** What was signed in this browser to make it. */
  get #made() {
    return activity.acts.find(({ kind, proposal }) => kind === "proposal" && proposal === this.parameters["id"]);
  }

  override get heading() {
    const { value } = this.#proposal;
    return value === undefined ? this.t("proposal.title") : value.title === "" ? this.t("proposal.untitled") : value.title;
  }

  override content() {
    const { answer } = this.#proposal;
    const made = this.#made;
    if (made !== undefined && answer.state !== "ready") {
      return html`<section class="card stack" aria-labelledby="made"><h2 id="made">${made.title}</h2><p>${this.t("proposal.onItsWay")}</p><dorg-acts .acts=${[made]}></dorg-acts></section>`;
    }
    if (answer.state === "refused" && answer.refusal.code === "not-found") {
      return html`<dorg-empty .title=${this.t("proposal.none")} .text=${this.t("proposal.noneText")}><a class="button" href=${hashOf("proposals")}>${this.t("proposals.title")}</a></dorg-empty>`;
    }
    return shown(this.#proposal, this.t("proposal.what"), proposal => html`${this.#overview(proposal)}<dorg-voting .proposal=${proposal}></dorg-voting>
      <section class="card"><h2>${this.t("proposal.does")}</h2><ol class="stack wide">${proposal.actions.map(action => this.#action(action))}</ol>${simulation(proposal) === undefined ? nothing : html`
        <p><a class="button" href=${simulation(proposal)!}>${this.t("proposal.simulate")}</a></p>`}</section>
      ${proposal.simulation === null || proposal.simulation.verdict === "None" ? nothing : html`<section class="card"><h2>${this.t("proposal.simulation")}</h2>
        ${this.#checked(proposal.simulation)}</section>`}
      <section class="card"><h2>${this.t("proposal.description")}</h2><p class="description prose">${proposal.description}</p></section>
      <section class="card"><h2>${this.t("proposal.votes")}</h2>${(proposal.ballots ?? []).length === 0 ? html`<p>${this.t("proposal.noVotes")}</p>`
        : html`<dorg-table .caption=${this.t("proposal.votes")} name="votes" .columns=${this.#columns()} .rows=${proposal.ballots} .sort=${"weight"}></dorg-table>`}</section>`);
  }

  #overview({ state, proposer, snapshot, deadline, eta, votes, quorum, id }: Proposal) {
    const known = proposalState(state);
    return html`<section class="card"><div class="row"><span class="chip ${known?.[1] ?? ""}">${known === undefined ? state : this.t(known[0])}</span></div>
      <dorg-tally .votes=${votes} .quorum=${quorum}></dorg-tally>
      <dl class="pairs"><dt>${this.t("contribution.by")}</dt><dd><dorg-address .address=${proposer}></dorg-address></dd>
        <dt>${this.t("proposal.snapshot")}</dt><dd><dorg-time .at=${snapshot}></dorg-time></dd>
        <dt>${this.t("proposal.deadline")}</dt><dd><dorg-time .at=${deadline}></dorg-time></dd>
        ${eta === null ? nothing : html`<dt>${this.t("proposal.eta")}</dt><dd><dorg-time .at=${eta}></dorg-time></dd>`}
        <dt>${this.t("contribution.id")}</dt><dd><code>${id}</code></dd></dl></section>`;
  }

  /** Whether the simulation follows; a verdict that this page does not know is shown as the node says it. */
  #checked({ verdict, sentence, firstEpoch, lastEpoch }: CheckedSimulation) {
    const known = ({ Confirmed: ["proposal.confirmed", "proposal.confirmedText"], Differs: ["proposal.differs", "proposal.differsText"], Unknown: ["proposal.unchecked", "proposal.uncheckedText"] } as const)[verdict];
    const chip = (text: string) => html`<span class="chip ${verdict === "Confirmed" ? "good" : "bad"}">${text}</span>`;
    if (known === undefined) return html`<p lang="en">${chip(verdict)} ${sentence}</p>`;
    return html`<p>${chip(this.t(known[0]))} ${this.t(known[1], { first: String(firstEpoch), last: String(lastEpoch) })}</p>`;
  }

  /** What a call does, in the reader's language and units where it sets a parameter, as the node says it otherwise. */
  #sentence({ sentence, parameter, parameterValue }: ProposedAction) {
    const known = parameters.find(({ name }) => name === parameter);
    if (known === undefined || parameterValue === null) return html`<p lang="en">${sentence}</p>`;
    return html`<p>${this.t("propose.sets", { name: this.t(`parameter.${known.name}`), value: inWords(known.name, BigInt(parameterValue), this.format) })}</p>`;
  }

  #action(action: ProposedAction) {
    const { warning, target, value, data } = action;
    return html`<li class="stack">${this.#sentence(action)}${warning === null ? nothing : html`<p lang="en"><span class="chip bad">${this.t("proposal.warning")}</span> ${warning}</p>`}
      <details><summary>${this.t("proposal.call")}</summary><dl class="pairs"><dt>${this.t("proposal.target")}</dt><dd><code>${target}</code></dd><dt>wei</dt><dd>${value}</dd>
        <dt>calldata</dt><dd><code tabindex="0">${data}</code></dd></dl></details></li>`;
  }

  #columns(): readonly Column<Vote>[] {
    return [
      { key: "voter", title: this.t("proposal.voter"), value: ({ voter }) => voter, show: ({ voter }) => html`<dorg-address .address=${voter}></dorg-address>` },
      { key: "support", title: this.t("proposal.vote"), value: ({ support }) => support, show: ({ support }) => {
        const kind = ({ For: "for", Against: "against", Abstain: "abstain" } as const)[support];
        return kind === undefined ? support : this.t(`tally.${kind}`);
      } },
      { key: "weight", title: this.t("proposal.weight"), value: ({ weight }) => BigInt(weight), numeric: true, show: ({ weight }) => html`<dorg-amount .units=${weight}></dorg-amount>` },
      { key: "reason", title: this.t("proposal.reason"), value: ({ reason }) => reason },
      { key: "block", title: "block", value: ({ block }) => BigInt(block), fileOnly: true },
      { key: "transaction", title: "transaction", value: ({ transaction }) => transaction, fileOnly: true },
    ];
  }
}

/** The address that simulates what a proposal sets; undefined if it sets nothing that a settlement follows from. */
function simulation({ actions }: Proposal): string | undefined {
  const set = actions.filter(({ parameter, parameterValue }) => parameterValue !== null && simulated.some(name => name === parameter));
  return set.length === 0 ? undefined : hashOf("simulate", {}, Object.fromEntries(set.map(({ parameter, parameterValue }) => [parameter!, parameterValue!])));
}

customElements.define("dorg-page-proposal", ProposalPage);
