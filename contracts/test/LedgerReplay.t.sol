// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Contribution, Evaluation, Refusal} from "../interfaces/ILedger.sol";
import {Ledger} from "../Ledger.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";

/// @notice Signed records where they were not signed for: another chain, another organization, another epoch.
contract LedgerReplayTest is LedgerFixture {
    Contribution private work;
    Evaluation private given;
    bytes private workSignature;
    bytes private givenSignature;

    function setUp() public override {
        super.setUp();
        Contribution memory contributed = contribution(founders[0]);
        Evaluation memory evaluated = evaluation(10);
        (work.contributor, work.area, work.title) = (founders[0], contributed.area, contributed.title);
        work.contentHash = contributed.contentHash;
        (given.evaluator, given.epoch, given.nonce) = (evaluated.evaluator, evaluated.epoch, evaluated.nonce);
        given.credits.push(evaluated.credits[0]);
        (workSignature, givenSignature) = (signed(keys[0], digestOf(work)), signed(keys[0], digestOf(given)));
    }

    function assertBothSkipped() private {
        assertSkipped(work, workSignature, Refusal.SignatureInvalid);
        assertSkipped(given, givenSignature, Refusal.SignatureInvalid);
    }

    function assertBothTaken() private {
        assertEq(relayOne(work, workSignature), 1);
        assertEq(relayOne(given, givenSignature), 1);
    }

    function test_relay_otherChain_reverts(uint64 chain) public {
        vm.assume(chain != block.chainid && chain != 0);
        // Not block.chainid: the via-IR optimizer takes it for one value all through a call.
        (,,, uint256 here,,,) = ledger.eip712Domain();
        vm.chainId(chain);
        (,,, uint256 there,,,) = ledger.eip712Domain();
        assertEq(there, chain);
        assertBothSkipped();
        vm.chainId(here);
        assertBothTaken();
    }

    function test_relay_otherLedger_reverts(bytes32 salt) public {
        Ledger first = ledger;
        ledger = new Ledger{salt: salt}(address(this), address(reputation));
        ledger.found(founders, BUDGET, INTRODUCTION);
        assertBothSkipped();
        ledger = first;
        assertBothTaken();
    }

    /// The code of a ledger at another address is another organization, too: what it cached is of no use there.
    function test_relay_copiedLedger_reverts() public {
        address copy = address(0x5555555555555555555555555555555555555555);
        vm.etch(copy, address(ledger).code);
        Ledger first = ledger;
        ledger = Ledger(copy);
        ledger.found(founders, BUDGET, INTRODUCTION);
        assertBothSkipped();
        ledger = first;
        assertBothTaken();
    }

    /// The nonce starts again with every epoch, so that only the epoch tells a replay.
    function test_relay_otherEpoch_reverts(uint8 turns, bool takenBefore) public {
        vm.assume(turns != 0);
        if (takenBefore) assertEq(relayOne(given, givenSignature), 1);
        for (uint256 i = 0; i < turns % 8 + 1; ++i) {
            ledger.turn(BUDGET, INTRODUCTION);
        }
        assertSkipped(given, givenSignature, Refusal.WrongEpoch);
        given.epoch = ledger.epoch();
        assertSkipped(given, givenSignature, Refusal.SignatureInvalid);
    }

    /// An evaluation taken once is taken never again, whoever brings it and whatever was taken in between.
    function test_relay_takenBefore_reverts(uint8 between) public {
        assertEq(relayOne(given, givenSignature), 1);
        for (uint256 i = 0; i < between % 4; ++i) {
            Evaluation memory next = evaluation(1);
            assertEq(relayOne(next, signed(keys[0], digestOf(next))), 1);
        }
        assertSkipped(given, givenSignature, Refusal.WrongNonce);
    }

    /// Credits end where they end, even before words that read like one more to a member with a row: address 1 has one, and
    /// the numbers of the giver and of the epoch are 1.
    function test_evaluate_whatStandsBehindTheCredits_isNotRead() public {
        Evaluation memory record = with(evaluation(1), address(1), 6_000);
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        ledger.turn(BUDGET, INTRODUCTION);
        record = with(with(evaluation(1), address(1), 1), founders[2], 1);
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        record = evaluation(7);
        (record.evaluator, record.nonce, record.credits[0].recipient) = (founders[1], 0, founders[2]);
        assertEq(relayOne(record, signed(keys[1], digestOf(record))), 1);
        ++record.nonce;
        vm.prank(founders[1]);
        ledger.evaluate(record);
        (, uint32 points) = ledger.spending(founders[1]);
        assertEq(points, 14);
    }

    /// Of any members and no others, each as it is told alone.
    function test_rows_ofAnyMembers_areTheirRows() public {
        assertBothTaken();
        for (uint32 from = 0; from <= FOUNDERS; ++from) {
            for (uint32 to = from; to <= FOUNDERS; ++to) {
                bytes28[] memory rows = ledger.rows(0, from, to);
                assertEq(rows.length, to - from);
                for (uint32 i = from; i < to; ++i) {
                    assertEq(rows[i - from], ledger.row(0, i));
                }
            }
        }
    }

    /// A contribution has no epoch, and the ledger no list of them: recorded again it is a second record of the log.
    function test_relay_contributionAgain_succeeds() public {
        assertEq(relayOne(work, workSignature), 1);
        ledger.turn(BUDGET, INTRODUCTION);
        assertEq(relayOne(work, workSignature), 1);
        assertEq(ledger.sequence(), 2);
    }
}
