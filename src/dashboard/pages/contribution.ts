// A contribution: what was done, by whom, and what the credits for it brought, epoch by epoch, with who gave them.
import { css, html, nothing, type CSSResultGroup } from "lit";
import type { Address } from "viem";
import type { Contribution, Credit, ExplainedMember } from "../api/models.ts";
import { store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { Together } from "../api/together.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import "../parts/address.ts";
import "../parts/quantity.ts";
import "../parts/state.ts";
import "../parts/table.ts";
import "../parts/columns.ts";

/** A credit with the epoch in which it was given and who got it. */
interface Given extends Credit {
  readonly epoch: number;
  readonly to: Address;
}

/** Epochs whose credits are listed one by one, the newest. */
const longestList = 8;

class ContributionPage extends Page {
  static override styles: CSSResultGroup = [Page.styles, css`section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }`];
  readonly #contribution = new Query(this, () => store.get<Contribution>(`/api/contributions/${encodeURIComponent(this.parameters["id"] ?? "")}`));
  readonly #explained = new Query(this, () => this.#authors());
  #together: Together<ExplainedMember> | undefined;

  override get heading() {
    const { value } = this.#contribution;
    return value === undefined ? this.t("contribution.title") : value.title === "" ? this.t("waterfall.untitled") : value.title;
  }

  /** All authors in the newest epochs that credited this. */
  #authors(): Together<ExplainedMember> | undefined {
    const made = this.#contribution.value;
    if (made === undefined) return undefined;
    const epochs = (made.epochs ?? []).slice(-longestList);
    const accounts = [made.contributor, ...made.coAuthors.map(({ account }) => account)];
    const next = new Together(epochs.flatMap(({ epoch }) => accounts.map(account => store.get<ExplainedMember>(`/api/members/${account}?epoch=${epoch}`))));
    if (next.path !== this.#together?.path) this.#together = next;
    return this.#together;
  }

  override content() {
    const { answer } = this.#contribution;
    if (answer.state === "refused" && answer.refusal.code === "not-found") {
      return html`<dorg-empty .title=${this.t("contribution.none")} .text=${this.t("contribution.noneText")}><a class="button" href=${hashOf("contributions")}>${this.t("contributions.title")}</a></dorg-empty>`;
    }
    return shown(this.#contribution, this.t("contribution.awaited"), made => html`${this.#made(made)}${this.#brought(made)}`);
  }

  #made({ id, contributor, area, uri, contentHash, coAuthors, buildsOn }: Contribution) {
    return html`<section class="card"><div class="row"><span class="chip">${area}</span></div>
      <dl class="pairs"><dt>${this.t("contribution.by")}</dt><dd><dorg-address .address=${contributor}></dorg-address></dd>
        ${coAuthors.length === 0 ? nothing : html`<dt>${this.t("contribution.with")}</dt><dd>${coAuthors.map(({ account, shareBp }) => html`<div class="row"><dorg-address .address=${account}></dorg-address> ${this.format.basisPoints(shareBp)}</div>`)}</dd>`}
        ${uri === "" ? nothing : html`<dt>${this.t("contribution.where")}</dt><dd>${/^https?:\/\//i.test(uri) ? html`<a href=${uri} rel="noopener noreferrer" target="_blank">${uri}</a>` : uri}</dd>`}
        ${/^0x0*$/.test(contentHash) ? nothing : html`<dt>${this.t("contribution.hash")}</dt><dd><code>${contentHash}</code></dd>`}
        ${buildsOn.length === 0 ? nothing : html`<dt>${this.t("contribution.buildsOn")}</dt><dd>${buildsOn.map(earlier => html`<div><a href=${hashOf("contributions/:id", { id: earlier })}><code>${earlier}</code></a></div>`)}</dd>`}
        <dt>${this.t("contribution.id")}</dt><dd><code>${id}</code></dd></dl></section>`;
  }

  #brought({ epochs }: Contribution) {
    const all = epochs ?? [];
    if (all.length === 0) return html`<dorg-empty .title=${this.t("contribution.noCredit")} .text=${this.t("contribution.noCreditText")}></dorg-empty>`;
    const last = all.at(-1)!;
    const label = this.t("contribution.sentence", { count: all.length, last: String(last.epoch), influence: this.format.influence(BigInt(last.influence)) });
    return html`<section class="card"><h2>${this.t("contribution.brought")}</h2>
        <dorg-columns .points=${all.map(({ epoch, influence }) => ({ name: String(epoch), units: BigInt(influence), open: false }))} .label=${label}></dorg-columns><p>${label}</p></section>
      <section class="card"><h2>${this.t("contribution.credits")}</h2>${shown(this.#explained, this.t("contribution.creditsWhat"), explained => html`
        <dorg-table .caption=${this.t("contribution.credits")} name="credits" .columns=${this.#columns()} .rows=${this.#given(explained)} .sort=${"influence"}></dorg-table>`)}</section>`;
  }

  #given(explained: readonly ExplainedMember[]): readonly Given[] {
    const id = this.#contribution.value!.id;
    return explained.flatMap(({ epoch, member, credits }) => credits.filter(({ contribution }) => contribution === id).map(credit => ({ ...credit, epoch, to: member.account })));
  }

  #columns(): readonly Column<Given>[] {
    return [
      { key: "epoch", title: this.t("epoch.epoch"), value: ({ epoch }) => epoch, numeric: true },
      { key: "from", title: this.t("contribution.from"), value: ({ fromAccount }) => fromAccount, show: ({ fromAccount }) => html`<dorg-address .address=${fromAccount}></dorg-address>` },
      { key: "to", title: this.t("contribution.to"), value: ({ to }) => to, show: ({ to }) => html`<dorg-address .address=${to}></dorg-address>` },
      { key: "points", title: this.t("contribution.points"), value: ({ points }) => points, numeric: true },
      { key: "influence", title: this.t("people.influence"), value: ({ influence }) => BigInt(influence), numeric: true, show: ({ influence }) => html`<dorg-influence .units=${influence}></dorg-influence>` },
    ];
  }
}

customElements.define("dorg-page-contribution", ContributionPage);
