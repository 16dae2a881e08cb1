// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Terms} from "../../interfaces/IParameters.sol";
import {ISettlement} from "../../interfaces/ISettlement.sol";
import {MachineRecords} from "./MachineRecords.sol";

/// @notice What the settlement contract must have come to after all actions so far.
abstract contract MachineModel is MachineRecords {
    /// @dev How far a party's draft stands, and the vector it is made of.
    struct Plan {
        uint32 epoch;
        uint256 pages;
        uint256[] x;
    }

    /// @dev The least fixed point of the closed epoch.
    uint256[] internal truth;
    mapping(address party => Plan) internal plans;

    /// @dev The settlement that stands, the last that was deleted, and the last final one.
    address internal standingBy;
    uint256[] internal standingX;
    uint256[] internal deletedX;
    uint256[] internal finalX;
    bytes internal stalePage;

    mapping(bytes32 vector => mapping(uint256 row => bool)) internal shown;
    mapping(bytes32 vector => uint256) internal shownRows;
    mapping(bytes32 replay => uint32) internal replayed;

    mapping(address account => uint256) internal credited;
    uint256 internal creditedTotal;
    uint256 internal burned;

    uint256 internal posted;
    uint256 internal refuted;
    uint256 internal finals;
    /// @dev Rewards of all final epochs, all that reputation can have lost in their floors, and what it was before the last.
    uint256 internal rewards;
    uint256 internal floors;
    uint256 internal reputationBefore = type(uint256).max;

    function _found(Terms memory terms, uint256 founders) internal {
        _begin(terms, founders);
        finalX = new uint256[](founders);
    }

    function _credit(address account, uint256 amount) internal {
        credited[account] += amount;
        creditedTotal += amount;
    }

    function _standingBond() internal view returns (uint256) {
        return standingBy == address(0) ? 0 : settlement.termsOf(_closed().epoch).bond;
    }

    function _noteStanding(address by, uint256[] memory x) internal {
        (standingBy, standingX) = (by, x);
        delete plans[by];
        ++posted;
    }

    function _noteRefuted(address by) internal {
        uint256 bond = _standingBond();
        _credit(by, bond / 2);
        burned += bond - bond / 2;
        deletedX = standingX;
        standingBy = address(0);
        ++refuted;
    }

    /// @dev What follows from the vector, the reward and the bond are asked for while the settlement still stands.
    function _noteFinal(Vector memory vector, uint256 reward, uint256 bond) internal {
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Open), "not final");
        for (uint256 i = 0; i < cumulatives.length; ++i) {
            assertLe(cumulatives[i], vector.cumulatives[i], "cumulative rewards fell");
        }
        reputationBefore = _sum(reputations);
        for (uint256 i = 0; i < vector.x.length && vector.totalEarned != 0; ++i) {
            if (i < reputations.length && reputations[i] != 0) ++floors;
            if (vector.x[i] != vector.seeds[i]) ++floors;
        }
        rewards += reward;
        stalePage = _before(0, 64);
        _credit(standingBy, bond);
        _adopt(vector);
        finalX = standingX;
        standingBy = address(0);
        ++finals;
    }

    function _vectorKey() internal view returns (bytes32) {
        return keccak256(abi.encode(_closed().epoch, keccak256(abi.encode(standingX))));
    }

    function _replayKey(address caller, uint256 member) internal view returns (bytes32) {
        return keccak256(abi.encode(caller, _vectorKey(), member));
    }

    function _pages(uint256 members) internal pure returns (uint256) {
        return (members + 63) / 64;
    }

    /// @dev What an epoch's stage does not allow is refused, whoever asks for it.
    function _refusedInStage(bytes memory data, uint32 epoch) internal {
        bytes4 selector = ISettlement.WrongStage.selector;
        _refused(_party(), data, abi.encodeWithSelector(selector, epoch, _stage()));
    }

    /// @dev The epoch that a call is about: the one that waits for its settlement, or the open one.
    function _epoch() internal view returns (uint32) {
        return _stage() == ISettlement.Stage.Open ? settlement.openEpoch() : _closed().epoch;
    }
}
