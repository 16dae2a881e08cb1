// Record a contribution: what it is, in which area, and with whom. Everything but title and area is folded away.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { keccak256, type Address, type Hex } from "viem";
import { activity, store } from "../api/node.ts";
import type { Contribution as Recorded, Organization } from "../api/models.ts";
import { Query } from "../api/query.ts";
import { contributionDigest, contributionId, contributionToSign, refuseContribution, type Author, type Contribution } from "../protocol/records.ts";
import { canonicalText, textBytes } from "../protocol/text.ts";
import { wordsOf } from "../parts/refusal.ts";
import { shown } from "../parts/state.ts";
import { Watch } from "../parts/watch.ts";
import { Page } from "../shell/page.ts";
import type { Signing } from "../wallet/signing.ts";
import { wallet } from "../wallet/wallet.ts";
import "../parts/acts.ts";
import "../wallet/signing.ts";

/** The fields as they are typed. */
interface Draft {
  readonly area: string;
  readonly title: string;
  readonly uri: string;
  readonly contentHash: Hex;
  readonly contentName: string;
  readonly coAuthors: readonly { readonly account: string; readonly percent: string }[];
  readonly buildsOn: string;
}

type Fault = { readonly field: "area" | "title" | "uri" | "coAuthors" | "buildsOn"; readonly text: string };

const noContent: Hex = `0x${"0".repeat(64)}`;
const nothingYet: Draft = { area: "", title: "", uri: "", contentHash: noContent, contentName: "", coAuthors: [], buildsOn: "" };
const remembered = "dorg.draft.contribution";

class RecordPage extends Page {
  static override properties = { draft: { state: true }, faults: { state: true }, done: { state: true } };
  static override styles: CSSResultGroup = [Page.styles, css`
    form { display: grid; gap: var(--space-5); max-inline-size: 44rem; }
    summary { cursor: pointer; font-weight: 600; padding-block: var(--space-2); }
    details .stack { padding-block: var(--space-4); }
    .author { display: grid; grid-template-columns: minmax(0, 1fr) 6rem auto; gap: var(--space-2); align-items: end; }
    .count { text-align: end; }
    @media (width < 36rem) { .author { grid-template-columns: minmax(0, 1fr); } }
  `];
  declare draft: Draft;
  declare faults: readonly Fault[];
  declare done: Hex | undefined;
  readonly #organization = new Query(this, () => store.get<Organization>("/api/organization"));
  readonly #recent = new Query(this, () => store.latest<Recorded>("/api/contributions", 500));

  constructor() {
    super();
    new Watch(this, wallet);
    new Watch(this, activity);
    this.draft = { ...nothingYet, ...remember() };
    this.faults = [];
  }

  override get lead() {
    return this.t("record.lead");
  }

  override content() {
    const done = activity.acts.find(({ digest }) => digest === this.done);
    return html`${done === undefined ? nothing : html`<section class="card stack" aria-labelledby="done"><h2 id="done">${this.t("record.done")}</h2>
        <dorg-acts .acts=${[done]}></dorg-acts><p class="quiet">${this.t("record.doneNext")}</p></section>`}
      ${shown(this.#organization, this.t("home.what.organization"), organization => this.#form(organization))}
      <dorg-signing @recorded=${this.#recorded}></dorg-signing>`;
  }

  #form(organization: Organization) {
    const { draft } = this;
    const areas = [...new Set(this.#recent.value?.items.map(({ area }) => area))].sort();
    return html`<form class="card" novalidate @submit=${(event: Event) => void this.#submit(event, organization)}>
      <div class="field"><label for="title">${this.t("field.title")}</label><span class="hint" id="title-hint">${this.t("record.titleHint")}</span>
        <input id="title" name="title" .value=${draft.title} autocomplete="off" aria-describedby="title-hint title-fault" aria-invalid=${this.#is("title")} @input=${this.#typed("title")}>
        ${this.#fault("title")}<span class="hint count">${this.t("record.bytes", { count: textBytes(canonicalText(draft.title)).length, most: 140 })}</span></div>
      <div class="field"><label for="area">${this.t("field.area")}</label><span class="hint" id="area-hint">${this.t("record.areaHint")}</span>
        <input id="area" name="area" list="areas" .value=${draft.area} autocomplete="off" aria-describedby="area-hint area-fault" aria-invalid=${this.#is("area")} @input=${this.#typed("area")}>
        <datalist id="areas">${areas.map(area => html`<option value=${area}></option>`)}</datalist>${this.#fault("area")}</div>
      <div class="field"><label for="uri">${this.t("record.link")}</label><span class="hint" id="uri-hint">${this.t("record.linkHint")}</span>
        <input id="uri" name="uri" inputmode="url" .value=${draft.uri} autocomplete="off" aria-describedby="uri-hint uri-fault" aria-invalid=${this.#is("uri")} @input=${this.#typed("uri")}>${this.#fault("uri")}</div>
      <details ?open=${draft.coAuthors.length > 0 || draft.buildsOn !== "" || draft.contentName !== ""}><summary>${this.t("record.more")}</summary><div class="stack">
        ${this.#authors()}
        <div class="field"><label for="content">${this.t("record.content")}</label><span class="hint" id="content-hint">${this.t("record.contentHint")}</span>
          <input id="content" type="file" aria-describedby="content-hint" @change=${(event: Event) => void this.#hash(event)}>
          ${draft.contentName === "" ? nothing : html`<span class="small">${this.t("record.contentIs", { name: draft.contentName, hash: draft.contentHash })}</span>
            <div><button type="button" class="small" @click=${() => this.#edit({ contentName: "", contentHash: noContent })}>${this.t("record.contentRemove")}</button></div>`}</div>
        <div class="field"><label for="builds">${this.t("field.buildsOn")}</label><span class="hint" id="builds-hint">${this.t("record.buildsHint")}</span>
          <textarea id="builds" rows="3" .value=${draft.buildsOn} aria-describedby="builds-hint buildsOn-fault" aria-invalid=${this.#is("buildsOn")} @input=${this.#typed("buildsOn")}></textarea>${this.#fault("buildsOn")}</div>
      </div></details>
      <div class="row"><button class="primary">${wallet.account === undefined ? this.t("record.connect") : this.t("record.check")}</button>
        <span class="hint">${this.t("record.free")}</span></div>
    </form>`;
  }

  #authors() {
    const { coAuthors } = this.draft;
    const change = (i: number, changes: Partial<Draft["coAuthors"][number]>) =>
      this.#edit({ coAuthors: coAuthors.map((one, at) => at === i ? { ...one, ...changes } : one) });
    return html`<fieldset class="stack"><legend class="label">${this.t("field.coAuthors")}</legend><span class="hint">${this.t("record.authorsHint")}</span>
      ${coAuthors.map(({ account, percent }, i) => html`<div class="author">
        <div class="field"><label for="account-${i}">${this.t("field.account")}</label><input id="account-${i}" .value=${account} spellcheck="false" @input=${(event: Event) => change(i, { account: valueOf(event) })}></div>
        <div class="field"><label for="share-${i}">${this.t("record.share")}</label><input id="share-${i}" inputmode="decimal" .value=${percent} @input=${(event: Event) => change(i, { percent: valueOf(event) })}></div>
        <button type="button" @click=${() => this.#edit({ coAuthors: coAuthors.filter((_, at) => at !== i) })}>${this.t("record.removeAuthor")}</button></div>`)}
      ${this.#fault("coAuthors")}
      <div><button type="button" class="small" @click=${() => this.#edit({ coAuthors: [...coAuthors, { account: "", percent: "" }] })}>${this.t("record.addAuthor")}</button></div></fieldset>`;
  }

  #is(field: Fault["field"]): "true" | "false" {
    return this.faults.some(fault => fault.field === field) ? "true" : "false";
  }

  #fault(field: Fault["field"]) {
    return this.faults.filter(fault => fault.field === field).map(({ text }) => html`<span class="fault" id="${field}-fault">${text}</span>`);
  }

  #typed(field: "area" | "title" | "uri" | "buildsOn") {
    return (event: Event) => this.#edit({ [field]: valueOf(event) });
  }

  #edit(changes: Partial<Draft>): void {
    this.draft = { ...this.draft, ...changes };
    localStorage.setItem(remembered, JSON.stringify(this.draft));
  }

  async #hash(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file !== undefined) this.#edit({ contentName: file.name, contentHash: keccak256(new Uint8Array(await file.arrayBuffer())) });
  }

  async #submit(event: Event, { chainId, ledger }: Organization): Promise<void> {
    event.preventDefault();
    // Who connects a wallet here means to sign, and need not say so twice.
    if (wallet.account === undefined) await wallet.want();
    const { account } = wallet;
    if (account === undefined || !this.isConnected) return;
    const record = this.#read(account);
    if (record === undefined) {
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
      return;
    }
    const domain = { chainId, ledger };
    this.renderRoot.querySelector<Signing>("dorg-signing")!.begin({
      kind: "contribution", title: String(record.title), id: contributionId(record), data: contributionToSign(record, domain),
      digest: contributionDigest(record, domain), account, chainId,
    });
  }

  /** The record that was typed; undefined where a field has a fault, which is then shown beside it. */
  #read(contributor: Address): Contribution | undefined {
    const { draft } = this;
    const line = (text: string) => canonicalText(text).trim();
    const faults: Fault[] = [];
    const coAuthors: Author[] = draft.coAuthors.map(({ account, percent }) => ({ account: account.trim() as Address, shareBp: Math.round(Number(percent.replace(",", ".")) * 100) }));
    const buildsOn = draft.buildsOn.split(/\s+/).filter(id => id !== "") as Hex[];
    if (coAuthors.some(({ account }) => !/^0x[0-9a-f]{40}$/i.test(account))) faults.push({ field: "coAuthors", text: this.#rule("AddressForm") });
    else if (coAuthors.some(({ shareBp }) => !Number.isInteger(shareBp))) faults.push({ field: "coAuthors", text: this.#rule("ShareOutOfRange") });
    if (buildsOn.some(id => !/^0x[0-9a-f]{64}$/i.test(id))) faults.push({ field: "buildsOn", text: this.#rule("HashForm") });
    const [nonce] = crypto.getRandomValues(new Uint32Array(1));
    const record: Contribution = {
      contributor, area: line(draft.area), title: line(draft.title), uri: line(draft.uri), contentHash: draft.contentHash, coAuthors, buildsOn, nonce: nonce!,
    };
    const refusal = faults.length === 0 ? refuseContribution(record) : undefined;
    if (refusal !== undefined) faults.push({ field: fieldOf[refusal] ?? "title", text: this.#rule(refusal) });
    this.faults = faults;
    return faults.length === 0 ? record : undefined;
  }

  #rule(code: string): string {
    const { cause, next } = wordsOf({ code });
    return this.t("record.fault", { cause, next });
  }

  readonly #recorded = (event: Event): void => {
    this.done = (event as CustomEvent<{ digest: Hex }>).detail.digest;
    // The area stays: who records one thing often records another.
    this.#edit({ ...nothingYet, area: this.draft.area });
    scrollTo({ top: 0 });
  };
}

const fieldOf: Readonly<Record<string, Fault["field"]>> = {
  AreaLength: "area", TitleLength: "title", UriLength: "uri", CoAuthorCount: "coAuthors", CoAuthorRepeated: "coAuthors", ShareOutOfRange: "coAuthors", BuildsOnCount: "buildsOn",
};

const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;

function remember(): Partial<Draft> {
  try {
    return JSON.parse(localStorage.getItem(remembered) ?? "{}") as Partial<Draft>;
  } catch {
    // Somebody else wrote there: the draft begins anew.
    return {};
  }
}

customElements.define("dorg-page-record", RecordPage);
