// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Author, Contribution, Credit, Evaluation, ILedger} from "../interfaces/ILedger.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";

/// @notice What a record costs in a relayed batch, transaction and calldata included, with slots that hold the epoch before
/// last: what an organization of fifty pays week after week.
contract LedgerGasTest is LedgerFixture {
    uint256 private constant PEOPLE = 50;
    uint256 private constant CREDITS = 10;

    function setUp() public override {
        super.setUp();
        Evaluation memory record = evaluation(6_000);
        for (uint256 i = FOUNDERS; i < PEOPLE; ++i) {
            keys.push(keyOf(i));
            record = with(record, vm.addr(keys[i]), 6_000);
        }
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        for (uint256 turns = 0; turns < 2; ++turns) {
            ledger.relay(new ILedger.SignedContribution[](0), evaluations());
            ledger.turn(BUDGET, INTRODUCTION);
        }
    }

    /// Everybody gives to the ten behind him.
    function evaluations() private view returns (ILedger.SignedEvaluation[] memory batch) {
        batch = new ILedger.SignedEvaluation[](PEOPLE);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            Evaluation memory record;
            record.evaluator = vm.addr(keys[i]);
            record.epoch = ledger.epoch();
            (record.nonce,) = ledger.spending(record.evaluator);
            record.credits = new Credit[](CREDITS);
            for (uint256 k = 0; k < CREDITS; ++k) {
                record.credits[k] = Credit({
                    contribution: keccak256(abi.encode(i, k)),
                    recipient: vm.addr(keys[(i + k + 1) % PEOPLE]),
                    points: uint32(80_000 + k)
                });
            }
            batch[i] = ILedger.SignedEvaluation({record: record, signature: compact(keys[i], digestOf(record))});
        }
    }

    function contributions() private view returns (ILedger.SignedContribution[] memory batch) {
        batch = new ILedger.SignedContribution[](PEOPLE);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            Contribution memory record = contribution(vm.addr(keys[i]));
            record.title = "Give the second pump of the north field a new seal and valve";
            record.uri = "https://example.org/orchard/field-north/pumps/second/seal/77";
            record.coAuthors = new Author[](0);
            record.buildsOn = new bytes32[](0);
            assertEq(bytes(record.title).length + bytes(record.uri).length, 120);
            batch[i] = ILedger.SignedContribution({record: record, signature: compact(keys[i], digestOf(record))});
        }
    }

    function compact(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (bytes32 r, bytes32 vs) = vm.signCompact(key, digest);
        return abi.encodePacked(r, vs);
    }

    /// Gas of a transaction with this call: 21,000, 16 and 4 a byte (EIP-2028) and the run.
    function costOf(bytes memory data) private returns (uint256 cost) {
        cost = 21_000;
        for (uint256 i = 0; i < data.length; ++i) {
            cost += data[i] == 0 ? 4 : 16;
        }
        address to = address(ledger);
        uint256 taken;
        uint256 before = gasleft();
        // Assembly because a call in Solidity copies the data once more, which is no cost of the ledger's.
        assembly ("memory-safe") {
            if call(gas(), to, 0, add(data, 0x20), mload(data), 0x00, 0x20) { taken := mload(0x00) }
        }
        cost += before - gasleft();
        assertEq(taken, PEOPLE);
    }

    function test_relay_fiftyContributions_succeeds() public {
        bytes memory data = abi.encodeCall(ILedger.relay, (contributions(), new ILedger.SignedEvaluation[](0)));
        uint256 cost = costOf(data);
        vm.snapshotValue("Ledger", "contribution in a batch of 50", cost / PEOPLE);
        assertLe(cost / PEOPLE, 26_500);
    }

    function test_relay_fiftyEvaluationsOfTen_succeeds() public {
        bytes memory data = abi.encodeCall(ILedger.relay, (new ILedger.SignedContribution[](0), evaluations()));
        uint256 cost = costOf(data);
        vm.snapshotValue("Ledger", "credit in a batch of 50 evaluations of 10", cost / (PEOPLE * CREDITS));
        assertLe(cost / (PEOPLE * CREDITS), 6_500);
    }
}
