// What is shown where the address names no page.
import { html } from "lit";
import { Page } from "../shell/page.ts";

class Lost extends Page {
  override get lead() {
    return this.t("lost.lead");
  }

  override content() {
    return html`<p><a href="#/">${this.t("lost.home")}</a></p>`;
  }
}

customElements.define("dorg-page-lost", Lost);
