// `<dorg-acts .acts=${…}>`: what was signed, each with how far it came: signed, recorded, anchored, final. Tells of changes politely.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { activity } from "../api/node.ts";
import type { Act, Stage } from "../api/activity.ts";
import { refusalOf, type Refusal } from "../api/refusal.ts";
import { wordsOf } from "./refusal.ts";
import { Part } from "./part.ts";
import "./quantity.ts";

const way: readonly Stage[] = ["signed", "recorded", "anchored", "final"];

class Acts extends Part {
  static override properties = { acts: { attribute: false }, refusals: { state: true } };
  static override styles: CSSResultGroup = [Part.styles, css`
    li.act { display: grid; gap: var(--space-2); padding-block: var(--space-4); }
    li.act:first-child { padding-block-start: 0; }
    li.act:last-child { padding-block-end: 0; }
    li.act + li.act { border-block-start: 1px solid var(--line); }
    .title { font-weight: 600; overflow-wrap: anywhere; }
    ol { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--space-1); max-inline-size: 34rem; }
    ol li { padding-block-start: var(--space-1); border-block-start: 4px solid var(--line); color: var(--text-quiet); font-size: var(--step--1); overflow-wrap: anywhere; }
    ol li.done { border-color: var(--accent); color: var(--text); }
    ol li[aria-current] { font-weight: 650; }
  `];
  declare acts: readonly Act[];
  /** Why something could not be sent again, by digest. */
  declare refusals: ReadonlyMap<string, Refusal>;

  constructor() {
    super();
    this.acts = [];
    this.refusals = new Map();
  }

  override render() {
    return html`<ul>${this.acts.map(act => this.#act(act))}</ul>`;
  }

  #act(act: Act) {
    const { kind, title, stage, at, block, digest } = act;
    const page = stage === "anchored" || stage === "final" ? pageOf(act) : undefined;
    return html`<li class="act">
      <div class="row apart"><span class="title">${page === undefined ? title : html`<a href=${page}>${title}</a>`}</span>
        <span class="quiet small">${this.t(`act.${kind}`)} · <dorg-time relative at=${at / 1000}></dorg-time></span></div>
      <div role="status">${this.#stage(act)}</div>
      <p class="quiet small">${block === undefined ? this.t(`act.next.${stage}`) : this.t("act.inBlock", { next: this.t(`act.next.${stage}`), block: this.format.number(BigInt(block)) })}</p>
      ${this.refusals.has(digest) ? html`<dorg-refusal .refusal=${this.refusals.get(digest)}></dorg-refusal>` : nothing}
      ${this.#buttons(act)}
    </li>`;
  }

  #stage({ stage, refusal }: Act) {
    const reached = way.indexOf(stage);
    if (reached >= 0) {
      return html`<ol>${way.map((step, i) => html`<li class=${i <= reached ? "done" : ""} aria-current=${i === reached ? "step" : nothing}>${this.t(`act.stage.${step}`)}<span class="hidden">${
        i <= reached ? this.t("act.done") : this.t("act.notYet")}</span></li>`)}</ol>`;
    }
    const words = refusal === undefined ? undefined : wordsOf(refusal);
    return html`<span class="chip ${stage === "refused" ? "bad" : ""}">${this.t(`act.stage.${stage}`)}</span>${words === undefined ? nothing : html` <span>${words.cause} ${words.next}</span>`}`;
  }

  #buttons(act: Act) {
    const { stage, replaceable, digest } = act;
    if (stage === "recorded" && replaceable === true) return html`<div><a class="button small" href="#/evaluate?replace=${digest}">${this.t("act.replace")}</a></div>`;
    if (stage === "signed") {
      return html`<div class="row"><button class="small primary" @click=${() => void this.#send(act)}>${this.t("act.send")}</button>
        <button class="small" @click=${() => activity.forget(digest)}>${this.t("act.drop")}</button></div>`;
    }
    return stage === "refused" || stage === "replaced" || stage === "final" ? html`<div><button class="small plain" @click=${() => activity.forget(digest)}>${this.t("act.forget")}</button></div>` : nothing;
  }

  async #send({ digest }: Act): Promise<void> {
    const refusals = new Map(this.refusals);
    refusals.delete(digest);
    try {
      await activity.send(digest);
    } catch (error) {
      refusals.set(digest, refusalOf(error));
    }
    this.refusals = refusals;
  }
}

/** Where on the dashboard stands what was signed, once the chain has it. */
const pageOf = ({ id, proposal }: Act): string | undefined =>
  id !== undefined ? `#/contributions/${id}` : proposal !== undefined ? `#/proposals/${proposal}` : undefined;

customElements.define("dorg-acts", Acts);
