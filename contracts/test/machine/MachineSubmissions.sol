// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../../interfaces/ISettlement.sol";
import {MachineModel} from "./MachineModel.sol";

/// @notice Actions that bring an epoch to its settlement: it is closed, and vectors are posted, true or not, at once or in
/// parts, by several parties, some of which give up or begin again.
abstract contract MachineSubmissions is MachineModel {
    uint256 private constant SUBMISSION_DEFECTS = 6;

    function close(uint256 seed) external turn(seed) {
        _closeNow();
    }

    function submit(uint256 seed) external turn(seed) {
        if (_stage() != ISettlement.Stage.Closed && (standingBy != address(0) || _draw(0, 3) == 0)) {
            bytes memory data = abi.encodeCall(ISettlement.submit, (_epoch(), 0, 0, 0, "", ""));
            return _refusedInStage(data, _epoch());
        }
        if (_stage() == ISettlement.Stage.Open) _closeNow();
        address party = _party();
        if (_draw(0, 3) == 0) _submitBadly(party);
        else _submitSome(party, _draw(0, 1) == 0);
    }

    /// @dev Brings about that a settlement stands, as an action on one needs it; or leaves it at that, once in a while.
    function _reachSettlement() internal returns (bool) {
        if (standingBy == address(0) && _draw(0, 3) == 0) return false;
        if (_stage() == ISettlement.Stage.Open) _closeNow();
        if (_stage() == ISettlement.Stage.Closed) _submitSome(_party(), true);
        return true;
    }

    /// @dev Goes on with a party's draft or begins another one, true or not, up to the last page or not.
    function _submitSome(address party, bool whole) private {
        Plan storage plan = plans[party];
        if (plan.epoch != _closed().epoch || plan.pages == 0 || _draw(0, 4) == 0) {
            (plan.epoch, plan.pages, plan.x) = (_closed().epoch, 0, _drawVector());
        }
        uint256 pages = _pages(plan.x.length);
        uint256 end = whole ? pages : _draw(plan.pages + 1, pages);
        _submitPages(party, _derive(plan.x), plan.pages, end);
        plan.pages = end;
        if (end == pages) _noteStanding(party, plan.x);
    }

    function _closeNow() internal {
        if (_stage() != ISettlement.Stage.Open) {
            vm.expectRevert(abi.encodeWithSelector(ISettlement.NotFinal.selector, _closed().epoch));
            settlement.closeEpoch();
            return;
        }
        uint256 until = settlement.openedAt() + settlement.termsOf(settlement.openEpoch()).epochSeconds;
        if (clock < until && _draw(0, 3) == 0) {
            vm.expectRevert(abi.encodeWithSelector(ISettlement.TooEarly.selector, until));
            settlement.closeEpoch();
        }
        _waitUntil(until);
        settlement.closeEpoch();
        truth = _solve().x;
    }

    /// @dev Everything a submission can have wrong is refused by name and leaves the drafts as they are.
    function _submitBadly(address party) private {
        ISettlement.ClosedEpoch memory closed = _closed();
        Vector memory vector = _derive(_copy(truth));
        bytes memory x = _xBytes(vector.x, 0, vector.x.length);
        bytes memory state = _before(0, cumulatives.length);
        uint256 bond = settlement.termsOf(closed.epoch).bond;
        uint32 first = 0;
        bytes memory reason;
        uint256 defect = _draw(0, SUBMISSION_DEFECTS - 1);
        if (defect == 0) {
            reason = abi.encodeWithSelector(ISettlement.Unexpected.selector, closed.expected);
            closed.expected = ~closed.expected;
        } else if (defect == 1) {
            uint256 pages = plans[party].epoch == closed.epoch ? plans[party].pages : 0;
            first = uint32(pages + _draw(1, 3));
            reason = abi.encodeWithSelector(ISettlement.WrongPage.selector, first, pages);
        } else if (defect == 2) {
            x = bytes.concat(x, new bytes(_draw(1, 600)));
            reason = abi.encodeWithSelector(ISettlement.PageLength.selector, x.length);
        } else if (defect == 3) {
            reason = abi.encodeWithSelector(ISettlement.WrongBond.selector, bond - 1, bond);
            bond -= 1;
        } else if (defect == 4) {
            uint256 page = _draw(0, _pages(cumulatives.length) - 1);
            state[_draw(page * 1024, state.length < (page + 1) * 1024 ? state.length - 1 : page * 1024 + 1023)] ^= 0x01;
            reason = abi.encodeWithSelector(ISettlement.WrongState.selector, page);
        } else {
            uint256 most = _maximum();
            bool full = vector.totalEarned == most;
            reason = full
                ? abi.encodeWithSelector(ISettlement.WrongTotal.selector, most, most + 1)
                : abi.encodeWithSelector(ISettlement.WrongTotal.selector, vector.totalEarned, vector.totalEarned + 1);
            vector.totalEarned += 1;
        }
        vm.deal(party, party.balance + bond);
        vm.prank(party);
        (bool done, bytes memory answer) = address(settlement).call{value: bond}(
            abi.encodeCall(
                ISettlement.submit, (closed.epoch, closed.expected, uint64(vector.totalEarned), first, x, state)
            )
        );
        assertFalse(done, "was not refused");
        assertEq(answer, reason);
    }

    /// @dev As often the truth as a lie of one or two values.
    function _drawVector() private returns (uint256[] memory) {
        Vector memory vector = _derive(_copy(truth));
        for (uint256 lies = _draw(0, 2); lies > 0; --lies) {
            vector = _distort(vector, _draw(0, vector.x.length - 1));
        }
        return vector.x;
    }
}
