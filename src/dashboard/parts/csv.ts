// Tables as files. Pure, so that tests need no browser.

/** What a cell can hold: what is exact is a text or a bigint, never rounded. */
export type Cell = string | number | bigint | boolean | null | undefined;

/**
 * Lines of CSV (RFC 4180, CRLF, UTF-8), the names first.
 *
 * A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP's CSV injection); numbers stay as they are,
 * with their signs.
 */
export function csv(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [names, ...rows].map(row => row.map(field).join(",")).join("\r\n") + "\r\n";
}

/** The same rows as objects with these names; what can pass 2^53 is a text. */
export function json(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const objects = rows.map(row => Object.fromEntries(names.map((name, i) => [name, typeof row[i] === "bigint" ? String(row[i]) : row[i] ?? null])));
  return JSON.stringify(objects, null, 2) + "\n";
}

function field(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  let text = String(cell);
  if (typeof cell === "string" && /^[=+\-@\t\r]/.test(text) && !/^-?\d+$/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
