// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Terms} from "../interfaces/IParameters.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {InfluenceMath} from "../libraries/InfluenceMath.sol";
import {Pages} from "../libraries/Pages.sol";
import {RowReplay} from "../libraries/RowReplay.sol";
import {SettlementState} from "./SettlementState.sol";

/// @title SettlementRows
/// @notice What can be shown of the rows of a settlement that stands: that one is wrong, or that all are right.
abstract contract SettlementRows is SettlementState {
    using RowReplay for RowReplay.Vector;
    using RowReplay for RowReplay.Replay;

    /// @dev What the rows of a call are computed from.
    struct Evidence {
        RowReplay.Vector x;
        InfluenceMath.Basis basis;
        uint256 dampingBp;
        uint256 pointsPerEpoch;
        /// Members that the settlement before has.
        uint256 previousMembers;
        /// The member that the state given begins with.
        uint256 firstMember;
        uint32 epoch;
        /// Where the next row begins: carried by the caller, or nowhere.
        RowReplay.Replay row;
    }

    /// @dev Rows shown to be fixed points, a bit each, and how many they are.
    struct Proof {
        mapping(uint256 word => uint256) rows;
        uint256 count;
    }

    /// @dev By what {_vectorKey} and {_replayKey} name, so that nothing of one vector ever counts for another.
    mapping(bytes32 vector => Proof) private _proofs;
    mapping(bytes32 replay => RowReplay.Replay) private _replays;

    /// @inheritdoc ISettlement
    function replayRow(
        uint32 epoch,
        uint32 member,
        uint32 first,
        VectorPage[] calldata pages,
        bytes calldata credits
    ) external {
        _requireStage(epoch, Stage.Submitted);
        if (member >= _standing.members) revert UnknownMember(member);
        bytes32 key = _replayKey(epoch, msg.sender, member);
        RowReplay.Replay memory row;
        if (first != 0) row = _replays[key];
        if (first != row.credits) revert WrongCredit(first, row.credits);
        bytes calldata rest = row.carry(_vector(epoch, pages), ledger.row(epoch, member), credits);
        if (rest.length != 0) revert CreditsLeft(member, rest.length);
        _replays[key] = row;
        emit RowReplayed(epoch, msg.sender, member, row.credits);
    }

    /// @inheritdoc ISettlement
    function challengeRow(
        uint32 epoch,
        uint32 member,
        VectorPage[] calldata pages,
        bytes calldata previousPage,
        bytes calldata credits
    ) external {
        _requireStage(epoch, Stage.Submitted);
        if (block.timestamp > _standing.deadline) revert TooLate(_standing.deadline);
        if (member >= _standing.members) revert UnknownMember(member);
        if (member < _final.members) _requireStates(member, uint256(member) + 1, previousPage);
        Evidence memory evidence = _evidence(epoch, member, pages);
        uint256 posted = evidence.x.influenceOf(member);
        bytes calldata rest = _complete(evidence, ledger.row(epoch, member), credits);
        if (rest.length != 0) revert CreditsLeft(member, rest.length);
        uint256 found = _influenceOf(evidence, member, previousPage);
        if (found == posted) revert RowHolds(member, uint64(posted));
        _refute(epoch, member, uint64(posted), found);
    }

    /// @inheritdoc ISettlement
    function verifyRows(
        uint32 epoch,
        uint32 from,
        uint32 to,
        VectorPage[] calldata pages,
        bytes calldata previousState,
        bytes calldata credits
    ) external {
        _requireStage(epoch, Stage.Submitted);
        if (from >= to || to > _standing.members) revert WrongRows(from, to);
        _requireStates(from, to, previousState);
        _verify(_evidence(epoch, from, pages), from, to, previousState, credits);
        bool all = _remember(epoch, from, to);
        emit RowsVerified(epoch, msg.sender, _standing.root, from, to);
        if (all) _finalize(epoch);
    }

    /// @inheritdoc ISettlement
    function replayOf(address account, uint32 member) external view returns (bytes28 chain, uint32 credits, uint256 sum) {
        RowReplay.Replay storage row = _replays[_replayKey(_closed.epoch, account, member)];
        return (row.chain, row.credits, row.sum);
    }

    /// @inheritdoc ISettlement
    function rowsVerified() external view returns (uint256) {
        return _proofs[_vectorKey(_closed.epoch)].count;
    }

    /// @inheritdoc ISettlement
    function isRowVerified(uint32 member) external view returns (bool) {
        return (_proofs[_vectorKey(_closed.epoch)].rows[member >> 8] >> (member & 0xff)) & 1 != 0;
    }

    /// @dev The vector that stands, as far as its pages are given.
    function _vector(uint32 epoch, VectorPage[] calldata pages) private view returns (RowReplay.Vector memory x) {
        x = RowReplay.vector(_standing.members);
        mapping(uint256 => PageHashes) storage stored = _pages[_standing.submitter][epoch & 1];
        for (uint256 i = 0; i < pages.length; ++i) {
            uint32 number = pages[i].number;
            bytes calldata values = pages[i].values;
            if (number >= x.offsets.length || keccak256(values) != stored[number].x) revert UnknownPage(number);
            x.add(number, values);
        }
    }

    function _evidence(uint32 epoch, uint32 member, VectorPage[] calldata pages)
        private
        view
        returns (Evidence memory)
    {
        Terms storage terms = _terms[epoch & 1];
        return Evidence({
            x: _vector(epoch, pages),
            basis: _basis(epoch, 0),
            dampingBp: terms.dampingBp,
            pointsPerEpoch: terms.pointsPerEpoch,
            previousMembers: _final.members,
            firstMember: Pages.pageOf(member) * Pages.SIZE,
            epoch: epoch,
            row: _replays[_replayKey(epoch, msg.sender, member)]
        });
    }

    /// @dev Goes on with the row where the evidence stands, to its end as the ledger stored it.
    /// @return rest Credits behind the row's.
    function _complete(Evidence memory evidence, bytes28 stored, bytes calldata credits)
        private
        pure
        returns (bytes calldata rest)
    {
        RowReplay.Replay memory row = evidence.row;
        rest = row.carry(evidence.x, stored, credits);
        if (row.chain != stored) revert WrongCredits(row.chain, stored);
    }

    /// @dev `F_i(x)` of a row that is complete; its seed is 0 for whoever had no number in the settlement before.
    function _influenceOf(Evidence memory evidence, uint256 member, bytes calldata previousState)
        private
        pure
        returns (uint256)
    {
        uint256 amount = 0;
        if (member < evidence.previousMembers) (, amount) = Pages.stateAt(previousState, member - evidence.firstMember);
        uint256 seed = InfluenceMath.seed(evidence.basis, amount);
        return InfluenceMath.influence(seed, evidence.dampingBp, evidence.row.sum, evidence.pointsPerEpoch);
    }

    function _verify(
        Evidence memory evidence,
        uint32 from,
        uint32 to,
        bytes calldata previousState,
        bytes calldata credits
    ) private view {
        bytes28[] memory stored = ledger.rows(evidence.epoch, from, to);
        for (uint32 member = from; member < to; ++member) {
            credits = _complete(evidence, stored[member - from], credits);
            uint256 found = _influenceOf(evidence, member, previousState);
            uint256 posted = evidence.x.influenceOf(member);
            if (found != posted) revert RowFails(member, uint64(posted), found);
            evidence.row.restart();
        }
        if (credits.length != 0) revert CreditsLeft(to - 1, credits.length);
    }

    /// @dev Whether with these rows all of the vector that stands are shown.
    function _remember(uint32 epoch, uint32 from, uint32 to) private returns (bool) {
        Proof storage proof = _proofs[_vectorKey(epoch)];
        uint256 count = proof.count;
        for (uint256 row = from; row < to;) {
            uint256 word = row >> 8;
            uint256 bits = proof.rows[word];
            // Members are at most 2^20, and no more rows than members are counted.
            unchecked {
                do {
                    uint256 bit = 1 << (row & 0xff);
                    if (bits & bit == 0) ++count;
                    bits |= bit;
                } while (++row < to && row & 0xff != 0);
            }
            proof.rows[word] = bits;
        }
        proof.count = count;
        return count == _standing.members;
    }

    /// @dev The state before of the members `from` to `to - 1`, as far as they had a number then: whole pages.
    function _requireStates(uint256 from, uint256 to, bytes calldata states) private view {
        uint256 end = Math.min(to, _final.members);
        uint256 page = Pages.pageOf(from);
        uint256 pages = from < end ? Pages.count(end) : page;
        for (; page < pages; ++page) {
            (, states) = _cutState(page, states);
        }
        if (states.length != 0) revert WrongState(uint32(page));
    }

    function _vectorKey(uint32 epoch) private view returns (bytes32) {
        return keccak256(abi.encode(epoch, _standing.root));
    }

    function _replayKey(uint32 epoch, address caller, uint32 member) private view returns (bytes32) {
        return keccak256(abi.encode(caller, epoch, _standing.root, member));
    }

    /// @dev The burned half stays here and is credited to nobody; an odd wei is burned.
    function _refute(uint32 epoch, uint32 member, uint64 posted, uint256 found) private {
        address submitter = _standing.submitter;
        uint256 bond = _standing.bond;
        uint256 prize = bond / 2;
        delete _standing;
        _stage = Stage.Closed;
        emit Refuted(epoch, msg.sender, submitter, member, posted, found, bond - prize);
        _credit(msg.sender, prize);
    }
}
