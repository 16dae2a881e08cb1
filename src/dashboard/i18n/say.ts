// Turns a message and its parameters into a sentence. Pure, so that tests need no browser.

/** What a message may name: numbers are written as the language writes them, texts as they are. */
export type Parameters = Readonly<Record<string, string | number | bigint>>;

/** A sentence with `{names}` of its parameters, or one for each plural form, chosen by the parameter `count`. */
export type Message = string | { readonly one: string; readonly other: string };

/**
 * The sentence that a message makes.
 * @param locale BCP 47, such as `fr` or `en-GB`.
 */
export function say(message: Message, locale: string, parameters: Parameters = {}): string {
  return form(message, locale, parameters).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    if (value === undefined) return whole;
    return typeof value === "string" ? value : new Intl.NumberFormat(locale).format(value);
  });
}

/** The names that a message's sentences hold, each once, in order. */
export function namesIn(message: Message): string[] {
  const text = typeof message === "string" ? message : `${message.one} ${message.other}`;
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();
}

function form(message: Message, locale: string, { count }: Parameters): string {
  if (typeof message === "string") return message;
  // French has "many" for millions, whose sentence is the one of "other".
  return new Intl.PluralRules(locale).select(Number(count)) === "one" ? message.one : message.other;
}
