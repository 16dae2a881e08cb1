// Verify: recomputes an epoch, or all of them, in this browser, with an implementation that shares no code with the node's.
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { Epoch, Organization } from "../api/models.ts";
import { store } from "../api/node.ts";
import { Query } from "../api/query.ts";
import { refusalOf, type Refusal } from "../api/refusal.ts";
import { shown } from "../parts/state.ts";
import { Watch } from "../parts/watch.ts";
import { Page } from "../shell/page.ts";
import { verifyBundleInWorker, verifyInWorker, VerifierError, type ChainSource } from "../verify/client.ts";
import type { BundleResult, Report, Step, VerifyRequest } from "../verify/verify.ts";
import { wallet } from "../wallet/wallet.ts";
import { compareWithNode, withoutChain, type Outcome } from "../parts/outcome.ts";
import "../parts/refusal.ts";
import "../parts/verdict.ts";

type Subject = "chain" | "bundle" | "file";
type Witness = "none" | "endpoint" | "wallet";

interface Progress {
  readonly step: Step;
  readonly done: number;
  readonly of?: number | undefined;
}

class Verify extends Page {
  static override properties = {
    ...Page.properties, subject: { state: true }, witness: { state: true }, file: { state: true }, progress: { state: true }, outcome: { state: true },
    failure: { state: true }, running: { state: true },
  };
  static override styles: CSSResultGroup = [Page.styles, css`
    form { display: grid; gap: var(--space-5); }
    fieldset { display: grid; gap: var(--space-2); }
    legend { font-weight: 640; padding-block-end: var(--space-2); }
    .choice { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--space-1) var(--space-3); align-items: start; font-weight: 400; }
    .choice input { margin-block-start: 0.2rem; }
    .choice .hint { grid-column: 2; }
    .more { margin-inline-start: 2rem; max-inline-size: 32rem; }
    .drop { display: grid; gap: var(--space-2); padding: var(--space-4); border: 2px dashed var(--line-strong); border-radius: var(--round); }
    .drop.over { border-color: var(--accent); background: var(--accent-quiet); }
    progress { inline-size: 100%; block-size: 0.75rem; accent-color: var(--accent); }
    section.card { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
  `];
  declare subject: Subject;
  declare witness: Witness;
  declare file: File | undefined;
  declare progress: Progress | undefined;
  declare outcome: Outcome | undefined;
  declare failure: Refusal | undefined;
  declare running: boolean;
  #stop: AbortController | undefined;
  #epoch: number | undefined;
  readonly #epochs = new Query(this, () => store.list<Epoch>("/api/epochs"));

  constructor() {
    super();
    new Watch(this, wallet);
    this.subject = "bundle";
    this.witness = "none";
    this.running = false;
  }

  override disconnectedCallback(): void {
    this.#stop?.abort();
    super.disconnectedCallback();
  }

  override get lead() {
    return this.t("verify.lead");
  }

  override content() {
    return html`${shown(this.#epochs, this.t("verify.what"), epochs => html`<section class="card"><form @submit=${this.#submit}>
        ${this.#subjects(epochs)}${this.#witnesses()}
        <div class="row"><button class="primary" ?disabled=${this.running}>${this.t("verify.start")}</button>
          ${this.running ? html`<button type="button" @click=${() => this.#stop?.abort()}>${this.t("verify.cancel")}</button>` : nothing}</div>
      </form></section>`)}
      <div role="status">${this.running ? this.#running() : nothing}</div>
      ${this.failure === undefined ? nothing : html`<dorg-refusal .refusal=${this.failure}></dorg-refusal>`}
      ${this.outcome === undefined ? nothing : html`<dorg-verdict .outcome=${this.outcome}></dorg-verdict>`}`;
  }

  #choice(name: string, value: string, chosen: boolean, title: string, hint: string, choose: () => void): TemplateResult {
    return html`<label class="choice"><input type="radio" name=${name} value=${value} .checked=${live(chosen)} @change=${choose}><span>${title}</span><span class="hint">${hint}</span></label>`;
  }

  #subjects(epochs: readonly Epoch[]) {
    const choice = (value: Subject, title: string, hint: string) => this.#choice("subject", value, this.subject === value, title, hint, () => {
      this.subject = value;
      if (value === "chain" && this.witness === "none") this.witness = "endpoint";
    });
    const last = epochs.findLast(({ open }) => !open) ?? epochs.at(-1)!;
    const asked = this.place.query.get("epoch");
    this.#epoch ??= (epochs.find(({ epoch }) => String(epoch) === asked) ?? last).epoch;
    return html`<fieldset><legend>${this.t("verify.subject")}</legend>
      ${choice("bundle", this.t("verify.bundle"), this.t("verify.bundleHint"))}
      ${this.subject === "bundle" ? html`<label class="more"><span class="hidden">${this.t("epoch.choose")}</span><select @change=${(event: Event) => this.#epoch = Number((event.target as HTMLSelectElement).value)}>${epochs.toReversed().map(({ epoch, open }) =>
        html`<option value=${epoch} ?selected=${epoch === this.#epoch}>${this.t(open ? "epoch.openNumber" : "epoch.number", { number: String(epoch) })}</option>`)}</select></label>` : nothing}
      ${choice("file", this.t("verify.file"), this.t("verify.fileHint"))}
      ${this.subject === "file" ? html`<div class="more drop" @dragover=${this.#over} @dragleave=${this.#left} @drop=${this.#dropped}>
        <label>${this.t("verify.choose")}<input type="file" accept=".jsonl,.json,application/jsonl" @change=${(event: Event) => this.file = (event.target as HTMLInputElement).files?.[0]}></label>
        ${this.file === undefined ? html`<span class="hint">${this.t("verify.drop")}</span>` : html`<span>${this.t("verify.chosen", { name: this.file.name })}</span>`}</div>` : nothing}
      ${choice("chain", this.t("verify.chain"), this.t("verify.chainHint"))}</fieldset>`;
  }

  #witnesses() {
    const choice = (value: Witness, title: string, hint: string) => this.#choice("witness", value, this.witness === value, title, hint, () => this.witness = value);
    return html`<fieldset><legend>${this.t("verify.witness")}</legend>
      ${this.subject === "chain" ? nothing : choice("none", this.t("verify.none"), this.t(this.subject === "file" ? "verify.noneFileHint" : "verify.noneHint"))}
      ${choice("endpoint", this.t("verify.endpoint"), this.t("verify.endpointHint"))}
      ${this.witness === "endpoint" ? html`<label class="more">${this.t("verify.url")}<input name="url" type="url" required placeholder="http://127.0.0.1:8545" autocomplete="off" spellcheck="false"></label>` : nothing}
      ${choice("wallet", this.t("verify.wallet"), wallet.account === undefined ? this.t("verify.walletNone") : this.t("verify.walletHint"))}</fieldset>`;
  }

  #running() {
    const { progress } = this;
    const step = this.t(`verify.step.${progress?.step ?? "reading"}`);
    return html`<section class="card"><p>${step}${progress === undefined ? nothing : html` <span class="quiet number">${progress.of === undefined
      ? this.t("verify.done", { done: progress.done }) : this.t("verify.doneOf", { done: progress.done, of: progress.of })}</span>`}</p>
      <progress aria-label=${step} max=${progress?.of ?? nothing} value=${progress?.of === undefined ? nothing : progress.done}></progress></section>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const url = new FormData(event.target as HTMLFormElement).get("url");
    void this.#run(typeof url === "string" ? url : "");
  };

  async #run(url: string): Promise<void> {
    this.failure = this.outcome = this.progress = undefined;
    if (this.witness === "wallet" && wallet.provider === undefined) {
      void wallet.want();
      return;
    }
    if (this.subject === "file" && this.file === undefined) {
      this.failure = { code: "NoFile" };
      return;
    }
    this.running = true;
    this.#stop = new AbortController();
    try {
      this.outcome = await this.#outcome(this.#stop.signal, url);
    } catch (error) {
      // What was shown of it before its end would be taken for its end.
      this.outcome = undefined;
      if (!this.#stop.signal.aborted) this.failure = failureOf(error);
    } finally {
      this.running = false;
    }
  }

  async #outcome(signal: AbortSignal, url: string): Promise<Outcome> {
    const options = { signal, onProgress: (step: Step, done: number, of?: number) => this.progress = { step, done, of } };
    const content = this.subject === "bundle" ? await store.client.text(`/api/epochs/${this.#epoch}/bundle`)
      : this.subject === "file" ? new Uint8Array(await this.file!.arrayBuffer()) : undefined;
    if (this.witness === "none") {
      const result: BundleResult = await verifyBundleInWorker(content!, options);
      return this.subject === "file" ? withoutChain(result) : compareWithNode(result, await store.client.get<Epoch>(`/api/epochs/${result.bundle.epoch}`));
    }
    const { settlement } = await store.client.get<Organization>("/api/organization");
    const request: VerifyRequest = { settlement, ...(content === undefined ? {} : { bundle: content }) };
    const source: ChainSource = this.witness === "wallet" ? { wallet: wallet.provider! } : { endpoint: url };
    const report: Report = await verifyInWorker(request, source, {
      ...options,
      // Signatures take longest: what is known before them is shown at once.
      onComputed: early => this.outcome = { kind: "chain", report: early, differences: early.differences },
    });
    return { kind: "chain", report, differences: report.differences };
  }

  readonly #over = (event: DragEvent): void => {
    event.preventDefault();
    (event.currentTarget as HTMLElement).classList.add("over");
  };

  readonly #left = (event: DragEvent): void => (event.currentTarget as HTMLElement).classList.remove("over");

  readonly #dropped = (event: DragEvent): void => {
    this.#over(event);
    this.#left(event);
    this.file = event.dataTransfer?.files[0] ?? this.file;
  };
}

/** What the verifier threw, by its own names. */
function failureOf(error: unknown): Refusal {
  if (!(error instanceof VerifierError)) return refusalOf(error);
  const { name, message, line } = error.failure;
  const code = { BundleError: "BundleBroken", ProviderError: "ChainUnread", NoOrganization: "NoOrganization", UnknownEpoch: "EpochUnknown", HistoryIncomplete: "ChainUnread" }[name];
  return code === undefined ? { code: "VerifierFailed", sentence: message } : { code, sentence: line === undefined ? message : `${message} (${line})` };
}

customElements.define("dorg-page-verify", Verify);
