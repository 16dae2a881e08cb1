// All messages in French, loaded when it is chosen. Does not compile when a key is missing or surplus.
import english from "./english.ts";
import messages from "./fr.json" with { type: "json" };
import govern from "./govern.fr.json" with { type: "json" };
import look from "./look.fr.json" with { type: "json" };
import refusals from "./refusals.fr.json" with { type: "json" };

/** T if it has the keys of U and no other; what lacks or adds one becomes the type of the export. */
type Same<T, U> = [Exclude<keyof U, keyof T>, Exclude<keyof T, keyof U>] extends [never, never]
  ? T
  : { missing: Exclude<keyof U, keyof T>; surplus: Exclude<keyof T, keyof U> };

const both = { ...messages, ...govern, ...look, ...refusals };
const french: Same<typeof both, typeof english> = both;
export default french;
