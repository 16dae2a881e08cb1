// Activity: everything that was signed in this browser, and how far it came. Where it is, the node says.
import { html, nothing } from "lit";
import { activity } from "../api/node.ts";
import { Watch } from "../parts/watch.ts";
import { Page } from "../shell/page.ts";
import "../parts/acts.ts";
import "../parts/state.ts";

class ActivityPage extends Page {
  constructor() {
    super();
    new Watch(this, activity);
  }

  override get lead() {
    return this.t("activity.lead");
  }

  override content() {
    if (activity.acts.length === 0) {
      return html`<dorg-empty .title=${this.t("activity.none")} .text=${this.t("activity.noneText")}><a class="button primary" href="#/record">${this.t("home.record")}</a></dorg-empty>`;
    }
    const { open } = activity;
    const rest = activity.acts.filter(act => !open.includes(act));
    return html`
      ${open.length === 0 ? nothing : html`<section class="card stack" aria-labelledby="open"><h2 id="open">${this.t("activity.open")}</h2><dorg-acts .acts=${open}></dorg-acts></section>`}
      ${rest.length === 0 ? nothing : html`<section class="card stack" aria-labelledby="rest"><h2 id="rest">${this.t("activity.rest")}</h2><dorg-acts .acts=${rest}></dorg-acts></section>`}`;
  }
}

customElements.define("dorg-page-activity", ActivityPage);
