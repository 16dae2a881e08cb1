// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {Scenario} from "./support/Scenario.sol";

/// @notice Rows shown to be right: each counts once, only for its own vector, and all of them make it final at once.
contract SettlementRowsTest is Scenario {
    address private second = address(0x5E771E2);
    address private verifier = address(0x7E41F1E4);

    /// @dev 66 members before the epoch, 130 at its end: page 1 holds old and new ones, page 2 only new ones.
    function setUp() external {
        _create(_terms(), _founders(64, 1e12));
        _give(0, _person(64), 100_000);
        _give(0, _person(65), 100_000);
        _settle();
        settlement.claim(0, _all(0, 64), _before(0, 64));
        for (uint256 i = 66; i < 130; ++i) {
            _give(i % 64, _person(i), 100_000 + i);
        }
        for (uint256 i = 0; i < 64; ++i) {
            _give(i, uint256((i * 7 + 1) % 130), 1000 + i);
        }
        _close();
    }

    function test_verifyRows_all_succeeds() external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        bytes32 root = settlement.standing().root;
        vm.expectEmit(address(settlement));
        emit ISettlement.RowsVerified(1, verifier, root, 0, 130);
        vm.expectEmit(address(settlement));
        emit ISettlement.Finalized(1, root);
        vm.expectEmit(address(settlement));
        emit ISettlement.EtherCredited(settler, 1 ether);
        _show(honest, 0, 130);
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Open));
        assertEq(settlement.finalSettlement().root, root);
        assertEq(settlement.standing().submitter, address(0));
        // That of the epoch before and this one.
        assertEq(settlement.balanceOf(settler), 2 ether);
        _adopt(honest);
        settlement.claim(1, _all(64, 128), _before(64, 128));
    }

    /// @dev In pieces that overlap by some rows, from both ends in any order: a row shown twice counts once.
    /// hardhat-config: default.fuzz.runs = 8
    function test_verifyRows_anyCutsInAnyOrder_succeeds(uint256 seed) external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        _seed(seed);
        uint32 low = 0;
        uint32 high = 130;
        while (low < high) {
            assertEq(settlement.rowsVerified(), low + 130 - high);
            uint32 rows = uint32(_draw(1, 40));
            if (rows > high - low) rows = high - low;
            uint32 twice = uint32(_draw(0, 10));
            if (_draw(0, 1) == 0) {
                _show(honest, low > twice ? low - twice : 0, low + rows);
                low += rows;
            } else {
                _show(honest, high - rows, high + twice < 130 ? high + twice : 130);
                high -= rows;
            }
            if (low < high) assertFalse(settlement.isRowVerified(uint32(_draw(low, high - 1))));
        }
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Open));
    }

    function test_verifyRows_afterDeadline_succeeds() external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        vm.warp(settlement.standing().deadline + 1);
        _show(honest, 0, 130);
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Open));
    }

    /// @dev Fewer runs in the long profile because each shows 130 rows one by one.
    /// hardhat-config: default.fuzz.runs = 12
    /// hardhat-config: long.fuzz.runs = 1000
    function test_verifyRows_oneValueChanged_showsExactlyTheOthers(uint256 seed) external {
        Vector memory lie = _solve();
        _seed(seed);
        lie = _distort(lie, _draw(0, 129));
        _submit(settler, lie);
        uint256[] memory rows = _rows(lie.x);
        for (uint32 i = 0; i < 130; ++i) {
            bytes memory data = _showing(lie, i, i + 1);
            if (rows[i] == lie.x[i]) {
                (bool done,) = _call(verifier, data);
                assertTrue(done);
            } else {
                _refused(verifier, data, abi.encodeWithSelector(ISettlement.RowFails.selector, i, lie.x[i], rows[i]));
                _refused(verifier, _showing(lie, 0, 130), _firstFailure(lie, rows));
            }
        }
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Submitted));
    }

    function test_verifyRows_deletedSettlement_countsForNoOther() external {
        Vector memory honest = _solve();
        Vector memory lie = _copyOf(honest);
        lie.x[7] += 1;
        lie = _derive(lie.x);
        _submit(settler, lie);
        uint256[] memory rows = _rows(lie.x);
        for (uint32 i = 0; i < 130; ++i) {
            if (rows[i] == lie.x[i]) _call(verifier, _showing(lie, i, i + 1));
        }
        assertGe(settlement.rowsVerified(), 120);
        (bool refuted,) = _call(challenger, _challenge(lie.x, 7));
        assertTrue(refuted);
        assertEq(settlement.rowsVerified(), 0);
        _submit(second, honest);
        assertEq(settlement.rowsVerified(), 0);
        assertFalse(settlement.isRowVerified(100));
        _show(honest, 7, 8);
        assertEq(settlement.rowsVerified(), 1);
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Submitted));
    }

    function test_verifyRows_sameRootAgain_stillFailsInTheWrongRow() external {
        Vector memory lie = _solve();
        lie.x[7] += 1;
        lie = _derive(lie.x);
        _submit(settler, lie);
        _show(lie, 100, 120);
        (bool refuted,) = _call(challenger, _challenge(lie.x, 7));
        assertTrue(refuted);
        _submit(second, lie);
        assertEq(settlement.rowsVerified(), 20);
        (bool done,) = _call(verifier, _showing(lie, 0, 130));
        assertFalse(done);
        (refuted,) = _call(challenger, _challenge(lie.x, 7));
        assertTrue(refuted);
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_verifyRows_noRows_reverts(uint32 from, uint32 to) external {
        _submit(settler, _solve());
        if (from < to && to <= 130) to = from;
        ISettlement.VectorPage[] memory none;
        bytes memory data = abi.encodeCall(ISettlement.verifyRows, (1, from, to, none, "", ""));
        _refused(verifier, data, abi.encodeWithSelector(ISettlement.WrongRows.selector, from, to));
    }

    function test_verifyRows_beyondTheLast_reverts() external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        ISettlement.VectorPage[] memory none;
        bytes memory data = abi.encodeCall(ISettlement.verifyRows, (1, 129, 131, none, "", ""));
        _refused(verifier, data, abi.encodeWithSelector(ISettlement.WrongRows.selector, 129, 131));
    }

    function test_verifyRows_wrongStage_reverts() external {
        Vector memory honest = _solve();
        bytes memory data = _showing(honest, 0, 130);
        bytes4 selector = ISettlement.WrongStage.selector;
        _refused(verifier, data, abi.encodeWithSelector(selector, 1, ISettlement.Stage.Closed));
        _submit(settler, honest);
        _show(honest, 0, 130);
        _refused(verifier, data, abi.encodeWithSelector(selector, 1, ISettlement.Stage.Open));
    }

    /// @dev Credits of the row before, a bit changed, one too few, some too many: none of it shows a row.
    /// hardhat-config: default.fuzz.runs = 24
    function test_verifyRows_otherCredits_reverts(uint256 seed) external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        _seed(seed);
        uint32 from = uint32(_draw(0, 100));
        uint32 to = uint32(_draw(from + 20, 130));
        bytes memory credits = _creditsOf(from, to);
        uint256 kind = _draw(0, 3);
        if (kind == 0) credits[_draw(0, credits.length - 1)] ^= bytes1(uint8(1 << _draw(0, 7)));
        else if (kind == 1) credits = bytes.concat(credits, new bytes(_draw(1, 16)));
        else if (kind == 2) credits = _prefix(credits, _draw(0, credits.length - 1));
        else credits = bytes.concat(new bytes(8), credits);
        (bool done,) = _call(verifier, _showing(honest, from, to, credits, _states(from, to)));
        assertFalse(done);
        assertEq(settlement.rowsVerified(), 0);
    }

    /// @dev Points with which one unit more in the sum of a row would be one more of its value: nothing of one row is left in the
    /// sum of the next.
    function test_verifyRows_sumJustBelowAUnit_succeeds() external {
        (cumulatives, reputations) = (new uint256[](0), new uint256[](0));
        delete given[0];
        ISettlement.Founder[] memory founders = _founders(3, 2);
        founders[0].reputation = 1;
        _create(_terms(), founders);
        _give(0, uint256(1), 634_967);
        _give(0, uint256(2), 365_033);
        _close();
        Vector memory honest = _solve();
        // A unit is 10,000 · 1,000,000 / 5,000 of the sum.
        assertEq((honest.x[0] * 634_967 + 1) % 2_000_000, 0);
        _submit(settler, honest);
        (bool done,) = _call(verifier, _showing(honest, 0, 3));
        assertTrue(done);
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Open));
    }

    /// @dev What is shown is kept in words of 256 rows: row 256 is not row 0 again.
    function test_verifyRows_moreRowsThanAWordHolds_succeeds() external {
        (cumulatives, reputations) = (new uint256[](0), new uint256[](0));
        delete given[0];
        _create(_terms(), _founders(64, 1e12));
        for (uint256 i = 64; i < 264; ++i) {
            _give(i % 64, _person(i), 100_000 + i);
        }
        _close();
        Vector memory honest = _solve();
        _submit(settler, honest);
        (bool done,) = _call(verifier, _showing(honest, 200, 264));
        assertTrue(done);
        assertEq(settlement.rowsVerified(), 64);
        for (uint32 i = 0; i < 264; ++i) {
            assertEq(settlement.isRowVerified(i), i >= 200);
        }
        (done,) = _call(verifier, _showing(honest, 0, 200));
        assertTrue(done);
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Open));
    }

    function test_verifyRows_creditsBehindTheLastRow_revertsWithThatRow() external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        bytes memory credits = bytes.concat(_creditsOf(10, 20), new bytes(8));
        bytes memory data = _showing(honest, 10, 20, credits, _states(10, 20));
        _refused(verifier, data, abi.encodeWithSelector(ISettlement.CreditsLeft.selector, 19, 8));
    }

    /// @dev A state that is changed in one bit, cut or longer is refused before anything is computed from it.
    /// hardhat-config: default.fuzz.runs = 24
    function test_verifyRows_otherState_reverts(uint256 seed) external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        _seed(seed);
        bytes memory states = _states(0, 130);
        uint256 kind = _draw(0, 2);
        if (kind == 0) states[_draw(0, states.length - 1)] ^= bytes1(uint8(1 << _draw(0, 7)));
        else if (kind == 1) states = _prefix(states, _draw(0, states.length - 1));
        else states = bytes.concat(states, new bytes(_draw(1, 32)));
        (bool done, bytes memory answer) = _call(verifier, _showing(honest, 0, 130, _creditsOf(0, 130), states));
        assertFalse(done);
        assertEq(bytes32(bytes4(answer)), bytes32(ISettlement.WrongState.selector));
    }

    function test_verifyRows_newcomersOnly_needsNoState() external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        (bool done,) = _call(verifier, _showing(honest, 66, 130, _creditsOf(66, 130), ""));
        assertTrue(done);
        assertEq(settlement.rowsVerified(), 64);
        bytes memory state = _before(64, 128);
        bytes memory data = _showing(honest, 66, 130, _creditsOf(66, 130), state);
        _refused(verifier, data, abi.encodeWithSelector(ISettlement.WrongState.selector, 1));
    }

    function _show(Vector memory vector, uint32 from, uint32 to) private {
        (bool done, bytes memory answer) = _call(verifier, _showing(vector, from, to));
        if (!done) _rethrow(answer);
    }

    function _firstFailure(Vector memory vector, uint256[] memory rows) private pure returns (bytes memory) {
        uint256 i = 0;
        while (rows[i] == vector.x[i]) ++i;
        return abi.encodeWithSelector(ISettlement.RowFails.selector, i, vector.x[i], rows[i]);
    }

    function _copyOf(Vector memory vector) private view returns (Vector memory) {
        return _derive(_copy(vector.x));
    }

    function _prefix(bytes memory data, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            part[i] = data[i];
        }
    }
}
