// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

/// @notice A co-author named by the contributor.
struct Author {
    /// Who he is; not the contributor, and named once.
    address account;
    /// What is his part of the contribution, in 1/10000; the rest is the contributor's.
    uint16 shareBp;
}

/// @notice A signed record of work; its id is its EIP-712 struct hash.
struct Contribution {
    /// Who signs; needs no membership.
    address contributor;
    /// The part of the organization it belongs to: 1 to 32 bytes of UTF-8.
    string area;
    /// 1 to 140 bytes of UTF-8.
    string title;
    /// Where the work is found: at most 256 bytes.
    string uri;
    /// A hash of the work, as the contributor's tools make it.
    bytes32 contentHash;
    /// At most 16; their shares together are below the whole.
    Author[] coAuthors;
    /// Ids of at most 16 contributions that it rests on.
    bytes32[] buildsOn;
    /// Tells equal contributions apart, nothing else.
    uint32 nonce;
}

/// @notice Points from an evaluator to a recipient, labelled with a contribution.
struct Credit {
    /// The id of the contribution it is given for.
    bytes32 contribution;
    /// Who gets it: a member, or somebody whom it introduces; not the evaluator.
    address recipient;
    /// How much of the evaluator's budget, at least 1.
    uint32 points;
}

/// @notice One signed message that carries credits; all of them are taken or none.
struct Evaluation {
    /// The member who gives.
    address evaluator;
    /// The open epoch.
    uint32 epoch;
    /// The number of the evaluator's evaluations already taken in this epoch.
    uint32 nonce;
    /// 1 to 64 of them.
    Credit[] credits;
}

/// @notice Why a record was not taken. The values are stored in logs: they are only ever added at the end.
enum Refusal {
    /// The record was taken.
    None,
    /// The area has 1 to 32 bytes.
    AreaLength,
    /// The title has 1 to 140 bytes.
    TitleLength,
    /// The link has at most 256 bytes.
    UriLength,
    /// There are at most 16 co-authors.
    CoAuthorCount,
    /// A co-author is named once, and is not the contributor.
    CoAuthorRepeated,
    /// Every share is at least 1, and all together are below 10000.
    ShareOutOfRange,
    /// It builds on at most 16 contributions.
    BuildsOnCount,
    /// There are 1 to 64 credits.
    CreditCount,
    /// The epoch is not the open one.
    WrongEpoch,
    /// The evaluator is no member.
    UnknownMember,
    /// The nonce is not the evaluator's next.
    WrongNonce,
    /// A credit has at least 1 point.
    ZeroPoints,
    /// The evaluator credits himself.
    SelfCredit,
    /// A recipient is the zero address.
    ZeroRecipient,
    /// A recipient is no member, and the credit is too small to make him one.
    NotIntroduced,
    /// There would be more than 2^20 members.
    LedgerFull,
    /// The evaluator's budget of the epoch does not hold so many points.
    OverBudget,
    /// The record is neither signed nor sent by its author.
    SignatureInvalid
}

/// @title Ledger
/// @notice Takes signed contributions and evaluations from anyone, chains them into one log and keeps for every member a
/// chain over the credits received in an epoch, so that no settlement can invent, drop or reorder a credit.
interface ILedger is IERC5267 {
    /// @notice A contribution and the contributor's signature of it (65 bytes, ERC-2098's 64, or ERC-1271's).
    struct SignedContribution {
        /// What was signed.
        Contribution record;
        /// The contributor's signature of its digest.
        bytes signature;
    }

    /// @notice An evaluation and the evaluator's signature of it.
    struct SignedEvaluation {
        /// What was signed.
        Evaluation record;
        /// The evaluator's signature of its digest.
        bytes signature;
    }

    /// @notice A contribution of `contributor` was taken as record number `sequence` of the log, with its `area`, `title`,
    /// `uri`, `contentHash`, `coAuthors`, `buildsOn` and `nonce`.
    event ContributionTaken(
        uint64 indexed sequence,
        address indexed contributor,
        string area,
        string title,
        string uri,
        bytes32 contentHash,
        Author[] coAuthors,
        bytes32[] buildsOn,
        uint32 nonce
    );

    /// @notice An evaluation was taken as record number `sequence` of the log: `credits` of `evaluator` in `epoch`, with its
    /// `nonce`.
    event EvaluationTaken(
        uint64 indexed sequence, address indexed evaluator, uint32 epoch, uint32 nonce, Credit[] credits
    );

    /// @notice A relayed record was left out for this `reason`; it changed nothing and can be relayed again.
    /// @param digest The EIP-712 digest of the record.
    event RecordSkipped(bytes32 indexed digest, Refusal reason);

    /// @notice The `account` became member `number`, by founding or by a credit.
    event MemberRegistered(uint32 indexed number, address indexed account);

    /// @notice A record that was sent directly was refused for this `reason`.
    error RecordRefused(Refusal reason);

    /// @notice Only the settlement contract founds and opens epochs, not `caller`.
    error NotSettlement(address caller);

    /// @notice The founders are registered, and only once.
    error AlreadyFounded();

    /// @notice Too little gas, `gasLeft`, to ask a contract account for its signature; the batch must be smaller.
    error BatchStarved(uint256 gasLeft);

    /// @notice The settlement contract, the only one that opens epochs and registers founders.
    function settlement() external view returns (address);

    /// @notice Where reputation is read from.
    function reputation() external view returns (address);

    /// @notice The open epoch.
    function epoch() external view returns (uint32);

    /// @notice Number of members.
    function memberCount() external view returns (uint32);

    /// @notice Chain over the digests of all records taken.
    function head() external view returns (bytes32);

    /// @notice Number of records taken.
    function sequence() external view returns (uint64);

    /// @notice The account of member `number`; zero for a number not yet given.
    function memberAt(uint32 number) external view returns (address);

    /// @notice Whether `account` is a member (`isMember`), and its `number`.
    function memberOf(address account) external view returns (bool isMember, uint32 number);

    /// @notice What `account` has given in the open epoch: evaluations taken, its next `nonce`, and `points` spent.
    function spending(address account) external view returns (uint32 nonce, uint32 points);

    /// @notice The chain over the credits that member `number` got in `epoch_`, as the leftmost 28 bytes; zero without any.
    /// @dev Holds for the open epoch and the one before; a row of an older epoch has been overwritten or reads as zero.
    function row(uint32 epoch_, uint32 number) external view returns (bytes28);

    /// @notice The `chains` of {row} in `epoch_` for the members `from` to `to - 1`, in one call; `from` is at most `to`.
    function rows(uint32 epoch_, uint32 from, uint32 to) external view returns (bytes28[] memory chains);

    /// @notice The id of the contribution `record`: its EIP-712 struct hash.
    function contributionId(Contribution calldata record) external pure returns (bytes32);

    /// @notice What the contributor of `record` signs: its EIP-712 digest.
    function contributionDigest(Contribution calldata record) external view returns (bytes32);

    /// @notice What the evaluator of `record` signs: its EIP-712 digest.
    function evaluationDigest(Evaluation calldata record) external view returns (bytes32);

    /// @notice Takes the contribution `record`; reverts with {RecordRefused} where a relayed one would be skipped.
    /// @custom:caller Its contributor.
    function contribute(Contribution calldata record) external;

    /// @notice Takes the evaluation `record`; reverts with {RecordRefused} where a relayed one would be skipped.
    /// @custom:caller Its evaluator.
    function evaluate(Evaluation calldata record) external;

    /// @notice Takes signed records, first `contributions`, then `evaluations`; a bad one is skipped with an event and stops
    /// no other.
    /// @custom:caller Anyone.
    /// @return taken How many records were taken.
    function relay(SignedContribution[] calldata contributions, SignedEvaluation[] calldata evaluations)
        external
        returns (uint256 taken);

    /// @notice Registers the `founders`, once, before the first epoch's records, and sets its `pointsPerEpoch` and
    /// `introductionPoints`.
    /// @custom:caller The settlement contract.
    function found(address[] calldata founders, uint32 pointsPerEpoch, uint32 introductionPoints) external;

    /// @notice Ends the open epoch and opens the next one with its `pointsPerEpoch` and `introductionPoints`.
    /// @custom:caller The settlement contract.
    /// @return head_ The log head at the end of the epoch.
    /// @return members The number of members at the end of the epoch.
    function turn(uint32 pointsPerEpoch, uint32 introductionPoints) external returns (bytes32 head_, uint32 members);
}
