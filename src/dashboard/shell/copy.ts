// Copies a text, and tells whether that was possible.
import { chosen } from "../i18n/language.ts";
import { tell } from "./toasts.ts";

/** @param done What is told once it is copied. */
export async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(done);
  } catch {
    tell(chosen.t("address.notCopied"), "alert");
  }
}
