// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Contribution, Credit, Evaluation, ILedger, Refusal} from "../interfaces/ILedger.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";
import {Vm} from "./support/Vm.sol";

/// @notice The log, the rows, the budget and the epochs, against a second computation in this file.
contract LedgerLogTest is LedgerFixture {
    /// @dev What the ledger should hold, kept by plain loops over the records taken.
    struct Model {
        bytes32 head;
        uint64 sequence;
        address[] members;
        bytes28[] rows;
        bytes28[] rowsBefore;
        uint32[] nonces;
        uint256[] points;
    }

    uint256 private constant PEOPLE = 8;

    Model private model;

    function setUp() public override {
        super.setUp();
        for (uint256 i = FOUNDERS; i < PEOPLE; ++i) {
            keys.push(keyOf(i));
        }
        model.members = founders;
        model.rows = new bytes28[](PEOPLE);
        model.rowsBefore = new bytes28[](PEOPLE);
        model.nonces = new uint32[](PEOPLE);
        model.points = new uint256[](PEOPLE);
    }

    function numberOf(address account) private view returns (uint256 number) {
        while (number < model.members.length && model.members[number] != account) ++number;
    }

    function assertAsModelled() private view {
        assertEq(ledger.head(), model.head, "head");
        assertEq(ledger.sequence(), model.sequence, "sequence");
        assertEq(ledger.memberCount(), model.members.length, "members");
        uint32 open = ledger.epoch();
        for (uint32 i = 0; i < PEOPLE; ++i) {
            assertEq(ledger.row(open, i), model.rows[i], "row");
            assertEq(ledger.row(open + 1, i), bytes28(0), "row to come");
            if (open > 0) assertEq(ledger.row(open - 1, i), model.rowsBefore[i], "row before");
            address account = i < model.members.length ? model.members[i] : address(0);
            assertEq(ledger.memberAt(i), account);
            (uint32 nonce, uint32 points) = ledger.spending(account);
            assertEq(nonce, account == address(0) ? 0 : model.nonces[i], "nonce");
            assertEq(points, account == address(0) ? 0 : model.points[i], "points");
        }
    }

    function log(bytes32 digest) private {
        model.head = keccak256(bytes.concat(model.head, digest));
        ++model.sequence;
    }

    function take(Evaluation memory record) private {
        log(digestOf(record));
        uint256 from = numberOf(record.evaluator);
        for (uint256 i = 0; i < record.credits.length; ++i) {
            uint256 to = numberOf(record.credits[i].recipient);
            if (to == model.members.length) model.members.push(record.credits[i].recipient);
            bytes memory credit = abi.encodePacked(uint32(from), record.credits[i].points);
            model.rows[to] = bytes28(keccak256(bytes.concat(model.rows[to], credit)));
            model.points[from] += record.credits[i].points;
        }
        ++model.nonces[from];
    }

    function turn() private {
        (bytes32 head, uint32 members) = ledger.turn(BUDGET, INTRODUCTION);
        assertEq(head, model.head);
        assertEq(members, model.members.length);
        model.rowsBefore = model.rows;
        model.rows = new bytes28[](PEOPLE);
        model.nonces = new uint32[](PEOPLE);
        model.points = new uint256[](PEOPLE);
    }

    /// Some credits go to the giver, to strangers without introduction or to nobody: such evaluations are left out.
    function randomEvaluation(uint256 seed) private view returns (Evaluation memory record, bytes memory signature) {
        uint256 giver = seed % PEOPLE;
        record.evaluator = vm.addr(keys[giver]);
        record.epoch = ledger.epoch();
        (record.nonce,) = ledger.spending(record.evaluator);
        record.credits = new Credit[](1 + (seed >> 8) % 6);
        for (uint256 i = 0; i < record.credits.length; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            address recipient = draw % 64 == 63 ? address(0) : vm.addr(keys[draw % PEOPLE]);
            // Odd labels and every size of points: neither belongs to the row's length or order.
            record.credits[i] =
                Credit({contribution: bytes32(draw), recipient: recipient, points: uint32((draw >> 64) % 60_000)});
        }
        signature = signed(keys[giver], digestOf(record));
    }

    function test_relay_anyHistory_succeeds(uint256 seed) public {
        for (uint256 step = 0; step < 24; ++step) {
            uint256 draw = uint256(keccak256(abi.encode(seed, step)));
            if (draw >> 248 < 40) {
                turn();
            } else if (draw >> 248 < 80) {
                Contribution memory record = contribution(vm.addr(keys[draw % PEOPLE]));
                record.nonce = uint32(draw >> 32);
                assertEq(relayOne(record, signed(keys[draw % PEOPLE], digestOf(record))), 1);
                log(digestOf(record));
            } else {
                (Evaluation memory record, bytes memory signature) = randomEvaluation(draw);
                if (relayOne(record, signature) == 1) take(record);
            }
            assertAsModelled();
        }
    }

    /// Contributions come first, bad records are left out, and the others are taken as if the bad ones were not there.
    function test_relay_mixedBatch_succeeds(uint256 seed) public {
        ILedger.SignedContribution[] memory contributions = new ILedger.SignedContribution[](4);
        ILedger.SignedEvaluation[] memory evaluations = new ILedger.SignedEvaluation[](6);
        uint256 taken;
        for (uint256 i = 0; i < contributions.length; ++i) {
            Contribution memory record = contribution(founders[i % FOUNDERS]);
            record.nonce = uint32(i);
            bool good = (seed >> i) & 1 == 0;
            contributions[i].record = record;
            contributions[i].signature = signed(keys[good ? i % FOUNDERS : 5], digestOf(record));
            if (!good) continue;
            log(digestOf(record));
            ++taken;
        }
        for (uint256 i = 0; i < evaluations.length; ++i) {
            Evaluation memory record = evaluation(uint32(1 + i));
            bool good = (seed >> (8 + i)) & 1 == 0;
            record.nonce = model.nonces[0] + (good ? 0 : 1);
            evaluations[i].record = record;
            evaluations[i].signature = signed(keys[0], digestOf(record));
            if (!good) continue;
            take(record);
            ++taken;
        }
        vm.recordLogs();
        assertEq(ledger.relay(contributions, evaluations), taken);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 10);
        uint256 skipped;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] == ILedger.RecordSkipped.selector) ++skipped;
        }
        assertEq(skipped, 10 - taken);
        assertAsModelled();
    }

    function test_relay_empty_succeeds() public {
        vm.recordLogs();
        assertEq(ledger.relay(new ILedger.SignedContribution[](0), new ILedger.SignedEvaluation[](0)), 0);
        assertEq(vm.getRecordedLogs().length, 0);
    }

    /// A skipped record can be relayed again once its reason is gone.
    function test_relay_skippedBefore_succeeds() public {
        Evaluation memory first = evaluation(5);
        Evaluation memory second = evaluation(6);
        second.nonce = 1;
        bytes memory signature = signed(keys[0], digestOf(second));
        assertSkipped(second, signature, Refusal.WrongNonce);
        assertEq(relayOne(first, signed(keys[0], digestOf(first))), 1);
        assertEq(relayOne(second, signature), 1);
        assertSkipped(second, signature, Refusal.WrongNonce);
    }

    function test_contribute_byContributor_succeeds(address contributor, uint32 nonce) public {
        vm.assume(contributor != address(0xC0));
        Contribution memory record = contribution(contributor);
        record.nonce = nonce;
        vm.expectEmit(address(ledger));
        emit ILedger.ContributionTaken(
            1,
            contributor,
            record.area,
            record.title,
            record.uri,
            record.contentHash,
            record.coAuthors,
            record.buildsOn,
            nonce
        );
        vm.prank(contributor);
        ledger.contribute(record);
        log(digestOf(record));
        assertAsModelled();
    }

    /// The event is written by hand: it must be what the compiler would have written.
    function test_evaluate_anyCredits_succeeds(uint256 seed, uint256 count) public {
        Evaluation memory record = evaluation(1);
        record.credits = new Credit[](bound(count, 1, 64));
        for (uint256 i = 0; i < record.credits.length; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            record.credits[i] = Credit({
                contribution: bytes32(draw), recipient: founders[1 + draw % 2], points: uint32(1 + draw % 15_000)
            });
        }
        vm.expectEmit(address(ledger));
        emit ILedger.EvaluationTaken(1, founders[0], 0, 0, record.credits);
        vm.prank(founders[0]);
        ledger.evaluate(record);
        take(record);
        assertAsModelled();
    }

    function test_evaluate_acrossBudget_reverts(uint256 first, uint256 second) public {
        first = bound(first, 1, BUDGET - 1);
        second = bound(second, 1, BUDGET - first);
        vm.startPrank(founders[0]);
        ledger.evaluate(evaluation(uint32(first)));
        Evaluation memory over = evaluation(uint32(BUDGET - first + 1));
        vm.expectRevert(abi.encodeWithSelector(ILedger.RecordRefused.selector, Refusal.OverBudget));
        ledger.evaluate(over);
        ledger.evaluate(evaluation(uint32(second)));
        (uint32 nonce, uint32 points) = ledger.spending(founders[0]);
        assertEq(nonce, 2);
        assertEq(points, first + second);
        vm.stopPrank();
        ledger.turn(BUDGET, INTRODUCTION);
        vm.startPrank(founders[0]);
        ledger.evaluate(evaluation(BUDGET));
        over = evaluation(1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.RecordRefused.selector, Refusal.OverBudget));
        ledger.evaluate(over);
        vm.stopPrank();
    }

    /// Points that wrap 32 bits when added must not slip through the budget.
    function test_evaluate_hugePoints_reverts() public {
        Evaluation memory record = with(evaluation(type(uint32).max), founders[2], 2);
        assertSkipped(record, signed(keys[0], digestOf(record)), Refusal.OverBudget);
    }

    function test_row_twoEpochsLater_succeeds() public {
        vm.startPrank(founders[0]);
        ledger.evaluate(evaluation(7));
        vm.stopPrank();
        bytes28 chain = ledger.row(0, 1);
        assertEq(chain, bytes28(keccak256(abi.encodePacked(bytes28(0), uint32(0), uint32(7)))));
        ledger.turn(BUDGET, INTRODUCTION);
        assertEq(ledger.row(0, 1), chain);
        assertEq(ledger.row(1, 1), bytes28(0));
        ledger.turn(BUDGET, INTRODUCTION);
        assertEq(ledger.row(2, 1), bytes28(0));
        vm.startPrank(founders[0]);
        ledger.evaluate(evaluation(7));
        vm.stopPrank();
        assertEq(ledger.row(2, 1), chain);
        assertEq(ledger.row(0, 1), bytes28(0));
    }

    function test_turn_byAnother_reverts(address caller) public {
        vm.assume(caller != address(this));
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotSettlement.selector, caller));
        vm.prank(caller);
        ledger.turn(BUDGET, INTRODUCTION);
    }

    function test_turn_newBudget_succeeds(uint256 budget) public {
        budget = bound(budget, 1_000, FULL);
        ledger.turn(uint32(budget), INTRODUCTION);
        assertEq(ledger.epoch(), 1);
        Evaluation memory record = evaluation(uint32(budget) + 1);
        assertSkipped(record, signed(keys[0], digestOf(record)), Refusal.OverBudget);
        record = evaluation(uint32(budget));
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
    }
}
