// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {Scenario} from "./support/Scenario.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Calldata that no encoder makes, of all that brings values to a settlement but challenges, whose it is in
/// {SettlementBoundsTest}: whatever is taken, only what is true counts.
contract SettlementCalldataTest is Scenario {
    uint256 private constant TRIES = 8;

    /// hardhat-config: default.fuzz.runs = 32
    function test_verifyRows_mangledCalldata_showsNoWrongRow(uint256 seed) external {
        _scenario(seed);
        Vector memory lie = _solve();
        lie = _distort(lie, _draw(0, lie.x.length - 1));
        _submit(settler, lie);
        uint256[] memory rows = _rows(lie.x);
        for (uint256 i = 0; i < TRIES; ++i) {
            uint256 from = _draw(0, lie.x.length - 1);
            uint256 to = _draw(from + 1, lie.x.length);
            _call(challenger, _mangle(_showing(lie, uint32(from), uint32(to)), 3));
            assertEq(uint256(_stage()), uint256(ISettlement.Stage.Submitted));
            assertEq(settlement.rowsVerified(), _shown(lie.x, rows));
        }
    }

    /// @dev A row replayed to its end has the sum of the credits that the ledger chained, whatever came on the way.
    /// hardhat-config: default.fuzz.runs = 32
    function test_replayRow_mangledCalldata_sumsWhatTheLedgerChained(uint256 seed) external {
        _scenario(seed);
        Vector memory honest = _solve();
        _submit(settler, honest);
        uint32 epoch = _closed().epoch;
        for (uint256 i = 0; i < TRIES; ++i) {
            uint32 member = uint32(_draw(0, honest.x.length - 1));
            _call(challenger, _mangle(_replaying(honest.x, epoch, member), 3));
            _assertSums(honest.x, epoch);
        }
    }

    /// @dev The pages in the log are those that the root is made of.
    /// hardhat-config: default.fuzz.runs = 64
    function test_submit_mangledCalldata_postsWhatFollowsFromItsPages(uint256 seed) external {
        _scenario(seed);
        Vector memory honest = _solve();
        uint256 bond = settlement.termsOf(_closed().epoch).bond;
        for (uint256 i = 0; i < TRIES; ++i) {
            bytes memory data = _mangle(_submission(honest, 0, 1), 2);
            uint256 snapshot = vm.snapshotState();
            vm.deal(settler, bond);
            vm.recordLogs();
            vm.prank(settler);
            (bool done,) = address(settlement).call{value: bond}(data);
            if (done) _assertPosted(vm.getRecordedLogs());
            vm.revertToState(snapshot);
        }
    }

    /// @dev How many rows count as shown; none of them is wrong.
    function _shown(uint256[] memory x, uint256[] memory rows) private view returns (uint256 count) {
        for (uint256 i = 0; i < x.length; ++i) {
            if (!settlement.isRowVerified(uint32(i))) continue;
            assertEq(rows[i], x[i], "a wrong row was shown");
            ++count;
        }
    }

    /// @dev From the row's beginning or from where the caller stands, to its end or to any credit before.
    function _replaying(uint256[] memory x, uint32 epoch, uint32 member) private returns (bytes memory) {
        bytes memory credits = _credits(epoch, member);
        (, uint32 first,) = settlement.replayOf(challenger, member);
        if (first * 8 > credits.length || _draw(0, 2) == 0) first = 0;
        uint256 end = _draw(0, 1) == 0 ? credits.length / 8 : _draw(first, credits.length / 8);
        return abi.encodeCall(
            ISettlement.replayRow, (epoch, member, first, _pagesFor(x, epoch, member), _part(credits, first, end))
        );
    }

    function _assertPosted(Vm.Log[] memory logs) private view {
        (, bytes memory pages) = abi.decode(logs[0].data, (uint32, bytes));
        assertEq(settlement.standing().root, _root(_derive(_valuesIn(pages))), "root");
    }

    function _assertSums(uint256[] memory x, uint32 epoch) private view {
        uint256[] memory sums = new uint256[](x.length);
        for (uint256 i = 0; i < given[epoch].length; ++i) {
            Given memory credit = given[epoch][i];
            sums[credit.to] += x[credit.from] * credit.points;
        }
        for (uint32 member = 0; member < x.length; ++member) {
            (bytes28 chain,, uint256 sum) = settlement.replayOf(challenger, member);
            if (chain == ledger.row(epoch, member)) assertEq(sum, sums[member], "sum");
        }
    }

    function _valuesIn(bytes memory pages) private pure returns (uint256[] memory x) {
        x = new uint256[](pages.length / 8);
        for (uint256 i = 0; i < pages.length; ++i) {
            x[i / 8] = x[i / 8] << 8 | uint8(pages[i]);
        }
    }
}
