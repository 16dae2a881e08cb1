// `<dorg-table>`: a table that can be sorted by keyboard, turns into cards where it is narrow, and can be had as CSV and JSON with
// the rows that are shown, in their order.
//
//   html`<dorg-table .caption=${this.t("people.table")} name="members" .columns=${columns} .rows=${members} .sort=${"influence"}></dorg-table>`
//
// A column's `value` is what is sorted by and what the files hold: exact, in units. `show` is what the page shows; the value itself if
// it is left out. `key` is the stable name in the files. `.key` of the table tells rows apart, so that they keep their state.
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { csv, json, type Cell } from "./csv.ts";
import { Part } from "./part.ts";

export interface Column<T> {
  readonly key: string;
  readonly title: string;
  readonly value: (row: T) => Cell;
  readonly show?: (row: T) => TemplateResult | string | typeof nothing;
  /** Numbers stand at the end of their column and are sorted from the greatest first. */
  readonly numeric?: boolean;
  /** Only in the files. */
  readonly fileOnly?: boolean;
}

/** How many rows are drawn before somebody asks for more. */
const step = 100;

export class Table<T = unknown> extends Part {
  static override properties = {
    caption: { attribute: false }, name: {}, columns: { attribute: false }, rows: { attribute: false }, sort: { attribute: false }, descending: { attribute: false },
    key: { attribute: false }, drawn: { state: true },
  };
  static override styles: CSSResultGroup = [Part.styles, css`
    .frame { container-type: inline-size; }
    table { inline-size: 100%; border-collapse: collapse; }
    caption { text-align: start; }
    th, td { padding: var(--space-2) var(--space-3); text-align: start; vertical-align: middle; }
    th { font-size: var(--step--1); font-weight: 600; color: var(--text-quiet); border-block-end: 1px solid var(--line-strong); }
    td { border-block-end: 1px solid var(--line); overflow-wrap: anywhere; }
    tbody tr:hover { background: var(--surface-hover); }
    .numeric { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
    th.numeric { white-space: normal; }
    th button { min-block-size: 1.75rem; margin-inline: calc(-1 * var(--space-1)); padding: 0 var(--space-1); text-align: inherit; border: 0; background: none; color: inherit; font-weight: inherit; font-size: inherit; }
    th button:hover { color: var(--text); }
    .arrow { inline-size: 0.8em; }
    .tools { display: flex; flex-wrap: wrap; gap: var(--space-2); justify-content: space-between; align-items: center; margin-block-start: var(--space-3); }
    @container (width < 34rem) {
      thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
      table, caption, tbody, tr, td { display: block; }
      tr { padding-block: var(--space-3); border-block-end: 1px solid var(--line); }
      td { display: grid; grid-template-columns: minmax(6rem, 2fr) minmax(0, 3fr); gap: var(--space-3); padding: var(--space-1) 0; border: 0; text-align: start; white-space: normal; }
      td::before { content: attr(data-title); color: var(--text-quiet); font-size: var(--step--1); text-align: start; }
    }
    @media print {
      .tools { display: none; }
      table { font-size: 0.8rem; }
      thead { display: table-header-group; }
      tr { break-inside: avoid; }
      th, td { padding: var(--space-1) var(--space-2); }
      th button { display: inline; min-block-size: 0; margin: 0; padding: 0; }
    }
  `];
  declare caption: string;
  declare name: string;
  declare columns: readonly Column<T>[];
  declare rows: readonly T[];
  /** The key of the column that is sorted by; undefined keeps the order of the rows. */
  declare sort: string | undefined;
  declare descending: boolean | undefined;
  declare key: ((row: T) => unknown) | undefined;
  declare drawn: number;

  constructor() {
    super();
    this.drawn = step;
    this.name = "table";
    this.rows = [];
    this.columns = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeprint", this.#whole);
  }

  override disconnectedCallback(): void {
    removeEventListener("beforeprint", this.#whole);
    super.disconnectedCallback();
  }

  /** Paper has no button for more rows; it must be there before the browser goes on. */
  readonly #whole = (): void => {
    this.drawn = this.rows.length;
    this.performUpdate();
  };

  override render() {
    const rows = this.#sorted();
    const seen = this.columns.filter(({ fileOnly }) => fileOnly !== true);
    const row = (one: T) => html`<tr role="row">${seen.map(column => html`<td role="cell" class=${column.numeric ? "numeric" : ""} data-title=${column.title}>
      <span>${column.show?.(one) ?? this.#plain(column.value(one))}</span></td>`)}</tr>`;
    const visible = rows.slice(0, this.drawn);
    return html`<div class="frame">
      <table role="table">
        <caption><span class="hidden">${this.caption}</span></caption>
        <thead role="rowgroup"><tr role="row">${seen.map(column => this.#head(column))}</tr></thead>
        <tbody role="rowgroup">${this.key === undefined ? visible.map(row) : repeat(visible, this.key, row)}</tbody>
      </table>
      <div class="tools">
        <span class="quiet small">${this.t("table.rows", { count: rows.length, shown: visible.length })}</span>
        <span class="row">
          ${rows.length > visible.length ? html`<button class="small" @click=${() => this.drawn += 5 * step}>${this.t("table.more")}</button>` : nothing}
          <button class="plain small" @click=${() => this.#save("csv")}>${this.t("table.csv")}</button>
          <button class="plain small" @click=${() => this.#save("json")}>${this.t("table.json")}</button>
        </span>
      </div>
    </div>`;
  }

  #head(column: Column<T>) {
    const active = this.sort === column.key;
    const down = active && this.#descending(column);
    return html`<th role="columnheader" scope="col" class=${column.numeric ? "numeric" : ""} aria-sort=${active ? (down ? "descending" : "ascending") : "none"}>
      <button @click=${() => this.#by(column)}>${column.title}<span class="arrow" aria-hidden="true">${active ? (down ? "↓" : "↑") : ""}</span></button></th>`;
  }

  #by(column: Column<T>): void {
    this.descending = this.sort === column.key ? !this.#descending(column) : column.numeric === true;
    this.sort = column.key;
  }

  #descending(column: Column<T>): boolean {
    return this.descending ?? column.numeric === true;
  }

  #sorted(): readonly T[] {
    const column = this.columns.find(({ key }) => key === this.sort);
    if (column === undefined) return this.rows;
    const sign = this.#descending(column) ? -1 : 1;
    const words = new Intl.Collator(document.documentElement.lang, { numeric: true });
    return [...this.rows].sort((a, b) => sign * compare(column.value(a), column.value(b), words));
  }

  #plain(value: Cell): string {
    if (value === null || value === undefined) return "–";
    if (typeof value === "number" || typeof value === "bigint") return this.format.number(value);
    return typeof value === "boolean" ? this.t(value ? "table.yes" : "table.no") : value;
  }

  #save(kind: "csv" | "json"): void {
    const names = this.columns.map(({ key }) => key);
    const cells = this.#sorted().map(row => this.columns.map(column => column.value(row)));
    const file = new Blob([kind === "csv" ? csv(names, cells) : json(names, cells)], { type: kind === "csv" ? "text/csv;charset=utf-8" : "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `${this.name}.${kind}`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

function compare(a: Cell, b: Cell, words: Intl.Collator): number {
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : -1;
  if (b === null || b === undefined) return 1;
  if (typeof a === "string" && typeof b === "string") return words.compare(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

customElements.define("dorg-table", Table);
