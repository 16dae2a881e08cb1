/** Why a record is not taken, in the order of the ledger's numbers: the first here is number 1 of its events. */
export const refusals = [
  "AreaLength", "TitleLength", "UriLength", "CoAuthorCount", "CoAuthorRepeated", "ShareOutOfRange", "BuildsOnCount",
  "CreditCount", "WrongEpoch", "UnknownMember", "WrongNonce", "ZeroPoints", "SelfCredit", "ZeroRecipient", "NotIntroduced",
  "LedgerFull", "OverBudget", "SignatureInvalid",
] as const;

export type Refusal = (typeof refusals)[number];
