// The base of every page: its heading, its sentence below it, and its content.
//
//   class People extends Page {
//     readonly #members = new Query(this, () => store.list<Member>("/api/members"));
//     override get lead() { return this.t("people.lead"); }
//     override content() { return shown(this.#members, this.t("people.what"), members => html`…`); }
//   }
//   customElements.define("dorg-page-people", People);
//
// The frame sets `place`, focuses the heading when somebody comes by a link, and sets the window's title to `heading`. A page whose
// address changes only in parameters stays the same element and is rendered again.
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from "lit";
import { Part } from "../parts/part.ts";
import type { Place } from "./routes.ts";

export abstract class Page extends Part {
  static override properties: PropertyDeclarations = { place: { attribute: false } };
  static override styles: CSSResultGroup = [Part.styles, css`
    header { display: grid; gap: var(--space-3); margin-block-end: var(--space-6); }
    .content { display: grid; gap: var(--space-6); grid-template-columns: minmax(0, 1fr); }
    @media (width < 30rem) { header { margin-block-end: var(--space-5); } .content { gap: var(--space-5); } }
  `];
  declare place: Place;

  /** What follows the page's name in its address. */
  protected get parameters(): Readonly<Record<string, string>> {
    return this.place.parameters;
  }

  /** The page's name, also the window's title. */
  get heading(): string {
    return this.t(this.place.route.title);
  }

  /** The sentence below the heading. */
  protected get lead(): string | undefined {
    return undefined;
  }

  protected abstract content(): TemplateResult | typeof nothing;

  override render() {
    return html`<header><h1 tabindex="-1">${this.heading}</h1>${this.lead === undefined ? nothing : html`<p class="lead">${this.lead}</p>`}</header>
      <div class="content">${this.content()}</div>`;
  }

  override updated(): void {
    this.dispatchEvent(new Event("heading"));
  }

  /** Moves the focus to the heading, from which a screen reader reads on. */
  focusHeading(): void {
    this.renderRoot.querySelector("h1")?.focus({ preventScroll: true });
  }
}
