// The organization: the flow of influence between its areas in an epoch, as a map and as a table.
import { css, html, nothing, type CSSResultGroup } from "lit";
import type { Contribution, Epoch, Member } from "../api/models.ts";
import { store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { readBundle } from "../protocol/bundle.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import { flowsOf, foldAreas, type Flow, type Place } from "../parts/flow.ts";
import "../parts/quantity.ts";
import "../parts/state.ts";
import "../parts/table.ts";
import "../parts/epoch-choice.ts";
import "../parts/flow-map.ts";

/** Areas that the map names; the table names all. */
const mostAreas = 7;

class OrganizationPage extends Page {
  static override styles: CSSResultGroup = [Page.styles, css`section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }`];
  readonly #epochs = new Query(this, () => store.list<Epoch>("/api/epochs"));
  readonly #members = new Query(this, () => this.#epoch === undefined ? undefined : store.list<Member>(`/api/members?epoch=${this.#epoch}`));
  readonly #bundle = new Query(this, () => this.#epoch === undefined ? undefined : store.text(`/api/epochs/${this.#epoch}/bundle`));
  readonly #contributions = new Query(this, () => store.list<Contribution>("/api/contributions"));
  #kept: { readonly from: readonly unknown[]; readonly flows: readonly Flow[] } | undefined;

  override get lead() {
    return this.t("organization.lead");
  }

  /** The epoch that is asked for, or the last one with credits. */
  get #epoch(): number | undefined {
    const asked = this.place.query.get("epoch");
    const epochs = this.#epochs.value;
    return asked !== null ? Number(asked) : (epochs?.findLast(({ credits }) => credits > 0) ?? epochs?.at(-1))?.epoch;
  }

  override content() {
    return shown(this.#epochs, this.t("organization.what"), epochs => html`
      <dorg-epoch-choice .epochs=${epochs} .epoch=${this.#epoch} @choose=${(event: CustomEvent<number>) => location.hash = hashOf("organization", {}, { epoch: String(event.detail) })}></dorg-epoch-choice>
      ${shown(this.#members, this.t("people.what"), members => shown(this.#contributions, this.t("contributions.what"), contributions =>
        shown(this.#bundle, this.t("organization.what"), bundle => this.#map(this.#flows(bundle, members, contributions)))))}`);
  }

  /** Computed again only where something changed: an organization can have many credits. */
  #flows(bundle: string, members: readonly Member[], contributions: readonly Contribution[]): readonly Flow[] {
    const from = [bundle, members, contributions];
    if (this.#kept === undefined || this.#kept.from.some((known, i) => known !== from[i])) {
      const read = readBundle(bundle);
      // They were asked for one after another: a credit may have come between.
      this.#kept = { from, flows: read.accounts.length === members.length ? flowsOf(read, members, contributions) : [] };
    }
    return this.#kept.flows;
  }

  #map(flows: readonly Flow[]) {
    const [greatest] = flows;
    if (greatest === undefined) return html`<dorg-empty .title=${this.t("organization.none")} .text=${this.t("organization.noneText")}></dorg-empty>`;
    const areas = new Set(flows.filter(({ to }) => to.kind === "area").map(({ to }) => to.name)).size;
    const between = flows.find(({ from, to }) => from.kind === "area" && to.kind === "area" && from.name !== to.name);
    const label = this.t("organization.sentence", { count: areas, from: this.#name(greatest.from), to: this.#name(greatest.to), influence: this.format.influence(greatest.units) });
    return html`<section class="card"><h2>${this.t("organization.map")}</h2><p>${label}</p>
        ${between === undefined ? nothing : html`<p>${this.t("organization.between", { from: this.#name(between.from), to: this.#name(between.to), influence: this.format.influence(between.units) })}</p>`}
        <dorg-flow-map .flows=${foldAreas(flows, mostAreas)} .label=${label} .nameOf=${(place: Place) => this.#name(place)}></dorg-flow-map></section>
      <section class="card"><h2>${this.t("organization.table")}</h2>
        <dorg-table .caption=${this.t("organization.table")} name="flows" .columns=${this.#columns()} .rows=${flows} .sort=${"influence"}></dorg-table></section>`;
  }

  #name(place: Place): string {
    return place.kind === "area" ? place.name : this.t(`organization.place.${place.kind}`);
  }

  #columns(): readonly Column<Flow>[] {
    return [
      { key: "from", title: this.t("contribution.from"), value: ({ from }) => this.#name(from) },
      { key: "to", title: this.t("contribution.to"), value: ({ to }) => this.#name(to) },
      { key: "influence", title: this.t("people.influence"), value: ({ units }) => units, numeric: true, show: ({ units }) => html`<dorg-influence .units=${units}></dorg-influence>` },
    ];
  }
}

customElements.define("dorg-page-organization", OrganizationPage);
