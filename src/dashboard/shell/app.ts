// `<dorg-app>`: the frame. It shows the page that the address names, loads its file when it is first wanted, and says what is wrong
// with the connection to the node above every page. `main.ts` defines it once the language is there.
import { css, html, nothing, type CSSResultGroup } from "lit";
import { activity, store } from "../api/node.ts";
import { chosen } from "../i18n/language.ts";
import { Part } from "../parts/part.ts";
import { wallet } from "../wallet/wallet.ts";
import { placeOf, routes, type Place } from "./routes.ts";
import type { Page } from "./page.ts";
import "./header.ts";
import "./navigation.ts";
import "./preferences.ts";
import "./toasts.ts";
import "../parts/refusal.ts";

export class App extends Part {
  static override properties = { place: { state: true }, failed: { state: true }, open: { state: true } };
  static override styles: CSSResultGroup = [Part.styles, css`
    :host { min-block-size: 100vh; }
    dorg-header { position: sticky; inset-block-start: 0; z-index: 10; }
    .body { display: grid; grid-template-columns: minmax(0, 1fr); max-inline-size: 84rem; margin-inline: auto; }
    .side { display: none; padding: var(--space-3) var(--space-4); }
    .side.open { display: grid; gap: var(--space-4); background: var(--surface); border-block-end: 1px solid var(--line); }
    @media (width >= 40rem) { .side dorg-preferences { display: none; } }
    main { padding: var(--space-5) var(--space-4) var(--space-7); min-inline-size: 0; }
    .notice { margin-block-end: var(--space-5); padding: var(--space-3) var(--space-4); border-radius: var(--round); background: var(--warn-quiet); color: var(--warn); }
    @media (width >= 62rem) {
      .body { grid-template-columns: 15rem minmax(0, 1fr); }
      .side, .side.open { display: block; background: none; border: 0; position: sticky; inset-block-start: 4rem; align-self: start; max-block-size: calc(100vh - 4rem); overflow-y: auto; padding: var(--space-6) var(--space-4); }
      main { padding: var(--space-6) var(--space-6) var(--space-7) var(--space-5); }
    }
    @media print { dorg-header, .side, dorg-toasts { display: none; } .body { display: block; } main { padding: 0; } }
  `];
  declare place: Place;
  declare failed: boolean;
  declare open: boolean;
  #page: Page | undefined;
  readonly #reached = () => {
    // The page's file was not to be had, and the node is back.
    if (this.failed && store.reach !== "offline") void this.#go(false);
    this.requestUpdate();
  };
  readonly #moved = () => void this.#go(true);

  constructor() {
    super();
    this.place = placeOf(location.hash);
    this.failed = this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.#moved);
    store.addEventListener("reach", this.#reached);
    store.start();
    activity.start();
    wallet.start();
    void this.#go(false).then(fetchRest);
  }

  override disconnectedCallback(): void {
    removeEventListener("hashchange", this.#moved);
    store.removeEventListener("reach", this.#reached);
    store.stop();
    super.disconnectedCallback();
  }

  override render() {
    return html`<dorg-header .open=${this.open} @skip=${this.#skip} @menu=${() => this.open = !this.open}></dorg-header>
      <div class="body">
        <div class="side ${this.open ? "open" : ""}"><dorg-navigation .current=${this.place.route.path}></dorg-navigation><dorg-preferences></dorg-preferences></div>
        <main id="main" tabindex="-1">
          ${this.#notice()}
          ${this.failed ? html`<dorg-refusal again .refusal=${{ code: "PageMissing" }} @again=${() => location.reload()}></dorg-refusal>` : this.#page}
        </main>
      </div>
      <dorg-toasts></dorg-toasts>`;
  }

  #notice() {
    const text = store.reach === "offline" ? this.t("shell.offline") : store.reach === "degraded" ? this.t("shell.degraded") : undefined;
    return html`<div role="status">${text === undefined ? nothing : html`<p class="notice">${text}${store.reach === "degraded" && store.status !== undefined
      ? html` <span lang="en">${store.status.sentences[0]}</span>` : nothing}</p>`}</div>`;
  }

  #skip(): void {
    this.renderRoot.querySelector("main")!.focus();
  }

  async #go(byLink: boolean): Promise<void> {
    const place = placeOf(location.hash);
    this.open = false;
    try {
      await place.route.load();
      this.failed = false;
    } catch (error) {
      // A new version of the node has other files, or it is not there.
      console.error(error);
      this.failed = true;
    }
    // Somebody may have gone on while the file came.
    if (placeOf(location.hash).route !== place.route) return;
    if (this.#page?.localName !== place.route.tag) {
      this.#page = document.createElement(place.route.tag) as Page;
      this.#page.addEventListener("heading", this.#titled);
    }
    this.#page.place = place;
    this.place = place;
    await this.updateComplete;
    if (!byLink || this.failed) return;
    await this.#page.updateComplete;
    scrollTo({ top: 0 });
    this.#page.focusHeading();
  }

  readonly #titled = (): void => {
    document.title = `${this.#page!.heading} · ${chosen.t("shell.name")}`;
  };
}

/** Loads the other pages' files when there is nothing else to do, so that they are there when the node is not. */
function fetchRest(): void {
  // What fails now is asked for again, and told, when somebody goes there.
  setTimeout(() => void Promise.allSettled(routes.map(({ load }) => load())), 2000);
}
