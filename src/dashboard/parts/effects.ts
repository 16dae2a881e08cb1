// `<dorg-effects .effects=${…} .root=${…}>`: every member before and after a simulated change, how unequal rewards are, and the root that
// the settlement would have had.
import { css, html, nothing, type CSSResultGroup } from "lit";
import type { Hex } from "viem";
import { Part } from "./part.ts";
import { gini, type Effect } from "./simulation.ts";
import type { Column } from "./table.ts";
import "./address.ts";
import "./quantity.ts";
import "./table.ts";

class Effects extends Part {
  static override properties = { effects: { attribute: false }, root: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }`];
  declare effects: readonly Effect[];
  declare root: Hex;

  override render() {
    const { effects: all } = this;
    const share = (of: (effect: Effect) => bigint) => {
      const sorted = all.map(of).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
      return this.format.share(sorted.slice(0, 3).reduce((sum, one) => sum + one, 0n), sorted.reduce((sum, one) => sum + one, 0n));
    };
    const unequal = (of: (effect: Effect) => bigint) => this.format.basisPoints(Math.round(gini(all.map(of)) * 10_000));
    const [before, then] = [(one: Effect) => one.reward[0], (one: Effect) => one.reward[1]];
    return html`<section class="card"><h2>${this.t("simulate.effects")}</h2>
      <dl class="pairs number"><dt>${this.t("simulate.top")}</dt><dd>${share(before)} → ${share(then)}</dd>
        <dt>${this.t("simulate.gini")}</dt><dd>${unequal(before)} → ${unequal(then)}</dd>
        ${this.root === undefined ? nothing : html`<dt>${this.t("verdict.root")}</dt><dd><code>${this.root}</code></dd>`}</dl>
      <dorg-table .caption=${this.t("simulate.effects")} name="simulation" .columns=${this.#columns()} .rows=${all} .sort=${"difference"} .key=${(one: Effect) => one.account}></dorg-table></section>`;
  }

  #columns(): readonly Column<Effect>[] {
    const amount = (units: bigint) => html`<dorg-amount .units=${units}></dorg-amount>`;
    const difference = ({ reward: [before, after] }: Effect) => after - before;
    return [
      { key: "account", title: this.t("people.account"), value: ({ account }) => account, show: ({ account }) => html`<dorg-address .address=${account}></dorg-address>` },
      { key: "influenceBefore", title: "influenceBefore", value: ({ influence }) => influence[0], fileOnly: true },
      { key: "influenceAfter", title: this.t("simulate.influence"), value: ({ influence }) => influence[1], numeric: true, show: ({ influence }) => html`<dorg-influence .units=${influence[1]}></dorg-influence>` },
      { key: "rewardBefore", title: this.t("simulate.rewardBefore"), value: ({ reward }) => reward[0], numeric: true, show: ({ reward }) => amount(reward[0]) },
      { key: "rewardAfter", title: this.t("simulate.rewardAfter"), value: ({ reward }) => reward[1], numeric: true, show: ({ reward }) => amount(reward[1]) },
      { key: "difference", title: this.t("verdict.difference"), value: difference, numeric: true, show: one => html`<strong>${difference(one) > 0n ? "+" : ""}${amount(difference(one))}</strong>` },
      { key: "climbs", title: this.t("simulate.climbs"), value: ({ climbs }) => climbs, numeric: true, show: ({ climbs }) => climbs === 0 ? "–" : `${climbs > 0 ? "↑" : "↓"} ${this.format.number(Math.abs(climbs))}` },
    ];
  }
}

customElements.define("dorg-effects", Effects);
