// Home: the open epoch with its clock, what is open to the reader, what changed since he looked last, and what is new. Live.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { activity, store, voterPath } from "../api/node.ts";
import type { Account, Contribution, Epoch, ExplainedMember, Organization, Proposal, Voter } from "../api/models.ts";
import { Query } from "../api/query.ts";
import { shown } from "../parts/state.ts";
import { Watch } from "../parts/watch.ts";
import { Page } from "../shell/page.ts";
import { wallet } from "../wallet/wallet.ts";
import { seenNow, since, type Seen } from "./seen.ts";
import "../parts/address.ts";
import "../parts/meter.ts";
import "../parts/quantity.ts";

/** How often the clock moves on, in ms. */
const tick = 10_000;

class Home extends Page {
  static override styles: CSSResultGroup = [Page.styles, css`
    .top { display: grid; gap: var(--space-4); grid-template-columns: minmax(0, 1fr); }
    @media (width >= 48rem) { .top { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); } }
    .open li { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-4); align-items: center; padding-block: var(--space-3); }
    .open li > :first-child { flex: 1 1 11rem; }
    .open li:first-child, .news li:first-child { padding-block-start: 0; }
    .open li:last-child, .news li:last-child { padding-block-end: 0; }
    .open li + li, .news li + li { border-block-start: 1px solid var(--line); }
    .news li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-1) var(--space-4); padding-block: var(--space-3); justify-items: start; }
    .news a { overflow-wrap: anywhere; }
    .changes { padding-inline-start: var(--space-4); list-style: disc; }
    .facts { display: grid; gap: var(--space-4); grid-template-columns: repeat(2, minmax(0, 1fr)); }
    .facts dt { color: var(--text-quiet); font-size: var(--step--1); }
    @media (width < 36rem) { .news li { grid-template-columns: minmax(0, 1fr); } }
  `];
  readonly #organization = new Query(this, () => store.get<Organization>("/api/organization"));
  readonly #epoch = new Query(this, () => this.#organization.value && store.get<Epoch>(`/api/epochs/${this.#organization.value.openEpoch}`));
  readonly #account = new Query(this, () => wallet.account && store.get<Account>(`/accounts/${wallet.account}`));
  readonly #me = new Query(this, () => this.#account.value?.member == null ? undefined : store.get<ExplainedMember>(`/api/members/${this.#account.value.member}`));
  readonly #newest = new Query(this, () => store.latest<Contribution>("/api/contributions", 8));
  readonly #proposals = new Query(this, () => store.latest<Proposal>("/api/proposals", 20));
  readonly #voter = new Query(this, () => wallet.account === undefined || this.#votes.length === 0 ? undefined : store.get<Voter>(voterPath(wallet.account)));
  /** How it was when the page was left last; what is seen now replaces it when it is left again. */
  #before: Seen | undefined;
  #now: Seen | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #leave = () => {
    if (this.#now !== undefined) localStorage.setItem(this.#memory, JSON.stringify(this.#now));
  };

  constructor() {
    super();
    new Watch(this, wallet);
    new Watch(this, activity);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pagehide", this.#leave);
    this.#timer = setInterval(() => this.requestUpdate(), tick);
  }

  override disconnectedCallback(): void {
    removeEventListener("pagehide", this.#leave);
    clearInterval(this.#timer);
    this.#leave();
    super.disconnectedCallback();
  }

  override get lead() {
    return this.t("home.lead");
  }

  override content() {
    this.#look();
    return html`
      <div class="top">
        ${shown(this.#epoch, this.t("home.what.epoch"), epoch => this.#clock(epoch, this.#organization.value!))}
        <section class="card stack" aria-labelledby="open"><h2 id="open">${this.t("home.open")}</h2>${this.#open()}</section>
      </div>
      ${this.#since()}
      <section class="stack" aria-labelledby="news"><div class="row apart"><h2 id="news">${this.t("home.newest")}</h2></div>
        ${shown(this.#newest, this.t("home.what.newest"), ({ items }) => items.length === 0
          ? html`<dorg-empty .title=${this.t("home.none")} .text=${this.t("home.noneText")}><a class="button primary" href="#/record">${this.t("home.record")}</a></dorg-empty>`
          : html`<div class="card"><ul class="news">${items.map(one => this.#contribution(one))}</ul></div>`)}
      </section>`;
  }

  #clock(epoch: Epoch, organization: Organization) {
    // A chain for development can be ahead of every clock.
    const now = Math.max(Date.now() / 1000, organization.time);
    const given = BigInt(epoch.pointsGiven);
    const all = given + BigInt(epoch.pointsUnspent);
    const over = now >= organization.closesAt;
    return html`<section class="card stack" aria-labelledby="epoch">
      <div class="row apart"><h2 id="epoch">${this.t("home.epoch", { number: String(epoch.epoch) })}</h2>
        <span class="chip ${over ? "warn" : "good"}">${over ? this.t("home.canClose") : this.t("home.isOpen")}</span></div>
      <p class="figure">${over ? this.t("home.waitsForClose") : this.t("home.left", { time: this.format.duration(organization.closesAt - now) })}</p>
      <dorg-meter .value=${now - organization.openedAt} .most=${organization.closesAt - organization.openedAt}></dorg-meter>
      <p class="quiet">${this.t("home.closes", { time: this.format.time(organization.closesAt) })}</p>
      <dl class="facts">
        <div><dt>${this.t("home.reward")}</dt><dd class="number">${this.t("amount.tokens", { amount: this.format.amount(BigInt(epoch.reward)) })}</dd></div>
        <div><dt>${this.t("home.given")}</dt><dd class="number">${this.format.share(given, all)}</dd></div>
        <div><dt>${this.t("home.members")}</dt><dd class="number">${this.format.number(organization.members)}</dd></div>
        <div><dt>${this.t("home.records")}</dt><dd class="number">${this.format.number(BigInt(organization.records))}</dd></div>
      </dl></section>`;
  }

  /** Proposals that take votes. */
  get #votes(): readonly Proposal[] {
    return this.#proposals.value?.items.filter(({ state }) => state === "Active") ?? [];
  }

  #open() {
    const pending = activity.open.filter(({ stage }) => stage !== "anchored").length;
    // Those that wait for the reader; without a wallet nobody knows whom they wait for.
    const mine = this.#voter.value?.ballots.filter(({ weight, support, onItsWay }) => weight !== "0" && support === null && !onItsWay);
    const votes = wallet.account === undefined ? this.#votes : this.#votes.filter(({ id }) => mine?.some(({ proposal }) => proposal === id));
    const member = this.#me.value;
    const points = this.#account.value;
    return html`<ul class="open">
      ${member === undefined ? nothing : html`<li><span>${this.t("home.yours")}<br><span class="figure" id="my-influence">${this.format.influence(BigInt(member.member.influence))}</span><br>
          <span class="quiet small">${this.t("home.yourReward", { amount: this.format.amount(BigInt(member.member.reward)) })}</span></span>
        <a class="button" href="#/people/${member.member.account}">${this.t("home.why")}</a></li>`}
      ${points === undefined || points.member === null ? nothing : html`<li><span>${points.points === 0 ? this.t("home.noPoints") : this.t("home.points", { count: points.points })}</span>
        <a class="button ${points.points === 0 ? "" : "primary"}" href="#/evaluate">${this.t("home.evaluate")}</a></li>`}
      ${votes.map(({ id, title, deadline }) => html`<li><span>${this.t("home.vote", { title })}<br><span class="quiet small"><dorg-time relative at=${deadline}></dorg-time></span></span>
        <a class="button" href="#/proposals/${id}">${this.t(wallet.account === undefined ? "home.look" : "voting.vote")}</a></li>`)}
      ${pending === 0 ? nothing : html`<li><span>${this.t("home.pending", { count: pending })}</span><a class="button" href="#/activity">${this.t("home.look")}</a></li>`}
      <li><span>${this.t("home.recordWhy")}</span><a class="button ${points?.member === null || points === undefined ? "primary" : ""}" href="#/record">${this.t("home.record")}</a></li>
      ${wallet.account !== undefined ? nothing : html`<li><span>${this.t("home.connectWhy")}</span><button @click=${() => wallet.want()}>${this.t("account.connect")}</button></li>`}
    </ul>`;
  }

  #since() {
    const change = this.#before !== undefined && this.#now !== undefined ? since(this.#before, this.#now) : undefined;
    if (change === undefined) return nothing;
    return html`<section class="card stack" aria-labelledby="since"><h2 id="since">${this.t("home.since", { time: this.format.distance(change.at / 1000, Date.now() / 1000) })}</h2>
      <ul class="changes">
        ${change.epochs > 0 ? html`<li>${this.t("home.sinceEpochs", { count: change.epochs })}</li>` : nothing}
        ${change.influence === undefined ? nothing : html`<li>${this.t("home.sinceInfluence", {
          before: this.format.influence(change.influence.before), now: this.format.influence(change.influence.now) })}</li>`}
        ${change.records > 0 ? html`<li>${this.t("home.sinceRecords", { count: change.records })}</li>` : nothing}
        ${change.members > 0 ? html`<li>${this.t("home.sinceMembers", { count: change.members })}</li>` : nothing}
      </ul></section>`;
  }

  #contribution({ id, title, contributor, area }: Contribution) {
    return html`<li><a href="#/contributions/${id}">${title}</a><span class="chip">${area}</span><span><dorg-address plain .address=${contributor}></dorg-address></span></li>`;
  }

  get #memory(): string {
    return `dorg.seen.${this.#organization.value!.settlement.toLowerCase()}`;
  }

  #look(): void {
    const [organization, epoch] = [this.#organization.value, this.#epoch.value];
    // Own influence comes after the rest; without it a change of it would look like none.
    const own = this.#account.value?.member === null ? this.#account.answer : this.#me.answer;
    if (organization === undefined || epoch === undefined || (wallet.account !== undefined && own.state === "loading")) return;
    if (this.#now === undefined) this.#before = readSeen(localStorage.getItem(this.#memory));
    this.#now = seenNow(organization, epoch, this.#me.value?.member, Date.now());
  }
}

function readSeen(text: string | null): Seen | undefined {
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as Seen;
  } catch {
    // Somebody else wrote there: then nothing was seen.
    return undefined;
  }
}

customElements.define("dorg-page-home", Home);
