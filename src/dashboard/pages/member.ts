// A member, also the reader's own page: influence and reward as sums that add up to the unit, and how both went epoch by epoch.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { isAddress } from "viem/utils";
import { store } from "../api/node.ts";
import type { Competence, Epoch, ExplainedMember } from "../api/models.ts";
import { Query } from "../api/query.ts";
import { Together } from "../api/together.ts";
import { short } from "../parts/address.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { Watch } from "../parts/watch.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import { wallet } from "../wallet/wallet.ts";
import { epochsTo } from "../parts/review-sums.ts";
import { influenceParts, rewardParts } from "../parts/sums.ts";
import "../parts/address.ts";
import "../parts/quantity.ts";
import "../parts/state.ts";
import "../parts/table.ts";
import "../parts/columns.ts";
import "../parts/epoch-choice.ts";
import "../parts/waterfall.ts";

/** Epochs of the history, the newest; the table of people has all. */
const longestHistory = 16;

class MemberPage extends Page {
  static override styles: CSSResultGroup = [Page.styles, css`
    .figures { grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr)); }
    .figures .card { display: grid; gap: var(--space-1); }
    section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
  `];
  readonly #epochs = new Query(this, () => store.list<Epoch>("/api/epochs"));
  readonly #explained = new Query(this, () => {
    const { member } = this;
    return member === undefined || this.#epochs.value === undefined ? undefined : store.get<ExplainedMember>(pathOf(member, this.#epoch!));
  });
  readonly #history = new Query(this, () => this.#past());
  readonly #competence = new Query(this, () => {
    const { member } = this;
    return member === undefined || this.#explained.value === undefined ? undefined : store.get<readonly Competence[]>(`/api/members/${encodeURIComponent(member)}/competence`);
  });
  #together: Together<ExplainedMember> | undefined;

  constructor() {
    super();
    new Watch(this, wallet);
  }

  /** The number or the account of the member; undefined on the reader's own page as long as no wallet is connected. */
  get member(): string | undefined {
    return this.place?.route.path === "me" ? wallet.account : this.parameters["member"];
  }

  override get heading() {
    const { member } = this;
    if (this.place.route.path === "me" || member === undefined) return this.t("me.title");
    return isAddress(member) ? this.t("member.named", { name: short(member) }) : this.t("member.named", { name: `#${member}` });
  }

  override get lead() {
    return this.place.route.path === "me" ? this.t("me.lead") : this.t("member.lead");
  }

  get #epoch(): number | undefined {
    const asked = this.place.query.get("epoch");
    return asked === null ? this.#epochs.value?.at(-1)?.epoch : Number(asked);
  }

  /** The same member in the newest epochs, as far back as there was such a member. */
  #past(): Together<ExplainedMember> | undefined {
    const { member } = this;
    const now = this.#explained.value;
    const epochs = this.#epochs.value;
    if (member === undefined || now === undefined || epochs === undefined) return undefined;
    // Members are numbered in the order in which they came, so an epoch with so many members knew this one.
    const known = epochs.filter(({ members }) => members > now.member.number).slice(-longestHistory);
    const next = new Together(known.map(({ epoch }) => store.get<ExplainedMember>(pathOf(member, epoch))));
    if (next.path !== this.#together?.path) this.#together = next;
    return this.#together;
  }

  override content() {
    if (this.member === undefined) {
      return html`<dorg-empty .title=${this.t("me.none")} .text=${this.t("me.noneText")}><button class="primary" @click=${() => wallet.want()}>${this.t("account.connect")}</button></dorg-empty>`;
    }
    const { answer } = this.#explained;
    if (answer.state === "refused" && answer.refusal.code === "not-found") {
      return html`<dorg-empty .title=${this.t("member.none")} .text=${this.t("member.noneText")}><a class="button" href=${hashOf("people")}>${this.t("people.title")}</a></dorg-empty>`;
    }
    return shown(this.#epochs, this.t("member.what"), epochs => html`
      <dorg-epoch-choice .epochs=${epochs} .epoch=${this.#epoch} @choose=${this.#choose}></dorg-epoch-choice>
      ${shown(this.#explained, this.t("member.what"), explained => this.#whole(explained, epochs[explained.epoch]!))}
      ${this.#explained.value === undefined ? nothing : html`<section class="card"><h2>${this.t("member.history")}</h2>
        ${shown(this.#history, this.t("member.historyWhat"), past => this.#pastOf(past))}</section>
        <section class="card"><h2>${this.t("competence.title")}</h2><p class="lead">${this.t("competence.text")}</p>
        ${shown(this.#competence, this.t("competence.what"), areas => this.#competences(areas))}</section>`}`);
  }

  #competences(areas: readonly Competence[]) {
    if (areas.length === 0) return html`<p>${this.t("competence.none")}</p>`;
    return html`<dorg-table .caption=${this.t("competence.title")} name="competence" .columns=${this.#competenceColumns()} .rows=${areas}></dorg-table>`;
  }

  #competenceColumns(): readonly Column<Competence>[] {
    return [
      { key: "area", title: this.t("member.area"), value: ({ area }) => area },
      { key: "contributions", title: this.t("contributions.title"), value: ({ contributions }) => contributions, numeric: true },
      { key: "firstEpoch", title: this.t("competence.first"), value: ({ firstEpoch }) => firstEpoch, show: ({ firstEpoch }) => this.t("epoch.number", { number: String(firstEpoch) }) },
      { key: "competentEpoch", title: this.t("competence.since"), value: ({ competentEpoch }) => competentEpoch, show: one => this.#since(one) },
      { key: "epochs", title: this.t("competence.after"), value: epochsTo, numeric: true, show: one => this.#after(one) },
      { key: "influence", title: this.t("competence.influence"), value: ({ influence }) => BigInt(influence), numeric: true, show: ({ influence, measuredEpoch }) => (measuredEpoch === null ? "–" : html`<dorg-influence .units=${influence}></dorg-influence>`) },
      { key: "needed", title: this.t("competence.needed"), value: ({ needed }) => BigInt(needed), numeric: true, show: ({ needed, members, measuredEpoch }) => (measuredEpoch === null ? "–"
        : html`<dorg-influence .units=${needed}></dorg-influence> <span class="quiet small">${this.t("competence.of", { count: members })}</span>`) },
      { key: "members", title: "members", value: ({ members }) => members, fileOnly: true },
      { key: "measuredEpoch", title: "measuredEpoch", value: ({ measuredEpoch }) => measuredEpoch, fileOnly: true },
    ];
  }

  #since({ competentEpoch, measuredEpoch }: Competence): string {
    if (competentEpoch !== null) return this.t("epoch.number", { number: String(competentEpoch) });
    return this.t(measuredEpoch === null ? "competence.unmeasured" : "competence.notYet");
  }

  /** The time from the opening of the epoch of the first contribution to that of the epoch that made competent. */
  #after(one: Competence): string {
    const epochs = epochsTo(one);
    if (epochs === undefined) return "–";
    if (epochs === 0) return this.t("competence.atOnce");
    const opened = (epoch: number) => this.#epochs.value?.[epoch]?.openedAt ?? 0;
    return this.t("competence.epochs", { count: epochs, time: this.format.duration(opened(one.competentEpoch!) - opened(one.firstEpoch)) });
  }

  #whole(explained: ExplainedMember, epoch: Epoch) {
    const { member, roles } = explained;
    const figure = (title: string, value: unknown) => html`<div class="card"><span class="quiet">${title}</span><span class="figure">${value}</span></div>`;
    return html`<div class="row apart"><dorg-address plain whole .address=${member.account}></dorg-address>
        <a class="button" href=${hashOf("people/:member/review", { member: member.account })}>${this.t("review.open")}</a></div>
      <div class="grid figures">
        ${figure(this.t("member.influence"), html`<dorg-influence .units=${member.influence}></dorg-influence>`)}
        ${figure(explained.open ? this.t("member.rewardSoFar") : this.t("member.reward"), html`<dorg-amount .units=${member.reward}></dorg-amount>`)}
        ${figure(this.t("member.cumulative"), html`<dorg-amount .units=${member.cumulative}></dorg-amount>`)}
        ${figure(this.t("member.reputation"), html`<dorg-amount .units=${member.reputation}></dorg-amount>`)}
      </div>
      <section class="card"><h2>${this.t("member.whyInfluence")}</h2><p class="lead">${this.t("member.whyInfluenceText")}</p>
        <dorg-waterfall unit="influence" .parts=${influenceParts(explained)} .total=${BigInt(member.influence)}></dorg-waterfall></section>
      <section class="card"><h2>${this.t("member.whyReward")}</h2><p class="lead">${this.t("member.whyRewardText", { most: this.format.amount(BigInt(epoch.reward)) })}</p>
        ${member.reward === "0" ? html`<p>${this.t("member.noReward")}</p>`
          : html`<dorg-waterfall unit="amount" .parts=${rewardParts(explained, BigInt(epoch.reward), epoch.terms.dampingBp)} .total=${BigInt(member.reward)}></dorg-waterfall>`}</section>
      ${member.areas.length === 0 ? nothing : html`<section class="card"><h2>${this.t("member.areas")}</h2>
        <dorg-table .caption=${this.t("member.areas")} name="areas" .columns=${this.#areaColumns()} .rows=${member.areas} .sort=${"influence"}></dorg-table></section>`}
      ${roles.length === 0 ? nothing : html`<section class="card"><h2>${this.t("member.roles")}</h2><ul class="stack">${roles.map(role => html`<li class="row">
        <strong>${role.role}</strong><span class="chip">${this.t(roleStates[role.state] ?? "role.held")}</span>${this.t("role.until")} <dorg-time absolute .at=${role.until}></dorg-time></li>`)}</ul></section>`}`;
  }

  #pastOf(past: readonly ExplainedMember[]) {
    const first = past[0]!;
    const last = past.at(-1)!;
    const label = this.t("member.historySentence", {
      count: past.length, first: String(first.epoch), last: String(last.epoch),
      from: this.format.influence(BigInt(first.member.influence)), to: this.format.influence(BigInt(last.member.influence)),
    });
    return html`<dorg-columns .points=${past.map(({ epoch, open, member }) => ({ name: String(epoch), units: BigInt(member.influence), open }))} .label=${label}></dorg-columns>
      <p>${label}</p>
      <dorg-table .caption=${this.t("member.history")} name="history" .columns=${this.#pastColumns()} .rows=${past} .sort=${"epoch"} .descending=${true}></dorg-table>`;
  }

  #pastColumns(): readonly Column<ExplainedMember>[] {
    const amount = (units: string) => html`<dorg-amount .units=${units}></dorg-amount>`;
    return [
      { key: "epoch", title: this.t("epoch.epoch"), value: ({ epoch }) => epoch, show: ({ epoch, open, member }) => html`<a href=${hashOf("people/:member", { member: member.account }, { epoch: String(epoch) })}>${this.t(open ? "epoch.openNumber" : "epoch.number", { number: String(epoch) })}</a>` },
      { key: "influence", title: this.t("people.influence"), value: ({ member }) => BigInt(member.influence), numeric: true, show: ({ member }) => html`<dorg-influence .units=${member.influence}></dorg-influence>` },
      { key: "credits", title: this.t("member.credits"), value: ({ credits }) => credits.length, numeric: true },
      { key: "reward", title: this.t("people.reward"), value: ({ member }) => BigInt(member.reward), numeric: true, show: ({ member }) => amount(member.reward) },
      { key: "reputation", title: this.t("people.reputation"), value: ({ member }) => BigInt(member.reputation), numeric: true, show: ({ member }) => amount(member.reputation) },
    ];
  }

  #areaColumns(): readonly Column<{ readonly area: string; readonly influence: string }>[] {
    return [
      { key: "area", title: this.t("member.area"), value: ({ area }) => area },
      { key: "influence", title: this.t("people.influence"), value: ({ influence }) => BigInt(influence), numeric: true, show: ({ influence }) => html`<dorg-influence .units=${influence}></dorg-influence>` },
    ];
  }

  #choose(event: CustomEvent<number>): void {
    location.hash = hashOf(this.place.route.path, this.parameters, { epoch: String(event.detail) });
  }
}

const roleStates: Readonly<Record<string, "role.held" | "role.suspended" | "role.over">> = { Held: "role.held", Suspended: "role.suspended", Over: "role.over" };

const pathOf = (member: string, epoch: number): string => `/api/members/${encodeURIComponent(member)}?epoch=${epoch}`;

customElements.define("dorg-page-member", MemberPage);
