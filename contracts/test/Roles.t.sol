// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Roles} from "../Roles.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IRoles, RoleCondition, RoleHolding} from "../interfaces/IRoles.sol";
import {Organization} from "./support/Organization.sol";

/// Roles given, revoked, run out, suspended and restored. The owner is this contract; that it is the timelock is tested with
/// the votes.
contract RolesTest is Organization {
    string private constant STEWARD = "steward of area docs";
    address private constant ANYBODY = address(0xA27B0D1);

    Roles private roles;
    RoleCondition private free;

    function setUp() external {
        vm.warp(1_700_000_000);
        _create(_terms(), _founders(3, 1e15));
        roles = new Roles(address(this), settlement);
    }

    function _until(uint256 duration) private view returns (uint64) {
        return uint64(reputation.clock() + duration);
    }

    function _asking(uint16 influenceBp) private pure returns (RoleCondition memory condition) {
        condition.influenceBp = influenceBp;
    }

    /// The page of influence of the last final settlement that holds a member.
    function _page(Vector memory vector, uint256 member) private pure returns (bytes memory) {
        return _xPage(vector.x, member / 64);
    }

    /// Member 0 and 1 give everything to member 2; the epoch is settled.
    function _earn() private returns (Vector memory) {
        _give(0, uint256(2), 1_000_000);
        _give(1, uint256(2), 1_000_000);
        return _settle();
    }

    function _notHeld(string memory role, address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRoles.RoleNotHeld.selector, role, account);
    }

    function test_grant_member_holdsUntilItsEnd() external {
        uint64 until = _until(30 days);
        RoleCondition memory condition = RoleCondition(0, "docs", 2_500, 4);
        vm.expectEmit(address(roles));
        emit IRoles.RoleGranted(keccak256(bytes(STEWARD)), _person(1), STEWARD, until, condition);
        roles.grant(STEWARD, _person(1), until, condition);
        assertTrue(roles.holds(STEWARD, _person(1)));
        assertFalse(roles.holds(STEWARD, _person(0)));
        assertFalse(roles.holds("steward of area Docs", _person(1)));
        RoleHolding memory holding = roles.holdingOf(STEWARD, _person(1));
        RoleHolding memory expected = RoleHolding(reputation.clock(), until, 1, false, condition);
        assertEq(abi.encode(holding), abi.encode(expected));

        vm.warp(until - 1);
        assertTrue(roles.holds(STEWARD, _person(1)));
        vm.warp(until);
        assertFalse(roles.holds(STEWARD, _person(1)));
    }

    function test_grant_again_replacesEndAndCondition() external {
        Vector memory vector = _earn();
        roles.grant(STEWARD, _person(0), _until(30 days), _asking(10_000));
        roles.show(STEWARD, _person(0), _page(vector, 0));
        assertFalse(roles.holds(STEWARD, _person(0)));
        uint64 until = _until(60 days);
        roles.grant(STEWARD, _person(0), until, free);
        assertTrue(roles.holds(STEWARD, _person(0)));
        assertEq(roles.holdingOf(STEWARD, _person(0)).until, until);
        assertEq(roles.holdingOf(STEWARD, _person(0)).condition.influenceBp, 0);
    }

    function test_grant_byAnother_reverts(address caller) external {
        vm.assume(caller != address(this));
        uint64 until = _until(1 days);
        bytes memory reason = abi.encodeWithSelector(IRoles.NotOwner.selector, caller, address(this));
        vm.expectRevert(reason);
        vm.prank(caller);
        roles.grant(STEWARD, _person(1), until, free);
        roles.grant(STEWARD, _person(1), until, free);
        vm.expectRevert(reason);
        vm.prank(caller);
        roles.revoke(STEWARD, _person(1));
        assertTrue(roles.holds(STEWARD, _person(1)));
    }

    function test_grant_notMember_reverts() external {
        uint64 until = _until(1 days);
        vm.expectRevert(abi.encodeWithSelector(IRoles.NotMember.selector, _person(9)));
        roles.grant(STEWARD, _person(9), until, free);
        vm.expectRevert(abi.encodeWithSelector(IRoles.NotMember.selector, address(0)));
        roles.grant(STEWARD, address(0), until, free);
    }

    function test_grant_nameOfAnyLength_succeedsFromOneTo64Bytes() external {
        uint64 until = _until(1 days);
        string memory longest = "0123456789012345678901234567890123456789012345678901234567890123";
        roles.grant(longest, _person(1), until, free);
        assertTrue(roles.holds(longest, _person(1)));
        roles.grant("x", _person(1), until, free);
        vm.expectRevert(abi.encodeWithSelector(IRoles.RoleLength.selector, 0));
        roles.grant("", _person(1), until, free);
        vm.expectRevert(abi.encodeWithSelector(IRoles.RoleLength.selector, 65));
        roles.grant(string.concat(longest, "4"), _person(1), until, free);
    }

    /// An end in milliseconds would be no end.
    function test_grant_endOutOfRange_reverts() external {
        uint256 time = reputation.clock();
        uint256 latest = time + 4 * 365 days;
        uint64[4] memory ends = [uint64(0), uint64(time), uint64(latest + 1), uint64(time * 1_000)];
        for (uint256 i = 0; i < ends.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRoles.TermInvalid.selector, ends[i], time, latest));
            roles.grant(STEWARD, _person(1), ends[i], free);
        }
        roles.grant(STEWARD, _person(1), uint64(time + 1), free);
        assertTrue(roles.holds(STEWARD, _person(1)));
        roles.grant(STEWARD, _person(1), uint64(latest), free);
    }

    function test_grant_conditionInvalid_reverts() external {
        uint64 until = _until(1 days);
        vm.expectRevert(abi.encodeWithSelector(IRoles.ShareInvalid.selector, 10_001));
        roles.grant(STEWARD, _person(1), until, _asking(10_001));
        string memory longest = "01234567890123456789012345678901";
        roles.grant(STEWARD, _person(1), until, RoleCondition(10_000, longest, 10_000, 1));
        RoleCondition[6] memory wrong = [
            RoleCondition(0, string.concat(longest, "2"), 1, 1),
            RoleCondition(0, "docs", 0, 1),
            RoleCondition(0, "docs", 10_001, 1),
            RoleCondition(0, "docs", 1, 0),
            RoleCondition(0, "", 1, 0),
            RoleCondition(0, "", 0, 1)
        ];
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IRoles.AreaInvalid.selector, wrong[i].area, wrong[i].areaBp, wrong[i].areaEpochs
                )
            );
            roles.grant(STEWARD, _person(1), until, wrong[i]);
        }
    }

    function test_revoke_held_takesIt() external {
        roles.grant(STEWARD, _person(1), _until(30 days), RoleCondition(1, "docs", 1, 1));
        roles.grant(STEWARD, _person(2), _until(30 days), free);
        vm.expectEmit(address(roles));
        emit IRoles.RoleRevoked(keccak256(bytes(STEWARD)), _person(1), STEWARD);
        roles.revoke(STEWARD, _person(1));
        assertFalse(roles.holds(STEWARD, _person(1)));
        assertTrue(roles.holds(STEWARD, _person(2)));
        RoleHolding memory none;
        assertEq(abi.encode(roles.holdingOf(STEWARD, _person(1))), abi.encode(none));
        vm.expectRevert(_notHeld(STEWARD, _person(1)));
        roles.revoke(STEWARD, _person(1));
    }

    function test_revoke_afterItsEnd_takesIt() external {
        roles.grant(STEWARD, _person(1), _until(1 days), free);
        vm.warp(_until(2 days));
        roles.revoke(STEWARD, _person(1));
        assertEq(roles.holdingOf(STEWARD, _person(1)).since, 0);
    }

    /// A disproof suspends, a later proof restores, and both only by the last final settlement.
    function test_show_overTwoSettlements_suspendsAndRestores() external {
        Vector memory first = _earn();
        // Member 0 got nothing and has his seed, a sixth of all: 16.66 %.
        roles.grant(STEWARD, _person(0), _until(365 days), _asking(1_667));
        assertTrue(roles.holds(STEWARD, _person(0)));
        vm.expectEmit(address(roles));
        emit IRoles.ConditionShown(keccak256(bytes(STEWARD)), _person(0), 0, uint64(first.x[0]), false);
        vm.prank(ANYBODY);
        assertFalse(roles.show(STEWARD, _person(0), _page(first, 0)));
        assertFalse(roles.holds(STEWARD, _person(0)));
        assertTrue(roles.holdingOf(STEWARD, _person(0)).suspended);

        _give(2, uint256(0), 500_000);
        Vector memory second = _settle();
        assertFalse(roles.holds(STEWARD, _person(0)), "nothing was shown");
        vm.expectRevert(abi.encodeWithSelector(IRoles.StalePage.selector, 0));
        roles.show(STEWARD, _person(0), _page(first, 0));
        vm.expectEmit(address(roles));
        emit IRoles.ConditionShown(keccak256(bytes(STEWARD)), _person(0), 1, uint64(second.x[0]), true);
        vm.prank(ANYBODY);
        assertTrue(roles.show(STEWARD, _person(0), _page(second, 0)));
        assertTrue(roles.holds(STEWARD, _person(0)));
    }

    /// While the next epoch is closed or its settlement stands, the last final one counts, and no other.
    function test_show_whileAnotherStands_countsTheFinalOne() external {
        Vector memory first = _earn();
        roles.grant(STEWARD, _person(2), _until(365 days), _asking(3_000));
        _give(2, uint256(0), 1_000_000);
        _close();
        Vector memory second = _solve();
        assertTrue(_shows(first, 0));
        _submit(settler, second);
        assertTrue(_shows(first, 0));
        vm.expectRevert(abi.encodeWithSelector(IRoles.StalePage.selector, 0));
        roles.show(STEWARD, _person(2), _page(second, 2));
        _finalize(second);
        assertFalse(_shows(second, 1));
    }

    function _shows(Vector memory vector, uint32 epoch) private returns (bool met) {
        met = vector.x[2] * 10_000 >= 3_000 * S;
        vm.expectEmit(address(roles));
        emit IRoles.ConditionShown(keccak256(bytes(STEWARD)), _person(2), epoch, uint64(vector.x[2]), met);
        roles.show(STEWARD, _person(2), _page(vector, 2));
    }

    /// The least share counts, to the unit.
    function test_show_anyShare_isComparedExactly(uint16 share, uint256 points) external {
        share = uint16(bound(share, 1, 10_000));
        _give(0, uint256(2), bound(points, 1, 1_000_000));
        Vector memory vector = _settle();
        roles.grant(STEWARD, _person(2), _until(30 days), _asking(share));
        bool expected = vector.x[2] >= (uint256(share) * S + 9_999) / 10_000;
        assertEq(roles.show(STEWARD, _person(2), _page(vector, 2)), expected);
        assertEq(roles.holds(STEWARD, _person(2)), expected);
        uint16 own = uint16(vector.x[2] * 10_000 / S);
        roles.grant(STEWARD, _person(2), _until(30 days), _asking(own));
        assertTrue(roles.show(STEWARD, _person(2), _page(vector, 2)));
        roles.grant(STEWARD, _person(2), _until(30 days), _asking(own + 1));
        assertFalse(roles.show(STEWARD, _person(2), _page(vector, 2)));
    }

    /// hardhat-config: default.fuzz.runs = 64
    function test_show_otherBytes_reverts(uint256 place, uint8 flip) external {
        Vector memory vector = _earn();
        roles.grant(STEWARD, _person(2), _until(30 days), _asking(1));
        bytes memory page = _page(vector, 2);
        bytes memory reason = abi.encodeWithSelector(IRoles.StalePage.selector, 0);
        page[place % page.length] ^= bytes1(flip == 0 ? 1 : flip);
        vm.expectRevert(reason);
        roles.show(STEWARD, _person(2), page);
        vm.expectRevert(reason);
        roles.show(STEWARD, _person(2), bytes.concat(_page(vector, 2), bytes8(0)));
        vm.expectRevert(reason);
        roles.show(STEWARD, _person(2), "");
        assertTrue(roles.holds(STEWARD, _person(2)));
    }

    /// Members of a second page, and one who entered after the settlement and so has nothing in it.
    function test_show_laterPageAndLaterMember_succeeds() external {
        _set65();
        Vector memory vector = _settle();
        roles.grant(STEWARD, _person(64), _until(30 days), _asking(1));
        vm.expectRevert(abi.encodeWithSelector(IRoles.StalePage.selector, 1));
        roles.show(STEWARD, _person(64), _xPage(vector.x, 0));
        assertTrue(roles.show(STEWARD, _person(64), _xPage(vector.x, 1)));

        _give(0, _person(65), 200_000);
        roles.grant(STEWARD, _person(65), _until(30 days), _asking(1));
        assertTrue(roles.holds(STEWARD, _person(65)));
        assertFalse(roles.show(STEWARD, _person(65), ""));
        assertFalse(roles.holds(STEWARD, _person(65)));
    }

    /// 62 newcomers, each introduced by one credit of a founder.
    function _set65() private {
        parameters.set(IParameters.Parameter.IntroductionPoints, 1);
        _settle();
        for (uint256 i = 3; i < 65; ++i) {
            _give(i % 3, _person(i), 40_000);
        }
    }

    function test_show_beforeAnySettlement_reverts() external {
        roles.grant(STEWARD, _person(0), _until(30 days), _asking(1));
        vm.expectRevert(IRoles.NothingSettled.selector);
        roles.show(STEWARD, _person(0), new bytes(24));
        _close();
        vm.expectRevert(IRoles.NothingSettled.selector);
        roles.show(STEWARD, _person(0), new bytes(24));
        assertTrue(roles.holds(STEWARD, _person(0)));
    }

    /// What is only reported is no condition here.
    function test_show_nothingAskedOrHeld_reverts() external {
        Vector memory vector = _earn();
        bytes memory page = _page(vector, 0);
        vm.expectRevert(_notHeld(STEWARD, _person(0)));
        roles.show(STEWARD, _person(0), page);
        roles.grant(STEWARD, _person(0), _until(1 days), RoleCondition(0, "docs", 2_500, 4));
        vm.expectRevert(abi.encodeWithSelector(IRoles.NoCondition.selector, STEWARD, _person(0)));
        roles.show(STEWARD, _person(0), page);
        roles.grant(STEWARD, _person(0), _until(1 days), _asking(1));
        vm.warp(_until(1 days));
        vm.expectRevert(_notHeld(STEWARD, _person(0)));
        roles.show(STEWARD, _person(0), page);
    }
}
