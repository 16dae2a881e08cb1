// The language of the page: which one, its messages, and who wants to know when it changes.
//
// Elements extend `Part` (parts/part.ts), which offers `this.t("key", { name: value })` and `this.format` and renders again when
// the language changes. New messages go into `en.json` and `fr.json` (or a pair of files of their own, added to `english.ts` and
// `french.ts`); the build fails when one of them lacks a key. A message is a whole sentence, never a piece of one; with
// `{ "one": …, "other": … }` the parameter `count` chooses.
import english from "./english.ts";
import { formats, type Formats } from "./format.ts";
import { say, type Message, type Parameters } from "./say.ts";

export type Key = keyof typeof english;
export type Language = "en" | "fr";
type Table = Readonly<Record<Key, Message>>;

export const languages: readonly Language[] = ["en", "fr"];
const remembered = "dorg.language";

const tables: Record<Language, () => Promise<Table>> = {
  en: async () => english,
  fr: async () => (await import("./french.ts")).default,
};

class Chosen extends EventTarget {
  language: Language = "en";
  #table: Table = english;
  #formats: Formats = formats("en");

  get format(): Formats {
    return this.#formats;
  }

  /** The sentence of a key. */
  t = (key: Key, parameters?: Parameters): string => say(this.#table[key], this.language, parameters);

  /** Whether there is a message of this name; for names that come from a node, which may be newer than the page. */
  has(key: string): key is Key {
    return Object.hasOwn(this.#table, key);
  }

  /** Takes the language that was chosen last, or the first of the browser's that there is. */
  async start(): Promise<void> {
    const known = [localStorage.getItem(remembered), ...navigator.languages.map(tag => tag.slice(0, 2))];
    await this.choose(languages.find(language => language === known.find(tag => languages.some(one => one === tag))) ?? "en", false);
  }

  /** Changes the language once its messages are here. */
  async choose(language: Language, remember = true): Promise<void> {
    this.#table = await tables[language]();
    this.language = language;
    this.#formats = formats(language);
    document.documentElement.lang = language;
    if (remember) localStorage.setItem(remembered, language);
    this.dispatchEvent(new Event("change"));
  }
}

export const chosen = new Chosen();
