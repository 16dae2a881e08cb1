// Records hash the bytes of their texts as they stand in calldata. What is not UTF-8 is kept as bytes and only shown as text.

/** A record's text: what a person wrote, or bytes as a chain holds them. */
export type Text = string | Uint8Array;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The bytes that are hashed, and whose number the ledger bounds. */
export const textBytes = (text: Text): Uint8Array => (typeof text === "string" ? encoder.encode(text) : text);

/** The text to show, with U+FFFD for what is not UTF-8. */
export const shownText = (text: Text): string => (typeof text === "string" ? text.toWellFormed() : decoder.decode(text));

/** Whether a client may sign this text as it is: whole characters in Unicode's form C. */
export const isCanonical = (text: string): boolean => text.isWellFormed() && text === text.normalize("NFC");

/** The text that a client signs for what was typed: in form C, with U+FFFD for halves of characters. */
export const canonicalText = (text: string): string => text.toWellFormed().normalize("NFC");
