// The list of pages, by section, from the table of routes.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { Part } from "../parts/part.ts";
import { hashOf, routes, sections } from "./routes.ts";

class Navigation extends Part {
  static override properties = { current: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    nav { display: grid; gap: var(--space-5); }
    h2 { padding-inline: var(--space-3); margin-block-end: var(--space-1); font-size: var(--step--1); font-weight: 600; letter-spacing: 0; color: var(--text-quiet); }
    a { display: block; padding: 0.35rem var(--space-3); border-radius: var(--round-small); color: var(--text); text-decoration: none; transition: background var(--quick); }
    a:hover { background: var(--surface-hover); }
    a[aria-current] { background: var(--accent-quiet); color: var(--accent); font-weight: 600; }
  `];
  /** The path of the page that is shown. */
  declare current: string;

  override render() {
    return html`<nav aria-label=${this.t("shell.navigation")}>${sections.map(section => {
      const pages = routes.filter(route => route.section === section);
      return pages.length === 0 ? nothing : html`<section aria-labelledby=${section}><h2 id=${section}>${this.t(`section.${section}`)}</h2><ul>${pages.map(({ path, title }) =>
        html`<li><a href=${hashOf(path)} aria-current=${this.#within(path) ? "page" : nothing}>${this.t(title)}</a></li>`)}</ul></section>`;
    })}</nav>`;
  }

  /** A page below another, such as one member's, is the other's. */
  #within(path: string): boolean {
    return this.current === path || (path !== "" && this.current.startsWith(`${path}/`));
  }
}

customElements.define("dorg-navigation", Navigation);
