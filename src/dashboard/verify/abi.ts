// What is read of the contracts, written from their interfaces.
import { parseAbi, parseAbiParameters, toEventSelector, toFunctionSelector } from "viem";

const terms =
  "struct Terms { uint16 dampingBp; uint32 pointsPerEpoch; uint32 introductionPoints; uint64 rewardPerEpoch; uint16 renewalBp; uint32 epochSeconds; uint32 challengeSeconds; uint128 bond; }";
const author = "struct Author { address account; uint16 shareBp; }";
const credit = "struct Credit { bytes32 contribution; address recipient; uint32 points; }";
// Texts as bytes: what a chain holds need not be UTF-8, and its hash is over the bytes.
const contribution =
  "struct Contribution { address contributor; bytes area; bytes title; bytes uri; bytes32 contentHash; Author[] coAuthors; bytes32[] buildsOn; uint32 nonce; }";
const evaluation = "struct Evaluation { address evaluator; uint32 epoch; uint32 nonce; Credit[] credits; }";
const signedContribution = "struct SignedContribution { Contribution record; bytes signature; }";
const signedEvaluation = "struct SignedEvaluation { Evaluation record; bytes signature; }";

export const settlementAbi = parseAbi([
  terms,
  "struct Founder { address account; uint64 reputation; }",
  "struct Posted { address submitter; uint32 members; uint64 reputation; uint64 deadline; uint128 bond; bytes32 root; }",
  "struct ClosedEpoch { uint32 epoch; uint32 members; bytes32 head; uint64 reward; bytes32 expected; }",
  "struct VectorPage { uint32 number; bytes values; }",
  "event Founded(address indexed ledger, Founder[] founders, bytes32 root)",
  "event EpochOpened(uint32 indexed epoch, uint32 indexed set, Terms terms, uint64 reward)",
  "event EpochClosed(uint32 indexed epoch, bytes32 head, uint32 members)",
  "event PagesSubmitted(uint32 indexed epoch, address indexed submitter, uint32 firstPage, bytes x)",
  "event Submitted(uint32 indexed epoch, address indexed submitter, bytes32 root, uint64 totalEarned, uint64 reputation, uint64 deadline, uint128 bond)",
  "event Refuted(uint32 indexed epoch, address indexed challenger, address indexed submitter, uint32 member, uint64 posted, uint256 found, uint256 burned)",
  "event Finalized(uint32 indexed epoch, bytes32 root)",
  "event Claimed(uint32 indexed member, address indexed account, uint64 minted, uint64 reputation)",
  "function ledger() view returns (address)",
  "function openEpoch() view returns (uint32)",
  "function closed() view returns (ClosedEpoch epoch, uint8 stage)",
  "function standing() view returns (Posted)",
  "function finalSettlement() view returns (Posted)",
  "function replayRow(uint32 epoch, uint32 member, uint32 first, VectorPage[] pages, bytes credits)",
  "function challengeRow(uint32 epoch, uint32 member, VectorPage[] pages, bytes previousPage, bytes credits)",
  "error WrongStage(uint32 epoch, uint8 stage)",
  "error TooLate(uint256 deadline)",
  "error UnknownMember(uint32 member)",
  "error UnknownPage(uint32 page)",
  "error WrongState(uint32 page)",
  "error WrongCredits(bytes28 given, bytes28 row)",
  "error CreditsLeft(uint32 member, uint256 length)",
  "error WrongCredit(uint32 credit, uint32 next)",
  "error RowHolds(uint32 member, uint64 influence)",
]);

export const ledgerAbi = parseAbi([
  credit,
  "event EvaluationTaken(uint64 indexed sequence, address indexed evaluator, uint32 epoch, uint32 nonce, Credit[] credits)",
  "event MemberRegistered(uint32 indexed number, address indexed account)",
  "function head() view returns (bytes32)",
  "function sequence() view returns (uint64)",
  "function memberCount() view returns (uint32)",
  "function rows(uint32 epoch, uint32 from, uint32 to) view returns (bytes28[])",
]);

const contributionTuple = "(address,string,string,string,bytes32,(address,uint16)[],bytes32[],uint32)";
const evaluationTuple = "(address,uint32,uint32,(bytes32,address,uint32)[])";

/** The event of a contribution, whose texts are read as bytes: its selector is that of strings. */
export const contributionTaken = {
  topic: toEventSelector(`ContributionTaken(uint64,address,string,string,string,bytes32,(address,uint16)[],bytes32[],uint32)`),
  data: parseAbiParameters(["bytes area, bytes title, bytes uri, bytes32 contentHash, Author[] coAuthors, bytes32[] buildsOn, uint32 nonce", author]),
};

/** The calls that bring records, by selector. */
export const recordCalls = {
  relay: {
    selector: toFunctionSelector(`relay((${contributionTuple},bytes)[],(${evaluationTuple},bytes)[])`),
    inputs: parseAbiParameters([
      "SignedContribution[] contributions, SignedEvaluation[] evaluations", signedContribution, signedEvaluation, contribution, evaluation, author, credit,
    ]),
  },
  contribute: {
    selector: toFunctionSelector(`contribute(${contributionTuple})`), inputs: parseAbiParameters(["Contribution record", contribution, author]),
  },
  evaluate: {
    selector: toFunctionSelector(`evaluate(${evaluationTuple})`), inputs: parseAbiParameters(["Evaluation record", evaluation, credit]),
  },
};

/** ERC-1271: how a contract account says that a signature is its own. */
export const contractAccountAbi = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);
export const validSignature = "0x1626ba7e";
