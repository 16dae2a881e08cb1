// What does not follow from the records, with what was computed here and what was found there.

export const differenceCodes = [
  "SequenceHole", "RecordsMissing", "HeadDiffers", "RuleBroken", "SignatureWrong", "SignatureMissing", "MemberDiffers", "MemberCountDiffers", "RowDiffers",
  "OpenEpochDiffers", "FrozenHeadDiffers", "FrozenMembersDiffers", "ExpectedDiffers", "RewardDiffers", "TermsOutOfBounds", "FoundingDiffers", "VectorIncomplete",
  "VectorRefused", "RootDiffers", "TotalDiffers", "ReputationDiffers", "InfluenceDiffers", "NotLeast", "FinalRootDiffers", "StandingRootDiffers",
  "BundleDiffers",
] as const;

export type DifferenceCode = (typeof differenceCodes)[number];

/** One difference. Numbers are decimal strings, because many are above 2^53. */
export interface Difference {
  readonly code: DifferenceCode;
  /** What follows from the records, as computed here. */
  readonly computed: string;
  /** What the chain or the bundle says. */
  readonly found: string;
  readonly epoch?: number;
  readonly member?: number;
  readonly account?: string;
  readonly sequence?: number;
  /** Which part of it, such as a bundle's field or a parameter. */
  readonly part?: string;
}

const sentences: Record<DifferenceCode, (difference: Difference) => string> = {
  SequenceHole: d => `Record ${d.computed} of the ledger is missing: the next that was read is ${d.found}.`,
  RecordsMissing: d => `${d.computed} records were read, and the ledger counts ${d.found}.`,
  HeadDiffers: d => `The records that were read chain to ${d.computed}, and the ledger's head is ${d.found}.`,
  RuleBroken: d => `Record ${d.sequence} was taken by the ledger, and breaks the rule ${d.computed}.`,
  SignatureWrong: d => `Record ${d.sequence} names ${d.computed}, and was signed by ${d.found}.`,
  SignatureMissing: d => `Record ${d.sequence} of ${d.computed} is not in the transaction ${d.found} that brought it.`,
  MemberDiffers: d => `Member ${d.member} is ${d.computed} by the credits, and ${d.found} by the ledger.`,
  MemberCountDiffers: d => `There are ${d.computed} members by the credits, and ${d.found} by the ledger.`,
  RowDiffers: d => `The credits that member ${d.member} got in epoch ${d.epoch} chain to ${d.computed}, and the ledger has ${d.found}.`,
  OpenEpochDiffers: d => `Epoch ${d.computed} is open by the records, and ${d.found} by the contract.`,
  FrozenHeadDiffers: d => `Epoch ${d.epoch} closed with the log's head at ${d.computed}, and the contract froze ${d.found}.`,
  FrozenMembersDiffers: d => `Epoch ${d.epoch} closed with ${d.computed} members, and the contract froze ${d.found}.`,
  ExpectedDiffers: d => `What was frozen with epoch ${d.epoch} hashes to ${d.computed}, and the contract expects ${d.found}.`,
  RewardDiffers: d => `Epoch ${d.epoch} can mint ${d.computed} by its parameters, and ${d.found} by the contract, in units of 10^-9 token.`,
  TermsOutOfBounds: d => `The parameter ${d.part} of epoch ${d.epoch} is ${d.found}, which no vote can set: ${d.computed}.`,
  FoundingDiffers: d => `The founding gives the root ${d.computed}, and the contract says ${d.found}.`,
  VectorIncomplete: d => `The settlement of epoch ${d.epoch} needs the influence of ${d.computed} members, and ${d.found} were posted.`,
  VectorRefused: d => `The settlement of epoch ${d.epoch} was taken by the contract, and cannot be: ${d.computed}`,
  RootDiffers: d => `The posted vector of epoch ${d.epoch} gives the root ${d.computed}, and the contract says ${d.found}.`,
  TotalDiffers: d => `All members earned ${d.computed} in epoch ${d.epoch} by the posted vector, and ${d.found} by the contract.`,
  ReputationDiffers: d => `All reputation after epoch ${d.epoch} is ${d.computed} by the posted vector, and ${d.found} by the contract.`,
  InfluenceDiffers: d => `Member ${d.member}, ${d.account}, has influence ${d.computed} in epoch ${d.epoch}, and ${d.found} was posted.`,
  NotLeast: d => `Every row of epoch ${d.epoch} holds, but the vector is not the least that does: member ${d.member}, ${d.account}, has ${d.computed}, and ${d.found} was posted. No challenge removes that.`,
  FinalRootDiffers: d => `The last final settlement has the root ${d.computed} by the events, and ${d.found} by the contract.`,
  StandingRootDiffers: d => `The settlement that stands has the root ${d.computed} by the events, and ${d.found} by the contract.`,
  BundleDiffers: d => `The bundle of epoch ${d.epoch} says ${d.found} for ${d.part}, and the chain ${d.computed}.`,
};

/** A difference in words. */
export const describe = (difference: Difference): string => sentences[difference.code](difference);
