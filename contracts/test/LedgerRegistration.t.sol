// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Evaluation, ILedger, Refusal} from "../interfaces/ILedger.sol";
import {Ledger} from "../Ledger.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";
import {Vm} from "./support/Vm.sol";

/// @notice How founding, and later a credit, makes an account a member.
contract LedgerRegistrationTest is LedgerFixture {
    address private constant NEWCOMER = address(0x2E3);

    function alone(address recipient, uint32 points) private view returns (Evaluation memory record) {
        record = evaluation(points);
        record.credits[0].recipient = recipient;
    }

    function assertTaken(Evaluation memory record) private {
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
    }

    /// `points · r ≥ min(introductionPoints, pointsPerEpoch) · R`, by numbers of any size.
    function test_evaluate_newcomer_succeedsAtTheBoundOnly(
        uint256 own,
        uint256 others,
        uint256 budget,
        uint256 introduction
    ) public {
        own = bound(own, 1, 2 ** 52);
        others = bound(others, 0, 2 ** 52);
        budget = bound(budget, 1_000, FULL);
        introduction = bound(introduction, 1, FULL);
        reputation.set(founders[0], own);
        reputation.set(founders[1], others);
        reputation.set(founders[2], 0);
        ledger.turn(uint32(budget), uint32(introduction));
        uint256 needed = (introduction < budget ? introduction : budget) * (own + others);
        uint256 least = (needed + own - 1) / own;
        if (least > 1) {
            uint256 less = least - 1 < budget ? least - 1 : budget;
            Evaluation memory small = alone(NEWCOMER, uint32(less));
            assertSkipped(small, signed(keys[0], digestOf(small)), Refusal.NotIntroduced);
        }
        if (least > budget) return;
        assertTaken(alone(NEWCOMER, uint32(least)));
        (bool isMember, uint32 number) = ledger.memberOf(NEWCOMER);
        assertTrue(isMember);
        assertEq(number, FOUNDERS);
        assertEq(ledger.memberAt(uint32(FOUNDERS)), NEWCOMER);
    }

    /// With a demand above the budget nobody could ever introduce anyone: the whole budget of all reputation suffices.
    function test_evaluate_demandAboveBudget_succeeds(uint256 introduction) public {
        introduction = bound(introduction, 1_001, FULL);
        reputation.set(founders[1], 0);
        reputation.set(founders[2], 0);
        ledger.turn(1_000, uint32(introduction));
        Evaluation memory record = alone(NEWCOMER, 999);
        assertSkipped(record, signed(keys[0], digestOf(record)), Refusal.NotIntroduced);
        assertTaken(alone(NEWCOMER, 1_000));
    }

    function test_evaluate_giverWithoutReputation_reverts() public {
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            reputation.set(founders[i], 0);
        }
        // 0 ≥ 0 holds: without the demand for reputation an organization that has none would admit anybody.
        Evaluation memory record = alone(NEWCOMER, BUDGET);
        assertSkipped(record, signed(keys[0], digestOf(record)), Refusal.NotIntroduced);
        assertTaken(evaluation(1));
    }

    /// Delegated votes introduce nobody: only what the giver earned and claimed counts.
    function test_evaluate_delegatedVotes_reverts() public {
        vm.prank(founders[2]);
        reputation.delegate(founders[0]);
        vm.prank(founders[0]);
        reputation.delegate(founders[1]);
        Evaluation memory record = alone(NEWCOMER, 5_999);
        assertSkipped(record, signed(keys[0], digestOf(record)), Refusal.NotIntroduced);
        assertTaken(alone(NEWCOMER, 6_000));
    }

    /// A row is its own account's: those of accounts whose bytes are the same one place further introduce nobody, and neither
    /// does that of an account whose number is the epoch's parity.
    function test_evaluate_bytesOfAMemberOnePlaceOff_reverts() public {
        ledger.turn(BUDGET, INTRODUCTION);
        assertTaken(with(alone(address(1), 6_000), address(0x300), 6_000));
        assertNotIntroduced(alone(address(3), 256));
        assertNotIntroduced(with(alone(address(0x300), 1), address(3), 256));
        for (uint160 last = 0; last < 256; ++last) {
            assertNotIntroduced(alone(address(0x100 + last), 256));
        }
    }

    function assertNotIntroduced(Evaluation memory record) private {
        for (uint256 i = 0; i < record.credits.length; ++i) {
            record.credits[i].contribution = 0;
        }
        vm.expectRevert(abi.encodeWithSelector(ILedger.RecordRefused.selector, Refusal.NotIntroduced));
        vm.prank(founders[0]);
        ledger.evaluate(record);
    }

    /// Every credit to somebody who is no member yet introduces by itself, though he is registered once.
    function test_evaluate_newcomerTwice_succeeds() public {
        Evaluation memory record = with(alone(NEWCOMER, 6_000), NEWCOMER, 5_999);
        assertSkipped(record, signed(keys[0], digestOf(record)), Refusal.NotIntroduced);
        record = with(with(alone(NEWCOMER, 6_000), NEWCOMER, 6_001), founders[2], 1);
        vm.recordLogs();
        assertTaken(record);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2);
        assertEq(logs[0].topics[0], ILedger.MemberRegistered.selector);
        assertEq(logs[1].topics[0], ILedger.EvaluationTaken.selector);
        assertEq(ledger.memberCount(), FOUNDERS + 1);
        bytes28 once = bytes28(keccak256(abi.encodePacked(bytes28(0), uint32(0), uint32(6_000))));
        assertEq(
            ledger.row(0, uint32(FOUNDERS)), bytes28(keccak256(abi.encodePacked(once, uint32(0), uint32(6_001))))
        );
        assertTaken(alone(NEWCOMER, 1));
    }

    function test_evaluate_severalNewcomers_succeeds(uint256 count) public {
        count = bound(count, 1, 64);
        Evaluation memory record = alone(address(uint160(0xA000)), 6_000);
        for (uint256 i = 1; i < count; ++i) {
            record = with(record, address(uint160(0xA000 + i)), 6_000);
        }
        assertTaken(record);
        for (uint256 i = 0; i < count; ++i) {
            (bool isMember, uint32 number) = ledger.memberOf(address(uint160(0xA000 + i)));
            assertTrue(isMember);
            assertEq(number, FOUNDERS + i);
            assertEq(ledger.memberAt(uint32(FOUNDERS + i)), address(uint160(0xA000 + i)));
        }
    }

    /// A newcomer gives in the same epoch, from a budget of his own, and stays a member in every later one.
    function test_evaluate_byNewcomer_succeeds(uint256 seed, uint8 turns) public {
        address newcomer = vm.addr(keyOf(bound(seed, 100, type(uint256).max)));
        assertTaken(alone(newcomer, 6_000));
        for (uint256 i = 0; i < turns % 5; ++i) {
            ledger.turn(BUDGET, INTRODUCTION);
        }
        Evaluation memory record = evaluation(BUDGET);
        (record.evaluator, record.nonce) = (newcomer, 0);
        vm.prank(newcomer);
        ledger.evaluate(record);
        (uint32 nonce, uint32 points) = ledger.spending(newcomer);
        assertEq(nonce, 1);
        assertEq(points, BUDGET);
        assertTaken(alone(newcomer, 1));
    }

    function test_found_byAnotherOrTwice_reverts(address caller) public {
        vm.assume(caller != address(this));
        Ledger fresh = new Ledger(address(this), address(reputation));
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotSettlement.selector, caller));
        vm.prank(caller);
        fresh.found(founders, BUDGET, INTRODUCTION);
        fresh.found(founders, BUDGET, INTRODUCTION);
        vm.expectRevert(ILedger.AlreadyFounded.selector);
        fresh.found(founders, BUDGET, INTRODUCTION);
    }

    function test_found_once_succeeds() public {
        Ledger fresh = new Ledger(address(this), address(reputation));
        assertEq(fresh.settlement(), address(this));
        assertEq(fresh.reputation(), address(reputation));
        vm.recordLogs();
        fresh.found(founders, BUDGET, INTRODUCTION);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, FOUNDERS);
        for (uint32 i = 0; i < FOUNDERS; ++i) {
            assertEq(logs[i].topics[0], ILedger.MemberRegistered.selector);
            assertEq(uint256(logs[i].topics[1]), i);
            assertEq(address(uint160(uint256(logs[i].topics[2]))), founders[i]);
            (bool isMember, uint32 number) = fresh.memberOf(founders[i]);
            assertTrue(isMember);
            assertEq(number, i);
        }
        assertEq(fresh.head(), bytes32(0));
        assertEq(fresh.epoch(), 0);
    }

    function test_memberOf_stranger_succeeds(address account) public view {
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            vm.assume(account != founders[i]);
        }
        (bool isMember, uint32 number) = ledger.memberOf(account);
        assertFalse(isMember);
        assertEq(number, 0);
    }
}
