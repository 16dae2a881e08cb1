// The base of every element of the dashboard: the shared styles, and the language's words and numbers.
//
//   class Balance extends Part {
//     static override properties = { units: {} };
//     declare units: bigint;
//     override render() { return html`<p>${this.t("balance.is", { amount: this.format.amount(this.units) })}</p>`; }
//   }
//   customElements.define("dorg-balance", Balance);
import { LitElement, type CSSResultGroup } from "lit";
import type { Formats } from "../i18n/format.ts";
import { chosen, type Key } from "../i18n/language.ts";
import type { Parameters } from "../i18n/say.ts";
import { shared } from "./styles.ts";

export abstract class Part extends LitElement {
  static override styles: CSSResultGroup = shared;
  readonly #again = () => this.requestUpdate();

  /** The sentence of a key. */
  protected t(key: Key, parameters?: Parameters): string {
    return chosen.t(key, parameters);
  }

  /** Numbers, amounts and times as the language writes them. */
  protected get format(): Formats {
    return chosen.format;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    chosen.addEventListener("change", this.#again);
    // What counts time begins again where it is put back.
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    chosen.removeEventListener("change", this.#again);
    super.disconnectedCallback();
  }
}
