// Parameters: what the algorithm runs with now, what each value does, what votes may set, and everything that was set so far.
import { css, html, type CSSResultGroup } from "lit";
import type { Setting, Terms } from "../api/models.ts";
import { store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import { inWords, parameters, type Bounds } from "../parts/terms.ts";
import "../parts/table.ts";

class Parameters extends Page {
  static override styles: CSSResultGroup = [Page.styles, css`
    .cards { grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
    .cards .card { display: grid; gap: var(--space-2); align-content: start; }
    section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
  `];
  readonly #terms = new Query(this, () => store.get<Terms>("/api/parameters"));
  readonly #settings = new Query(this, () => store.list<Setting>("/api/parameters/history"));

  override get lead() {
    return this.t("parameters.lead");
  }

  override content() {
    return html`${shown(this.#terms, this.t("parameters.what"), terms => html`<ul class="grid cards">${parameters.map(one => this.#card(one, terms))}</ul>`)}
      <p class="row"><a class="button primary" href=${hashOf("propose")}>${this.t("propose.title")}</a> <a class="button" href=${hashOf("simulate")}>${this.t("parameters.simulate")}</a> <a class="button" href=${hashOf("proposals")}>${this.t("parameters.propose")}</a></p>
      ${shown(this.#settings, this.t("parameters.historyWhat"), settings => html`<section class="card"><h2>${this.t("parameters.history")}</h2>
        <dorg-table .caption=${this.t("parameters.history")} name="parameters" .columns=${this.#columns()} .rows=${settings.toReversed()}></dorg-table></section>`)}`;
  }

  #card({ name, least, most }: Bounds, terms: Terms) {
    return html`<li class="card"><h2>${this.t(`parameter.${name}`)}</h2><span class="figure">${inWords(name, BigInt(terms[name]), this.format)}</span>
      <p>${this.t(`parameter.${name}.does`)}</p>
      <p class="small quiet">${this.t("parameters.bounds", { least: inWords(name, least, this.format), most: inWords(name, most, this.format) })} <code>${name}</code></p></li>`;
  }

  #columns(): readonly Column<Setting>[] {
    return [
      { key: "parameter", title: this.t("parameters.parameter"), value: ({ parameter }) => parameter, show: ({ parameter }) => {
        const known = parameters.find(({ name }) => name === parameter);
        return known === undefined ? parameter : this.t(`parameter.${known.name}`);
      } },
      { key: "value", title: this.t("parameters.value"), value: ({ value }) => BigInt(value), numeric: true, show: ({ parameter, value }) => inWords(parameter, BigInt(value), this.format) },
      { key: "actsFrom", title: this.t("parameters.actsFrom"), value: ({ actsFrom }) => actsFrom, show: ({ actsFrom }) => actsFrom === null ? this.t("parameters.next") : this.t("epoch.number", { number: String(actsFrom) }) },
      { key: "block", title: this.t("parameters.block"), value: ({ block }) => BigInt(block), numeric: true },
      { key: "transaction", title: "transaction", value: ({ transaction }) => transaction, fileOnly: true },
    ];
  }
}

customElements.define("dorg-page-parameters", Parameters);
