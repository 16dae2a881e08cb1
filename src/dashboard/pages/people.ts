// People: everybody who is a member, with influence, reward and reputation in an epoch.
import { html } from "lit";
import { store } from "../api/node.ts";
import type { Epoch, Member } from "../api/models.ts";
import { Query } from "../api/query.ts";
import { wholeInfluence } from "../i18n/format.ts";
import { shown } from "../parts/state.ts";
import type { Column } from "../parts/table.ts";
import { Page } from "../shell/page.ts";
import { hashOf } from "../shell/routes.ts";
import "../parts/address.ts";
import "../parts/quantity.ts";
import "../parts/table.ts";
import "../parts/meter.ts";
import "../parts/epoch-choice.ts";

class People extends Page {
  readonly #epochs = new Query(this, () => store.list<Epoch>("/api/epochs"));
  readonly #members = new Query(this, () => this.#epoch === undefined ? undefined : store.list<Member>(`/api/members?epoch=${this.#epoch}`));

  override get lead() {
    return this.t("people.lead");
  }

  get #epoch(): number | undefined {
    const asked = this.place?.query.get("epoch");
    return asked === null || asked === undefined ? this.#epochs.value?.at(-1)?.epoch : Number(asked);
  }

  override content() {
    return html`${shown(this.#epochs, this.t("people.what"), epochs => html`
        <dorg-epoch-choice .epochs=${epochs} .epoch=${this.#epoch} @choose=${this.#choose}></dorg-epoch-choice>`)}
      ${this.#epochs.value === undefined ? html`` : shown(this.#members, this.t("people.what"), members => html`
        <section class="card"><dorg-table .caption=${this.t("people.table", { epoch: String(this.#epoch) })} name="members-epoch-${this.#epoch}"
          .columns=${this.#columns(members)} .rows=${members} .sort=${"influence"} .key=${(member: Member) => member.account}></dorg-table></section>`)}`;
  }

  #columns(members: readonly Member[]): readonly Column<Member>[] {
    const most = members.reduce((highest, { influence }) => (BigInt(influence) > highest ? BigInt(influence) : highest), 1n);
    return [
      { key: "number", title: this.t("people.number"), value: ({ number }) => number, numeric: true },
      { key: "account", title: this.t("people.account"), value: ({ account }) => account, show: ({ account }) => html`<dorg-address .address=${account}></dorg-address>` },
      { key: "influence", title: this.t("people.influence"), value: ({ influence }) => BigInt(influence), numeric: true, show: ({ influence }) => html`<dorg-influence .units=${influence}></dorg-influence><dorg-meter .value=${BigInt(influence)} .most=${most}></dorg-meter>` },
      { key: "seed", title: this.t("people.seed"), value: ({ seed }) => BigInt(seed), numeric: true, fileOnly: true },
      { key: "reward", title: this.t("people.reward"), value: ({ reward }) => BigInt(reward), numeric: true, show: ({ reward }) => html`<dorg-amount .units=${reward}></dorg-amount>` },
      { key: "cumulative", title: this.t("people.cumulative"), value: ({ cumulative }) => BigInt(cumulative), numeric: true, fileOnly: true },
      { key: "reputation", title: this.t("people.reputation"), value: ({ reputation }) => BigInt(reputation), numeric: true, show: ({ reputation }) => html`<dorg-amount .units=${reputation}></dorg-amount>` },
      { key: "areas", title: this.t("people.areas"), value: ({ areas }) => this.#areas({ areas }) },
    ];
  }

  /** The areas that brought most, at most two. */
  #areas({ areas }: Pick<Member, "areas">): string {
    const sorted = areas.toSorted((a, b) => (BigInt(a.influence) < BigInt(b.influence) ? 1 : -1)).slice(0, 2);
    return sorted.map(({ area, influence }) => `${area} ${this.format.share(BigInt(influence), wholeInfluence)}`).join(", ");
  }

  #choose(event: CustomEvent<number>): void {
    location.hash = hashOf("people", {}, { epoch: String(event.detail) });
  }
}

customElements.define("dorg-page-people", People);
