// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {GovernedOrganization} from "./support/GovernedOrganization.sol";

/// The way of a proposal from its words to the next epoch that opens, and all ways off it.
contract GovernorProposalTest is GovernedOrganization {
    uint64 private constant REWARD = 5e12;

    address private constant ANYBODY = address(0xA27B0D1);

    function _lowerReward() private view returns (Proposal memory) {
        return _setting(IParameters.Parameter.RewardPerEpoch, REWARD);
    }

    function _unexpected(uint256 id, IGovernor.ProposalState found, uint256 allowed) private pure returns (bytes memory) {
        return abi.encodeWithSelector(
            IGovernor.GovernorUnexpectedProposalState.selector, id, found, bytes32(allowed)
        );
    }

    function _assertDefeated(uint256 id) private {
        _toEnd(id);
        _assertState(id, IGovernor.ProposalState.Defeated);
        Proposal memory proposal = _lowerReward();
        bytes memory reason =
            _unexpected(id, IGovernor.ProposalState.Defeated, 1 << uint8(IGovernor.ProposalState.Succeeded));
        vm.expectRevert(reason);
        _queue(proposal);
    }

    function test_propose_wholeLife_succeeds() external {
        // Not block.timestamp: via-IR may read it again after a warp, where it is another.
        uint256 made = governor.clock();
        Proposal memory proposal = _lowerReward();
        uint256 id = _propose(0, proposal);
        _assertState(id, IGovernor.ProposalState.Pending);
        assertEq(governor.proposalSnapshot(id), made + 1 days);
        assertEq(governor.proposalDeadline(id), made + 6 days);

        vm.warp(made + 1 days);
        _assertState(id, IGovernor.ProposalState.Pending);
        vm.warp(made + 1 days + 1);
        _assertState(id, IGovernor.ProposalState.Active);
        assertEq(_vote(id, 0, FOR), 4_000);
        vm.warp(made + 6 days);
        assertEq(_vote(id, 1, AGAINST), 3_000);
        vm.warp(made + 6 days + 1);
        _assertState(id, IGovernor.ProposalState.Succeeded);

        _queue(proposal);
        _assertState(id, IGovernor.ProposalState.Queued);
        assertEq(governor.proposalEta(id), block.timestamp + 2 days);
        vm.warp(governor.proposalEta(id));
        vm.expectEmit(address(parameters));
        emit IParameters.ParameterSet(IParameters.Parameter.RewardPerEpoch, REWARD);
        vm.prank(ANYBODY);
        _execute(proposal);
        _assertState(id, IGovernor.ProposalState.Executed);
        assertEq(parameters.current().rewardPerEpoch, REWARD);
    }

    /// Open and closed epochs keep their terms; the next that opens has the new one.
    function test_execute_whileEpochOpen_succeeds() external {
        _close();
        _pass(_lowerReward());
        _execute(_lowerReward());
        assertEq(settlement.termsOf(0).rewardPerEpoch, 1e13);
        assertEq(settlement.termsOf(1).rewardPerEpoch, 1e13);
        assertEq(_closed().reward, 1e13);

        Vector memory vector = _solve();
        _submit(settler, vector);
        _finalize(vector);
        assertEq(settlement.termsOf(1).rewardPerEpoch, 1e13);
        _close();
        assertEq(_closed().reward, 1e13);
        assertEq(settlement.termsOf(2).rewardPerEpoch, REWARD);
    }

    function test_queue_withoutQuorum_reverts() external {
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        _vote(id, 2, FOR);
        _vote(id, 4, FOR);
        _vote(id, 0, AGAINST);
        _assertDefeated(id);
    }

    /// 1,981 for and 19 abstaining are a fifth of all, to the unit.
    function test_queue_withQuorumByAbstaining_succeeds() external {
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        assertEq(governor.quorum(governor.proposalSnapshot(id)), 2_000);
        _vote(id, 2, FOR);
        _vote(id, 4, ABSTAIN);
        _vote(id, 5, ABSTAIN);
        _toEnd(id);
        _queue(_lowerReward());
        _assertState(id, IGovernor.ProposalState.Queued);
    }

    function test_queue_asManyAgainstAsFor_reverts() external {
        vm.prank(_founder(1));
        reputation.delegate(_founder(3));
        vm.warp(block.timestamp + 1);
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        _vote(id, 0, FOR);
        assertEq(_vote(id, 3, AGAINST), 4_000);
        _assertDefeated(id);
    }

    function test_proposalDeadline_quorumInTime_succeeds() external {
        uint256 id = _propose(0, _lowerReward());
        uint256 deadline = governor.proposalDeadline(id);
        vm.warp(deadline - 1 days);
        _vote(id, 0, FOR);
        assertEq(governor.proposalDeadline(id), deadline);
    }

    function test_proposalDeadline_lateQuorum_succeeds() external {
        uint256 id = _propose(0, _lowerReward());
        uint256 deadline = governor.proposalDeadline(id);
        vm.warp(deadline);
        _vote(id, 2, FOR);
        assertEq(governor.proposalDeadline(id), deadline);
        _vote(id, 3, FOR);
        assertEq(governor.proposalDeadline(id), deadline + 1 days);
        vm.warp(deadline + 1 days);
        _vote(id, 0, AGAINST);
        assertEq(governor.proposalDeadline(id), deadline + 1 days);
        _toEnd(id);
        _assertState(id, IGovernor.ProposalState.Defeated);
    }

    function test_castVote_afterTheEnd_reverts() external {
        uint256 id = _propose(0, _lowerReward());
        _toEnd(id);
        bytes memory reason =
            _unexpected(id, IGovernor.ProposalState.Defeated, 1 << uint8(IGovernor.ProposalState.Active));
        vm.expectRevert(reason);
        _vote(id, 0, FOR);
    }

    function test_execute_beforeTwoDays_reverts() external {
        Proposal memory proposal = _lowerReward();
        uint256 id = _pass(proposal);
        vm.warp(governor.proposalEta(id) - 1);
        bytes32 operation = timelock.hashOperationBatch(
            proposal.targets, proposal.values, proposal.calls, 0, bytes20(address(governor)) ^ _hash(proposal)
        );
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockController.TimelockUnexpectedOperationState.selector,
                operation,
                bytes32(1 << uint8(TimelockController.OperationState.Ready))
            )
        );
        _execute(proposal);
    }

    function test_execute_outOfBounds_reverts() external {
        Proposal memory proposal = _setting(IParameters.Parameter.DampingBp, 9_001);
        uint256 id = _pass(proposal);
        vm.expectRevert(
            abi.encodeWithSelector(
                IParameters.OutOfBounds.selector, IParameters.Parameter.DampingBp, 9_001, 1_000, 9_000
            )
        );
        _execute(proposal);
        _assertState(id, IGovernor.ProposalState.Queued);
        assertEq(parameters.current().dampingBp, 5_000);
    }

    function test_execute_again_reverts() external {
        Proposal memory proposal = _lowerReward();
        uint256 id = _pass(proposal);
        _execute(proposal);
        bytes memory reason =
            _unexpected(id, IGovernor.ProposalState.Executed, 1 << uint8(IGovernor.ProposalState.Queued));
        vm.expectRevert(reason);
        _execute(proposal);
        vm.expectRevert(_unexpected(id, IGovernor.ProposalState.Executed, 0));
        _propose(0, proposal);
    }

    function test_execute_directlyOnTheTimelock_succeeds() external {
        Proposal memory proposal = _lowerReward();
        uint256 id = _pass(proposal);
        bytes32 salt = bytes20(address(governor)) ^ _hash(proposal);
        vm.prank(ANYBODY);
        timelock.executeBatch(proposal.targets, proposal.values, proposal.calls, 0, salt);
        assertEq(parameters.current().rewardPerEpoch, REWARD);
        _assertState(id, IGovernor.ProposalState.Executed);

        bytes32 operation =
            timelock.hashOperationBatch(proposal.targets, proposal.values, proposal.calls, 0, salt);
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockController.TimelockUnexpectedOperationState.selector,
                operation,
                bytes32(1 << uint8(TimelockController.OperationState.Ready))
            )
        );
        timelock.executeBatch(proposal.targets, proposal.values, proposal.calls, 0, salt);
    }

    function test_cancel_byProposerWhilePending_succeeds() external {
        Proposal memory proposal = _lowerReward();
        uint256 id = _propose(0, proposal);
        vm.prank(_founder(0));
        governor.cancel(proposal.targets, proposal.values, proposal.calls, _hash(proposal));
        _assertState(id, IGovernor.ProposalState.Canceled);
    }

    function test_cancel_byAnotherOrLater_reverts() external {
        Proposal memory proposal = _lowerReward();
        uint256 id = _propose(0, proposal);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, _founder(1))
        );
        vm.prank(_founder(1));
        governor.cancel(proposal.targets, proposal.values, proposal.calls, _hash(proposal));
        _toVoting(id);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, _founder(0))
        );
        vm.prank(_founder(0));
        governor.cancel(proposal.targets, proposal.values, proposal.calls, _hash(proposal));
    }
}
