// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILedger} from "./ILedger.sol";
import {IParameters, Terms} from "./IParameters.sol";
import {IReputation} from "./IReputation.sol";
import {IRewardToken} from "./IRewardToken.sol";

/// @title Settlement
/// @notice Turns the credits of an epoch into rewards and reputation. Anyone posts the vector of influence of a closed epoch
/// under a bond; everything else is derived here; anyone who shows one row that is not a fixed point deletes it.
/// @dev Vectors are by member number: influence 8 bytes a member, state 16 bytes (cumulative reward, reputation). Page k
/// holds members 64k .. 64k + 63. Influence is in units of 2^-60, rewards and reputation in units of 10^-9.
interface ISettlement {
    /// @notice Where an epoch stands. An epoch that is neither closed nor submitted is open, not yet open, or final.
    enum Stage {
        Open,
        Closed,
        Submitted
    }

    /// @notice A founder and what he starts with.
    struct Founder {
        /// Becomes a member.
        address account;
        /// At least 1, in units of 10^-9.
        uint64 reputation;
    }

    /// @notice An epoch as it was frozen when it was closed.
    struct ClosedEpoch {
        /// The epoch; it is closed or submitted, and all before it are final.
        uint32 epoch;
        /// Members at the close.
        uint32 members;
        /// Log head at the close.
        bytes32 head;
        /// What the epoch can mint, in units of 10^-9 token.
        uint64 reward;
        /// keccak(epoch4, head32, members4, dampingBp2, pointsPerEpoch4, reward8, renewalBp2), to be given with a
        /// submission.
        bytes32 expected;
    }

    /// @notice A settlement that stands or is final.
    struct Posted {
        /// Who posted it; zero for genesis.
        address submitter;
        /// How many its vector is of.
        uint32 members;
        /// Sum of all reputation after the epoch.
        uint64 reputation;
        /// When its time of challenge ends, in seconds since 1970; 0 for genesis.
        uint64 deadline;
        /// What was put up for it, in wei.
        uint128 bond;
        /// Chain over the hashes of all pages.
        bytes32 root;
    }

    /// @notice How far a caller's draft for the closed epoch stands.
    struct Draft {
        /// The closed epoch.
        uint32 epoch;
        /// Pages taken so far: the next call goes on with this one.
        uint32 pages;
        /// What all members earn together, as announced with the first page.
        uint64 totalEarned;
        /// What the members of the pages taken earn.
        uint64 earned;
        /// Reputation after the epoch of the members of the pages taken.
        uint64 reputation;
        /// Chain over the hashes of the pages taken.
        bytes32 root;
    }

    /// @notice One page of a posted vector of influence.
    struct VectorPage {
        /// Which page; it holds members 64 · number and after.
        uint32 number;
        /// Influence of its members, 8 bytes each.
        bytes values;
    }

    /// @notice The organization exists, with this `ledger`: its `founders` are members 0, 1, 2, …, genesis has this `root`,
    /// and epoch 0 is open.
    event Founded(address indexed ledger, Founder[] founders, bytes32 root);

    /// @notice The `epoch` opened under these `terms`, the set of parameters with the number `set`; it can mint `reward` in
    /// units of 10^-9 token.
    event EpochOpened(uint32 indexed epoch, uint32 indexed set, Terms terms, uint64 reward);

    /// @notice The `epoch` closed: its settlement is about the log up to `head` and so many `members`.
    event EpochClosed(uint32 indexed epoch, bytes32 head, uint32 members);

    /// @notice Pages of the draft of `submitter` for `epoch` were taken: influence `x` of the members from page
    /// `firstPage` on.
    event PagesSubmitted(uint32 indexed epoch, address indexed submitter, uint32 firstPage, bytes x);

    /// @notice The draft of `submitter` became the settlement of `epoch`, with this `root`: `totalEarned` is what all
    /// members earn, in units of 2^-60, `reputation` what they have after it. Until `deadline` it can be refuted, at the
    /// cost of `bond`.
    event Submitted(
        uint32 indexed epoch,
        address indexed submitter,
        bytes32 root,
        uint64 totalEarned,
        uint64 reputation,
        uint64 deadline,
        uint128 bond
    );

    /// @notice The row of `member` in `epoch` was replayed by `caller` over its first `credits` credits.
    event RowReplayed(uint32 indexed epoch, address indexed caller, uint32 indexed member, uint32 credits);

    /// @notice Rows `from` to `to - 1` of the settlement of `epoch` that stands, with this `root`, were shown to be fixed
    /// points by `verifier`.
    event RowsVerified(uint32 indexed epoch, address indexed verifier, bytes32 root, uint32 from, uint32 to);

    /// @notice The settlement of `epoch` by `submitter` was refuted by `challenger` and deleted: member `member` has
    /// influence `found`, not `posted`. Of the bond, `burned` wei are lost to everybody.
    event Refuted(
        uint32 indexed epoch,
        address indexed challenger,
        address indexed submitter,
        uint32 member,
        uint64 posted,
        uint256 found,
        uint256 burned
    );

    /// @notice The settlement of `epoch` with this `root` is final.
    event Finalized(uint32 indexed epoch, bytes32 root);

    /// @notice The member number `member` was brought up to date: `account` was paid `minted` (units of 10^-9 token) and has
    /// `reputation` votes.
    event Claimed(uint32 indexed member, address indexed account, uint64 minted, uint64 reputation);

    /// @notice The `account` can withdraw `amount` wei more.
    event EtherCredited(address indexed account, uint256 amount);

    /// @notice The `account` was sent `amount` wei.
    event Withdrawn(address indexed account, uint256 amount);

    /// @notice An organization has 1 to 64 founders, not `count`.
    error FounderCount(uint256 count);
    /// @notice The `account` is a founder twice.
    error FounderRepeated(address account);
    /// @notice A founder's `account` is not zero, and his `reputation` is at least 1.
    error FounderInvalid(address account, uint64 reputation);
    /// @notice The founders' `reputation` together is above 2^53.
    error ReputationTooLarge(uint256 reputation);
    /// @notice The contract at `part` does not belong to this settlement.
    error WrongPart(address part);
    /// @notice The epoch has not lasted long enough, or the settlement can still be refuted; from `until` on it will do.
    error TooEarly(uint256 until);
    /// @notice The `epoch` before is not final.
    error NotFinal(uint32 epoch);
    /// @notice The `epoch` is at `stage`, which is not the one that the call needs.
    error WrongStage(uint32 epoch, Stage stage);
    /// @notice The chain froze other values than the settler expected, for instance after a reorganization: their hash is
    /// `expected`.
    error Unexpected(bytes32 expected);
    /// @notice The call begins with `page`, but the caller's draft goes on with `next`.
    error WrongPage(uint32 page, uint32 next);
    /// @notice So many bytes, `length`, are no whole pages: 512 bytes each, the last one as long as its members.
    error PageLength(uint256 length);
    /// @notice The state given for `page` is not that of the settlement before.
    error WrongState(uint32 page);
    /// @notice The `influence` of `member` is below his `seed`.
    error NegativeEarned(uint32 member, uint64 influence, uint256 seed);
    /// @notice All that is earned is not what was announced with the first page, or more than can be earned.
    /// @param earned What is earned as far as the pages are given; the most that can be earned if `announced` is more; the
    /// other total if a later call gives one.
    /// @param announced What the call gives as `totalEarned`, or gave with the first page.
    error WrongTotal(uint256 earned, uint256 announced);
    /// @notice The call must carry exactly `needed` wei, not `given`.
    error WrongBond(uint256 given, uint256 needed);
    /// @notice The time of challenge was over at `deadline`.
    error TooLate(uint256 deadline);
    /// @notice No member of the vector has the number `member`, or his page is another.
    error UnknownMember(uint32 member);
    /// @notice The `page` is not one of the settlement's, or was not given.
    error UnknownPage(uint32 page);
    /// @notice The credits given are not those of the row, or not all of them: their chain is `given`, the ledger's `row`.
    error WrongCredits(bytes28 given, bytes28 row);
    /// @notice The row of `member` ended before the credits given: `length` bytes are left.
    error CreditsLeft(uint32 member, uint256 length);
    /// @notice The call begins after `credit` credits of the row, but the caller's replay goes on after `next`.
    error WrongCredit(uint32 credit, uint32 next);
    /// @notice These are no rows of the vector: `from` is below `to`, and `to` at most the number of members.
    error WrongRows(uint32 from, uint32 to);
    /// @notice The row of `member` is a fixed point at his `influence`: there is nothing to refute.
    error RowHolds(uint32 member, uint64 influence);
    /// @notice The row of `member` gives `found`, not `posted`: {challengeRow} refutes the settlement.
    error RowFails(uint32 member, uint64 posted, uint256 found);
    /// @notice The state given for `page` is not that of the last final settlement.
    error StalePage(uint32 page);
    /// @notice The `account` did not take its ether.
    error PaymentFailed(address account);

    /// @notice The ledger whose epochs are settled here.
    function ledger() external view returns (ILedger);

    /// @notice Where the terms of the next epoch come from.
    function parameters() external view returns (IParameters);

    /// @notice What rewards are paid in.
    function token() external view returns (IRewardToken);

    /// @notice What votes weigh.
    function reputation() external view returns (IReputation);

    /// @notice The epoch that is open.
    function openEpoch() external view returns (uint32);

    /// @notice When the open epoch opened, in seconds since 1970.
    function openedAt() external view returns (uint64);

    /// @notice The terms of `epoch`, the open one or the one before; reverts with {WrongStage} for any other.
    function termsOf(uint32 epoch) external view returns (Terms memory);

    /// @notice The number of the set of parameters that `epoch` opened under, whatever became of it since; reverts with
    /// {WrongStage} for one that has not opened. {IParameters.termsAt} has the set and its hash.
    function setOf(uint32 epoch) external view returns (uint32);

    /// @notice The `epoch` that is closed or submitted, if there is one, and its `stage`; otherwise `stage` is Open.
    function closed() external view returns (ClosedEpoch memory epoch, Stage stage);

    /// @notice The settlement that stands for the closed epoch; empty unless it is submitted.
    function standing() external view returns (Posted memory);

    /// @notice The last final settlement, genesis at first.
    function finalSettlement() external view returns (Posted memory);

    /// @notice The draft of `account` for the closed epoch.
    function draftOf(address account) external view returns (Draft memory);

    /// @notice How far `account` replayed the row of `member` of the settlement that stands: the `chain` over so many
    /// `credits`, and the `sum` of the givers' influence times the points given.
    function replayOf(address account, uint32 member)
        external
        view
        returns (bytes28 chain, uint32 credits, uint256 sum);

    /// @notice How many rows of the settlement that stands were shown to be fixed points.
    function rowsVerified() external view returns (uint256);

    /// @notice Whether the row of `member` of the settlement that stands was shown to be a fixed point.
    function isRowVerified(uint32 member) external view returns (bool);

    /// @notice The stored hashes of `page` of the settlement that stands, of influence (`xHash`) and state (`stateHash`);
    /// reverts with {UnknownPage} if there is none.
    function standingPage(uint32 page) external view returns (bytes32 xHash, bytes32 stateHash);

    /// @notice The stored hashes of `page` of the last final settlement, of influence (`xHash`) and state (`stateHash`);
    /// reverts with {UnknownPage} if there is none.
    function finalPage(uint32 page) external view returns (bytes32 xHash, bytes32 stateHash);

    /// @notice What the member number `member` has been paid so far, in units of 10^-9 token.
    function claimedBy(uint32 member) external view returns (uint64);

    /// @notice Ether that `account` can withdraw, in wei.
    function balanceOf(address account) external view returns (uint256);

    /// @notice Closes the open epoch, if it lasted long enough and the epoch before is final, and opens the next.
    /// @custom:caller Anyone.
    function closeEpoch() external;

    /// @notice Brings whole pages of the vector of the closed epoch, in order, in one call or several. The call with the
    /// last page carries the bond and makes them the settlement.
    /// @custom:caller Anyone, with the bond in the last call.
    /// @param epoch The closed epoch.
    /// @param expected {ClosedEpoch.expected} as the settler computed it.
    /// @param totalEarned What all members earned together, in units of 2^-60, the same in every call.
    /// @param firstPage Where the caller's draft stands; 0 begins a new one.
    /// @param x Influence of the pages' members: 8 bytes each, 512 bytes a page, fewer in the last.
    /// @param previousState State of the same members in the settlement before, as far as it had so many: 16 bytes each.
    function submit(
        uint32 epoch,
        bytes32 expected,
        uint64 totalEarned,
        uint32 firstPage,
        bytes calldata x,
        bytes calldata previousState
    ) external payable;

    /// @notice Replays a part of a row that is too long for one transaction, for the caller to go on from in {replayRow},
    /// {challengeRow}, or {verifyRows} where the row is the first.
    /// @custom:caller Anyone, each for his own challenge or proof.
    /// @param epoch The epoch whose settlement stands.
    /// @param member Whose row.
    /// @param first How many credits of the row the caller has replayed before; 0 begins anew.
    /// @param pages The pages of the posted vector that hold everybody who gave the credits.
    /// @param credits The next credits the member got, packed as in {challengeRow}; giving none with `first` 0 forgets the
    /// replay.
    function replayRow(
        uint32 epoch,
        uint32 member,
        uint32 first,
        VectorPage[] calldata pages,
        bytes calldata credits
    ) external;

    /// @notice Refutes the settlement that stands for `epoch`: shows that row `member` is not a fixed point. Half its bond
    /// is credited to the caller, half is burned.
    /// @custom:caller Anyone, until the deadline.
    /// @param pages The pages of the posted vector that hold `member` and everybody who credited him.
    /// @param previousPage The page of the state before that holds `member`; not read if he was no member then.
    /// @param credits The credits he got, in log order: 4 bytes number of the giver, 4 bytes points each. After {replayRow},
    /// the rest of them.
    function challengeRow(
        uint32 epoch,
        uint32 member,
        VectorPage[] calldata pages,
        bytes calldata previousPage,
        bytes calldata credits
    ) external;

    /// @notice Shows that the rows `from` to `to - 1` of the settlement that stands for `epoch` are fixed points. Every row
    /// counts once, whoever shows it; when all have been shown, the settlement is final at once.
    /// @custom:caller Anyone.
    /// @param pages The pages of the posted vector that hold the members of these rows and everybody who credited them.
    /// @param previousState The state before of the same members as far as they had one: whole pages, one after another.
    /// @param credits The credits of all these rows, one row after another, packed as in {challengeRow}; of the first row
    /// only the rest, if the caller replayed it.
    function verifyRows(
        uint32 epoch,
        uint32 from,
        uint32 to,
        VectorPage[] calldata pages,
        bytes calldata previousState,
        bytes calldata credits
    ) external;

    /// @notice Makes the settlement of `epoch` final once its time of challenge is over; its bond goes back to its
    /// submitter.
    /// @custom:caller Anyone.
    function finalize(uint32 epoch) external;

    /// @notice Brings members up to date with the last final settlement: mints what they are owed and sets their votes.
    /// @custom:caller Anyone, for anyone.
    /// @param page The page that holds the members.
    /// @param members Their numbers.
    /// @param statePage The page of that settlement's state: 16 bytes for each of its members.
    function claim(uint32 page, uint32[] calldata members, bytes calldata statePage) external;

    /// @notice Sends the caller the ether credited to it.
    /// @custom:caller Anyone.
    function withdraw() external;
}
