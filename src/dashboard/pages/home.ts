// Home: the open epoch.
import { html } from "lit";
import { Page } from "../shell/page.ts";

class Home extends Page {
  override content() {
    return html`<p></p>`;
  }
}

customElements.define("dorg-page-home", Home);
