// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Terms} from "../interfaces/IParameters.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {MachineProperties} from "./machine/MachineProperties.sol";

/// @notice Campaigns over a whole organization: actions in any order, all properties after each of them, and at the end of
/// a run two more epochs that are settled, paid and withdrawn whatever came before.
abstract contract MachineInvariants is MachineProperties {
    /// @dev What the runner calls: these functions of this contract, with seeds of its own.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(this);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[15] memory actions = [
            this.evaluate.selector,
            this.contribute.selector,
            this.relay.selector,
            this.relayFrontRun.selector,
            this.close.selector,
            this.submit.selector,
            this.challenge.selector,
            this.replay.selector,
            this.verify.selector,
            this.finalize.selector,
            this.claim.selector,
            this.withdraw.selector,
            this.delegate.selector,
            this.setParameter.selector,
            this.wait.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(this), new bytes4[](actions.length));
        for (uint256 i = 0; i < actions.length; ++i) {
            targets[0].selectors[i] = actions[i];
        }
    }

    /// @dev Whatever state a run ends in: the epoch that waits and the open one can be settled by the honest, everybody is
    /// paid, and all ether leaves but what was burned and what its owners refuse.
    function afterInvariant() external turn(0) {
        if (_stage() != ISettlement.Stage.Open) _settleHonestly();
        _closeNow();
        _settleHonestly();
        for (uint32 k = 0; k * 64 < cumulatives.length; ++k) {
            uint256 end = k * 64 + 64;
            _claim(k, _all(k * 64, end < cumulatives.length ? end : cumulatives.length));
        }
        for (uint256 i = 0; i < parties.length; ++i) {
            _withdraw(parties[i]);
        }
        _everything();
        assertEq(token.totalSupply(), _sum(cumulatives) * 1e9, "all rewards are paid");
        assertEq(reputation.totalReputation(), settlement.finalSettlement().reputation, "all votes are set");
        assertEq(address(settlement).balance, credited[parties[1]] + credited[parties[2]] + burned, "all ether has left");
    }

    function _settleHonestly() private {
        if (standingBy != address(0) && clock <= settlement.standing().deadline) {
            uint256 member = _wrongRow();
            if (_rows(standingX)[member] != standingX[member]) {
                _succeeds(parties[0], _encode(_evidence(parties[0], member)));
                _noteRefuted(parties[0]);
            }
        }
        if (standingBy == address(0)) {
            _submit(parties[0], _derive(_copy(truth)));
            _noteStanding(parties[0], _copy(truth));
        }
        _finalizeNow();
    }
}

/// @notice Three founders and up to twelve newcomers: whole vectors in one page, and many epochs in a run.
contract SmallOrganizationTest is MachineInvariants {
    function setUp() external {
        Terms memory terms = _terms();
        terms.introductionPoints = 1;
        _found(terms, 3);
    }

    function invariant_everyPropertyHolds() external view {
        _everything();
    }
}

/// @notice 63 founders and up to thirteen newcomers: vectors that grow over the end of a page, posted in parts.
contract PagedOrganizationTest is MachineInvariants {
    function setUp() external {
        _found(_terms(), 63);
    }

    /// @dev Fewer runs in the long profile because each takes ten times as long: the model computes twenty times the rows.
    /// hardhat-config: long.invariant.runs = 500
    function invariant_everyPropertyHolds() external view {
        _everything();
    }
}
