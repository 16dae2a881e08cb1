// `<dorg-epoch-choice .epochs=${…} .epoch=${…}>`: which epoch a page shows. Fires `choose` with its number.
import { css, html, type CSSResultGroup } from "lit";
import type { Epoch } from "../api/models.ts";
import { Part } from "./part.ts";

class EpochChoice extends Part {
  static override properties = { epochs: { attribute: false }, epoch: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    label { display: flex; flex-wrap: wrap; gap: var(--space-3); align-items: center; }
    select { inline-size: auto; min-inline-size: 12rem; }
    @media print { :host { display: none; } }
  `];
  declare epochs: readonly Epoch[];
  declare epoch: number;

  override render() {
    return html`<label>${this.t("epoch.choose")}<select @change=${this.#choose}>${this.epochs.toReversed().map(({ epoch, open }) =>
      html`<option value=${epoch} ?selected=${epoch === this.epoch}>${this.t(open ? "epoch.openNumber" : "epoch.number", { number: String(epoch) })}</option>`)}</select></label>`;
  }

  #choose(event: Event): void {
    this.dispatchEvent(new CustomEvent("choose", { detail: Number((event.target as HTMLSelectElement).value) }));
  }
}

customElements.define("dorg-epoch-choice", EpochChoice);
