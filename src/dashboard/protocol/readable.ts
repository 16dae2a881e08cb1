// What a node holds against a text that others shall read before they sign: what nobody sees, and what turns what others see.
import { isCanonical } from "./text.ts";

/** Why a text is not taken, by the name that the node gives it. */
export type TextRefusal = "ControlCharacter" | "UnassignedCharacter" | "DirectionCharacter" | "InvisibleCharacter" | "StackedMarks" | "NotNormalized" | "BlankText";

/** Marks on one letter. Hebrew with all its points and accents, and Burmese, stay below six. */
const mostMarks = 8;

const control = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const unassigned = /[\p{Cn}\p{Co}\p{Cs}]/u;
/** Unicode's Bidi_Control. */
const turning = /\p{Bidi_Control}/u;
/** Zero width joiner and non-joiner: Persian, Hindi and composed emoji cannot be written without them. */
const joiner = /[\u200c\u200d]/u;
/** Format characters that are seen: signs before Arabic numbers and Syriac words. */
const seen = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;
const invisible = /[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\u{e0000}-\u{e0fff}]/u;
const mark = /[\p{Mn}\p{Me}]/u;
// The empty pattern of braille is white space in all but name.
const blank = /^[\p{White_Space}\u2800]*$/u;

/** What stands against a text of several lines; undefined if nothing does. Browsers may know newer characters than the node, whose word counts. */
export function refuseText(text: string): TextRefusal | undefined {
  for (const line of text.split("\n")) {
    const refusal = refuseLine(line);
    if (refusal !== undefined) return refusal;
  }
  return blank.test(text) ? "BlankText" : undefined;
}

function refuseLine(line: string): TextRefusal | undefined {
  const letters = [...line];
  let marks = 0;
  for (const [i, letter] of letters.entries()) {
    if (control.test(letter)) return "ControlCharacter";
    if (unassigned.test(letter)) return "UnassignedCharacter";
    if (turning.test(letter)) return "DirectionCharacter";
    if (joiner.test(letter) ? !(joined(letters[i - 1]) && joined(letters[i + 1])) : invisible.test(letter) && !seen.test(letter)) return "InvisibleCharacter";
    marks = mark.test(letter) ? marks + 1 : 0;
    if (marks > mostMarks) return "StackedMarks";
  }
  if (!isCanonical(line)) return "NotNormalized";
  return line !== "" && blank.test(line) ? "BlankText" : undefined;
}

/** Between two characters that are not ASCII and not invisible themselves; within ASCII joiners only deceive. */
const joined = (letter: string | undefined): boolean => letter !== undefined && letter.codePointAt(0)! > 0x7f && !/[\p{White_Space}\p{Cf}]/u.test(letter);
