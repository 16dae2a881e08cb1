// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ILedger} from "./interfaces/ILedger.sol";
import {IParameters, Terms} from "./interfaces/IParameters.sol";
import {IReputation} from "./interfaces/IReputation.sol";
import {IRewardToken} from "./interfaces/IRewardToken.sol";
import {ISettlement} from "./interfaces/ISettlement.sol";
import {InfluenceMath} from "./libraries/InfluenceMath.sol";
import {Pages} from "./libraries/Pages.sol";
import {SettlementRows} from "./settlement/SettlementRows.sol";

/// @title Settlement
/// @notice See {ISettlement}, which says what every function, event and error means.
contract Settlement is SettlementRows {
    using Checkpoints for Checkpoints.Trace224;

    /// @dev Together with floors that only lose, this keeps reputation below 2^54 for ever.
    uint256 private constant MAX_REPUTATION = 2 ** 53;

    /// @dev Keeps every cumulative reward within the 8 bytes it is stored in.
    uint64 private constant MAX_REWARD = 2 ** 63;

    /// @dev From units of 10^-9 to the token's 18 decimals.
    uint256 private constant TOKEN_UNIT = 1e9;

    /// @dev Genesis is stored as the settlement of the epoch before epoch 0, posted by nobody.
    uint256 private constant GENESIS_PARITY = 1;

    /// @param founders 1 to 64 distinct accounts with their reputation, each at least 1, together at most 2^53. They become
    /// members in this order.
    constructor(
        ILedger ledger_,
        IParameters parameters_,
        IRewardToken token_,
        IReputation reputation_,
        Founder[] memory founders
    ) {
        if (ledger_.settlement() != address(this) || ledger_.reputation() != address(reputation_)) {
            revert WrongPart(address(ledger_));
        }
        if (token_.settlement() != address(this)) revert WrongPart(address(token_));
        if (reputation_.settlement() != address(this)) revert WrongPart(address(reputation_));
        ledger = ledger_;
        parameters = parameters_;
        token = token_;
        reputation = reputation_;

        (uint32 number, Terms memory terms) = parameters_.latest();
        address[] memory accounts = _found(founders, reputation_);
        ledger_.found(accounts, terms.pointsPerEpoch, terms.introductionPoints);
        emit Founded(address(ledger_), founders, _final.root);
        _open(0, number, terms);
    }

    /// @inheritdoc ISettlement
    function closeEpoch() external {
        uint32 epoch = openEpoch;
        if (_stage != Stage.Open) revert NotFinal(_closed.epoch);
        Terms memory terms = _terms[epoch & 1];
        uint256 until = uint256(openedAt) + terms.epochSeconds;
        if (block.timestamp < until) revert TooEarly(until);

        (uint32 number, Terms memory next) = parameters.latest();
        (bytes32 head, uint32 members) = ledger.turn(next.pointsPerEpoch, next.introductionPoints);
        uint64 reward = _openReward;
        bytes32 expected = keccak256(
            abi.encodePacked(epoch, head, members, terms.dampingBp, terms.pointsPerEpoch, reward, terms.renewalBp)
        );
        _closed = ClosedEpoch(epoch, members, head, reward, expected);
        _stage = Stage.Closed;
        emit EpochClosed(epoch, head, members);
        _open(epoch + 1, number, next);
    }

    /// @inheritdoc ISettlement
    function submit(
        uint32 epoch,
        bytes32 expected,
        uint64 totalEarned,
        uint32 firstPage,
        bytes calldata x,
        bytes calldata previousState
    ) external payable {
        _requireStage(epoch, Stage.Closed);
        if (expected != _closed.expected) revert Unexpected(_closed.expected);
        Draft memory draft = _draftAt(epoch, firstPage, totalEarned);
        bool complete = _restBytes(firstPage, x.length) == 0;
        uint256 bond = complete ? _terms[epoch & 1].bond : 0;
        if (msg.value != bond) revert WrongBond(msg.value, bond);

        _take(draft, x, previousState);
        emit PagesSubmitted(epoch, msg.sender, firstPage, x);
        if (complete) _post(draft, uint128(bond));
        else _drafts[msg.sender] = draft;
    }

    /// @inheritdoc ISettlement
    function finalize(uint32 epoch) external {
        _requireStage(epoch, Stage.Submitted);
        if (block.timestamp <= _standing.deadline) revert TooEarly(uint256(_standing.deadline) + 1);
        _finalize(epoch);
    }

    /// @inheritdoc ISettlement
    function claim(uint32 page, uint32[] calldata members, bytes calldata statePage) external {
        uint256 total = _final.members;
        if (page >= Pages.count(total) || keccak256(statePage) != _finalPages()[page].state) revert StalePage(page);
        for (uint256 i = 0; i < members.length; ++i) {
            uint32 member = members[i];
            if (member >= total || Pages.pageOf(member) != page) revert UnknownMember(member);
            (uint256 cumulative, uint256 amount) = Pages.stateAt(statePage, member % Pages.SIZE);
            address account = ledger.memberAt(member);
            uint64[4] storage claimed = _claimed[member / 4];
            uint256 owed = cumulative - claimed[member % 4];
            if (owed != 0) {
                claimed[member % 4] = uint64(cumulative);
                token.mint(account, owed * TOKEN_UNIT);
            }
            reputation.set(account, amount);
            emit Claimed(member, account, uint64(owed), uint64(amount));
        }
    }

    /// @inheritdoc ISettlement
    function withdraw() external {
        uint256 amount = balanceOf[msg.sender];
        balanceOf[msg.sender] = 0;
        emit Withdrawn(msg.sender, amount);
        (bool paid,) = msg.sender.call{value: amount}("");
        if (!paid) revert PaymentFailed(msg.sender);
    }

    function _found(Founder[] memory founders, IReputation votes) private returns (address[] memory accounts) {
        uint256 count = founders.length;
        if (count == 0 || count > Pages.SIZE) revert FounderCount(count);
        accounts = new address[](count);
        bytes memory state = new bytes(count * 16);
        uint256 total = 0;
        for (uint256 i = 0; i < count; ++i) {
            Founder memory founder = founders[i];
            if (founder.account == address(0) || founder.reputation == 0) {
                revert FounderInvalid(founder.account, founder.reputation);
            }
            for (uint256 j = 0; j < i; ++j) {
                if (accounts[j] == founder.account) revert FounderRepeated(founder.account);
            }
            accounts[i] = founder.account;
            total += founder.reputation;
            Pages.putState(state, i, 0, founder.reputation);
            votes.set(founder.account, founder.reputation);
        }
        if (total > MAX_REPUTATION) revert ReputationTooLarge(total);

        PageHashes memory hashes = PageHashes(keccak256(new bytes(count * 8)), keccak256(state));
        _pages[address(0)][GENESIS_PARITY][0] = hashes;
        bytes32 root = Pages.chain(0, hashes.x, hashes.state);
        _final = Posted(address(0), uint32(count), uint64(total), 0, 0, root);
    }

    function _open(uint32 epoch, uint32 number, Terms memory terms) private {
        uint64 left = MAX_REWARD - _rewards;
        uint64 reward = terms.rewardPerEpoch < left ? terms.rewardPerEpoch : left;
        _terms[epoch & 1] = terms;
        // An entry for each change, not for each epoch; where there is none yet, it is set 0.
        if (number != _sets.latest()) _sets.push(epoch, number);
        openEpoch = epoch;
        openedAt = uint64(block.timestamp);
        _openReward = reward;
        _rewards += reward;
        emit EpochOpened(epoch, number, terms, reward);
    }

    /// @dev The caller's draft as a call that begins with `firstPage` finds it: page 0 always begins a new one.
    function _draftAt(uint32 epoch, uint32 firstPage, uint64 totalEarned) private view returns (Draft memory draft) {
        if (firstPage == 0) {
            draft.epoch = epoch;
            draft.totalEarned = totalEarned;
            return draft;
        }
        draft = _drafts[msg.sender];
        uint32 next = draft.epoch == epoch ? draft.pages : 0;
        if (firstPage != next) revert WrongPage(firstPage, next);
        if (totalEarned != draft.totalEarned) revert WrongTotal(totalEarned, draft.totalEarned);
    }

    /// @dev Bytes of influence that are missing after `length` more from `firstPage` on, which is a page of the epoch's.
    function _restBytes(uint256 firstPage, uint256 length) private view returns (uint256) {
        uint256 missing = uint256(_closed.members) * 8 - firstPage * Pages.INFLUENCE_BYTES;
        bool whole = length == missing || (length != 0 && length % Pages.INFLUENCE_BYTES == 0);
        if (!whole || length > missing) revert PageLength(length);
        return missing - length;
    }

    /// @dev Derives and stores what the pages give, and carries the draft on in memory.
    function _take(Draft memory draft, bytes calldata x, bytes calldata previousState) private {
        InfluenceMath.Basis memory basis = _basis(draft.epoch, draft.totalEarned);
        if (draft.totalEarned > basis.maximum) revert WrongTotal(basis.maximum, draft.totalEarned);
        while (x.length != 0) {
            uint256 size = Math.min(x.length, Pages.INFLUENCE_BYTES);
            bytes calldata state;
            (state, previousState) = _cutState(draft.pages, previousState);
            _takePage(draft, basis, x[:size], state);
            x = x[size:];
        }
        if (previousState.length != 0) revert WrongState(draft.pages);
    }

    function _takePage(
        Draft memory draft,
        InfluenceMath.Basis memory basis,
        bytes calldata x,
        bytes calldata previousState
    ) private {
        uint32 page = draft.pages;
        Pages.Derived memory derived = Pages.derive(basis, page, x, previousState);
        uint256 earned = draft.earned + derived.earned;
        // Also before the last page, so that no state is ever stored that does not fit its bytes.
        if (earned > draft.totalEarned) revert WrongTotal(earned, draft.totalEarned);

        PageHashes memory hashes = PageHashes(keccak256(x), keccak256(derived.state));
        _pages[msg.sender][draft.epoch & 1][page] = hashes;
        draft.root = Pages.chain(draft.root, hashes.x, hashes.state);
        draft.earned = uint64(earned);
        draft.reputation += uint64(derived.reputation);
        draft.pages = page + 1;
    }

    function _post(Draft memory draft, uint128 bond) private {
        if (draft.earned != draft.totalEarned) revert WrongTotal(draft.earned, draft.totalEarned);
        uint64 deadline = uint64(block.timestamp) + _terms[draft.epoch & 1].challengeSeconds;
        delete _drafts[msg.sender];
        _standing = Posted(msg.sender, _closed.members, draft.reputation, deadline, bond, draft.root);
        _stage = Stage.Submitted;
        emit Submitted(draft.epoch, msg.sender, draft.root, draft.totalEarned, draft.reputation, deadline, bond);
    }
}
