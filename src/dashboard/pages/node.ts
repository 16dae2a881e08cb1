// Node: how the node that serves this page is, in its own sentences.
import { css, html, nothing, type CSSResultGroup } from "lit";
import type { NodeStatus } from "../api/models.ts";
import { store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { Page } from "../shell/page.ts";
import "../parts/address.ts";
import "../parts/quantity.ts";
import "../parts/table.ts";

/** How often the node is asked again while somebody looks, in ms. */
const lookEvery = 5000;

/** An endpoint, as the status has it. */
interface Endpoint {
  readonly endpoint: string;
  readonly used: boolean;
  readonly condition: string;
  readonly head: number | null;
  readonly sentence: string | null;
}

interface Loop {
  readonly name: string;
  readonly lastSuccess: string | null;
  readonly failure: string | null;
}

class NodePage extends Page {
  static override styles: CSSResultGroup = [Page.styles, css`
    section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
    .says { display: grid; gap: var(--space-3); font-size: var(--step-1); }
    .says li + li { font-size: var(--step-0); color: var(--text-quiet); }
  `];
  readonly #status = new Query(this, () => store.get<NodeStatus>("/status"));
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.#status.refresh(), lookEvery);
  }

  override disconnectedCallback(): void {
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  override get lead() {
    return this.t("node.lead");
  }

  override content() {
    return shown(this.#status, this.t("node.what"), status => html`
      <section class="card"><div class="row">${status.alarms.length > 0 ? html`<span class="chip bad">${this.t("node.alarm")}</span>`
          : status.ready ? html`<span class="chip good">✓ ${this.t("node.ready")}</span>` : html`<span class="chip warn">${this.t("node.notReady")}</span>`}</div>
        <ul class="says" lang="en">${status.sentences.map(sentence => html`<li>${sentence}</li>`)}</ul></section>
      ${status.findings.length === 0 ? nothing : html`<section class="card"><h2>${this.t("node.findings")}</h2><p class="lead">${this.t("node.findingsText")}</p>
        <ul class="stack" lang="en">${status.findings.map(finding => html`<li>${finding}</li>`)}</ul></section>`}
      <section class="card"><h2>${this.t("node.facts")}</h2><dl class="pairs number">
        <dt>${this.t("node.read")}</dt><dd>${status.block === null ? "–" : this.t("node.blocks", { block: status.block, head: status.head ?? status.block })}</dd>
        <dt>${this.t("verdict.records")}</dt><dd>${this.format.number(status.records)}</dd>
        <dt>${this.t("verdict.members")}</dt><dd>${this.format.number(status.members)}</dd>
        <dt>${this.t("node.queue")}</dt><dd>${status.queue === null ? "–" : this.format.number(status.queue)}</dd>
        ${roles.map(role => html`<dt>${this.t(`node.role.${role}`)}</dt><dd>${status.accounts[role] === undefined ? html`<span class="quiet">${this.t("node.noAccount")}</span>`
          : html`<dorg-address plain .address=${status.accounts[role]}></dorg-address>`}</dd>`)}</dl></section>
      <section class="card"><h2>${this.t("node.endpoints")}</h2><dorg-table .caption=${this.t("node.endpoints")} name="endpoints" .columns=${this.#endpointColumns()} .rows=${status.endpoints}></dorg-table></section>
      <section class="card"><h2>${this.t("node.loops")}</h2><dorg-table .caption=${this.t("node.loops")} name="loops" .columns=${this.#loopColumns()} .rows=${status.loops}></dorg-table></section>`);
  }

  #endpointColumns(): readonly Column<Endpoint>[] {
    return [
      { key: "endpoint", title: this.t("node.endpoint"), value: ({ endpoint }) => endpoint, show: ({ endpoint }) => html`<code>${endpoint}</code>` },
      { key: "used", title: this.t("node.used"), value: ({ used }) => used },
      { key: "condition", title: this.t("settlements.state"), value: ({ condition }) => condition, show: ({ condition, sentence }) => html`<span class="chip ${condition === "Well" ? "good" : "warn"}" lang="en">${condition}</span>${sentence === null ? nothing : html` <span lang="en">${sentence}</span>`}` },
      { key: "head", title: this.t("node.head"), value: ({ head }) => head, numeric: true },
    ];
  }

  #loopColumns(): readonly Column<Loop>[] {
    return [
      { key: "name", title: this.t("node.loop"), value: ({ name }) => name, show: ({ name }) => html`<span lang="en">${name}</span>` },
      { key: "failure", title: this.t("settlements.state"), value: ({ failure }) => failure, show: ({ failure }) => failure === null ? html`<span class="chip good">${this.t("node.works")}</span>` : html`<span class="chip bad">${this.t("node.fails")}</span> <span lang="en">${failure}</span>` },
      { key: "lastSuccess", title: this.t("node.lastSuccess"), value: ({ lastSuccess }) => lastSuccess, show: ({ lastSuccess }) => lastSuccess === null ? "–" : html`<dorg-time relative .at=${Date.parse(lastSuccess) / 1000}></dorg-time>` },
    ];
  }
}

const roles = ["relay", "settle", "challenge", "claim"] as const;

customElements.define("dorg-page-node", NodePage);
