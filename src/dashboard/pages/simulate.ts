// Simulate: what other parameters would have made of an epoch, for every member, computed here by the function that settles. The address
// holds all of it, so that a link shows others the same.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { live } from "lit/directives/live.js";
import type { Epoch } from "../api/models.ts";
import { store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { refusalOf, type Refusal } from "../api/refusal.ts";
import { changed, changeIn, effects, gini, simulated, type Effect, type Simulated } from "../parts/simulation.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { inWords, parameters } from "../parts/terms.ts";
import { readBundle, writeBundle, type Bundle } from "../protocol/bundle.ts";
import type { Settlement } from "../protocol/settlement.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import { tell } from "../shell/toasts.ts";
import { verifyBundleInWorker } from "../verify/client.ts";
import "../parts/address.ts";
import "../parts/epoch-choice.ts";
import "../parts/quantity.ts";
import "../parts/refusal.ts";
import "../parts/table.ts";

/** Places that a slider has between the least and the most. */
const steps = 1000n;

interface Result {
  readonly after: Settlement;
  readonly effects: readonly Effect[];
}

class Simulate extends Page {
  static override properties = { ...Page.properties, result: { state: true }, failure: { state: true } };
  static override styles: CSSResultGroup = [Page.styles, css`
    section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
    .mark { padding: var(--space-3) var(--space-4); border: 2px dashed var(--warn); border-radius: var(--round); background: var(--warn-quiet); color: var(--warn); font-weight: 600; }
    .sliders { display: grid; gap: var(--space-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
  `];
  declare result: Result | undefined;
  declare failure: Refusal | undefined;
  #stop: AbortController | undefined;
  /** What is being computed, or is there. */
  #wanted = "";
  #base: { readonly text: string; readonly bundle: Bundle; readonly before: Settlement } | undefined;
  readonly #epochs = new Query(this, () => store.list<Epoch>("/api/epochs"));
  readonly #bundle = new Query(this, () => this.#epoch === undefined ? undefined : store.text(`/api/epochs/${this.#epoch}/bundle`));

  override disconnectedCallback(): void {
    this.#stop?.abort();
    this.#wanted = "";
    super.disconnectedCallback();
  }

  override get lead() {
    return this.t("simulate.lead");
  }

  /** The epoch that is asked for, or the last one with credits. */
  get #epoch(): number | undefined {
    const asked = this.place.query.get("epoch");
    const epochs = this.#epochs.value;
    return asked !== null ? Number(asked) : (epochs?.findLast(({ credits, open }) => credits > 0 && !open) ?? epochs?.at(-1))?.epoch;
  }

  override content() {
    return shown(this.#epochs, this.t("verify.what"), epochs => html`<p class="mark" role="note">${this.t("simulate.mark")}</p>
      <dorg-epoch-choice .epochs=${epochs} .epoch=${this.#epoch} @choose=${(event: CustomEvent<number>) => this.#go({ epoch: String(event.detail) })}></dorg-epoch-choice>
      ${shown(this.#bundle, this.t("organization.what"), text => this.#whole(text))}`);
  }

  #whole(text: string) {
    void this.#compute(text);
    return html`${this.#base === undefined ? nothing : this.#sliders(this.#base.bundle)}
      ${this.failure === undefined ? nothing : html`<dorg-refusal .refusal=${this.failure}></dorg-refusal>`}
      ${this.result === undefined ? html`<p role="status">${this.t("simulate.computing")}</p>` : this.#effects(this.result)}`;
  }

  #sliders(bundle: Bundle) {
    const change = changeIn(this.place.query);
    return html`<section class="card"><h2>${this.t("simulate.change")}</h2><div class="sliders">${simulated.map(name => {
        const { least, most } = parameters.find(one => one.name === name)!;
        const before = BigInt(bundle.parameters[name]);
        const now = change[name] ?? before;
        return html`<div class="field"><label for=${name}>${this.t(`parameter.${name}`)}: ${inWords(name, now, this.format)}</label>
          <input id=${name} type="range" min="0" max=${String(steps)} .value=${live(String(((now - least) * steps) / (most - least)))} aria-valuetext=${inWords(name, now, this.format)}
            @change=${(event: Event) => this.#slide(name, least + (BigInt((event.target as HTMLInputElement).value) * (most - least)) / steps)}>
          <span class="hint">${this.t("simulate.was", { value: inWords(name, before, this.format) })}</span></div>`;
      })}</div>
      <div class="row"><button @click=${() => void this.#copy()}>${this.t("simulate.copy")}</button><button class="plain" @click=${() => this.#go({ epoch: String(bundle.epoch) })}>${this.t("simulate.reset")}</button></div></section>`;
  }

  #effects({ effects: all, after }: Result) {
    const share = (of: (effect: Effect) => bigint) => {
      const sorted = all.map(of).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
      return this.format.share(sorted.slice(0, 3).reduce((sum, one) => sum + one, 0n), sorted.reduce((sum, one) => sum + one, 0n));
    };
    const unequal = (of: (effect: Effect) => bigint) => this.format.basisPoints(Math.round(gini(all.map(of)) * 10_000));
    const [before, then] = [(one: Effect) => one.reward[0], (one: Effect) => one.reward[1]];
    return html`<section class="card"><h2>${this.t("simulate.effects")}</h2>
      <dl class="pairs number"><dt>${this.t("simulate.top")}</dt><dd>${share(before)} → ${share(then)}</dd>
        <dt>${this.t("simulate.gini")}</dt><dd>${unequal(before)} → ${unequal(then)}</dd>
        <dt>${this.t("verdict.root")}</dt><dd><code>${after.root}</code></dd></dl>
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

  /** Computes what the address asks for, once; what is overtaken is ended. */
  async #compute(text: string): Promise<void> {
    const change = changeIn(this.place.query);
    const wanted = `${simulated.map(name => change[name] ?? "")} ${text}`;
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#stop?.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      const base = this.#base?.text === text ? this.#base : { text, bundle: readBundle(text), before: (await verifyBundleInWorker(text, { signal })).settlement };
      this.#base = base;
      const after = (await verifyBundleInWorker(writeBundle(changed(base.bundle, change)), { signal })).settlement;
      this.failure = undefined;
      this.result = { after, effects: effects(base.bundle, base.before, after) };
    } catch (error) {
      if (!signal.aborted) this.failure = refusalOf(error);
    }
  }

  #slide(name: Simulated, value: bigint): void {
    this.#go({ epoch: String(this.#epoch), ...Object.fromEntries(Object.entries(changeIn(this.place.query)).map(([key, one]) => [key, String(one)])), [name]: String(value) });
  }

  #go(query: Readonly<Record<string, string>>): void {
    // Replaced, and told by hand: a way back through every place of a slider helps nobody.
    history.replaceState(null, "", hashOf("simulate", {}, query));
    this.place = { ...this.place, query: new URLSearchParams(query) };
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      tell(this.t("simulate.copied"));
    } catch {
      tell(this.t("address.notCopied"), "alert");
    }
  }
}

customElements.define("dorg-page-simulate", Simulate);
