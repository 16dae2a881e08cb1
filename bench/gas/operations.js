// Every figure: what it is the gas of, the most it should be, and why it is more where it is.
export const operations = {
  founding: { what: "found an organization with ten founders: all five contracts" },
  introduction: { what: "a credit that makes a newcomer a member, in evaluations of 64" },
  contribution: {
    what: "contribution, title and link of 60 bytes each, in a batch of 50",
    goal: 16_000,
    reason: "EIP-7623 asks 15,919 for the calldata alone. Calldata at its usual price (6,199), an event with three topics and "
      + "all fields (5,850), recovering the signer (3,000), eight hashes (330) and the share of the transaction and the log's two "
      + "slots (620) are 15,999 before a field is found, checked or encoded.",
  },
  contributionDirect: { what: "the same contribution, sent by its contributor" },
  credit: { what: "credit, in evaluations of ten within a team of eleven, in a batch of 5", goal: 6_500 },
  creditBatch50: { what: "credit, in evaluations of ten to the ten behind one, in a batch of 50", goal: 6_500 },
  creditBehind: { what: "the same in a batch of 5, whose 50 credits share 14 rows and not the team's 11" },
  creditApart: { what: "credit, in a batch of 5 evaluations of ten, no two to the same member" },
  creditDirect: { what: "credit, in one evaluation of ten, sent by the evaluator" },
  singleEvaluation: { what: "evaluation with one credit, in a batch of 100", goal: 27_000 },
  closeEpoch: { what: "close an epoch" },
  submitPerMember1000: { what: "submit, per member, n = 1,000", goal: 1_800 },
  submitPerMember20000: { what: "submit, per member, n = 20,000, in several transactions", goal: 1_800 },
  challengeRow1000: { what: "challengeRow, n = 1,000, 100 credits from all 16 pages", goal: 400_000 },
  challengeRow20000: { what: "challengeRow, n = 20,000, 20 credits from 20 pages", goal: 480_000 },
  replayRow1000: { what: "replayRow of the same row, n = 1,000" },
  verifyRows100: { what: "verifyRows, all rows, n = 100, 1,000 credits", goal: 1_300_000 },
  finalize: { what: "finalize" },
  claimFirst: {
    what: "claim for one member, the first time, n = 1,000, reputation included",
    goal: 165_000,
    reason: "six slots are new (132,600): what was claimed, the token balance, the reputation, and for votes that can be looked "
      + "up at any past time (OpenZeppelin's Votes) length and entry of the account's history and an entry of the total's. With two "
      + "slots rewritten (10,000), the transaction (21,000) and the calldata (11,900) that is above the goal before anything else. "
      + "The distributor below that sets the same votes is above it too.",
  },
  claimRepeated: {
    what: "claim for one member, again",
    goal: 115_000,
    reason: "two entries in the histories of votes are new (44,200) and six slots rewritten (30,000). With transaction and "
      + "calldata (32,900) and three contracts called (7,800) that is 114,900 before anything is read or logged. The distributor "
      + "below that sets the same votes is above it too.",
  },
  claimFirstOf64: { what: "the first time, of 64 members in one call" },
  claimRepeatedOf64: { what: "again, of 64 members in one call" },
};
