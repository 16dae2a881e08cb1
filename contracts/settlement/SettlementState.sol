// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IParameters, Terms} from "../interfaces/IParameters.sol";
import {IReputation} from "../interfaces/IReputation.sol";
import {IRewardToken} from "../interfaces/IRewardToken.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {InfluenceMath} from "../libraries/InfluenceMath.sol";
import {Pages} from "../libraries/Pages.sol";

/// @title SettlementState
/// @notice What a settlement contract keeps, and how it is read.
abstract contract SettlementState is ISettlement {
    using Checkpoints for Checkpoints.Trace224;

    struct PageHashes {
        bytes32 x;
        bytes32 state;
    }

    /// @inheritdoc ISettlement
    ILedger public immutable ledger;
    /// @inheritdoc ISettlement
    IParameters public immutable parameters;
    /// @inheritdoc ISettlement
    IRewardToken public immutable token;
    /// @inheritdoc ISettlement
    IReputation public immutable reputation;

    /// @inheritdoc ISettlement
    uint32 public openEpoch;
    /// @inheritdoc ISettlement
    uint64 public openedAt;
    /// @dev Stage of the epoch before the open one, which is final at `Open`.
    Stage internal _stage;
    uint64 internal _openReward;
    /// @dev Rewards of all epochs opened so far.
    uint64 internal _rewards;

    /// @dev By parity of the epoch: the open one and the one before.
    Terms[2] internal _terms;
    /// @dev From which epoch on which set of parameters.
    Checkpoints.Trace224 internal _sets;
    ClosedEpoch internal _closed;
    Posted internal _standing;
    Posted internal _final;

    /// @dev By submitter, parity of the epoch and page. An entry counts only through the settlement that stands or the last
    /// final one, whose epochs have different parities: nothing of a final settlement is overwritten before the next is final.
    mapping(address submitter => mapping(uint256 parity => mapping(uint256 page => PageHashes))) internal _pages;
    mapping(address submitter => Draft) internal _drafts;

    /// @dev Paid so far, four members to a slot: whoever is paid first rewrites the slot of a neighbour who was.
    mapping(uint256 four => uint64[4]) internal _claimed;
    /// @inheritdoc ISettlement
    mapping(address account => uint256) public balanceOf;

    /// @inheritdoc ISettlement
    function termsOf(uint32 epoch) external view returns (Terms memory) {
        if (epoch != openEpoch && uint256(epoch) + 1 != openEpoch) revert WrongStage(epoch, Stage.Open);
        return _terms[epoch & 1];
    }

    /// @inheritdoc ISettlement
    function setOf(uint32 epoch) external view returns (uint32) {
        if (epoch > openEpoch) revert WrongStage(epoch, Stage.Open);
        return uint32(_sets.upperLookupRecent(epoch));
    }

    /// @inheritdoc ISettlement
    function closed() external view returns (ClosedEpoch memory epoch, Stage stage) {
        stage = _stage;
        if (stage != Stage.Open) epoch = _closed;
    }

    /// @inheritdoc ISettlement
    function standing() external view returns (Posted memory) {
        return _standing;
    }

    /// @inheritdoc ISettlement
    function finalSettlement() external view returns (Posted memory) {
        return _final;
    }

    /// @inheritdoc ISettlement
    function draftOf(address account) external view returns (Draft memory draft) {
        if (_stage != Stage.Open && _drafts[account].epoch == _closed.epoch) draft = _drafts[account];
    }

    /// @inheritdoc ISettlement
    function claimedBy(uint32 member) external view returns (uint64) {
        return _claimed[member / 4][member % 4];
    }

    /// @inheritdoc ISettlement
    function standingPage(uint32 page) external view returns (bytes32 xHash, bytes32 stateHash) {
        if (page >= Pages.count(_standing.members)) revert UnknownPage(page);
        PageHashes storage hashes = _pages[_standing.submitter][_closed.epoch & 1][page];
        return (hashes.x, hashes.state);
    }

    /// @inheritdoc ISettlement
    function finalPage(uint32 page) external view returns (bytes32 xHash, bytes32 stateHash) {
        if (page >= Pages.count(_final.members)) revert UnknownPage(page);
        PageHashes storage hashes = _finalPages()[page];
        return (hashes.x, hashes.state);
    }

    function _finalize(uint32 epoch) internal {
        Posted memory posted = _standing;
        _final = posted;
        delete _standing;
        _stage = Stage.Open;
        emit Finalized(epoch, posted.root);
        _credit(posted.submitter, posted.bond);
    }

    function _credit(address account, uint256 amount) internal {
        balanceOf[account] += amount;
        emit EtherCredited(account, amount);
    }

    /// @dev Cuts the state before of a page from `states`, as far as its members had a number then.
    function _cutState(uint256 page, bytes calldata states) internal view returns (bytes calldata state, bytes calldata rest) {
        uint256 size = Pages.membersIn(page, _final.members) * Pages.STATE_BYTES;
        if (size > states.length) revert WrongState(uint32(page));
        (state, rest) = (states[:size], states[size:]);
        if (size != 0 && keccak256(state) != _finalPages()[page].state) revert WrongState(uint32(page));
    }

    function _basis(uint32 epoch, uint256 totalEarned) internal view returns (InfluenceMath.Basis memory) {
        Terms storage terms = _terms[epoch & 1];
        return InfluenceMath.basis(terms.dampingBp, terms.renewalBp, _closed.reward, _final.reputation, totalEarned);
    }

    function _finalPages() internal view returns (mapping(uint256 => PageHashes) storage) {
        // The last final epoch is the one before the open one, or another one before if that is not final.
        uint256 parity = _stage == Stage.Open ? uint256(openEpoch) + 1 : openEpoch;
        return _pages[_final.submitter][parity & 1];
    }

    function _requireStage(uint32 epoch, Stage needed) internal view {
        Stage stage = _stage != Stage.Open && epoch == _closed.epoch ? _stage : Stage.Open;
        if (stage != needed) revert WrongStage(epoch, stage);
    }
}
