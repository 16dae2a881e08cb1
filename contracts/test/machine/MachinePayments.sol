// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IParameters} from "../../interfaces/IParameters.sol";
import {ISettlement} from "../../interfaces/ISettlement.sol";
import {MachineRows} from "./MachineRows.sol";

/// @notice Actions that anyone can take at any time: claim for anyone, withdraw, delegate, let time pass; and what the owner
/// of the parameters can do.
abstract contract MachinePayments is MachineRows {
    // Enough for an account that takes ether, and little enough that one that burns all of it is done soon.
    uint256 private constant WITHDRAW_GAS = 300_000;

    mapping(uint256 member => uint256) internal claimedReward;

    function claim(uint256 seed) external turn(seed) {
        uint32 page = uint32(_draw(0, _pages(cumulatives.length) - 1));
        if (_draw(0, 3) == 0) return _claimBadly(page);
        uint32[] memory members = new uint32[](_draw(0, 5));
        for (uint256 i = 0; i < members.length; ++i) {
            members[i] = uint32(_drawMember(page));
        }
        _claim(page, members);
    }

    function withdraw(uint256 seed) external turn(seed) {
        _withdraw(_party());
    }

    function delegate(uint256 seed) external turn(seed) {
        address account = _anybody();
        address to = _draw(0, 3) == 0 ? address(0) : _anybody();
        vm.prank(account);
        reputation.delegate(to);
        chosen[account] = to;
    }

    function setParameter(uint256 seed) external turn(seed) {
        IParameters.Parameter parameter = IParameters.Parameter(_draw(0, PARAMETERS - 1));
        (uint256 minimum, uint256 maximum) = parameters.bounds(parameter);
        uint256 kind = _draw(0, 4);
        uint256 value = kind == 0 ? minimum : kind == 1 ? maximum : _draw(minimum, maximum);
        if (kind == 4) {
            value = minimum != 0 && _draw(0, 1) == 0 ? _draw(0, minimum - 1) : _draw(maximum + 1, type(uint256).max);
            vm.expectRevert(
                abi.encodeWithSelector(IParameters.OutOfBounds.selector, parameter, value, minimum, maximum)
            );
        }
        _set(parameter, value);
    }

    function wait(uint256 seed) external turn(seed) {
        _waitUntil(clock + _draw(0, 3 days));
    }

    function _claim(uint32 page, uint32[] memory members) internal {
        _succeeds(_party(), abi.encodeCall(ISettlement.claim, (page, members, _before(page * 64, page * 64 + 64))));
        for (uint256 i = 0; i < members.length; ++i) {
            uint32 member = members[i];
            assertLe(claimedReward[member], cumulatives[member], "cumulative rewards fell");
            claimedReward[member] = cumulatives[member];
            held[people[member]] = reputations[member];
        }
    }

    /// @dev Whoever does not take his ether keeps it here, and stops nobody else.
    function _withdraw(address account) internal {
        uint256 amount = credited[account];
        uint256 before = account.balance;
        vm.prank(account);
        (bool done, bytes memory answer) =
            address(settlement).call{gas: WITHDRAW_GAS}(abi.encodeCall(ISettlement.withdraw, ()));
        assertTrue(done == (account.code.length == 0), "withdrawal");
        if (done) {
            assertEq(account.balance, before + amount, "paid");
            credited[account] = 0;
            creditedTotal -= amount;
        } else {
            assertEq(answer, abi.encodeWithSelector(ISettlement.PaymentFailed.selector, account));
        }
    }

    /// @dev Pages of another settlement, or none of anybody, and members who do not stand on a page: nothing is paid.
    function _claimBadly(uint32 page) private {
        uint32[] memory members = new uint32[](1);
        members[0] = uint32(_drawMember(page));
        bytes memory state = _before(page * 64, page * 64 + 64);
        uint256 defect = _draw(0, 3);
        bytes memory reason = abi.encodeWithSelector(ISettlement.StalePage.selector, page);
        if (defect == 0 && page == 0 && keccak256(stalePage) != keccak256(state)) {
            state = stalePage;
        } else if (defect == 1) {
            page += uint32(_draw(1, type(uint32).max - page));
            reason = abi.encodeWithSelector(ISettlement.StalePage.selector, page);
        } else if (defect == 2) {
            members[0] = uint32(_draw(cumulatives.length, type(uint32).max));
            reason = abi.encodeWithSelector(ISettlement.UnknownMember.selector, members[0]);
        } else {
            state = _flip(state);
        }
        _refused(_party(), abi.encodeCall(ISettlement.claim, (page, members, state)), reason);
    }

    function _drawMember(uint256 page) private returns (uint256) {
        uint256 end = page * 64 + 64;
        return _draw(page * 64, (end < cumulatives.length ? end : cumulatives.length) - 1);
    }
}
