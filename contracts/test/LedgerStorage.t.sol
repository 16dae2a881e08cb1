// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Contribution, Credit, Evaluation, ILedger} from "../interfaces/ILedger.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";

/// @notice The ledger does not grow with its records: from the third epoch on, members write where they wrote before.
contract LedgerStorageTest is LedgerFixture {
    uint256 private constant PEOPLE = 6;

    function setUp() public override {
        super.setUp();
        Evaluation memory record = evaluation(6_000);
        for (uint256 i = FOUNDERS; i < PEOPLE; ++i) {
            keys.push(keyOf(i));
            record = with(record, vm.addr(keys[i]), 6_000);
        }
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        for (uint256 turns = 0; turns < 2; ++turns) {
            for (uint256 giver = 0; giver < PEOPLE; ++giver) {
                take(giver, (giver + 1) % PEOPLE, 1);
            }
            ledger.turn(BUDGET, INTRODUCTION);
        }
    }

    function take(uint256 giver, uint256 recipient, uint32 points) private {
        Evaluation memory record;
        record.evaluator = vm.addr(keys[giver]);
        record.epoch = ledger.epoch();
        (record.nonce,) = ledger.spending(record.evaluator);
        record.credits = new Credit[](1);
        record.credits[0] = Credit({contribution: 0, recipient: vm.addr(keys[recipient]), points: points});
        assertEq(relayOne(record, signed(keys[giver], digestOf(record))), 1);
    }

    function assertNoneCreated(uint256 snapshot, uint256 most) private {
        (, bytes32[] memory from,) = slotsWritten(snapshot);
        assertLe(from.length, most, "written");
        assertTrue(from.length != 0);
        for (uint256 i = 0; i < from.length; ++i) {
            assertTrue(from[i] != 0, "created");
        }
    }

    /// Head, sequence, the giver's count and the recipient's row: four slots, whatever the epoch.
    function test_relay_evaluation_createsNoSlot(uint256 giver, uint256 recipient, uint32 points, uint8 turns) public {
        giver = bound(giver, 0, PEOPLE - 1);
        recipient = (giver + bound(recipient, 1, PEOPLE - 1)) % PEOPLE;
        for (uint256 i = 0; i < turns % 4; ++i) {
            ledger.turn(BUDGET, INTRODUCTION);
        }
        uint256 snapshot = startWatching();
        take(giver, recipient, uint32(bound(points, 1, BUDGET)));
        assertNoneCreated(snapshot, 4);
    }

    function test_relay_contributions_createNoSlot(uint32 nonce, uint256 count) public {
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](bound(count, 1, 5));
        for (uint256 i = 0; i < batch.length; ++i) {
            Contribution memory record = contribution(vm.addr(keyOf(100 + i)));
            record.nonce = nonce;
            batch[i] = ILedger.SignedContribution(record, signed(keyOf(100 + i), digestOf(record)));
        }
        uint256 snapshot = startWatching();
        assertEq(ledger.relay(batch, new ILedger.SignedEvaluation[](0)), batch.length);
        // Head and sequence, once for the whole batch.
        assertNoneCreated(snapshot, 2);
    }
}
