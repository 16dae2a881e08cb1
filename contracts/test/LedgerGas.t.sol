// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Author, Contribution, Credit, Evaluation, ILedger} from "../interfaces/ILedger.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";

/// @notice What a record costs in a relayed batch, transaction and calldata included, with slots that hold the epoch before
/// last: what an organization of fifty pays week after week.
/// @dev Where the gas of a contribution goes (area 10 bytes, title and link 60, batch of 50):
///
/// | gas | for |
/// |---|---|
/// | 6,250 | calldata: 768 bytes of ABI, of which 260 are not zero |
/// | 5,850 | the event: 1,500 for its three topics, 4,350 for 544 bytes |
/// | 3,000 | recovering the signer |
/// | 620 | its part of the transaction and of the two slots of the log |
/// | 330 | eight hashes: texts, lists, struct, digest, head |
/// | 4,900 | all else: finding the fields in calldata, encoding, checks |
///
/// The first five are 16,050, and EIP-7623 asks 16,030 for the calldata alone: no contract that takes ABI and logs all fields
/// in a typed event stays below 16,000.
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
            ledger.relay(new ILedger.SignedContribution[](0), evaluations(CREDITS));
            ledger.turn(BUDGET, INTRODUCTION);
        }
    }

    /// Everybody gives to the `count` behind him.
    function evaluations(uint256 count) private view returns (ILedger.SignedEvaluation[] memory batch) {
        batch = new ILedger.SignedEvaluation[](PEOPLE);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            Evaluation memory record;
            record.evaluator = vm.addr(keys[i]);
            record.epoch = ledger.epoch();
            (record.nonce,) = ledger.spending(record.evaluator);
            record.credits = new Credit[](count);
            for (uint256 k = 0; k < count; ++k) {
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
        // What building the batch has read would be warm here, and is cold in a transaction of its own.
        vm.cool(to);
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
        assertLe(cost / PEOPLE, 21_200);
    }

    function test_relay_fiftyEvaluationsOfTen_succeeds() public {
        bytes memory data = abi.encodeCall(ILedger.relay, (new ILedger.SignedContribution[](0), evaluations(CREDITS)));
        uint256 cost = costOf(data);
        vm.snapshotValue("Ledger", "credit in a batch of 50 evaluations of 10", cost / (PEOPLE * CREDITS));
        assertLe(cost / (PEOPLE * CREDITS), 6_500);
    }

    function test_relay_fiftyEvaluationsOfOne_succeeds() public {
        bytes memory data = abi.encodeCall(ILedger.relay, (new ILedger.SignedContribution[](0), evaluations(1)));
        uint256 cost = costOf(data);
        vm.snapshotValue("Ledger", "evaluation of one credit in a batch of 50", cost / PEOPLE);
        assertLe(cost / PEOPLE, 27_400);
    }
}
