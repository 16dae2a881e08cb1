// `<dorg-verdict .outcome=${…}>`: how a verification ended: green with what was counted, or the first difference with both values.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { formatEther } from "viem/utils";
import type { Key } from "../i18n/language.ts";
import { Part } from "./part.ts";
import type { Column } from "./table.ts";
import type { Difference } from "../verify/differences.ts";
import type { Refutation } from "../verify/refutation.ts";
import type { Outcome } from "./outcome.ts";
import "./quantity.ts";
import "./table.ts";
import "./transaction.ts";

class Verdict extends Part {
  static override properties = { outcome: { attribute: false }, refuted: { state: true } };
  static override styles: CSSResultGroup = [Part.styles, css`
    :host { display: grid; gap: var(--space-5); }
    .verdict { display: grid; gap: var(--space-3); padding: var(--space-5); border-radius: var(--round); border-inline-start: 6px solid; }
    .good { background: var(--good-quiet); border-color: var(--good); }
    .good h2 { color: var(--good); }
    .bad { background: var(--bad-quiet); border-color: var(--bad); }
    .bad h2 { color: var(--bad); }
    .plain { background: var(--surface-hover); border-color: var(--line-strong); }
    code { overflow-wrap: anywhere; }
  `];
  declare outcome: Outcome;
  declare refuted: boolean;

  constructor() {
    super();
    this.refuted = false;
  }

  override render() {
    const { outcome } = this;
    const [first] = outcome.differences;
    return html`<div role="status">${first !== undefined ? this.#bad(first) : outcome.kind === "alone" || (outcome.kind === "node" && !outcome.posted) ? this.#alone()
      : outcome.kind === "chain" && outcome.report.counts.signatures === undefined ? this.#early() : this.#good()}</div>
      ${outcome.differences.length > 1 ? html`<section class="card stack"><h2>${this.t("verdict.all", { count: outcome.differences.length })}</h2>
        <dorg-table .caption=${this.t("verdict.all", { count: outcome.differences.length })} name="differences" .columns=${this.#columns()} .rows=${outcome.differences}></dorg-table></section>` : nothing}
      ${outcome.kind === "chain" && outcome.report.refutation !== undefined ? this.#challenge(outcome.report.refutation, outcome.report.chainId) : nothing}`;
  }

  #challenge({ epoch, member, posted, found, calls, gain, deadline }: Refutation, chainId: number) {
    return html`<section class="card stack"><h2>${this.t("challenge.title")}</h2>
      <p>${this.t("challenge.text", { member: String(member), epoch: String(epoch), posted, found })}</p>
      <p>${this.t("challenge.gain", { gain: formatEther(gain) })}</p>
      <p>${this.t("challenge.until")} <dorg-time .at=${deadline}></dorg-time></p>
      <dorg-transaction .calls=${calls} .chainId=${chainId} .label=${this.t("challenge.send")} @done=${() => this.refuted = true}></dorg-transaction>
      ${this.refuted ? html`<p role="status"><span class="chip good">✓ ${this.t("challenge.done")}</span></p>` : nothing}</section>`;
  }

  #good() {
    return html`<div class="verdict good"><h2>✓ ${this.t("verdict.good")}</h2><p>${this.t(this.outcome.kind === "chain" ? "verdict.goodChain" : "verdict.goodNode")}</p>${this.#counts()}</div>`;
  }

  /** Nothing is green that a signature can still turn red. */
  #early() {
    return html`<div class="verdict plain"><h2>${this.t("verdict.early")}</h2><p>${this.t("verdict.earlyText")}</p>${this.#counts()}</div>`;
  }

  #alone() {
    return html`<div class="verdict plain"><h2>${this.t("verdict.alone")}</h2><p>${this.t(this.outcome.kind === "alone" ? "verdict.aloneFile" : "verdict.aloneOpen")}</p>${this.#counts()}</div>`;
  }

  #bad(first: Difference) {
    return html`<div class="verdict bad"><h2>✗ ${this.t("verdict.bad")}</h2><p>${this.#sentence(first)}</p>
      <dl class="pairs"><dt>${this.t("verdict.computed")}</dt><dd><code>${first.computed}</code></dd><dt>${this.t("verdict.found")}</dt><dd><code>${first.found}</code></dd></dl></div>`;
  }

  #counts() {
    const { outcome } = this;
    const pairs: [Key, unknown][] = [];
    if (outcome.kind === "chain") {
      const { counts, block, epochs } = outcome.report;
      const { signatures } = counts;
      pairs.push(
        ["verdict.records", this.format.number(counts.records)], ["verdict.credits", this.format.number(counts.credits)], ["verdict.members", this.format.number(counts.members)],
        ["verdict.epochs", this.format.number(epochs.length)], ["verdict.block", this.format.number(BigInt(block.number))],
        ["verdict.signatures", signatures === undefined ? this.t("verdict.signaturesWait") : this.format.number(signatures.recovered + signatures.sent + signatures.contracts)],
      );
      if (signatures !== undefined && signatures.trusted + signatures.hidden > 0) pairs.push(["verdict.hidden", this.format.number(signatures.trusted + signatures.hidden)]);
      const last = epochs.at(-1);
      if (last !== undefined) pairs.push(["verdict.root", html`<code>${last.settlement.root}</code>`]);
    } else {
      const { bundle, settlement } = outcome.result;
      pairs.push(
        ["epoch.epoch", String(bundle.epoch)], ["verdict.members", this.format.number(bundle.accounts.length)], ["verdict.credits", this.format.number(bundle.contributions.length)],
        ["verdict.earned", html`<dorg-influence .units=${settlement.totalEarned}></dorg-influence>`], ["verdict.root", html`<code>${settlement.root}</code>`],
      );
    }
    return html`<dl class="pairs number">${pairs.map(([key, value]) => html`<dt>${this.t(key)}</dt><dd>${value}</dd>`)}</dl>`;
  }

  #sentence({ code, computed, found, epoch, member, account, sequence, part }: Difference): string {
    return this.t(`difference.${code}`, {
      computed, found, epoch: String(epoch ?? ""), member: String(member ?? ""), account: account ?? "", sequence: String(sequence ?? ""), part: part ?? "",
    });
  }

  #columns(): readonly Column<Difference>[] {
    return [
      { key: "sentence", title: this.t("verdict.difference"), value: difference => this.#sentence(difference) },
      { key: "code", title: "code", value: ({ code }) => code, fileOnly: true },
      { key: "epoch", title: "epoch", value: ({ epoch }) => epoch, fileOnly: true },
      { key: "member", title: "member", value: ({ member }) => member, fileOnly: true },
      { key: "computed", title: "computed", value: ({ computed }) => computed, fileOnly: true },
      { key: "found", title: "found", value: ({ found }) => found, fileOnly: true },
    ];
  }
}

customElements.define("dorg-verdict", Verdict);
