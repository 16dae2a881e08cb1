// Language and colours: in the frame's head, and on small screens in the menu.
import { css, html, type CSSResultGroup } from "lit";
import { chosen, languages, type Language } from "../i18n/language.ts";
import { Part } from "../parts/part.ts";
import { chooseTheme, theme, themes, type Theme } from "./theme.ts";

class Preferences extends Part {
  static override styles: CSSResultGroup = [Part.styles, css`
    :host { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    select { inline-size: auto; min-block-size: 2.25rem; padding: 0.2rem 0.4rem; border-color: transparent; background: none; color: var(--text-quiet); font-size: var(--step--1); cursor: pointer; }
    select:hover { background: var(--surface-hover); color: var(--text); }
    option { background: var(--surface); color: var(--text); }
  `];

  override render() {
    return html`<select aria-label=${this.t("shell.language")} @change=${(event: Event) => void chosen.choose((event.target as HTMLSelectElement).value as Language)}>
        ${languages.map(one => html`<option value=${one} lang=${one} ?selected=${one === chosen.language}>${one === "en" ? "English" : "Français"}</option>`)}
      </select>
      <select aria-label=${this.t("shell.theme")} @change=${(event: Event) => chooseTheme((event.target as HTMLSelectElement).value as Theme)}>
        ${themes.map(one => html`<option value=${one} ?selected=${one === theme()}>${this.t(`shell.theme.${one}`)}</option>`)}
      </select>`;
  }
}

customElements.define("dorg-preferences", Preferences);
