// The frame's head: name, menu on small screens, account, language and theme.
import { css, html, type CSSResultGroup } from "lit";
import { Part } from "../parts/part.ts";
import "./account.ts";
import "./preferences.ts";

class Header extends Part {
  static override properties = { open: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    /* A button, because a link within the page would change the address that names it. */
    .skip { position: fixed; inset-block-start: var(--space-3); translate: 0 -6rem; inset-inline-start: var(--space-4); z-index: 30; }
    .skip:focus { translate: none; }
    header { background: color-mix(in srgb, var(--surface) 88%, transparent); backdrop-filter: blur(10px); border-block-end: 1px solid var(--line); }
    .bar { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-3); align-items: center; min-block-size: 4rem; max-inline-size: 84rem; margin-inline: auto; padding: var(--space-2) var(--space-4); }
    .name { display: inline-flex; align-items: center; gap: var(--space-2); margin-inline-end: auto; font-weight: 680; letter-spacing: -0.01em; color: var(--text); text-decoration: none; }
    .name svg { inline-size: 1.75rem; block-size: 1.75rem; color: var(--accent); }
    .menu { padding: 0; inline-size: 2.5rem; border-color: transparent; background: none; }
    .menu svg { inline-size: 1.25rem; }
    @media (width >= 62rem) { .menu { display: none; } }
    @media (width < 40rem) { .bar { padding-inline: var(--space-3); } dorg-preferences { display: none; } }
  `];
  declare open: boolean;

  override render() {
    return html`<header><button class="skip" @click=${() => this.dispatchEvent(new Event("skip"))}>${this.t("shell.skip")}</button><div class="bar">
      <button class="menu" aria-expanded=${this.open} aria-label=${this.t("shell.menu")} @click=${() => this.dispatchEvent(new Event("menu"))}>
        <svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"><path d="M3 5.5h14M3 10h14M3 14.5h14"></path></svg>
      </button>
      <a class="name" href="#/"><svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="5" fill="currentColor"></circle><g fill="none" stroke="currentColor" stroke-width="2.5"><circle cx="16" cy="16" r="13"></circle><path d="M16 3v8M5 23l7-4M27 23l-7-4"></path></g></svg>${this.t("shell.name")}</a>
      <dorg-account></dorg-account>
      <dorg-preferences></dorg-preferences>
    </div></header>`;
  }
}

customElements.define("dorg-header", Header);
