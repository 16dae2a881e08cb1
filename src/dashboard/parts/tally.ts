// `<dorg-tally .votes=${…} .quorum=${…}>`: votes for, against and abstaining as bars with their numbers, and how much of the quorum is there.
import { css, html, nothing, svg, type CSSResultGroup } from "lit";
import type { Proposal } from "../api/models.ts";
import { Part } from "./part.ts";
import "./quantity.ts";

const kinds = ["for", "against", "abstain"] as const;

class Tally extends Part {
  static override properties = { votes: { attribute: false }, quorum: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    dl { display: grid; grid-template-columns: max-content minmax(4rem, 1fr) max-content; gap: var(--space-2) var(--space-4); align-items: center; }
    dd { display: contents; }
    .value { text-align: end; font-variant-numeric: tabular-nums; }
    svg { display: block; inline-size: 100%; block-size: 0.8rem; }
    .track { fill: var(--surface-hover); }
    .for { fill: var(--good); }
    .against { fill: var(--bad); }
    .abstain { fill: var(--text-quiet); }
    p { margin-block-start: var(--space-3); }
  `];
  declare votes: Proposal["votes"];
  declare quorum: string | null;

  override render() {
    const all = kinds.reduce((sum, kind) => sum + BigInt(this.votes[kind]), 0n);
    return html`<dl>${kinds.map(kind => html`<dt>${this.t(`tally.${kind}`)}</dt><dd>${bar(kind, BigInt(this.votes[kind]), all)}
        <span class="value"><dorg-amount .units=${this.votes[kind]}></dorg-amount></span></dd>`)}</dl>
      ${this.quorum === null ? nothing : this.#quorum(BigInt(this.votes.for) + BigInt(this.votes.abstain), BigInt(this.quorum))}`;
  }

  #quorum(counted: bigint, quorum: bigint) {
    return html`<p class="small">${counted >= quorum ? html`<span class="chip good">✓ ${this.t("tally.reached", { quorum: this.format.amount(quorum) })}</span>`
      : html`<span class="chip">${this.t("tally.missing", { quorum: this.format.amount(quorum), missing: this.format.amount(quorum - counted) })}</span>`}</p>`;
  }
}

const bar = (kind: string, units: bigint, all: bigint) =>
  html`<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${svg`<rect class="track" width="100" height="8" rx="1"></rect>
    <rect class=${kind} width=${all === 0n ? 0 : Number((units * 10_000n) / all) / 100} height="8" rx="1"></rect>`}</svg>`;

customElements.define("dorg-tally", Tally);
