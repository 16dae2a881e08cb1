// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

/// @notice A co-author named by the contributor.
struct Author {
    address account;
    uint16 shareBp;
}

/// @notice A signed record of work; its id is its EIP-712 struct hash.
struct Contribution {
    address contributor;
    string area;
    string title;
    string uri;
    bytes32 contentHash;
    Author[] coAuthors;
    bytes32[] buildsOn;
    uint32 nonce;
}

/// @notice Points from an evaluator to a recipient, labelled with a contribution.
struct Credit {
    bytes32 contribution;
    address recipient;
    uint32 points;
}

/// @notice One signed message that carries credits; all of them are taken or none.
struct Evaluation {
    address evaluator;
    uint32 epoch;
    uint32 nonce;
    Credit[] credits;
}

/// @notice Why a record was not taken. The values are stored in logs: they are only ever added at the end.
enum Refusal {
    None,
    AreaLength,
    TitleLength,
    UriLength,
    CoAuthorCount,
    CoAuthorRepeated,
    ShareOutOfRange,
    BuildsOnCount,
    CreditCount,
    WrongEpoch,
    UnknownMember,
    WrongNonce,
    ZeroPoints,
    SelfCredit,
    ZeroRecipient,
    NotIntroduced,
    LedgerFull,
    OverBudget,
    SignatureInvalid
}

/// @title Ledger
/// @notice Takes signed contributions and evaluations from anyone, chains them into one log and keeps for every member a
/// chain over the credits received in an epoch, so that no settlement can invent, drop or reorder a credit.
interface ILedger is IERC5267 {
    /// @notice A contribution and the contributor's signature of it (65 bytes, ERC-2098's 64, or ERC-1271's).
    struct SignedContribution {
        Contribution record;
        bytes signature;
    }

    /// @notice An evaluation and the evaluator's signature of it.
    struct SignedEvaluation {
        Evaluation record;
        bytes signature;
    }

    /// @notice A contribution was taken as record number `sequence` of the log.
    event ContributionTaken(uint64 indexed sequence, address indexed contributor, Contribution record);

    /// @notice An evaluation was taken as record number `sequence` of the log.
    event EvaluationTaken(
        uint64 indexed sequence, address indexed evaluator, uint32 epoch, uint32 nonce, Credit[] credits
    );

    /// @notice A relayed record was left out; it changed nothing and can be relayed again.
    /// @param digest The EIP-712 digest of the record.
    event RecordSkipped(bytes32 indexed digest, Refusal reason);

    /// @notice An account became member `number`, by founding or by a credit.
    event MemberRegistered(uint32 indexed number, address indexed account);

    /// @notice A record that was sent by its author itself was refused.
    error RecordRefused(Refusal reason);

    /// @notice Only the settlement contract opens epochs.
    error NotSettlement(address caller);

    /// @notice The founders are registered, and only once.
    error AlreadyFounded();

    /// @notice Too little gas is left to ask a contract account for its signature; the batch must be smaller.
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

    /// @notice The account of a member; zero for a number not yet given.
    function memberAt(uint32 number) external view returns (address);

    /// @notice Whether `account` is a member, and its number.
    function memberOf(address account) external view returns (bool isMember, uint32 number);

    /// @notice What a member has given in the open epoch: evaluations taken and points spent.
    function spending(address account) external view returns (uint32 nonce, uint32 points);

    /// @notice The chain over the credits that member `number` got in `epoch_`, as the leftmost 28 bytes; zero without any.
    /// @dev Holds for the open epoch and the one before; a row of an older epoch has been overwritten or reads as zero.
    function row(uint32 epoch_, uint32 number) external view returns (bytes28);

    /// @notice The id of a contribution: its EIP-712 struct hash.
    function contributionId(Contribution calldata record) external pure returns (bytes32);

    /// @notice What the contributor signs.
    function contributionDigest(Contribution calldata record) external view returns (bytes32);

    /// @notice What the evaluator signs.
    function evaluationDigest(Evaluation calldata record) external view returns (bytes32);

    /// @notice Takes a contribution sent by its contributor.
    function contribute(Contribution calldata record) external;

    /// @notice Takes an evaluation sent by its evaluator.
    function evaluate(Evaluation calldata record) external;

    /// @notice Takes signed records, contributions first; a bad one is skipped with an event and stops no other.
    /// @return taken How many records were taken.
    function relay(SignedContribution[] calldata contributions, SignedEvaluation[] calldata evaluations)
        external
        returns (uint256 taken);

    /// @notice Registers the founders, once, before the first epoch's records.
    function found(address[] calldata founders, uint32 pointsPerEpoch, uint32 introductionPoints) external;

    /// @notice Ends the open epoch and opens the next one with its budget.
    /// @return head_ The log head at the end of the epoch.
    /// @return members The number of members at the end of the epoch.
    function turn(uint32 pointsPerEpoch, uint32 introductionPoints) external returns (bytes32 head_, uint32 members);
}
