// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {IRoles, RoleCondition} from "../interfaces/IRoles.sol";
import {GovernedOrganization} from "./support/GovernedOrganization.sol";

/// What votes give away: tokens and ether that the timelock was sent, and roles.
contract GovernorGrantsTest is GovernedOrganization {
    string private constant STEWARD = "steward of area docs";
    address private constant PAYEE = address(0xBA7E5);

    /// The timelock is the treasury: whoever was paid rewards can fill it, and only a vote empties it.
    function test_execute_grantOfTokens_paysFromTheTreasury() external {
        _give(0, uint256(1), 1_000_000);
        _settle();
        settlement.claim(0, _all(1, 2), _before(0, shares.length));
        uint256 earned = token.balanceOf(_founder(1));
        vm.prank(_founder(1));
        token.transfer(address(timelock), earned);

        Proposal memory proposal = _proposal(address(token), abi.encodeCall(IERC20.transfer, (PAYEE, earned - 1)));
        _pass(proposal);
        assertEq(token.balanceOf(PAYEE), 0);
        _execute(proposal);
        assertEq(token.balanceOf(PAYEE), earned - 1);
        assertEq(token.balanceOf(address(timelock)), 1);

        proposal = _proposal(address(token), abi.encodeCall(IERC20.transfer, (PAYEE, 2)));
        _pass(proposal);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(timelock), 1, 2)
        );
        _execute(proposal);
    }

    function test_execute_grantOfMoreEtherThanThereIs_reverts() external {
        vm.deal(address(timelock), 1 ether);
        Proposal memory proposal = _proposal(PAYEE, "");
        proposal.values[0] = 1 ether + 1;
        _pass(proposal);
        vm.expectRevert(Errors.FailedCall.selector);
        _execute(proposal);
        assertEq(PAYEE.balance, 0);
        // What the vote granted is paid as soon as it is there.
        vm.deal(address(timelock), 1 ether + 1);
        _execute(proposal);
        assertEq(PAYEE.balance, 1 ether + 1);
    }

    function _grant(uint64 until) private view returns (Proposal memory) {
        RoleCondition memory condition = RoleCondition(100, "docs", 2_500, 4);
        return _proposal(address(roles), abi.encodeCall(IRoles.grant, (STEWARD, _founder(3), until, condition)));
    }

    function test_execute_roleGivenAndTaken_followsTheVotes() external {
        assertEq(roles.owner(), address(timelock));
        uint64 until = uint64(governor.clock() + 365 days);
        Proposal memory proposal = _grant(until);
        _pass(proposal);
        assertFalse(roles.holds(STEWARD, _founder(3)));
        _execute(proposal);
        assertTrue(roles.holds(STEWARD, _founder(3)));
        assertEq(roles.holdingOf(STEWARD, _founder(3)).until, until);

        proposal = _proposal(address(roles), abi.encodeCall(IRoles.revoke, (STEWARD, _founder(3))));
        _pass(proposal);
        assertTrue(roles.holds(STEWARD, _founder(3)));
        _execute(proposal);
        assertFalse(roles.holds(STEWARD, _founder(3)));
    }

    /// A vote executed too late gives nothing.
    function test_execute_roleAfterItsEnd_reverts() external {
        uint64 until = uint64(governor.clock() + 9 days);
        Proposal memory proposal = _grant(until);
        _pass(proposal);
        vm.warp(until);
        vm.expectRevert(
            abi.encodeWithSelector(IRoles.TermInvalid.selector, until, until, uint256(until) + 4 * 365 days)
        );
        _execute(proposal);
    }

    function test_grant_byAnybodyButTheTimelock_reverts(address caller) external {
        vm.assume(caller != address(timelock));
        RoleCondition memory free;
        address[4] memory callers = [caller, _founder(0), address(governor), address(settlement)];
        for (uint256 i = 0; i < callers.length; ++i) {
            bytes memory reason = abi.encodeWithSelector(IRoles.NotOwner.selector, callers[i], address(timelock));
            vm.expectRevert(reason);
            vm.prank(callers[i]);
            roles.grant(STEWARD, _founder(0), uint64(1_700_000_000 + 30 days), free);
            vm.expectRevert(reason);
            vm.prank(callers[i]);
            roles.revoke(STEWARD, _founder(0));
        }
    }
}
