// A review of a member over any period: what he contributed, got and gave, epoch by epoch and by area. It prints well.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { isAddress } from "viem/utils";
import { store } from "../api/node.ts";
import type { CreditSum, Epoch, Review } from "../api/models.ts";
import { Query } from "../api/query.ts";
import { short } from "../parts/address.ts";
import { areaSums, epochSums, totalsOf, worksOf, type AreaSums, type EpochSums, type Work } from "../parts/review-sums.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import "../parts/address.ts";
import "../parts/quantity.ts";
import "../parts/state.ts";
import "../parts/table.ts";

/** Epochs that are reviewed if nobody asks for others. */
const usual = 12;

class ReviewPage extends Page {
  static override styles: CSSResultGroup = [Page.styles, css`
    section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
    .period { display: flex; flex-wrap: wrap; gap: var(--space-3) var(--space-5); align-items: end; }
    .period > * { min-inline-size: 0; max-inline-size: 100%; }
    .period select { inline-size: auto; max-inline-size: 100%; }
    @media print { .period { display: none; } }
  `];
  readonly #epochs = new Query(this, () => store.list<Epoch>("/api/epochs"));
  readonly #review = new Query(this, () => {
    const period = this.#period;
    return period === undefined ? undefined : store.get<Review>(`/api/members/${encodeURIComponent(this.#member)}/review?from=${period.from}&to=${period.to}`);
  });

  get #member(): string {
    return this.parameters["member"]!;
  }

  override get heading() {
    const member = this.#member;
    return this.t("review.named", { name: isAddress(member) ? short(member) : `#${member}` });
  }

  override get lead() {
    return this.t("review.lead");
  }

  /** The epochs that the address asks for, the last ones if it asks for none; the first never after the last. */
  get #period(): { readonly from: number; readonly to: number } | undefined {
    const last = this.#epochs.value?.at(-1)?.epoch;
    if (last === undefined) return undefined;
    const to = within(this.place.query.get("to"), last) ?? last;
    return { from: within(this.place.query.get("from"), to) ?? Math.max(0, to - usual + 1), to };
  }

  override content() {
    const { answer } = this.#review;
    if (answer.state === "refused" && answer.refusal.code === "not-found") {
      return html`<dorg-empty .title=${this.t("review.none")} .text=${this.t("member.noneText")}><a class="button" href=${hashOf("people")}>${this.t("people.title")}</a></dorg-empty>`;
    }
    return shown(this.#epochs, this.t("review.what"), epochs => html`${this.#choice(epochs)}${shown(this.#review, this.t("review.what"), review => this.#whole(review, epochs))}`);
  }

  #choice(epochs: readonly Epoch[]) {
    const { from, to } = this.#period!;
    const choice = (id: "from" | "to", chosen: number, go: (epoch: number) => void) => html`<div class="field"><label for=${id}>${this.t(`review.${id}`)}</label>
      <select id=${id} @change=${(event: Event) => go(Number((event.target as HTMLSelectElement).value))}>${epochs.map(({ epoch, openedAt }) =>
        html`<option value=${epoch} ?selected=${epoch === chosen}>${this.t("review.epoch", { number: String(epoch), date: this.format.date(openedAt) })}</option>`)}</select></div>`;
    return html`<div class="period">
      ${choice("from", from, epoch => this.#go(epoch, Math.max(epoch, to)))}
      ${choice("to", to, epoch => this.#go(Math.min(from, epoch), epoch))}
      <button @click=${() => print()}>${this.t("review.print")}</button></div>`;
  }

  #go(from: number, to: number): void {
    location.hash = hashOf("people/:member/review", { member: this.#member }, { from: String(from), to: String(to) });
  }

  #whole(review: Review, epochs: readonly Epoch[]) {
    const works = worksOf(review);
    const areas = areaSums(review);
    return html`<section class="card"><div><dorg-address plain whole .address=${review.account}></dorg-address></div>
        <p>${this.#span(review, epochs)}</p>${this.#totals(review)}</section>
      ${this.#section("review.byEpoch", "review-epochs", this.#epochColumns(), epochSums(review), "epoch")}
      ${areas.length === 0 ? html`<p>${this.t("review.nothing")}</p>` : this.#section("review.byArea", "review-areas", this.#areaColumns(), areas)}
      ${works.length === 0 ? nothing : this.#section("review.works", "review-contributions", this.#workColumns(), works)}
      ${review.given.length === 0 ? nothing : this.#section("review.given", "review-given", this.#givenColumns(), review.given)}`;
  }

  #span({ from, to }: Review, epochs: readonly Epoch[]): string {
    const end = epochs[to + 1]?.openedAt;
    const start = this.format.date(epochs[from]!.openedAt);
    return end === undefined ? this.t("review.toNow", { from: String(from), to: String(to), start }) : this.t("review.period", { from: String(from), to: String(to), start, end: this.format.date(end) });
  }

  #totals(review: Review) {
    const { contributions, credits, received, given, budget, influence, reward, reputation } = totalsOf(review);
    return html`<dl class="pairs">
      <dt>${this.t("contributions.title")}</dt><dd class="number">${this.format.number(contributions)}</dd>
      <dt>${this.t("review.received")}</dt><dd class="number">${this.t("review.pointsInCredits", { points: received, count: credits })}</dd>
      <dt>${this.t("review.points")}</dt><dd class="number">${this.t("review.pointsOf", { points: given, all: budget })}</dd>
      <dt>${this.t("review.average")}</dt><dd>${influence === undefined ? "–" : html`<dorg-influence .units=${influence}></dorg-influence>`}</dd>
      <dt>${this.t("review.reward")}</dt><dd><dorg-amount .units=${reward}></dorg-amount></dd>
      <dt>${this.t("people.reputation")}</dt><dd>${reputation === undefined ? "–" : this.t("review.reputation", { first: this.format.amount(reputation[0]), last: this.format.amount(reputation[1]) })}</dd></dl>`;
  }

  #section<T>(title: "review.byEpoch" | "review.byArea" | "review.works" | "review.given", name: string, columns: readonly Column<T>[], rows: readonly T[], sort?: string) {
    return html`<section class="card"><h2>${this.t(title)}</h2>
      <dorg-table .caption=${this.t(title)} name=${name} .columns=${columns} .rows=${rows} .sort=${sort}></dorg-table></section>`;
  }

  #epochColumns(): readonly Column<EpochSums>[] {
    return [
      { key: "epoch", title: this.t("epoch.epoch"), value: ({ epoch }) => epoch, show: ({ epoch, open }) => this.t(open ? "epoch.openNumber" : "epoch.number", { number: String(epoch) }) },
      { key: "contributions", title: this.t("contributions.title"), value: ({ contributions }) => contributions, numeric: true },
      { key: "received", title: this.t("review.received"), value: ({ received }) => received, numeric: true },
      { key: "given", title: this.t("review.points"), value: ({ given }) => given, numeric: true },
      influenceOf(this.t("people.influence")),
      { key: "reward", title: this.t("people.reward"), value: ({ reward }) => reward, numeric: true, show: ({ reward }) => html`<dorg-amount .units=${reward}></dorg-amount>` },
      { key: "reputation", title: this.t("people.reputation"), value: ({ reputation }) => reputation, numeric: true, show: ({ reputation }) => html`<dorg-amount .units=${reputation}></dorg-amount>` },
    ];
  }

  #areaColumns(): readonly Column<AreaSums>[] {
    return [
      { key: "area", title: this.t("member.area"), value: ({ area }) => area, show: ({ area }) => this.#area(area) },
      { key: "contributions", title: this.t("contributions.title"), value: ({ contributions }) => contributions, numeric: true },
      { key: "received", title: this.t("review.received"), value: ({ received }) => received, numeric: true },
      influenceOf(this.t("review.brought")),
      { key: "given", title: this.t("review.points"), value: ({ given }) => given, numeric: true },
    ];
  }

  #workColumns(): readonly Column<Work>[] {
    return [
      { key: "epoch", title: this.t("epoch.epoch"), value: ({ epoch }) => epoch, show: ({ epoch }) => (epoch === undefined ? this.t("review.before") : String(epoch)) },
      { key: "title", title: this.t("contribution.what"), value: ({ title }) => title, show: ({ id, title, area }) => this.#titled(id, title, area) },
      { key: "area", title: this.t("member.area"), value: ({ area }) => area },
      { key: "shareBp", title: this.t("review.share"), value: ({ shareBp }) => shareBp, numeric: true, show: ({ shareBp }) => (shareBp === undefined ? "–" : this.format.basisPoints(shareBp)) },
      { key: "received", title: this.t("review.received"), value: ({ received }) => received, numeric: true },
      influenceOf(this.t("review.brought")),
      { key: "id", title: "id", value: ({ id }) => id, fileOnly: true },
    ];
  }

  #givenColumns(): readonly Column<CreditSum>[] {
    return [
      { key: "epoch", title: this.t("epoch.epoch"), value: ({ epoch }) => epoch, show: ({ epoch }) => String(epoch) },
      { key: "title", title: this.t("contribution.what"), value: ({ title }) => title, show: ({ contribution, title, area }) => this.#titled(contribution, title, area) },
      { key: "area", title: this.t("member.area"), value: ({ area }) => area },
      { key: "recipient", title: this.t("contribution.to"), value: ({ recipient }) => recipient, show: ({ recipient }) => html`<dorg-address .address=${recipient}></dorg-address>` },
      { key: "points", title: this.t("contribution.points"), value: ({ points }) => points, numeric: true },
      { key: "influence", title: this.t("review.broughtThem"), value: ({ influence }) => BigInt(influence), numeric: true, show: ({ influence }) => html`<dorg-influence .units=${influence}></dorg-influence>` },
      { key: "id", title: "id", value: ({ contribution }) => contribution, fileOnly: true },
    ];
  }

  /** A link to the contribution; its id on paper, where a link leads nowhere. */
  #titled(id: string, title: string, area: string) {
    if (area === "") return this.#area(area);
    return html`<a href=${hashOf("contributions/:id", { id })}>${title === "" ? this.t("waterfall.untitled") : title}</a><code class="on-paper small">${id}</code>`;
  }

  #area(area: string): string {
    return area === "" ? this.t("organization.place.none") : area;
  }
}

const influenceOf = (title: string): Column<{ readonly influence: bigint }> => (
  { key: "influence", title, value: ({ influence }) => influence, numeric: true, show: ({ influence }) => html`<dorg-influence .units=${influence}></dorg-influence>` });

/** A number of an address, if it is one from 0 to `most`. */
function within(text: string | null, most: number): number | undefined {
  const number = text === null || !/^\d{1,9}$/.test(text) ? undefined : Number(text);
  return number === undefined || number > most ? undefined : number;
}

customElements.define("dorg-page-review", ReviewPage);
