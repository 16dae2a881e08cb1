// What a verification ended with, whichever way it was done. Pure, so that tests need no browser.
import type { Epoch } from "../api/models.ts";
import type { Difference, DifferenceCode } from "../verify/differences.ts";
import type { BundleResult, Report } from "../verify/verify.ts";

export type Outcome =
  /** Recomputed from the chain. */
  | { readonly kind: "chain"; readonly report: Report; readonly differences: readonly Difference[] }
  /** A bundle, beside what the node says was posted; nothing was posted yet for an open epoch. */
  | { readonly kind: "node"; readonly result: BundleResult; readonly posted: boolean; readonly differences: readonly Difference[] }
  /** A bundle, and nothing to compare it with. */
  | { readonly kind: "alone"; readonly result: BundleResult; readonly differences: readonly Difference[] };

export const withoutChain = (result: BundleResult): Outcome => ({ kind: "alone", result, differences: [] });

/** Compares a bundle's root with that of the settlement that stands or is final, as the node tells it. */
export function compareWithNode(result: BundleResult, epoch: Epoch): Outcome {
  const posted = epoch.settlements.find(({ status }) => status !== "Refuted");
  if (posted === undefined) return { kind: "node", result, posted: false, differences: [] };
  const { root, totalEarned } = result.settlement;
  const compared: readonly (readonly [DifferenceCode, computed: string, found: string])[] = [
    ["TotalDiffers", String(totalEarned), posted.totalEarned], ["RootDiffers", root, posted.root.toLowerCase()],
  ];
  const differences = compared.filter(([, computed, found]) => computed !== found).map(([code, computed, found]) => ({ code, epoch: epoch.epoch, computed, found }));
  return { kind: "node", result, posted: true, differences };
}
