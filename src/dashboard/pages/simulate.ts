// Simulate: what other parameters would have made of an epoch, for every member, computed here by the function that settles. The address
// holds all of it, so that a link shows others the same.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { live } from "lit/directives/live.js";
import type { Epoch } from "../api/models.ts";
import { store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { refusalOf, type Refusal } from "../api/refusal.ts";
import { changed, changeIn, effects, simulated, textsOf, type Effect, type Simulated } from "../parts/simulation.ts";
import { shown } from "../parts/state.ts";
import { inWords, parameters } from "../parts/terms.ts";
import { readBundle, writeBundle, type Bundle } from "../protocol/bundle.ts";
import type { Settlement } from "../protocol/settlement.ts";
import { copy } from "../shell/copy.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import { verifyBundleInWorker } from "../verify/client.ts";
import "../parts/effects.ts";
import "../parts/epoch-choice.ts";
import "../parts/refusal.ts";

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
      ${this.result === undefined ? html`<p role="status">${this.t("simulate.computing")}</p>` : html`<dorg-effects .effects=${this.result.effects} .root=${this.result.after.root}></dorg-effects>`}`;
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
      <div class="row"><button @click=${() => void copy(location.href, this.t("simulate.copied"))}>${this.t("simulate.copy")}</button><button class="plain" @click=${() => this.#go({ epoch: String(bundle.epoch) })}>${this.t("simulate.reset")}</button>
        ${Object.keys(change).length === 0 ? nothing : html`<a class="button" href=${hashOf("propose", {}, textsOf(change))}>${this.t("simulate.propose")}</a>`}</div></section>`;
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
    this.#go({ epoch: String(this.#epoch), ...textsOf(changeIn(this.place.query)), [name]: String(value) });
  }

  #go(query: Readonly<Record<string, string>>): void {
    // Replaced, and told by hand: a way back through every place of a slider helps nobody.
    history.replaceState(null, "", hashOf("simulate", {}, query));
    this.place = { ...this.place, query: new URLSearchParams(query) };
  }
}

customElements.define("dorg-page-simulate", Simulate);
