// `<dorg-amount units="…">` tokens or reputation in units of 10^-9, `<dorg-influence units="…">` influence in units of 2^-60 as percent
// of all: rounded for reading, with the exact number as the title. `<dorg-time at=${seconds}>` a moment with how far away it is,
// which goes on by itself; `absolute` or `relative` shows one of both.
import { css, html, type CSSResultGroup } from "lit";
import { Part } from "./part.ts";

const inline = css`:host { display: inline; } span, time { font-variant-numeric: tabular-nums; }`;

class Amount extends Part {
  static override properties = { units: {} };
  static override styles: CSSResultGroup = [Part.styles, inline];
  declare units: string | bigint;

  override render() {
    const units = BigInt(this.units);
    return html`<span title=${this.format.exactAmount(units)}>${this.format.amount(units)}</span>`;
  }
}

class Influence extends Part {
  static override properties = { units: {} };
  static override styles: CSSResultGroup = [Part.styles, inline];
  declare units: string | bigint;

  override render() {
    const units = BigInt(this.units);
    return html`<span title=${this.t("influence.units", { units: this.format.number(units) })}>${this.format.influence(units)}</span>`;
  }
}

class Time extends Part {
  static override properties = { at: { type: Number }, absolute: { type: Boolean }, relative: { type: Boolean } };
  static override styles: CSSResultGroup = [Part.styles, inline];
  declare at: number;
  declare absolute: boolean;
  declare relative: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override render() {
    const now = Date.now() / 1000;
    clearTimeout(this.#timer);
    if (!this.absolute) this.#timer = setTimeout(() => this.requestUpdate(), Math.abs(this.at - now) < 90 ? 1000 : 20_000);
    const moment = this.format.time(this.at);
    const away = this.format.distance(this.at, now);
    return html`<time datetime=${new Date(this.at * 1000).toISOString()} title=${moment}>${this.relative ? away : this.absolute ? moment : this.t("time.both", { moment, away })}</time>`;
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }
}

customElements.define("dorg-amount", Amount);
customElements.define("dorg-influence", Influence);
customElements.define("dorg-time", Time);
