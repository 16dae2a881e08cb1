// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Contribution, Evaluation, ILedger, Refusal} from "../interfaces/ILedger.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";
import {Vm} from "./support/Vm.sol";
import {StrangeWallet} from "./support/Wallets.sol";

/// @notice Records in bad company: whatever else is in a batch, a good record of it is taken, or the batch reverts as a
/// whole.
contract LedgerBatchTest is LedgerFixture {
    // What a hostile record adds to its batch at most: the gas it may burn, and what any record costs.
    uint256 private constant HOSTILE = 300_000 + 40_000;

    // What a batch needs beyond its estimate for each contract account that turns hostile after it.
    uint256 private constant SPARE = 310_000;

    function setUp() public override {
        super.setUp();
        Contribution memory warm = contribution(founders[0]);
        assertEq(relayOne(warm, signed(keys[0], digestOf(warm))), 1);
    }

    function good(uint256 i) private view returns (ILedger.SignedContribution memory) {
        Contribution memory record = contribution(founders[i % FOUNDERS]);
        record.nonce = uint32(1 + i);
        return ILedger.SignedContribution(record, signed(keys[i % FOUNDERS], digestOf(record)));
    }

    function given(uint256 giver) private view returns (ILedger.SignedEvaluation memory) {
        Evaluation memory record = evaluation(10);
        record.evaluator = founders[giver];
        record.credits[0].recipient = founders[(giver + 1) % FOUNDERS];
        return ILedger.SignedEvaluation(record, signed(keys[giver], digestOf(record)));
    }

    function measured(ILedger.SignedContribution[] memory batch, uint256 expected) private returns (uint256 cost) {
        bytes memory call = abi.encodeCall(ILedger.relay, (batch, new ILedger.SignedEvaluation[](0)));
        cost = gasleft();
        (bool done, bytes memory answer) = address(ledger).call(call);
        cost -= gasleft();
        assertTrue(done);
        assertEq(abi.decode(answer, (uint256)), expected);
    }

    /// Whoever relays first takes nothing from a batch but what he took himself.
    function test_relay_frontRunEvaluation_succeeds(uint256 which) public {
        which = bound(which, 0, FOUNDERS - 1);
        ILedger.SignedEvaluation[] memory batch = new ILedger.SignedEvaluation[](FOUNDERS);
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            batch[i] = given(i);
        }
        vm.prank(address(0xF407));
        assertEq(relayOne(batch[which].record, batch[which].signature), 1);
        vm.recordLogs();
        assertEq(ledger.relay(new ILedger.SignedContribution[](0), batch), FOUNDERS - 1);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, FOUNDERS);
        assertEq(logs[which].topics[0], ILedger.RecordSkipped.selector);
        assertEq(logs[which].topics[1], digestOf(batch[which].record));
        assertEq(abi.decode(logs[which].data, (uint256)), uint256(Refusal.WrongNonce));
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            (uint32 nonce,) = ledger.spending(founders[i]);
            assertEq(nonce, 1);
        }
    }

    /// A wallet that burns all gas, reverts, returns as much as its gas buys or calls back, anywhere among good records.
    function test_relay_hostileWallet_succeeds(uint256 place) public {
        place = bound(place, 0, 3);
        for (uint256 kind = 0; kind <= uint256(type(StrangeWallet.Answer).max); ++kind) {
            if (StrangeWallet.Answer(kind) == StrangeWallet.Answer.Yes) continue;
            if (StrangeWallet.Answer(kind) == StrangeWallet.Answer.HugeYes) continue;
            assertOthersTaken(StrangeWallet.Answer(kind), place);
        }
    }

    function assertOthersTaken(StrangeWallet.Answer answer, uint256 place) private {
        ILedger.SignedContribution[] memory alone = new ILedger.SignedContribution[](3);
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](4);
        for (uint256 i = 0; i < 3; ++i) {
            alone[i] = good(i);
            batch[i < place ? i : i + 1] = alone[i];
        }
        Contribution memory record = contribution(address(new StrangeWallet()));
        batch[place] = ILedger.SignedContribution(record, abi.encode(answer, 0));
        // Once for nothing, so that both are measured with the same warm slots.
        measured(alone, 3);
        uint256 without = measured(alone, 3);
        assertLe(measured(batch, 3), without + HOSTILE, "gas");
    }

    /// Several of them: the bound is for each, and none makes the next one dearer.
    function test_relay_hostileWallets_succeeds() public {
        ILedger.SignedContribution[] memory alone = new ILedger.SignedContribution[](2);
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](12);
        (alone[0], alone[1]) = (good(0), good(1));
        (batch[0], batch[11]) = (good(0), good(1));
        for (uint256 i = 1; i < 11; ++i) {
            StrangeWallet.Answer answer =
                i % 2 == 0 ? StrangeWallet.Answer.AllGas : StrangeWallet.Answer.GreatestGarbage;
            batch[i] = ILedger.SignedContribution(
                contribution(address(new StrangeWallet())), abi.encode(answer, 0)
            );
        }
        measured(alone, 2);
        uint256 without = measured(alone, 2);
        assertLe(measured(batch, 2), without + 10 * HOSTILE, "gas");
    }

    /// Whatever gas is given, no good record is skipped: all are taken, or the batch reverts and nothing happened.
    function test_relay_starved_succeedsOrRevertsWhole(uint256 gasGiven) public {
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](4);
        (batch[0], batch[2]) = (good(0), good(1));
        for (uint256 i = 1; i < 4; i += 2) {
            batch[i] = ILedger.SignedContribution(
                contribution(address(new StrangeWallet())), abi.encode(StrangeWallet.Answer.Yes, 290_000)
            );
        }
        bytes memory call = abi.encodeCall(ILedger.relay, (batch, new ILedger.SignedEvaluation[](0)));
        bytes32 head = ledger.head();
        (bool done,) = address(ledger).call{gas: bound(gasGiven, 30_000, 1_200_000)}(call);
        assertEq(ledger.sequence(), done ? 5 : 1);
        assertTrue(done || ledger.head() == head);
    }

    /// A wallet that said yes when the gas was estimated, and burns all it gets once the batch is mined: with gas to spare
    /// for it the others are taken, the other wallet too; without, the batch reverts and can be sent again.
    function test_relay_walletTurnsHostileAfterEstimate_succeedsWithGasToSpare() public {
        for (uint256 place = 0; place < 4; ++place) {
            TurningWallet wallet = new TurningWallet();
            ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](5);
            for (uint256 i = 0; i < 4; ++i) {
                batch[i] = i == place ? ILedger.SignedContribution(contribution(address(wallet)), "") : good(i);
            }
            batch[4] = ILedger.SignedContribution(contribution(address(new TurningWallet())), "");
            bytes memory call = abi.encodeCall(ILedger.relay, (batch, new ILedger.SignedEvaluation[](0)));
            uint256 estimate = leastGas(call);
            wallet.turn();
            (bool done, bytes memory answer) = address(ledger).call{gas: estimate}(call);
            assertFalse(done);
            assertEq(bytes32(bytes4(answer)), bytes32(ILedger.BatchStarved.selector));
            (done, answer) = address(ledger).call{gas: estimate + SPARE}(call);
            assertTrue(done);
            assertEq(abi.decode(answer, (uint256)), 4);
        }
    }

    /// @dev The gas that the call succeeds with, to 1,000, as a node finds it.
    function leastGas(bytes memory call) private returns (uint256 least) {
        uint256 tooLittle = 30_000;
        least = 2_000_000;
        while (least - tooLittle > 1_000) {
            uint256 tried = (least + tooLittle) / 2;
            uint256 snapshot = vm.snapshotState();
            (bool done,) = address(ledger).call{gas: tried}(call);
            vm.revertToState(snapshot);
            if (done) least = tried;
            else tooLittle = tried;
        }
    }

    /// A wallet that is asked in the middle of a batch sees the log as it was before the batch.
    function test_relay_walletLooksAtLog_succeeds() public {
        LookingWallet wallet = new LookingWallet(ledger.head(), ledger.sequence());
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](2);
        batch[0] = good(0);
        batch[1] = ILedger.SignedContribution(contribution(address(wallet)), "");
        assertEq(ledger.relay(batch, new ILedger.SignedEvaluation[](0)), 2);
        assertEq(ledger.sequence(), 3);
    }
}

/// @notice Has signed everything as long as the log stands where it was told.
contract LookingWallet {
    bytes32 private immutable _head;
    uint64 private immutable _sequence;

    constructor(bytes32 head, uint64 sequence) {
        (_head, _sequence) = (head, sequence);
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        bool same = ILedger(msg.sender).head() == _head && ILedger(msg.sender).sequence() == _sequence;
        return same ? LookingWallet.isValidSignature.selector : bytes4(0);
    }
}

/// @notice Has signed everything, until it turns: then it burns what gas it gets.
contract TurningWallet {
    bool private _hostile;

    function turn() external {
        _hostile = true;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        while (_hostile) {}
        return TurningWallet.isValidSignature.selector;
    }
}
