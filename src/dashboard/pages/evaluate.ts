// Evaluate: give credit out of the points of the open epoch. What is signed can be replaced as long as it waits at the node.
import { css, html, nothing, type CSSResultGroup, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Address, Hex } from "viem";
import { activity, store } from "../api/node.ts";
import type { Act } from "../api/activity.ts";
import type { Account, Contribution, ExplainedMember, Member, Organization, Terms } from "../api/models.ts";
import { Query } from "../api/query.ts";
import { refusalOf, type Refusal } from "../api/refusal.ts";
import { evaluationDigest, evaluationToSign, type Credit } from "../protocol/records.ts";
import { shown } from "../parts/state.ts";
import { Watch } from "../parts/watch.ts";
import { Page } from "../shell/page.ts";
import { tell } from "../shell/toasts.ts";
import type { Signing } from "../wallet/signing.ts";
import { wallet } from "../wallet/wallet.ts";
import { brings, creditsOf, filled, givenBy, mostCredits, sumOf, toIntroduce, withPoints, type Split } from "./points.ts";
import "../parts/acts.ts";
import "../parts/meter.ts";
import "../parts/quantity.ts";
import "../wallet/signing.ts";

/** How many contributions are looked at to begin with, and how many more at a time. */
const step = 60;

class Evaluate extends Page {
  static override properties = { split: { state: true }, area: { state: true }, count: { state: true }, given: { state: true }, replaced: { state: true }, refusal: { state: true } };
  static override styles: CSSResultGroup = [Page.styles, css`
    .item { display: grid; gap: var(--space-2) var(--space-5); grid-template-columns: minmax(0, 1fr); padding-block: var(--space-4); }
    .item + .item { border-block-start: 1px solid var(--line); }
    .item:first-child { padding-block-start: 0; }
    .item:last-child { padding-block-end: 0; }
    @media (width >= 52rem) { .item { grid-template-columns: minmax(0, 1fr) 21rem; align-items: center; } }
    .tight { gap: var(--space-1); }
    .title { overflow-wrap: anywhere; font-weight: 600; }
    .give { display: grid; grid-template-columns: minmax(0, 1fr) 8rem; gap: var(--space-1) var(--space-3); align-items: center; }
    .give .hint { grid-column: 1 / -1; min-block-size: 1.4em; }
    .give input[type="number"] { text-align: end; font-variant-numeric: tabular-nums; }
    .bar { position: sticky; inset-block-end: var(--space-3); z-index: 5; display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-4); justify-content: space-between; align-items: center; margin-inline: calc(-1 * var(--space-2)); padding: var(--space-3) var(--space-4); background: var(--surface-raised); border: 1px solid var(--line); border-radius: var(--round); box-shadow: var(--shadow-raised); }
    .filter { max-inline-size: 18rem; }
  `];
  /** What is meant to be given. */
  declare split: Split;
  /** The area that is shown; empty for all. */
  declare area: string;
  declare count: number;
  /** What was given before in this epoch, as the chain has it. */
  declare given: ReadonlyMap<Hex, number>;
  /** The evaluation that the next signature replaces. */
  declare replaced: Act | undefined;
  declare refusal: Refusal | undefined;
  readonly #organization = new Query(this, () => store.get<Organization>("/api/organization"));
  readonly #terms = new Query(this, () => store.get<Terms>("/api/parameters"));
  readonly #account = new Query(this, () => wallet.account && store.get<Account>(`/accounts/${wallet.account}`));
  readonly #me = new Query(this, () => this.#account.value?.member == null ? undefined : store.get<ExplainedMember>(`/api/members/${this.#account.value.member}`));
  readonly #members = new Query(this, () => this.#account.value?.member == null ? undefined : store.list<Member>("/api/members"));
  readonly #made = new Query(this, () => store.latest<Contribution>("/api/contributions", this.count));
  readonly #asked = new Query(this, () => {
    const id = this.place.query.get("contribution");
    return id === null ? undefined : store.get<Contribution>(`/api/contributions/${encodeURIComponent(id)}`);
  });
  /** Whose split it is, for which epoch. */
  #key: string | undefined;
  #given: string | undefined;
  #taken: string | undefined;

  constructor() {
    super();
    new Watch(this, wallet);
    new Watch(this, activity);
    this.split = this.given = new Map();
    this.area = "";
    this.count = step;
  }

  override get lead() {
    return this.t("evaluate.lead");
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const [organization, account] = [this.#organization.value, this.#account.value];
    if (organization === undefined || account === undefined) return;
    const key = `dorg.draft.evaluation.${organization.ledger}.${account.account}.${account.epoch}`.toLowerCase();
    if (key !== this.#key) {
      // Another account, or another epoch: points do not move between them.
      this.#key = key;
      this.split = remember(key);
      this.replaced = undefined;
    }
    // What was given is asked for again only when more was.
    const given = `${account.member}.${account.epoch}.${account.nonce}.${account.points}`;
    if (account.member !== null && given !== this.#given) {
      this.#given = given;
      void this.#readGiven(account.member, account.epoch);
    }
    if (this.replaced !== undefined && !activity.open.some(({ digest, replaceable }) => digest === this.replaced!.digest && replaceable === true)) {
      // It left for the chain meanwhile. What was changed of it would be given beside it, which nobody meant.
      this.#clear();
      tell(this.t("evaluate.tooLate"), "alert");
    }
    const wanted = this.place.query.get("replace");
    if (wanted !== null && wanted !== this.#taken) {
      this.#taken = wanted;
      void this.#takeBack(wanted as Hex);
    }
  }

  override content() {
    if (wallet.account === undefined) {
      return html`<dorg-empty .title=${this.t("evaluate.connect")} .text=${this.t("evaluate.connectText")}><button class="primary" @click=${() => wallet.want()}>${this.t("account.connect")}</button></dorg-empty>`;
    }
    return shown(this.#account, this.t("evaluate.what.points"), account => account.member === null
      ? html`<dorg-empty .title=${this.t("evaluate.notMember")} .text=${this.t("evaluate.notMemberText")}><a class="button primary" href="#/record">${this.t("home.record")}</a></dorg-empty>`
      : shown(this.#terms, this.t("evaluate.what.terms"), terms => html`${this.#budget(account, terms)}${this.#waiting()}${this.#queue(account, terms)}
        ${this.#bar(account)}<dorg-signing @recorded=${this.#recorded}></dorg-signing>`));
  }

  /** Points that the split can use: what is left, and what the replaced evaluation gives back. */
  #left(account: Account): number {
    return account.points + (this.replaced?.evaluation?.epoch === account.epoch ? this.replaced.evaluation.points : 0);
  }

  #budget(account: Account, { pointsPerEpoch, dampingBp }: Terms) {
    const left = this.#left(account) - sumOf(this.split);
    const influence = BigInt(this.#me.value?.member.influence ?? 0);
    return html`<section class="card stack" aria-labelledby="left"><h2 id="left">${this.t("evaluate.left")}</h2>
      <p class="figure">${this.t("evaluate.leftOf", { count: left, all: pointsPerEpoch })}</p>
      <dorg-meter .value=${left} .most=${pointsPerEpoch}></dorg-meter>
      <p class="prose">${this.t("evaluate.rule", {
        damping: this.format.basisPoints(dampingBp), influence: this.format.influence(influence), most: this.format.influence(brings(pointsPerEpoch, influence, dampingBp, pointsPerEpoch)) })}</p>
      <p class="quiet">${this.t("evaluate.unspent")}</p></section>`;
  }

  #waiting() {
    const mine = activity.open.filter(({ kind, account }) => kind === "evaluation" && account.toLowerCase() === wallet.account?.toLowerCase());
    return mine.length === 0 ? nothing : html`<section class="card stack" aria-labelledby="way"><h2 id="way">${this.t("evaluate.onTheWay")}</h2>
      <p class="quiet">${this.t("evaluate.undoWhy")}</p><dorg-acts .acts=${mine}></dorg-acts></section>`;
  }

  #queue(account: Account, terms: Terms) {
    return shown(this.#made, this.t("home.what.newest"), ({ items, total }) => {
      const me = account.account.toLowerCase();
      const asked = this.#asked.value;
      const listed = new Set(items.map(({ id }) => id));
      // What is chosen keeps its place: an element that moves loses the focus, and the eye.
      const older = [...this.split.values()].map(({ made }) => made).filter(({ id }) => !listed.has(id));
      const all = [...(asked === undefined ? [] : [asked]), ...older, ...items];
      const others = [...new Map(all.map(made => [made.id, made])).values()]
        .filter(({ contributor, coAuthors }) => contributor.toLowerCase() !== me || coAuthors.some(author => author.account.toLowerCase() !== me));
      const areas = [...new Set(others.map(({ area }) => area))].sort();
      const visible = others.filter(({ area, id }) => this.area === "" || area === this.area || this.split.has(id));
      return html`<section class="stack" aria-labelledby="queue"><div class="row apart"><h2 id="queue">${this.t("evaluate.queue")}</h2>
          <div class="filter"><label class="hidden" for="area">${this.t("field.area")}</label><select id="area" @change=${(event: Event) => this.area = (event.target as HTMLSelectElement).value}>
            <option value="">${this.t("evaluate.allAreas")}</option>${areas.map(area => html`<option value=${area} ?selected=${area === this.area}>${area}</option>`)}</select></div></div>
        ${visible.length === 0 ? html`<dorg-empty .title=${this.t("evaluate.empty")} .text=${this.t("evaluate.emptyText")}></dorg-empty>`
          : html`<div class="card">${repeat(visible, ({ id }) => id, made => this.#item(made, account, terms))}</div>`}
        ${items.length < total ? html`<div><button @click=${() => this.count += 2 * step}>${this.t("evaluate.older", { shown: items.length, count: total })}</button></div>` : nothing}</section>`;
    });
  }

  #item(made: Contribution, account: Account, terms: Terms) {
    const { id, title, area, contributor, uri } = made;
    const points = this.split.get(id)?.points ?? 0;
    const before = this.given.get(id);
    const give = (event: Event) => this.#give(made, Number((event.target as HTMLInputElement).value), account);
    const label = this.t("evaluate.pointsFor", { title });
    return html`<div class="item"><div class="stack tight">
        <div><a class="title" href="#/contributions/${id}">${title}</a></div>
        <div class="row"><span class="chip">${area}</span><dorg-address plain .address=${contributor}></dorg-address>
          ${safe(uri) ? html`<a class="small" href=${uri} rel="noreferrer noopener" target="_blank">${this.t("evaluate.see")}</a>` : nothing}
          ${before === undefined ? nothing : html`<span class="chip good">${this.t("evaluate.before", { count: before })}</span>`}</div></div>
      <div class="give"><input type="range" aria-label=${label} min="0" max=${Math.max(1, this.#left(account))} step=${Math.max(1, Math.round(terms.pointsPerEpoch / 100))} .value=${String(points)} @input=${give}>
        <input type="number" aria-label=${this.t("evaluate.exactFor", { title })} min="0" max=${this.#left(account)} step="1" .value=${String(points)} @change=${give}>
        <span class="hint">${points === 0 ? nothing : this.#effect(points, made, terms)}</span></div></div>`;
  }

  #effect(points: number, { contributor }: Contribution, { dampingBp, pointsPerEpoch, introductionPoints }: Terms) {
    const me = this.#me.value?.member;
    const members = this.#members.value;
    if (me === undefined || members === undefined) return nothing;
    const influence = this.format.influence(brings(points, BigInt(me.influence), dampingBp, pointsPerEpoch));
    if (members.some(({ account }) => account.toLowerCase() === contributor.toLowerCase())) return this.t("evaluate.brings", { influence });
    const least = toIntroduce(introductionPoints, pointsPerEpoch, BigInt(me.reputation), members.reduce((sum, { reputation }) => sum + BigInt(reputation), 0n));
    if (least === undefined) return html`<span class="fault">${this.t("evaluate.cannotIntroduce")}</span>`;
    return points < least ? html`<span class="fault">${this.t("evaluate.tooFewToIntroduce", { count: least })}</span>` : this.t("evaluate.introduces", { influence });
  }

  #bar(account: Account) {
    const left = this.#left(account) - sumOf(this.split);
    return html`${this.refusal === undefined ? nothing : html`<dorg-refusal .refusal=${this.refusal}></dorg-refusal>`}
      ${this.split.size === 0 && this.replaced === undefined ? nothing : html`<div class="bar" role="group" aria-label=${this.t("evaluate.bar")}>
        <span role="status">${this.replaced === undefined ? nothing : html`<strong>${this.t("evaluate.replaces")}</strong> `}${this.t("evaluate.sum", { count: this.split.size, points: sumOf(this.split) })}</span>
        <span class="row">
          <button ?disabled=${left <= 0 || this.split.size === 0} @click=${() => this.#keep(filled(this.split, this.#left(account)))}>${this.t("evaluate.fill")}</button>
          <button @click=${this.#clear}>${this.t(this.replaced === undefined ? "evaluate.clear" : "evaluate.keepOld")}</button>
          <button class="primary" ?disabled=${this.split.size === 0} @click=${() => this.#sign(account)}>${this.t("evaluate.check")}</button></span></div>`}`;
  }

  #give(made: Contribution, points: number, account: Account): void {
    if (Number.isFinite(points)) this.#keep(withPoints(this.split, made, points, this.#left(account)));
    // What was cut to what is left is written back, although the property did not change.
    this.requestUpdate();
  }

  #keep(split: Split): void {
    this.split = split;
    this.refusal = undefined;
    if (this.#key !== undefined) localStorage.setItem(this.#key, JSON.stringify([...split]));
  }

  readonly #clear = (): void => {
    this.replaced = undefined;
    this.#keep(new Map());
  };

  #sign(account: Account): void {
    const organization = this.#organization.value!;
    const credits = creditsOf(this.split, account.account);
    if (credits.length < 1 || credits.length > mostCredits) {
      this.refusal = { code: "CreditCount" };
      return;
    }
    const nonce = this.replaced?.evaluation?.nonce ?? account.nonce;
    const record = { evaluator: account.account, epoch: account.epoch, nonce, credits };
    const domain = { chainId: organization.chainId, ledger: organization.ledger };
    const titles = [...this.split.values()].map(({ made }) => made.title);
    this.renderRoot.querySelector<Signing>("dorg-signing")!.begin({
      kind: "evaluation", title: titles.length === 1 ? titles[0]! : this.t("evaluate.actTitle", { first: titles[0]!, count: titles.length - 1 }),
      data: evaluationToSign(record, domain), digest: evaluationDigest(record, domain), account: account.account as Address, chainId: organization.chainId,
      evaluation: { epoch: account.epoch, nonce, points: credits.reduce((sum, { points }) => sum + points, 0) },
      ...(this.replaced === undefined ? {} : { note: this.t("evaluate.replacesNote") }),
    });
  }

  readonly #recorded = (): void => {
    const replaced = this.replaced !== undefined;
    this.#clear();
    this.#account.refresh();
    void activity.look();
    tell(this.t(replaced ? "evaluate.replacedDone" : "evaluate.done"));
    if (this.place.query.has("replace")) location.hash = "#/evaluate";
  };

  async #readGiven(member: number, epoch: number): Promise<void> {
    try {
      this.given = givenBy(await store.client.text(`/api/epochs/${epoch}/bundle`), member);
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }

  /** Loads what waits at the node back into the sliders. */
  async #takeBack(digest: Hex): Promise<void> {
    const act = activity.acts.find(one => one.digest === digest);
    const credits = (act?.post as { message?: { credits?: readonly Credit[] } } | undefined)?.message?.credits;
    if (act === undefined || credits === undefined || act.replaceable !== true) return tell(this.t("evaluate.tooLate"), "alert");
    try {
      const points = new Map<Hex, number>();
      for (const credit of credits) points.set(credit.contribution, (points.get(credit.contribution) ?? 0) + credit.points);
      const made = await Promise.all([...points.keys()].map(id => store.client.get<Contribution>(`/api/contributions/${id}`)));
      this.replaced = act;
      this.#keep(new Map(made.map(one => [one.id, { made: one, points: points.get(one.id)! }])));
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }
}

/** Only what a browser shows as a page: anybody can write anything into a record. */
const safe = (uri: string): boolean => /^https?:\/\//i.test(uri);

function remember(key: string): Split {
  try {
    return new Map(JSON.parse(localStorage.getItem(key) ?? "[]") as [Hex, { points: number; made: Contribution }][]);
  } catch {
    // Somebody else wrote there: nothing was meant yet.
    return new Map();
  }
}

customElements.define("dorg-page-evaluate", Evaluate);
