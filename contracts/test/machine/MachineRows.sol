// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../../interfaces/ISettlement.sol";
import {MachineSubmissions} from "./MachineSubmissions.sol";

/// @notice Actions on a settlement that stands: challenged with right and with wrong evidence, replayed, shown row by row,
/// made final. Whether a row is wrong is known from the model: a right challenge of a wrong row must delete the settlement,
/// and nothing else may.
abstract contract MachineRows is MachineSubmissions {
    uint256 private constant EVIDENCE_DEFECTS = 7;

    function challenge(uint256 seed) external turn(seed) {
        address by = _party();
        if (!_reachSettlement()) return _refusedInStage(_encode(_noEvidence()), _epoch());
        uint256 member = _draw(0, 1) == 0 ? _wrongRow() : _draw(0, standingX.length - 1);
        Evidence memory evidence = _evidence(by, member);
        uint256 deadline = settlement.standing().deadline;
        if (clock > deadline) {
            _refused(by, _encode(evidence), abi.encodeWithSelector(ISettlement.TooLate.selector, deadline));
        } else if (_draw(0, 2) == 0) {
            _challengeBadly(by, evidence);
        } else if (_rows(standingX)[member] == standingX[member]) {
            bytes memory reason = abi.encodeWithSelector(ISettlement.RowHolds.selector, member, standingX[member]);
            _refused(by, _encode(evidence), reason);
        } else {
            _succeeds(by, _encode(evidence));
            _noteRefuted(by);
        }
    }

    function replay(uint256 seed) external turn(seed) {
        if (!_reachSettlement()) {
            ISettlement.VectorPage[] memory none;
            return _refusedInStage(
                abi.encodeCall(ISettlement.replayRow, (_epoch(), 0, 0, none, "")), _epoch()
            );
        }
        address by = _party();
        uint32 epoch = _closed().epoch;
        uint32 member = uint32(_draw(0, standingX.length - 1));
        bytes memory all = _credits(epoch, member);
        ISettlement.VectorPage[] memory pages = _pagesFor(standingX, epoch, member);
        uint32 done = replayed[_replayKey(by, member)];
        uint32 first = _draw(0, 3) == 0 ? 0 : done;
        uint32 end = uint32(_draw(first, all.length / 8));
        bytes memory part = _part(all, first, end);
        bytes memory data = abi.encodeCall(ISettlement.replayRow, (epoch, member, done + 1, pages, part));
        _fails(by, data, ISettlement.WrongCredit.selector);
        _succeeds(by, abi.encodeCall(ISettlement.replayRow, (epoch, member, first, pages, part)));
        replayed[_replayKey(by, member)] = end;
    }

    function verify(uint256 seed) external turn(seed) {
        if (!_reachSettlement()) {
            ISettlement.VectorPage[] memory none;
            return _refusedInStage(
                abi.encodeCall(ISettlement.verifyRows, (_epoch(), 0, 1, none, "", "")), _epoch()
            );
        }
        address by = _party();
        uint256 members = standingX.length;
        uint256 from = _draw(0, 2) == 0 ? 0 : _draw(0, members - 1);
        uint256 to = _draw(0, 2) == 0 ? members : _draw(from + 1, members);
        Vector memory vector = _derive(standingX);
        bytes memory data = _showingFor(by, vector, uint32(from), uint32(to));
        uint256[] memory found = _rows(standingX);
        for (uint256 i = from; i < to; ++i) {
            if (found[i] == standingX[i]) continue;
            return _refused(by, data, abi.encodeWithSelector(ISettlement.RowFails.selector, i, standingX[i], found[i]));
        }
        (bytes32 key, uint256 reward, uint256 bond) = (_vectorKey(), _closed().reward, _standingBond());
        _succeeds(by, data);
        for (uint256 i = from; i < to; ++i) {
            if (shown[key][i]) continue;
            shown[key][i] = true;
            ++shownRows[key];
        }
        if (shownRows[key] == members) _noteFinal(vector, reward, bond);
    }

    function finalize(uint256 seed) external turn(seed) {
        if (!_reachSettlement()) return _refusedInStage(abi.encodeCall(ISettlement.finalize, (_epoch())), _epoch());
        uint256 deadline = settlement.standing().deadline;
        if (clock <= deadline && _draw(0, 1) == 0) {
            bytes memory reason = abi.encodeWithSelector(ISettlement.TooEarly.selector, deadline + 1);
            return _refused(_party(), abi.encodeCall(ISettlement.finalize, (_epoch())), reason);
        }
        _finalizeNow();
    }

    function _finalizeNow() internal {
        _waitUntil(settlement.standing().deadline + 1);
        Vector memory vector = _derive(standingX);
        (uint256 reward, uint256 bond) = (_closed().reward, _standingBond());
        _succeeds(_party(), abi.encodeCall(ISettlement.finalize, (_closed().epoch)));
        _noteFinal(vector, reward, bond);
    }

    /// @dev The first row that is no fixed point, or row 0 if all are.
    function _wrongRow() internal view returns (uint256) {
        uint256[] memory found = _rows(standingX);
        for (uint256 i = 0; i < found.length; ++i) {
            if (found[i] != standingX[i]) return i;
        }
        return 0;
    }

    /// @dev The evidence that a row is wrong: of its credits only those that the caller has not replayed.
    function _evidence(address by, uint256 member) internal view returns (Evidence memory) {
        uint32 epoch = _closed().epoch;
        uint256 first = member / 64 * 64;
        bytes memory before = member < cumulatives.length ? _before(first, first + 64) : bytes("");
        return Evidence(epoch, uint32(member), _pagesFor(standingX, epoch, member), before, _restOf(by, member));
    }

    function _encode(Evidence memory evidence) internal pure returns (bytes memory) {
        return abi.encodeCall(
            ISettlement.challengeRow,
            (evidence.epoch, evidence.member, evidence.pages, evidence.previousPage, evidence.credits)
        );
    }

    function _noEvidence() private view returns (Evidence memory evidence) {
        evidence.epoch = _epoch();
    }

    function _restOf(address by, uint256 member) private view returns (bytes memory) {
        bytes memory credits = _credits(_closed().epoch, member);
        return _part(credits, replayed[_replayKey(by, member)], credits.length / 8);
    }

    function _showingFor(address by, Vector memory vector, uint32 from, uint32 to) private view returns (bytes memory) {
        bytes memory credits = bytes.concat(_restOf(by, from), _creditsOf(from + 1, to));
        return _showing(vector, from, to, credits, _states(from, to));
    }

    /// @dev Evidence that is not what the chain holds is refused, whether there is something to refute or not.
    function _challengeBadly(address by, Evidence memory evidence) private {
        uint256 defect = _draw(0, EVIDENCE_DEFECTS - 1);
        if (defect == 0 && evidence.credits.length != 0) {
            evidence.credits = _flip(evidence.credits);
            _failsOnCredits(by, evidence);
        } else if (defect == 1 && evidence.credits.length != 0) {
            evidence.credits = _part(evidence.credits, 0, evidence.credits.length / 8 - 1);
            _fails(by, _encode(evidence), ISettlement.WrongCredits.selector);
        } else if (defect == 2) {
            evidence.credits = bytes.concat(evidence.credits, new bytes(_draw(1, 16)));
            _fails(by, _encode(evidence), ISettlement.CreditsLeft.selector);
        } else if (defect == 3) {
            ISettlement.VectorPage memory page = evidence.pages[_draw(0, evidence.pages.length - 1)];
            page.values = _flip(page.values);
            _fails(by, _encode(evidence), ISettlement.UnknownPage.selector);
        } else if (defect == 4) {
            _failsWithOtherPage(by, evidence);
        } else if (defect == 5 && evidence.member < cumulatives.length) {
            evidence.previousPage = _flip(evidence.previousPage);
            _fails(by, _encode(evidence), ISettlement.WrongState.selector);
        } else {
            evidence.member = uint32(_draw(standingX.length, type(uint32).max));
            _fails(by, _encode(evidence), ISettlement.UnknownMember.selector);
        }
    }

    /// @dev A flipped bit gives another chain, or names somebody who is no member or stands on a page that was not given.
    function _failsOnCredits(address by, Evidence memory evidence) private {
        (bool done, bytes memory answer) = _call(by, _encode(evidence));
        assertFalse(done, "was not refused");
        bytes4 reason = bytes4(answer);
        assertTrue(
            reason == ISettlement.WrongCredits.selector || reason == ISettlement.UnknownMember.selector
                || reason == ISettlement.UnknownPage.selector,
            "reason"
        );
    }

    /// @dev Pages of drafts, of the last settlement that was deleted and of the last final one count for nothing.
    function _failsWithOtherPage(address by, Evidence memory evidence) private {
        uint256[] memory other = _draw(0, 2) == 0 ? finalX : _draw(0, 1) == 0 ? deletedX : plans[_party()].x;
        ISettlement.VectorPage memory page = evidence.pages[_draw(0, evidence.pages.length - 1)];
        bytes memory values = _xPage(other, page.number);
        if (keccak256(values) == keccak256(page.values)) values = _flip(bytes.concat(page.values));
        page.values = values;
        _fails(by, _encode(evidence), ISettlement.UnknownPage.selector);
    }
}
