// Propose: other values of the parameters, what they would have made of the last epochs for every member, and the words for it; then one
// signature. The address holds the values, so that a link shows others the same before anything is signed.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { activity, store, voterPath } from "../api/node.ts";
import type { Epoch, Organization, Setting, Terms as Told, Voter } from "../api/models.ts";
import { Query } from "../api/query.ts";
import { refusalOf, type Refusal } from "../api/refusal.ts";
import { wordsOf } from "../parts/refusal.ts";
import { changeOf, changed, textsOf, valuesIn, type Values } from "../parts/simulation.ts";
import { shown } from "../parts/state.ts";
import { effectsOver, summaryHash, summaryOf, usualEpochs, type SimulatedEpoch } from "../parts/summary.ts";
import { inWords, parameters, readTyped, typed, type Bounds } from "../parts/terms.ts";
import { Watch } from "../parts/watch.ts";
import { readBundle, writeBundle } from "../protocol/bundle.ts";
import { descriptionHash, descriptionOf, governanceDigest, mostDescription, proposalId, proposalToSign, settingCalls, type ClaimedSimulation } from "../protocol/governance.ts";
import type { Terms } from "../protocol/parameters.ts";
import { refuseText } from "../protocol/readable.ts";
import { grown, type State } from "../protocol/settlement.ts";
import { canonicalText, textBytes } from "../protocol/text.ts";
import { copy } from "../shell/copy.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import { verifyBundleInWorker } from "../verify/client.ts";
import type { Intention, Signing } from "../wallet/signing.ts";
import { wallet } from "../wallet/wallet.ts";
import "../parts/effects.ts";
import "../parts/quantity.ts";
import "../parts/refusal.ts";
import "../parts/state.ts";
import "../wallet/signing.ts";

/** How long the signature can be brought to the chain, in seconds. */
const term = 86_400;
const remembered = "dorg.draft.proposal";

/** What the last epochs would have been, and what names it; no epochs if none is final. */
interface Past {
  readonly epochs: readonly SimulatedEpoch[];
  readonly claim?: ClaimedSimulation;
}

class Propose extends Page {
  static override properties = {
    ...Page.properties, texts: { state: true }, subject: { state: true }, text: { state: true }, past: { state: true }, failure: { state: true }, fault: { state: true }, refusal: { state: true },
  };
  static override styles: CSSResultGroup = [Page.styles, css`
    section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
    .values { display: grid; gap: var(--space-5) var(--space-6); grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
    .values .field { align-content: start; }
    .values .changed { border-inline-start: 4px solid var(--accent); padding-inline-start: var(--space-3); }
    form { display: grid; gap: var(--space-4); max-inline-size: 44rem; }
  `];
  /** Fields as they are typed, where that is no value or has not become one yet. */
  declare texts: Readonly<Partial<Record<keyof Terms, string>>>;
  /** The line that lists show. */
  declare subject: string;
  declare text: string;
  declare past: Past | undefined;
  declare failure: Refusal | undefined;
  declare fault: { readonly field: "title" | "text" | "values"; readonly refusal: Refusal } | undefined;
  declare refusal: Refusal | undefined;
  readonly #organization = new Query(this, () => store.get<Organization>("/api/organization"));
  readonly #terms = new Query(this, () => store.get<Told>("/api/parameters"));
  readonly #settings = new Query(this, () => store.list<Setting>("/api/parameters/history"));
  readonly #epochs = new Query(this, () => store.list<Epoch>("/api/epochs"));
  readonly #voter = new Query(this, () => wallet.account && store.get<Voter>(voterPath(wallet.account)));
  #stop: AbortController | undefined;
  #wanted = "";

  constructor() {
    super();
    new Watch(this, wallet);
    this.texts = {};
    this.subject = this.text = "";
    Object.assign(this, remember());
  }

  override disconnectedCallback(): void {
    this.#stop?.abort();
    this.#wanted = "";
    super.disconnectedCallback();
  }

  override get lead() {
    return this.t("propose.lead");
  }

  override content() {
    return html`${shown(this.#terms, this.t("parameters.what"), terms => shown(this.#settings, this.t("parameters.historyWhat"), settings => this.#values(standing(terms, settings))))}
      ${shown(this.#epochs, this.t("verify.what"), epochs => this.#simulation(epochs))}
      ${shown(this.#organization, this.t("home.what.organization"), organization => this.#words(organization))}
      <dorg-signing @recorded=${this.#recorded}></dorg-signing>`;
  }

  /** What is proposed: what the address says and is other than what stands. */
  get #change(): Values {
    const now = this.#terms.value === undefined || this.#settings.value === undefined ? {} : standing(this.#terms.value, this.#settings.value);
    return Object.fromEntries(Object.entries(valuesIn(this.place.query)).filter(([name, value]) => value !== now[name as keyof Terms]));
  }

  #values(now: Values) {
    return html`<section class="card" aria-labelledby="values"><h2 id="values">${this.t("propose.values")}</h2><div class="values">${parameters.map(one => this.#value(one, now[one.name]!))}</div>
      ${this.fault?.field === "values" ? html`<dorg-refusal .refusal=${this.fault.refusal}></dorg-refusal>` : nothing}
      <div class="row"><button @click=${() => void copy(location.href, this.t("simulate.copied"))}>${this.t("propose.copy")}</button>
        <a class="button" href=${hashOf("simulate", {}, textsOf(changeOf(this.#change)))}>${this.t("propose.sliders")}</a>
        <button class="plain" @click=${() => this.#go({})}>${this.t("simulate.reset")}</button></div></section>`;
  }

  #value(bounds: Bounds, now: bigint) {
    const { name, unit, least, most } = bounds;
    const wanted = this.#change[name];
    const text = this.texts[name];
    const fault = this.#faulty(bounds);
    return html`<div class="field ${wanted === undefined ? "" : "changed"}"><label for=${name}>${this.t(`parameter.${name}`)}</label>
      <span class="hint" id="${name}-hint">${this.t(`parameter.${name}.does`)}</span>
      <input id=${name} inputmode="decimal" autocomplete="off" .value=${text ?? typed(bounds, wanted ?? now)} aria-describedby="${name}-hint ${name}-unit ${name}-fault" aria-invalid=${fault ? "true" : "false"}
        @input=${(event: Event) => this.#type(bounds, (event.target as HTMLInputElement).value)}
        @change=${(event: Event) => this.#set(bounds, (event.target as HTMLInputElement).value, now)}>
      <span class="hint" id="${name}-unit">${this.t(units[unit])} ${this.t("parameters.bounds", { least: inWords(name, least, this.format), most: inWords(name, most, this.format) })}
        ${wanted === undefined ? this.t("propose.stands", { value: inWords(name, now, this.format) }) : this.t("propose.becomes", { before: inWords(name, now, this.format), after: inWords(name, wanted, this.format) })}</span>
      ${fault ? html`<span class="fault" id="${name}-fault" role="alert">${this.t("propose.outOfBounds", { least: inWords(name, least, this.format), most: inWords(name, most, this.format) })}</span>` : nothing}</div>`;
  }

  #simulation(epochs: readonly Epoch[]) {
    const change = changeOf(this.#change);
    const final = epochs.filter(({ settlements }) => settlements.some(({ status }) => status === "Final")).slice(-usualEpochs);
    if (this.#terms.value !== undefined && this.#settings.value !== undefined) void this.#compute(final, this.#change);
    const { past } = this;
    return html`<section class="stack" aria-labelledby="simulation"><h2 id="simulation">${this.t("propose.simulation")}</h2><p class="mark" role="note">${this.t("simulate.mark")}</p>
      ${this.failure !== undefined ? html`<dorg-refusal again .refusal=${this.failure} @again=${this.#again}></dorg-refusal>`
        : past === undefined ? html`<p role="status">${this.t("simulate.computing")}</p>`
        : past.claim === undefined ? html`<p>${this.t("propose.nothingFinal")}</p>`
        : Object.keys(change).length === 0 ? html`<p>${this.t("propose.same")}</p>`
        : html`<p>${this.t("propose.over", { first: String(past.claim.first), last: String(past.claim.last) })}</p>
          <dorg-effects .effects=${effectsOver(past.epochs)} .root=${past.epochs.at(-1)!.after.root}></dorg-effects>
          <p class="small quiet">${this.t("propose.hash")} <code>${past.claim.hash}</code></p>`}</section>`;
  }

  #words(organization: Organization) {
    const voter = this.#voter.value;
    const few = voter !== undefined && BigInt(voter.votes) < BigInt(voter.threshold);
    const invalid = (field: "title" | "text") => (this.fault?.field === field ? "true" : "false");
    const fault = (field: "title" | "text") => this.fault?.field !== field ? nothing
      : html`<span class="fault" id="${field}-fault" role="alert">${this.t("record.fault", wordsOf(this.fault.refusal))}</span>`;
    return html`<section class="card" aria-labelledby="words"><h2 id="words">${this.t("propose.words")}</h2><p class="prose">${this.t("propose.course")}</p>
      <form novalidate @submit=${(event: Event) => void this.#submit(event, organization)}>
        <div class="field"><label for="title">${this.t("field.title")}</label><span class="hint" id="title-hint">${this.t("propose.titleHint")}</span>
          <input id="title" autocomplete="off" .value=${this.subject} aria-describedby="title-hint title-fault" aria-invalid=${invalid("title")} @input=${(event: Event) => this.#keep({ subject: valueOf(event) })}>${fault("title")}</div>
        <div class="field"><label for="text">${this.t("propose.text")}</label><span class="hint" id="text-hint">${this.t("propose.textHint")}</span>
          <textarea id="text" rows="8" .value=${this.text} aria-describedby="text-hint text-fault" aria-invalid=${invalid("text")} @input=${(event: Event) => this.#keep({ text: valueOf(event) })}></textarea>${fault("text")}
          <span class="hint">${this.t("record.bytes", { count: textBytes(this.#written).length, most: mostDescription })}</span></div>
        ${few ? html`<p><span class="chip warn">${this.t("propose.few", { votes: this.format.amount(BigInt(voter.votes)), threshold: this.format.amount(BigInt(voter.threshold)) })}</span></p>` : nothing}
        ${this.refusal === undefined ? nothing : html`<dorg-refusal .refusal=${this.refusal}></dorg-refusal>`}
        <div class="row"><button class="primary" ?disabled=${this.past === undefined}>${wallet.account === undefined ? this.t("record.connect") : this.t("record.check")}</button><span class="hint">${this.t("record.free")}</span></div>
      </form></section>`;
  }

  /** What the proposer writes: a line that lists show, and the rest. */
  get #written(): string {
    // A node refuses lines of nothing but blanks.
    const text = canonicalText(this.text).split("\n").map(line => line.trimEnd()).join("\n").trim();
    const subject = canonicalText(this.subject).trim();
    return text === "" ? subject : `${subject}\n\n${text}`;
  }

  #read(bounds: Bounds, text: string): bigint | undefined {
    const value = readTyped(bounds, text);
    return value === undefined || value < bounds.least || value > bounds.most ? undefined : value;
  }

  /** Whether a field has what cannot be proposed. */
  #faulty(bounds: Bounds): boolean {
    const text = this.texts[bounds.name];
    return text !== undefined && this.#read(bounds, text) === undefined;
  }

  #type({ name }: Bounds, text: string): void {
    this.texts = { ...this.texts, [name]: text };
    this.fault = undefined;
  }

  /** Takes a value that can be proposed into the address; what cannot stays as it was typed, with what is wrong about it. */
  #set(bounds: Bounds, text: string, now: bigint): void {
    const value = this.#read(bounds, text);
    if (value === undefined) return;
    const { [bounds.name]: _, ...rest } = this.#change;
    const { [bounds.name]: __, ...texts } = this.texts;
    this.#go(value === now ? rest : { ...rest, [bounds.name]: value });
    this.texts = texts;
  }

  #go(values: Values): void {
    const query = textsOf(values);
    history.replaceState(null, "", hashOf("propose", {}, query));
    this.texts = {};
    this.place = { ...this.place, query: new URLSearchParams(query) };
  }

  #keep(words: { subject?: string; text?: string }): void {
    Object.assign(this, words);
    this.fault = this.refusal = undefined;
    localStorage.setItem(remembered, JSON.stringify({ subject: this.subject, text: this.text }));
  }

  readonly #again = (): void => {
    this.#wanted = "";
    this.requestUpdate();
  };

  /** Computes the last final epochs one after another, as they were and with the change; what is overtaken is ended. */
  async #compute(final: readonly Epoch[], values: Values): Promise<void> {
    const change = changeOf(values);
    const key = JSON.stringify([textsOf(change), final.map(({ epoch, settlements }) => [epoch, settlements.length])]);
    if (key === this.#wanted) return;
    this.#wanted = key;
    this.past = this.failure = undefined;
    this.#stop?.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      const epochs: SimulatedEpoch[] = [];
      let state: State | undefined;
      for (const { epoch } of final) {
        const text = await store.client.text(`/api/epochs/${epoch}/bundle`);
        const bundle = readBundle(text);
        const before = (await verifyBundleInWorker(text, { signal })).settlement;
        const other = { ...changed(bundle, change), previous: grown(state ?? bundle.previous, bundle.accounts.length) };
        const after = (await verifyBundleInWorker(writeBundle(other), { signal })).settlement;
        state = after.state;
        epochs.push({ bundle, before, after });
      }
      const [first, last] = [final[0], final.at(-1)];
      this.past = { epochs, ...(first === undefined || last === undefined ? {} : { claim: { first: first.epoch, last: last.epoch, hash: summaryHash(summaryOf(change, epochs)) } }) };
    } catch (error) {
      if (!signal.aborted) this.failure = refusalOf(error);
    }
  }

  async #submit(event: Event, organization: Organization): Promise<void> {
    event.preventDefault();
    const { account } = wallet;
    if (account === undefined) return wallet.want();
    const change = this.#change;
    const description = descriptionOf(this.#written, this.past?.claim, account);
    this.fault = this.#faultIn(change, description);
    this.refusal = undefined;
    if (this.fault !== undefined) {
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>("[aria-invalid='true'], dorg-refusal")?.scrollIntoView({ block: "center" });
      this.renderRoot.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
      return;
    }
    try {
      // Something else may have been signed meanwhile, in another window.
      const { voteNonce, time } = await store.client.get<Voter>(voterPath(account));
      const calls = settingCalls(change, organization.parameters);
      const data = proposalToSign(account, calls, description, voteNonce, Math.max(time, Math.floor(Date.now() / 1000)) + term, organization);
      this.renderRoot.querySelector<Signing>("dorg-signing")!.begin({
        kind: "proposal", proposal: proposalId(calls, descriptionHash(description)), title: canonicalText(this.subject).trim(), data, digest: governanceDigest(data), account,
        chainId: organization.chainId,
        note: parameters.filter(({ name }) => change[name] !== undefined).map(({ name }) => this.t("propose.sets", { name: this.t(`parameter.${name}`), value: inWords(name, change[name]!, this.format) })).join(" "),
      });
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }

  #faultIn(change: Values, description: string): typeof this.fault {
    // What was typed and taken back leaves a text, too: the browser tells of no change then.
    if (parameters.some(bounds => this.#faulty(bounds))) return { field: "values", refusal: { code: "OutOfBounds" } };
    if (Object.keys(change).length === 0) return { field: "values", refusal: { code: "NothingProposed" } };
    const subject = refuseText(canonicalText(this.subject).trim());
    if (subject !== undefined) return { field: "title", refusal: { code: subject } };
    const text = this.text.trim() === "" ? undefined : refuseText(this.#written);
    if (text !== undefined) return { field: "text", refusal: { code: text } };
    return textBytes(description).length > mostDescription ? { field: "text", refusal: { code: "DescriptionTooLong" } } : undefined;
  }

  readonly #recorded = (event: Event): void => {
    const { proposal } = (event as CustomEvent<Intention>).detail;
    localStorage.removeItem(remembered);
    this.subject = this.text = "";
    void activity.look();
    location.hash = hashOf("proposals/:id", { id: proposal! });
  };
}

/** The parameters as the next epoch would copy them: those of the open one, with what was set since. */
function standing(terms: Told, settings: readonly Setting[]): Values {
  const now = Object.fromEntries(parameters.map(({ name }) => [name, BigInt(terms[name])]));
  for (const { parameter, value, actsFrom } of settings) if (actsFrom === null) now[parameter] = BigInt(value);
  return now;
}

const units = { "1/10000": "propose.unit.percent", points: "propose.unit.points", "10^-9 token": "propose.unit.tokens", seconds: "propose.unit.seconds", wei: "propose.unit.ether" } as const;
const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLTextAreaElement).value;

function remember(): { subject?: string; text?: string } {
  try {
    const { subject, text } = JSON.parse(localStorage.getItem(remembered) ?? "{}") as Record<string, unknown>;
    return { ...(typeof subject === "string" ? { subject } : {}), ...(typeof text === "string" ? { text } : {}) };
  } catch {
    // Somebody else wrote there: the draft begins anew.
    return {};
  }
}

customElements.define("dorg-page-propose", Propose);
