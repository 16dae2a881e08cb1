// `<dorg-voting .proposal=${…}>`: what a member can do about a proposal now: vote, once, by a signature; or bring on what was accepted.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { activity, store, voterPath } from "../api/node.ts";
import type { OpenBallot, Organization, Proposal, Voter } from "../api/models.ts";
import { Query } from "../api/query.ts";
import { refusalOf, type Refusal } from "../api/refusal.ts";
import { wordsOf } from "../parts/refusal.ts";
import { Part } from "../parts/part.ts";
import { shown } from "../parts/state.ts";
import { Watch } from "../parts/watch.ts";
import { ballotToSign, governanceDigest, mostReason, proposalId, stepCall, voteCall, type Support } from "../protocol/governance.ts";
import { refuseText } from "../protocol/readable.ts";
import { canonicalText, textBytes } from "../protocol/text.ts";
import { hashOf } from "../shell/routes.ts";
import type { Signing } from "../wallet/signing.ts";
import { wallet } from "../wallet/wallet.ts";
import "../parts/acts.ts";
import "../parts/address.ts";
import "../parts/quantity.ts";
import "../parts/refusal.ts";
import "../parts/transaction.ts";
import "../wallet/signing.ts";

/** In the order of the tally. */
const kinds: readonly Support[] = ["For", "Against", "Abstain"];

class Voting extends Part {
  static override properties = { proposal: { attribute: false }, support: { state: true }, reason: { state: true }, fault: { state: true }, refusal: { state: true } };
  static override styles: CSSResultGroup = [Part.styles, css`
    .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
    .choice { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-5); padding-block-start: var(--space-2); }
    .choice label { display: inline-flex; gap: var(--space-2); align-items: center; min-block-size: 2rem; font-weight: 500; }
    .choice input { margin: 0; }
    summary { cursor: pointer; padding-block: var(--space-2); }
  `];
  declare proposal: Proposal;
  declare support: Support | undefined;
  declare reason: string;
  /** Why what was entered cannot be signed. */
  declare fault: Refusal | undefined;
  declare refusal: Refusal | undefined;
  readonly #organization = new Query(this, () => store.get<Organization>("/api/organization"));
  readonly #voter = new Query(this, () => wallet.account && store.get<Voter>(voterPath(wallet.account)));

  constructor() {
    super();
    new Watch(this, wallet);
    new Watch(this, activity);
    this.reason = "";
  }

  override render() {
    const { state } = this.proposal;
    return html`<section class="card" aria-labelledby="voting"><h2 id="voting">${this.t(state === "Active" || state === "Pending" ? "voting.title" : "voting.what")}</h2>${
      state === "Pending" ? this.#pending() : state === "Active" ? this.#active() : this.#after()}</section>
      <dorg-signing @recorded=${this.#recorded}></dorg-signing>`;
  }

  #pending() {
    return html`<p>${this.t("voting.pending", { from: this.format.time(this.proposal.snapshot) })}</p>
      ${this.#voter.value === undefined ? nothing : html`<p>${this.t("voting.now")} <strong><dorg-amount .units=${this.#voter.value.votes}></dorg-amount></strong>
        <a href=${hashOf("delegate")}>${this.t("delegate.title")}</a></p>`}`;
  }

  #active() {
    if (wallet.account === undefined) return html`<p>${this.t("voting.connect")}</p><div><button class="primary" @click=${() => wallet.want()}>${this.t("account.connect")}</button></div>`;
    return shown(this.#voter, this.t("voting.awaited"), voter => {
      const ballot = voter.ballots.find(({ proposal }) => proposal === this.proposal.id);
      const cast = this.proposal.ballots?.find(vote => vote.voter.toLowerCase() === voter.account.toLowerCase());
      const support = cast?.support ?? ballot?.support;
      if (support != null) {
        return html`<p><span class="chip good">✓ ${this.t(votedAs(support))}</span></p>
          <p>${this.t("voting.weightWas")} <strong><dorg-amount .units=${cast?.weight ?? ballot!.weight}></dorg-amount></strong></p><p class="quiet">${this.t("voting.once")}</p>`;
      }
      const under = activity.acts.filter(({ kind, proposal, account, stage }) =>
        kind === "vote" && proposal === this.proposal.id && account.toLowerCase() === voter.account.toLowerCase() && stage !== "refused" && stage !== "replaced");
      if (under.length > 0) return html`<p>${this.t("voting.onItsWay")}</p><dorg-acts .acts=${under}></dorg-acts>`;
      if (ballot?.onItsWay === true) return html`<p>${this.t("voting.onItsWay")}</p>`;
      return ballot?.weight === "0" ? this.#without(voter) : this.#form(voter, ballot);
    });
  }

  /** Why somebody has no votes here. */
  #without({ account, delegate, reputation }: Voter) {
    if (delegate.toLowerCase() !== account.toLowerCase()) {
      return html`<p>${this.t("voting.delegated")}</p><div><dorg-address .address=${delegate}></dorg-address></div><p><a href=${hashOf("delegate")}>${this.t("delegate.title")}</a></p>`;
    }
    return html`<p>${this.t(reputation === "0" ? "voting.stranger" : "voting.late")}</p>`;
  }

  #form(voter: Voter, ballot: OpenBallot | undefined) {
    const organization = this.#organization.value;
    const { support } = this;
    return html`${ballot === undefined ? nothing : html`<p>${this.t("voting.weight")} <strong class="figure"><dorg-amount .units=${ballot.weight}></dorg-amount></strong></p>`}
      <form class="stack" novalidate @submit=${(event: Event) => void this.#submit(event, voter)}>
        <fieldset><legend class="label">${this.t("voting.how")}</legend><div class="choice">${kinds.map(kind => html`<label><input type="radio" name="support" value=${kind}
          .checked=${support === kind} @change=${() => this.#choose(kind)}>${this.t(`tally.${lower(kind)}`)}</label>`)}</div></fieldset>
        <div class="field"><label for="reason">${this.t("voting.reason")}</label><span class="hint" id="reason-hint">${this.t("voting.reasonHint")}</span>
          <textarea id="reason" rows="3" .value=${this.reason} aria-describedby="reason-hint reason-fault" aria-invalid=${this.fault === undefined ? "false" : "true"}
            @input=${(event: Event) => this.#write((event.target as HTMLTextAreaElement).value)}></textarea>
          ${this.fault === undefined ? nothing : html`<span class="fault" id="reason-fault" role="alert">${this.t("record.fault", wordsOf(this.fault))}</span>`}
          <span class="hint">${this.t("record.bytes", { count: textBytes(this.#reason).length, most: mostReason })}</span></div>
        ${this.refusal === undefined ? nothing : html`<dorg-refusal .refusal=${this.refusal}></dorg-refusal>`}
        <div class="row"><button class="primary" ?disabled=${support === undefined || organization === undefined}>${this.t("record.check")}</button><span class="hint">${this.t("voting.once")}</span></div>
      </form>
      ${organization === undefined || support === undefined ? nothing : html`<details><summary>${this.t("voting.own")}</summary><div class="stack"><p class="quiet">${this.t("voting.ownWhy")}</p>
        <dorg-transaction .calls=${[voteCall(organization.governor, this.proposal.id, support, this.#reason)]} .chainId=${organization.chainId} .label=${this.t("voting.ownSend")}></dorg-transaction></div></details>`}`;
  }

  /** When nobody votes any more: what came of it, and what is to be done by whom. */
  #after() {
    const { state, eta, votes, quorum, actions, descriptionHash, id } = this.proposal;
    const organization = this.#organization.value;
    if (state === "Defeated") {
      const missing = quorum === null ? 0n : BigInt(quorum) - BigInt(votes.for) - BigInt(votes.abstain);
      return html`<p>${missing > 0n ? this.t("voting.noQuorum", { missing: this.format.amount(missing) }) : this.t("voting.against")}</p>`;
    }
    if (state === "Executed") return html`<p>${this.t("voting.executed")} <a href=${hashOf("parameters")}>${this.t("parameters.title")}</a></p>`;
    if (state !== "Succeeded" && state !== "Queued") return html`<p>${this.t("voting.over")}</p>`;
    if (organization === undefined) return nothing;
    // The number is the hash of calls and description: others than what was voted on are not sent.
    const calls = proposalId(actions, descriptionHash) === id ? actions : undefined;
    const step = state === "Succeeded" ? "queue" : "execute";
    const waits = step === "execute" && eta !== null && Math.max(Date.now() / 1000, organization.time) < eta;
    return html`<p>${waits ? this.t("voting.waits", { until: this.format.time(eta) }) : this.t(`voting.${step}`)}</p>
      ${waits || calls === undefined ? nothing : html`<dorg-transaction .calls=${[stepCall(step, organization.governor, calls, descriptionHash)]} .chainId=${organization.chainId}
        .label=${this.t(`voting.${step}Now`)}></dorg-transaction>`}`;
  }

  get #reason(): string {
    // One line: a node takes no other.
    return canonicalText(this.reason).replace(/\s*\n\s*/g, " ").trim();
  }

  #choose(kind: Support): void {
    this.support = kind;
  }

  #write(text: string): void {
    this.reason = text;
    this.fault = this.refusal = undefined;
  }

  async #submit(event: Event, voter: Voter): Promise<void> {
    event.preventDefault();
    const { support, proposal } = this;
    const organization = this.#organization.value!;
    const reason = this.#reason;
    const code = reason === "" ? undefined : textBytes(reason).length > mostReason ? "ReasonTooLong" : refuseText(reason);
    this.fault = code === undefined ? undefined : { code };
    this.refusal = undefined;
    if (support === undefined || code !== undefined) return;
    try {
      // Something else may have been signed meanwhile, in another window.
      const { voteNonce } = await store.client.get<Voter>(voterPath(voter.account));
      const data = ballotToSign(proposal.id, support, voter.account, voteNonce, reason, organization);
      const doubtful = support === "For" && (proposal.actions.some(({ warning }) => warning !== null) || ["Differs", "Unknown"].includes(proposal.simulation?.verdict ?? ""));
      this.renderRoot.querySelector<Signing>("dorg-signing")!.begin({
        kind: "vote", proposal: proposal.id, title: this.t("voting.act", { vote: this.t(`tally.${lower(support)}`), title: proposal.title }),
        data, digest: governanceDigest(data), account: voter.account, chainId: organization.chainId, ...(doubtful ? { note: this.t("voting.doubtful") } : {}),
      });
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }

  readonly #recorded = (): void => {
    this.reason = "";
    this.#voter.refresh();
    void activity.look();
  };
}

const lower = (support: Support) => support.toLowerCase() as Lowercase<Support>;
const votedAs = (support: string) => support === "For" ? "voting.votedFor" : support === "Against" ? "voting.votedAgainst" : "voting.votedAbstain";

customElements.define("dorg-voting", Voting);
