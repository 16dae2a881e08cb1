// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IParameters, Terms} from "../interfaces/IParameters.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {Organization} from "./support/Organization.sol";

contract SettlementEpochTest is Organization {
    function setUp() external {
        _create(_terms(), _founders(3, 1e15));
    }

    function test_closeEpoch_atItsEnd_succeeds() external {
        _give(0, _person(3), 200_000);
        Terms memory terms = _terms();
        bytes32 head = ledger.head();
        bytes32 expected = keccak256(
            abi.encodePacked(
                uint32(0), head, uint32(4), terms.dampingBp, terms.pointsPerEpoch, uint64(1e13), terms.renewalBp
            )
        );
        vm.warp(settlement.openedAt() + terms.epochSeconds);
        vm.expectEmit(address(settlement));
        emit ISettlement.EpochClosed(0, head, 4);
        vm.expectEmit(address(settlement));
        emit ISettlement.EpochOpened(1, 0, terms, 1e13);
        vm.prank(address(0xA11));
        settlement.closeEpoch();

        ISettlement.ClosedEpoch memory closed = _closed();
        assertEq(abi.encode(closed), abi.encode(ISettlement.ClosedEpoch(0, 4, head, 1e13, expected)));
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Closed));
        assertEq(settlement.openEpoch(), 1);
        assertEq(ledger.epoch(), 1);
        assertEq(settlement.openedAt(), block.timestamp);
    }

    /// hardhat-config: default.fuzz.runs = 16
    function test_closeEpoch_beforeItsEnd_reverts(uint256 seconds_) external {
        uint256 end = settlement.openedAt() + 604_800;
        bytes memory reason = abi.encodeWithSelector(ISettlement.TooEarly.selector, end);
        vm.warp(bound(seconds_, settlement.openedAt(), end - 1));
        vm.expectRevert(reason);
        settlement.closeEpoch();
        vm.warp(end - 1);
        vm.expectRevert(reason);
        settlement.closeEpoch();
    }

    function test_closeEpoch_whileEpochBeforeIsNotFinal_reverts() external {
        _close();
        vm.warp(block.timestamp + 604_800);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotFinal.selector, 0));
        settlement.closeEpoch();
        Vector memory honest = _solve();
        _submit(settler, honest);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotFinal.selector, 0));
        settlement.closeEpoch();
        _finalize(honest);
        settlement.closeEpoch();
        assertEq(settlement.openEpoch(), 2);
    }

    function test_closeEpoch_recordsAfterClose_belongToNextEpoch() external {
        _give(0, _person(3), 200_000);
        _close();
        bytes32 head = _closed().head;
        _give(1, _person(4), 200_000);
        assertTrue(ledger.head() != head);
        assertEq(_closed().members, 4);
        assertEq(_solve().x.length, 4);
        assertEq(ledger.row(0, 4), bytes28(0));
    }

    function test_closeEpoch_parametersChanged_countFromNextEpoch() external {
        _set(IParameters.Parameter.DampingBp, 9000);
        _set(IParameters.Parameter.PointsPerEpoch, 2000);
        _set(IParameters.Parameter.RewardPerEpoch, 7);
        _set(IParameters.Parameter.RenewalBp, 5000);
        _set(IParameters.Parameter.EpochSeconds, 60);
        _set(IParameters.Parameter.ChallengeSeconds, 3600);
        _set(IParameters.Parameter.Bond, 0.5 ether);
        assertEq(abi.encode(settlement.termsOf(0)), abi.encode(_terms()));
        uint256 opened = settlement.openedAt();
        _close();
        assertEq(block.timestamp, opened + 604_800);
        assertEq(abi.encode(settlement.termsOf(0)), abi.encode(_terms()));
        assertEq(abi.encode(settlement.termsOf(1)), abi.encode(parameters.current()));
        assertEq(_closed().reward, 1e13);

        Vector memory honest = _solve();
        _submit(settler, honest);
        assertEq(settlement.standing().bond, 1 ether);
        assertEq(settlement.standing().deadline, block.timestamp + 86_400);
        _finalize(honest);
        _set(IParameters.Parameter.ChallengeSeconds, 7200);
        _set(IParameters.Parameter.Bond, 0.25 ether);
        _close();
        assertEq(_closed().reward, 7);
        _submit(settler, _solve());
        assertEq(settlement.standing().bond, 0.5 ether);
        assertEq(settlement.standing().deadline, reputation.clock() + 3600);
    }

    /// Epochs remember their set of parameters for ever, and the event of their opening names it.
    function test_setOf_overManyEpochs_isWhatEachOpenedUnder() external {
        uint32[6] memory sets = [uint32(0), 0, 1, 1, 4, 4];
        _settle();
        _set(IParameters.Parameter.DampingBp, 6_000);
        assertEq(settlement.setOf(1), 0);
        _settle();
        _settle();
        _set(IParameters.Parameter.DampingBp, 7_000);
        _set(IParameters.Parameter.RenewalBp, 300);
        _set(IParameters.Parameter.DampingBp, 5_000);
        _settle();
        vm.warp(settlement.openedAt() + _terms().epochSeconds);
        (uint32 latest, Terms memory terms) = parameters.latest();
        vm.expectEmit(address(settlement));
        emit ISettlement.EpochOpened(5, latest, terms, 1e13);
        settlement.closeEpoch();
        for (uint32 epoch = 0; epoch < sets.length; ++epoch) {
            assertEq(settlement.setOf(epoch), sets[epoch], "set");
        }
        (terms,) = parameters.termsAt(settlement.setOf(5));
        assertEq(abi.encode(settlement.termsOf(5)), abi.encode(terms));
    }

    /// hardhat-config: default.fuzz.runs = 16
    function test_setOf_epochNotYetOpen_reverts(uint32 epoch) external {
        _settle();
        vm.assume(epoch > 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongStage.selector, epoch, ISettlement.Stage.Open));
        settlement.setOf(epoch);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongStage.selector, 2, ISettlement.Stage.Open));
        settlement.setOf(2);
    }

    /// hardhat-config: default.fuzz.runs = 16
    function test_termsOf_otherEpoch_reverts(uint32 epoch) external {
        _settle();
        _close();
        settlement.termsOf(1);
        settlement.termsOf(2);
        vm.assume(epoch != 1 && epoch != 2);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongStage.selector, epoch, ISettlement.Stage.Open));
        settlement.termsOf(epoch);
    }

    function test_closeEpoch_rewardsOfAllEpochs_neverPassTheCeiling() external {
        _set(IParameters.Parameter.RewardPerEpoch, 2 ** 53);
        _set(IParameters.Parameter.EpochSeconds, 60);
        _set(IParameters.Parameter.ChallengeSeconds, 3600);
        uint256 total = 0;
        uint64 reward = 0;
        for (uint256 i = 0; i < 1026; ++i) {
            _close();
            reward = _closed().reward;
            total += reward;
            if (i == 1024) assertEq(reward, 2 ** 53 - 1e13);
            Vector memory quiet = _derive(_seeds());
            _submit(settler, quiet);
            _finalize(quiet);
        }
        assertEq(reward, 0);
        assertEq(total, 2 ** 63);
    }
}
