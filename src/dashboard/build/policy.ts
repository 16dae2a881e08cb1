// What a strict Content-Security-Policy with Trusted Types would stop in the browser stops the build instead.
import type { BuiltFile } from "./budget.ts";

const inMarkup: readonly [RegExp, string][] = [
  [/<script(?![^>]*\ssrc=)[^>]*>/i, "a script within the page"],
  [/<style[\s>]/i, "a style sheet within the page"],
  [/\sstyle\s*=/i, "a style attribute"],
  [/\son[a-z]+\s*=/i, "an event handler in an attribute"],
  [/<[^>]*\s(?:src|href)\s*=\s*["']?(?:https?:|\/\/|data:)/i, "an address outside of the node"],
];

const inScript: readonly [RegExp, string][] = [
  [/\beval\s*\(/, "eval"],
  [/\bnew\s+Function\s*\(/, "new Function"],
  [/["'`]data:(?:text|application)\/javascript/, "a script as a data: URL"],
];

/** What the page's policy would refuse in a file, each with its name and the file's. */
export function breaches(file: Pick<BuiltFile, "fileName" | "content">): string[] {
  const rules = /\.html$/.test(file.fileName) ? inMarkup : /\.js$/.test(file.fileName) ? inScript : [];
  const text = typeof file.content === "string" ? file.content : new TextDecoder().decode(file.content);
  return rules.filter(([pattern]) => pattern.test(text)).map(([, what]) => `${file.fileName} holds ${what}, which the page's policy refuses: make it a file of its own.`);
}
