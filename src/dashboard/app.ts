import { LitElement, css, html } from "lit";

/** The page's frame: what every page of the dashboard stands in. */
export class App extends LitElement {
  static override styles = css`
    :host {
      display: block;
      max-inline-size: 72rem;
      margin-inline: auto;
      padding: 1rem;
      font-family: system-ui, sans-serif;
    }
  `;

  override render() {
    return html`<main><h1>DecentralOrg</h1><slot></slot></main>`;
  }
}

customElements.define("dorg-app", App);
