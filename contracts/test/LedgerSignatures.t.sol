// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Author, Contribution, Evaluation, ILedger, Refusal} from "../interfaces/ILedger.sol";
import {Ledger} from "../Ledger.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";
import {OwnedWallet, StrangeWallet} from "./support/Wallets.sol";

/// @notice What is signed, and whose signature counts.
contract LedgerSignaturesTest is LedgerFixture {
    // Hashed with viem 2.57 (hashStruct, hashTypedData), which shares no code with the ledger.
    bytes32 private constant CONTRIBUTION_ID =
        0x9929f759f3fc32c2658d269c45896f6222476d9f8f26e8b429c8aa11d23ba22c;
    bytes32 private constant CONTRIBUTION_DIGEST =
        0x5832222803e3aca1d03463bdf101795805fc819c31755dbdd16f4d4259d69650;
    bytes32 private constant EVALUATION_DIGEST =
        0x057bb0d75868525c8aeeb7341421108095ef50aedd81db02d3ce4be679b7c57e;

    // What a contract account may burn, and what the rest of a relayed record may cost at most once the log is warm.
    uint256 private constant ANSWER_GAS = 300_000;
    uint256 private constant REST = 60_000;

    // With the 95,000 that an answer of 200,000 bytes costs, nearly all a wallet has.
    uint256 private constant BURNED = 180_000;

    function test_contributionId_knownVector_succeeds() public {
        Contribution memory record = contribution(address(0x1111111111111111111111111111111111111111));
        record.nonce = 7;
        vm.chainId(31_337);
        vm.etch(address(0x5555555555555555555555555555555555555555), address(ledger).code);
        Ledger there = Ledger(address(0x5555555555555555555555555555555555555555));
        assertEq(there.contributionId(record), CONTRIBUTION_ID);
        assertEq(there.contributionDigest(record), CONTRIBUTION_DIGEST);
        Evaluation memory given = evaluation(250);
        given.evaluator = address(0x1111111111111111111111111111111111111111);
        (given.epoch, given.nonce) = (3, 4);
        given.credits[0].recipient = address(0x2222222222222222222222222222222222222222);
        given = with(given, address(0x3333333333333333333333333333333333333333), type(uint32).max);
        assertEq(there.evaluationDigest(given), EVALUATION_DIGEST);
    }

    function test_eip712Domain_always_succeeds() public view {
        (bytes1 fields, string memory name, string memory version, uint256 chain, address verifier,,) =
            ledger.eip712Domain();
        assertEq(fields, bytes1(0x0f));
        assertEq(name, "DecentralOrg");
        assertEq(version, "1");
        assertEq(chain, block.chainid);
        assertEq(verifier, address(ledger));
    }

    /// Bytes of texts are hashed as they stand, UTF-8 or not, whatever their number.
    function test_contributionDigest_anyRecord_succeeds(
        Contribution memory record,
        bytes memory area,
        bytes memory title
    ) public view {
        (record.area, record.title) = (string(area), string(title));
        assertEq(ledger.contributionId(record), hashOf(record));
        assertEq(ledger.contributionDigest(record), digestOf(record));
    }

    function test_evaluationDigest_anyRecord_succeeds(Evaluation memory record) public view {
        assertEq(ledger.evaluationDigest(record), digestOf(record));
    }

    function test_relay_compactSignature_succeeds(uint256 seed, uint32 nonce) public {
        Contribution memory record = contribution(vm.addr(keyOf(seed)));
        record.nonce = nonce;
        (bytes32 r, bytes32 vs) = vm.signCompact(keyOf(seed), digestOf(record));
        assertEq(relayOne(record, abi.encodePacked(r, vs)), 1);
        (uint8 v, bytes32 sameR, bytes32 s) = vm.sign(keyOf(seed), digestOf(record));
        assertEq(relayOne(record, abi.encodePacked(sameR, s, v)), 1);
    }

    function test_relay_highS_reverts(uint256 seed) public {
        Contribution memory record = contribution(vm.addr(keyOf(seed)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keyOf(seed), digestOf(record));
        bytes32 high = bytes32(CURVE_ORDER - uint256(s));
        // The twin is a valid signature to the precompile: only the rule on s refuses it.
        assertEq(ecrecover(digestOf(record), v ^ 7, r, high), record.contributor);
        assertSkipped(record, abi.encodePacked(r, high, v ^ 7), Refusal.SignatureInvalid);
    }

    function test_relay_otherV_reverts(uint8 wrong) public {
        Contribution memory record = contribution(founders[0]);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[0], digestOf(record));
        vm.assume(wrong != v);
        assertSkipped(record, abi.encodePacked(r, s, wrong), Refusal.SignatureInvalid);
        assertSkipped(record, abi.encodePacked(r, s, v - 27), Refusal.SignatureInvalid);
    }

    function test_relay_garbage_reverts(bytes memory garbage) public {
        Contribution memory record = contribution(founders[0]);
        assertSkipped(record, garbage, Refusal.SignatureInvalid);
        assertSkipped(record, new bytes(65), Refusal.SignatureInvalid);
        assertSkipped(record, new bytes(64), Refusal.SignatureInvalid);
    }

    /// What recovers to zero must not count for the zero address.
    function test_relay_zeroContributor_reverts(bytes memory garbage) public {
        Contribution memory record = contribution(address(0));
        record.coAuthors = new Author[](0);
        assertSkipped(record, garbage, Refusal.SignatureInvalid);
        assertSkipped(record, abi.encodePacked(new bytes(64), uint8(27)), Refusal.SignatureInvalid);
        assertSkipped(record, new bytes(64), Refusal.SignatureInvalid);
    }

    function test_relay_lengthened_reverts(bytes memory more) public {
        vm.assume(more.length > 0);
        Contribution memory record = contribution(founders[0]);
        bytes memory signature = bytes.concat(signed(keys[0], digestOf(record)), more);
        assertSkipped(record, signature, Refusal.SignatureInvalid);
    }

    function test_relay_changedRecord_reverts(uint256 which) public {
        Contribution memory record = contribution(founders[0]);
        bytes memory signature = signed(keys[0], digestOf(record));
        which = bound(which, 0, 8);
        if (which == 0) record.contributor = founders[1];
        if (which == 1) record.area = "Production";
        if (which == 2) record.title = "Give the pump a second seat";
        if (which == 3) record.uri = "";
        if (which == 4) record.contentHash = 0;
        if (which == 5) record.coAuthors[0].shareBp = 2_501;
        if (which == 6) record.coAuthors = new Author[](0);
        if (which == 7) record.buildsOn = new bytes32[](1);
        if (which == 8) record.nonce = 1;
        assertSkipped(record, signature, Refusal.SignatureInvalid);
    }

    function test_relay_changedCredit_reverts(uint256 which) public {
        Evaluation memory record = evaluation(10);
        bytes memory signature = signed(keys[0], digestOf(record));
        which = bound(which, 0, 3);
        if (which == 0) record.credits[0].contribution = 0;
        if (which == 1) record.credits[0].recipient = founders[2];
        if (which == 2) record.credits[0].points = 11;
        if (which == 3) record = with(record, founders[1], 10);
        assertSkipped(record, signature, Refusal.SignatureInvalid);
    }

    function test_relay_walletOfOwner_succeeds(uint256 seed, uint256 stranger) public {
        vm.assume(seed != stranger);
        Contribution memory record = contribution(address(new OwnedWallet(vm.addr(keyOf(seed)))));
        assertSkipped(record, signed(keyOf(stranger), digestOf(record)), Refusal.SignatureInvalid);
        assertEq(relayOne(record, signed(keyOf(seed), digestOf(record))), 1);
    }

    /// An account with a key and code (EIP-7702) is asked by its key first, then by its code.
    function test_relay_keyWithCode_succeeds() public {
        vm.etch(founders[0], address(new OwnedWallet(vm.addr(keyOf(50)))).code);
        Evaluation memory record = evaluation(10);
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        record = evaluation(11);
        assertEq(relayOne(record, signed(keyOf(50), digestOf(record))), 1);
        record = evaluation(12);
        assertSkipped(record, signed(keyOf(51), digestOf(record)), Refusal.SignatureInvalid);
    }

    /// The same with the designator that a delegation writes, `0xef0100 ‖ delegate`, instead of the code itself.
    function test_relay_keyWithDelegate_succeeds() public {
        vm.etch(founders[0], abi.encodePacked(hex"ef0100", address(new OwnedWallet(vm.addr(keyOf(50))))));
        Evaluation memory record = evaluation(10);
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        record = evaluation(11);
        assertEq(relayOne(record, signed(keyOf(50), digestOf(record))), 1);
        record = evaluation(12);
        assertSkipped(record, signed(keyOf(51), digestOf(record)), Refusal.SignatureInvalid);
    }

    function test_relay_strangeAnswer_succeedsOnYesOnly(uint256 which) public {
        StrangeWallet.Answer answer = StrangeWallet.Answer(bound(which, 0, uint256(type(StrangeWallet.Answer).max)));
        Contribution memory record = contribution(address(new StrangeWallet()));
        bytes memory signature = abi.encode(answer, BURNED);
        Contribution memory first = contribution(founders[0]);
        assertEq(relayOne(first, signed(keys[0], digestOf(first))), 1);
        bool yes = answer == StrangeWallet.Answer.Yes || answer == StrangeWallet.Answer.HugeYes;
        uint256 before = gasleft();
        uint256 taken = relayOne(record, signature);
        assertLe(before - gasleft(), ANSWER_GAS + REST, "gas");
        assertEq(taken, yes ? 1 : 0);
        if (!yes) assertSkipped(record, signature, Refusal.SignatureInvalid);
    }

    /// A wallet that answers within its gas is heard with any gas the batch has, or the batch reverts as a whole; nobody
    /// can make the ledger skip it by giving less.
    function test_relay_anyGas_succeedsOrRevertsWhole(uint256 gasGiven) public {
        Contribution memory record = contribution(address(new StrangeWallet()));
        bytes memory signature = abi.encode(StrangeWallet.Answer.Yes, 295_000);
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](1);
        batch[0] = ILedger.SignedContribution({record: record, signature: signature});
        ILedger.SignedEvaluation[] memory none = new ILedger.SignedEvaluation[](0);
        try ledger.relay{gas: bound(gasGiven, 50_000, 600_000)}(batch, none) returns (uint256 taken) {
            assertEq(taken, 1);
        } catch {
            assertEq(ledger.sequence(), 0);
        }
    }

    /// The same step by step around the bound, with a wallet that needs nearly all it is promised: drawn amounts of gas miss
    /// the few thousand between a bound that is too low and one that is not.
    function test_relay_gasAroundTheBound_succeedsOrRevertsWhole() public {
        Contribution memory record = contribution(address(new StrangeWallet()));
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](1);
        batch[0] = ILedger.SignedContribution(record, abi.encode(StrangeWallet.Answer.Yes, 299_000));
        bytes memory call = abi.encodeCall(ILedger.relay, (batch, new ILedger.SignedEvaluation[](0)));
        bool starved;
        bool taken;
        for (uint256 gasGiven = 300_000; gasGiven < 400_000; gasGiven += 250) {
            vm.cool(record.contributor);
            uint64 before = ledger.sequence();
            (bool done, bytes memory answer) = address(ledger).call{gas: gasGiven}(call);
            assertEq(ledger.sequence() - before, done ? 1 : 0, "skipped");
            starved = starved || bytes4(answer) == ILedger.BatchStarved.selector;
            taken = taken || done;
        }
        assertTrue(starved && taken);
    }

    function test_relay_littleGas_reverts() public {
        Contribution memory record = contribution(address(new StrangeWallet()));
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](1);
        batch[0] = ILedger.SignedContribution({record: record, signature: abi.encode(StrangeWallet.Answer.Yes, 0)});
        ILedger.SignedEvaluation[] memory none = new ILedger.SignedEvaluation[](0);
        bytes memory call = abi.encodeCall(ILedger.relay, (batch, none));
        (bool done, bytes memory answer) = address(ledger).call{gas: 300_000}(call);
        assertFalse(done);
        assertEq(bytes4(answer), ILedger.BatchStarved.selector);
        (done,) = address(ledger).call{gas: 500_000}(call);
        assertTrue(done);
    }

    /// Words with dirty upper bits, sent raw: the call reverts, and nothing is hashed or logged that is not what was read.
    function test_evaluate_dirtyBits_reverts(bool points, uint256 dirt) public {
        Evaluation memory record = evaluation(10);
        // Selector, offset of the record, evaluator, epoch, nonce, offset and count of credits, contribution: then these.
        uint256 place = points ? 4 + 32 * 8 : 4 + 32 * 7;
        uint256 bits = points ? 32 : 160;
        dirt = bound(dirt, 1, (1 << (256 - bits)) - 1) << bits;
        assertRefusesDirt(abi.encodeCall(ILedger.evaluationDigest, (record)), place, dirt);
        assertRefusesDirt(abi.encodeCall(ILedger.evaluate, (record)), place, dirt);
    }

    function assertRefusesDirt(bytes memory data, uint256 place, uint256 dirt) private {
        vm.startPrank(founders[0]);
        uint256 snapshot = vm.snapshotState();
        (bool done,) = address(ledger).call(data);
        assertTrue(done, "clean");
        vm.revertToState(snapshot);
        // Assembly to reach into the encoded call.
        assembly ("memory-safe") {
            let word := add(add(data, 0x20), place)
            mstore(word, or(mload(word), dirt))
        }
        (done,) = address(ledger).call(data);
        assertFalse(done, "dirty");
        vm.stopPrank();
    }

    /// A wallet that says yes if it has what is left of 300,000 gas after reading that, and no with one more or less.
    function test_relay_walletThatCountsItsGas_succeeds() public {
        address wallet = address(0x3A11E7);
        bytes4 yes = 0x1626ba7e;
        // gas, 299998, eq, yes << 224, mul, mstore at 0, return 32 bytes
        vm.etch(wallet, abi.encodePacked(hex"5a620493de1463", yes, hex"60e01b025f5260205ff3"));
        assertEq(relayOne(contribution(wallet), ""), 1);
    }

    function test_relay_leastGasToAsk_isExact() public {
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](1);
        Contribution memory record = contribution(address(new StrangeWallet()));
        batch[0] = ILedger.SignedContribution(record, abi.encode(StrangeWallet.Answer.Yes, 0));
        bytes memory call = abi.encodeCall(ILedger.relay, (batch, new ILedger.SignedEvaluation[](0)));
        uint256 given = 320_000;
        (, bytes memory answer) = address(ledger).call{gas: given}(call);
        uint256 left = _starvedWith(answer);
        given += 310_000 - left;
        (, answer) = address(ledger).call{gas: given - 1}(call);
        assertEq(_starvedWith(answer), 309_999);
        (bool done,) = address(ledger).call{gas: given}(call);
        assertTrue(done);
        assertEq(ledger.sequence(), 1);
    }

    /// Without code there is nobody to ask, and no gas to keep for it; the least code there is is asked.
    function test_relay_forgedWithLittleGas_isSkippedWithoutCodeOnly() public {
        Contribution memory record = contribution(founders[0]);
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](1);
        batch[0] = ILedger.SignedContribution(record, signed(keys[1], digestOf(record)));
        bytes memory call = abi.encodeCall(ILedger.relay, (batch, new ILedger.SignedEvaluation[](0)));
        (bool done, bytes memory answer) = address(ledger).call{gas: 200_000}(call);
        assertTrue(done);
        assertEq(abi.decode(answer, (uint256)), 0);
        vm.etch(founders[0], hex"00");
        (, answer) = address(ledger).call{gas: 200_000}(call);
        assertLe(_starvedWith(answer), 200_000);
    }

    function _starvedWith(bytes memory answer) private pure returns (uint256 left) {
        assertEq(bytes4(answer), ILedger.BatchStarved.selector);
        assembly ("memory-safe") {
            left := mload(add(answer, 0x24))
        }
    }
}
