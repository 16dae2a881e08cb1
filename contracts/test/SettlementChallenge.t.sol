// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {Scenario} from "./support/Scenario.sol";

/// @notice One refutation: who lies loses, whichever row it is, and who does not lie cannot be made to lose.
contract SettlementChallengeTest is Scenario {
    /// hardhat-config: default.fuzz.runs = 24
    function test_challengeRow_everyRowOfHonestSettlement_reverts(uint256 seed) external {
        _scenario(seed);
        Vector memory honest = _solve();
        _submit(settler, honest);
        for (uint256 i = 0; i < honest.x.length; ++i) {
            bytes memory reason = abi.encodeWithSelector(ISettlement.RowHolds.selector, i, honest.x[i]);
            _refused(challenger, _challenge(honest.x, i), reason);
        }
        assertEq(settlement.standing().root, _root(honest));
    }

    /// hardhat-config: default.fuzz.runs = 32
    function test_challengeRow_oneValueChanged_succeeds(uint256 seed) external {
        _scenario(seed);
        Vector memory honest = _solve();
        uint256 member = _draw(0, honest.x.length - 1);
        Vector memory lie = _distort(honest, member);
        _submit(settler, lie);
        _refutes(lie, member, honest.x[member]);
    }

    /// hardhat-config: default.fuzz.runs = 24
    function test_challengeRow_anyVector_refutesExactlyTheWrongRows(uint256 seed) external {
        _scenario(seed);
        Vector memory vector = _solve();
        for (uint256 i = _draw(0, 4); i > 0; --i) {
            vector = _distort(vector, _draw(0, vector.x.length - 1));
        }
        _submit(settler, vector);
        uint256[] memory rows = _rows(vector.x);
        for (uint256 i = 0; i < rows.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            (bool refuted,) = _call(challenger, _challenge(vector.x, i));
            assertEq(refuted, rows[i] != vector.x[i]);
            assertTrue(vm.revertToState(snapshot));
        }
    }

    /// hardhat-config: default.fuzz.runs = 6
    function test_challengeRow_rowsAcrossPages_refutesOnlyTheLie(uint256 seed) external {
        _create(_terms(), _founders(64, 1e12));
        for (uint256 i = 0; i < 96; ++i) {
            _give(i % 64, _person(1000 + i), 100_000 + i);
        }
        for (uint256 i = 0; i < 64; ++i) {
            _give(i, uint256(159 - i), 1000);
        }
        _close();
        Vector memory honest = _solve();
        uint256 member = bound(seed, 64, 159);
        Vector memory lie = _distort(honest, member);
        _submit(settler, lie);
        _refutes(lie, member, honest.x[member]);
    }

    /// @dev Members without a number in the settlement before, the first and the last of each page.
    function test_challengeRow_stateOfNewcomers_isNotRead() external {
        _create(_terms(), _founders(64, 1e12));
        for (uint256 i = 0; i < 96; ++i) {
            _give(i % 64, _person(1000 + i), 100_000 + i);
        }
        _close();
        Vector memory honest = _solve();
        _submit(settler, honest);
        uint32[4] memory newcomers = [uint32(64), 127, 128, 159];
        for (uint256 i = 0; i < newcomers.length; ++i) {
            uint32 member = newcomers[i];
            bytes memory data = abi.encodeCall(
                ISettlement.challengeRow,
                (0, member, _pagesFor(honest.x, 0, member), _before(0, 64), _credits(0, member))
            );
            _refused(challenger, data, abi.encodeWithSelector(ISettlement.RowHolds.selector, member, honest.x[member]));
        }
    }

    function _refutes(Vector memory lie, uint256 member, uint256 truth) private {
        ISettlement.ClosedEpoch memory epoch = _closed();
        uint256 bond = settlement.standing().bond;
        vm.expectEmit(address(settlement));
        emit ISettlement.Refuted(
            epoch.epoch, challenger, settler, uint32(member), uint64(lie.x[member]), truth, bond - bond / 2
        );
        vm.expectEmit(address(settlement));
        emit ISettlement.EtherCredited(challenger, bond / 2);
        (bool done, bytes memory answer) = _call(challenger, _challenge(lie.x, member));
        if (!done) _rethrow(answer);

        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Closed));
        assertEq(settlement.standing().root, bytes32(0));
        assertEq(settlement.balanceOf(challenger), bond / 2);
    }
}
