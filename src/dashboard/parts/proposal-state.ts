// Where a proposal is, in words (OpenZeppelin's Governor). Pure, so that tests need no browser.
import type { Key } from "../i18n/language.ts";

const states: Readonly<Record<string, readonly [word: Key, tone: "" | "good" | "warn" | "bad"]>> = {
  Pending: ["proposal.Pending", ""], Active: ["proposal.Active", "warn"], Canceled: ["proposal.Canceled", ""], Defeated: ["proposal.Defeated", "bad"],
  Succeeded: ["proposal.Succeeded", "good"], Queued: ["proposal.Queued", "good"], Expired: ["proposal.Expired", ""], Executed: ["proposal.Executed", "good"],
};

/** A word for a state of the node's, and how it is coloured; undefined for one that this page does not know. */
export const proposalState = (state: string): readonly [word: Key, tone: string] | undefined => states[state];
