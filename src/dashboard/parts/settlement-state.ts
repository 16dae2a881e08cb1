// Where an epoch's settlement is. Pure, so that tests need no browser.
import type { Epoch, Settlement } from "../api/models.ts";
import type { Key } from "../i18n/language.ts";

/** The settlement that counts: not one that was refuted. */
export const counting = ({ settlements }: Epoch): Settlement | undefined => settlements.find(({ status }) => status !== "Refuted");

/** A word for it, and how it is to be coloured. */
export function stateOf(epoch: Epoch): { readonly word: Key; readonly tone: "" | "good" | "warn" } {
  if (epoch.open) return { word: "settlement.open", tone: "" };
  const posted = counting(epoch);
  if (posted === undefined) return { word: "settlement.awaited", tone: "warn" };
  return posted.status === "Final" ? { word: "settlement.final", tone: "good" } : { word: "settlement.standing", tone: "warn" };
}
