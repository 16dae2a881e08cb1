// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IOrganizationGovernor} from "../interfaces/IOrganizationGovernor.sol";
import {IOrganizationTimelock} from "../interfaces/IOrganizationTimelock.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {GovernedOrganization} from "./support/GovernedOrganization.sol";

/// Nobody but a vote changes anything, and no vote changes the rules of voting.
contract GovernorConstantsTest is GovernedOrganization {
    /// Whoever may try, among them all that had a part in the deployment.
    function _callers() private view returns (address[] memory callers) {
        callers = new address[](6);
        callers[0] = address(this);
        callers[1] = _founder(0);
        callers[2] = address(governor);
        callers[3] = address(settlement);
        callers[4] = address(parameters);
        callers[5] = address(0);
    }

    /// The functions of OpenZeppelin that would change a constant, with what refuses them.
    function _changes() private view returns (address[] memory targets, bytes[] memory calls, bytes[] memory reasons) {
        (targets, calls, reasons) = (new address[](7), new bytes[](7), new bytes[](7));
        bytes32 role = timelock.PROPOSER_ROLE();
        address other = address(0x07E2);
        targets[0] = targets[1] = targets[2] = address(governor);
        calls[0] = abi.encodeCall(governor.updateQuorumNumerator, (1));
        reasons[0] = abi.encodeWithSelector(IOrganizationGovernor.QuorumConstant.selector, 1);
        calls[1] = abi.encodeCall(governor.setLateQuorumVoteExtension, (0));
        reasons[1] = abi.encodeWithSelector(IOrganizationGovernor.VoteExtensionConstant.selector, 0);
        calls[2] = abi.encodeCall(governor.updateTimelock, (TimelockController(payable(other))));
        reasons[2] = abi.encodeWithSelector(IOrganizationGovernor.TimelockConstant.selector, other);
        targets[3] = targets[4] = targets[5] = targets[6] = address(timelock);
        calls[3] = abi.encodeCall(timelock.updateDelay, (0));
        reasons[3] = abi.encodeWithSelector(IOrganizationTimelock.DelayConstant.selector, 0);
        calls[4] = abi.encodeCall(timelock.grantRole, (role, other));
        calls[5] = abi.encodeCall(timelock.revokeRole, (role, other));
        calls[6] = abi.encodeCall(timelock.renounceRole, (role, other));
        reasons[4] = abi.encodeWithSelector(IOrganizationTimelock.RolesConstant.selector, role, other);
        reasons[5] = reasons[6] = reasons[4];
    }

    function _assertConstants() private view {
        assertEq(governor.votingDelay(), 1 days);
        assertEq(governor.votingPeriod(), 5 days);
        assertEq(governor.lateQuorumVoteExtension(), 1 days);
        assertEq(governor.quorumNumerator(), 20);
        assertEq(governor.quorumDenominator(), 100);
        assertEq(governor.timelock(), address(timelock));
        assertEq(address(governor.token()), address(reputation));
        assertEq(timelock.getMinDelay(), 2 days);
        assertEq(timelock.governor(), address(governor));
    }

    function test_constants_byAnybody_reverts() external {
        _assertConstants();
        (address[] memory targets, bytes[] memory calls, bytes[] memory reasons) = _changes();
        address[] memory callers = _callers();
        for (uint256 i = 0; i < calls.length; ++i) {
            for (uint256 k = 0; k < callers.length; ++k) {
                vm.prank(callers[k]);
                (bool done, bytes memory answer) = targets[i].call(calls[i]);
                assertFalse(done);
                assertEq(answer, reasons[i]);
            }
        }
        _assertConstants();
    }

    function test_constants_byVote_reverts() external {
        (address[] memory targets, bytes[] memory calls, bytes[] memory reasons) = _changes();
        for (uint256 i = 0; i < calls.length; ++i) {
            Proposal memory proposal = _proposal(targets[i], calls[i]);
            _pass(proposal);
            vm.expectRevert(reasons[i]);
            _execute(proposal);
        }
        _assertConstants();
    }

    /// The governor is the one account that the timelock listens to. A vote that could speak through it would queue what
    /// nobody sees among the votes, or cancel what another vote queued.
    function test_relay_byVote_reverts() external {
        bytes memory set = abi.encodeCall(IParameters.set, (IParameters.Parameter.Bond, 0.001 ether));
        bytes memory plant =
            abi.encodeCall(timelock.schedule, (address(parameters), 0, set, 0, bytes32("later"), 2 days));
        Proposal memory proposal =
            _proposal(address(governor), abi.encodeCall(Governor.relay, (address(timelock), 0, plant)));
        _pass(proposal);
        vm.expectRevert(abi.encodeWithSelector(IOrganizationGovernor.RelayClosed.selector, address(timelock)));
        _execute(proposal);
        assertFalse(timelock.isOperation(timelock.hashOperation(address(parameters), 0, set, 0, bytes32("later"))));
    }

    function test_relay_byAnybody_reverts() external {
        bytes memory call = abi.encodeCall(IParameters.set, (IParameters.Parameter.DampingBp, 6_000));
        address[] memory callers = _callers();
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IOrganizationGovernor.RelayClosed.selector, address(parameters))
            );
            vm.prank(callers[i]);
            governor.relay(address(parameters), 0, call);
        }
    }

    function test_set_byAnybodyButTheTimelock_reverts(address caller) external {
        vm.assume(caller != address(timelock));
        _assertCannotSet(caller);
        address[] memory callers = _callers();
        for (uint256 i = 0; i < callers.length; ++i) {
            _assertCannotSet(callers[i]);
        }
    }

    function _assertCannotSet(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IParameters.NotOwner.selector, caller, address(timelock)));
        vm.prank(caller);
        parameters.set(IParameters.Parameter.DampingBp, 6_000);
    }

    function test_schedule_byAnybodyButTheGovernor_reverts(address caller) external {
        vm.assume(caller != address(governor));
        _assertCannotSchedule(caller);
        _assertCannotSchedule(address(this));
        _assertCannotSchedule(address(timelock));
        _assertCannotSchedule(address(0));
    }

    function _assertCannotSchedule(address caller) private {
        bytes memory call = abi.encodeCall(IParameters.set, (IParameters.Parameter.DampingBp, 6_000));
        vm.expectRevert(_lacks(caller, keccak256("PROPOSER_ROLE")));
        vm.prank(caller);
        timelock.schedule(address(parameters), 0, call, 0, 0, 2 days);
    }

    function test_cancel_onTheTimelockByAnybodyButTheGovernor_reverts(address caller) external {
        vm.assume(caller != address(governor));
        Proposal memory proposal = _setting(IParameters.Parameter.DampingBp, 6_000);
        _pass(proposal);
        bytes32 operation = timelock.hashOperationBatch(
            proposal.targets, proposal.values, proposal.calls, 0, bytes20(address(governor)) ^ _hash(proposal)
        );
        vm.expectRevert(_lacks(caller, keccak256("CANCELLER_ROLE")));
        vm.prank(caller);
        timelock.cancel(operation);
        _execute(proposal);
    }

    function _lacks(address account, bytes32 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, account, role);
    }

    /// Ether sent to the governor would stay there for ever.
    function test_receive_byTheGovernor_reverts() external {
        vm.deal(address(this), 1 ether);
        (bool done,) = address(governor).call{value: 1}("");
        assertFalse(done);
    }

    /// The treasury is the timelock: what it was sent, a vote spends.
    function test_execute_paymentFromTheTimelock_succeeds() external {
        address payee = address(0xBA7E5);
        vm.deal(address(timelock), 3 ether);
        Proposal memory proposal = _proposal(payee, "");
        proposal.values[0] = 2 ether;
        _pass(proposal);
        _execute(proposal);
        assertEq(payee.balance, 2 ether);
        assertEq(address(timelock).balance, 1 ether);
    }
}
