// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Author, Contribution, Evaluation, ILedger} from "../interfaces/ILedger.sol";
import {Draws} from "./support/Draws.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Calldata that no encoder makes: words replaced by offsets, lengths and dirt. Whatever the ledger takes, the head
/// is the chain over the digest of what it logs, and what it logs is encoded as the compiler would.
contract LedgerCalldataTest is LedgerFixture, Draws {
    /// hardhat-config: default.fuzz.runs = 2000
    function test_evaluate_mangledCalldata_logsWhatItHashes(uint256 seed) external {
        Evaluation memory record = with(with(evaluation(10), founders[2], 20), address(0xBEEF), 6000);
        Vm.Log[] memory logs = _send(abi.encodeCall(ILedger.evaluate, (record)), seed);
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != ILedger.EvaluationTaken.selector) continue;
            Evaluation memory logged = evaluationIn(logs[i]);
            assertEq(logs[i].data, abi.encode(logged.epoch, logged.nonce, logged.credits));
            assertEq(ledger.head(), keccak256(abi.encodePacked(bytes32(0), digestOf(logged))), "head");
        }
    }

    /// hardhat-config: default.fuzz.runs = 2000
    function test_contribute_mangledCalldata_logsWhatItHashes(uint256 seed) external {
        Vm.Log[] memory logs = _send(abi.encodeCall(ILedger.contribute, (contribution(founders[0]))), seed);
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != ILedger.ContributionTaken.selector) continue;
            Contribution memory logged = contributionIn(logs[i]);
            assertEq(logs[i].data, encodingOf(logged));
            assertEq(ledger.head(), keccak256(abi.encodePacked(bytes32(0), digestOf(logged))), "head");
        }
    }

    /// Whatever is taken was signed, word for word. Everybody has a row, so credits are weighed in the tight loop.
    /// hardhat-config: default.fuzz.runs = 1000
    function test_relay_mangledCalldata_takesWhatWasSignedOnly(uint256 seed) external {
        giveRows();
        _seed(seed);
        ILedger.SignedContribution[] memory contributions = new ILedger.SignedContribution[](1);
        Contribution memory work = contribution(founders[0]);
        contributions[0] = ILedger.SignedContribution(work, signed(keys[0], digestOf(work)));
        ILedger.SignedEvaluation[] memory evaluations = new ILedger.SignedEvaluation[](2);
        evaluations[0].record = with(with(evaluation(10), founders[2], 20), address(0xBEEF), 6000);
        evaluations[1].record = with(evaluation(7), founders[2], 9);
        evaluations[1].record.nonce = 1;
        bytes32[] memory digests = new bytes32[](3);
        digests[0] = digestOf(work);
        for (uint256 i = 0; i < 2; ++i) {
            digests[1 + i] = digestOf(evaluations[i].record);
            evaluations[i].signature = signed(keys[0], digests[1 + i]);
        }
        bytes32 head = ledger.head();
        vm.recordLogs();
        (bool done,) = address(ledger).call(_mangle(abi.encodeCall(ILedger.relay, (contributions, evaluations)), 3));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; done && i < logs.length; ++i) {
            bytes32 digest;
            if (logs[i].topics[0] == ILedger.ContributionTaken.selector) digest = digestOf(contributionIn(logs[i]));
            else if (logs[i].topics[0] == ILedger.EvaluationTaken.selector) digest = digestOf(evaluationIn(logs[i]));
            else continue;
            assertTrue(digest == digests[0] || digest == digests[1] || digest == digests[2], "signed");
            head = keccak256(abi.encodePacked(head, digest));
        }
        assertEq(ledger.head(), head, "head");
    }

    // Where the parts of the call `contribute(contribution(founders[0]))` stand: texts of one word, one co-author, one id.
    uint256 private constant RECORD = 4 + 0x20;
    uint256 private constant TAILS = RECORD + 0x100;

    function test_contribute_dirtyBits_reverts(uint256 which, uint256 dirt) external {
        uint256[4] memory places = [RECORD, RECORD + 0xe0, TAILS + 0xe0, TAILS + 0x100];
        uint256[4] memory bits = [uint256(160), 32, 160, 16];
        which = bound(which, 0, 3);
        dirt = bound(dirt, 1, type(uint256).max >> bits[which]) << bits[which];
        _assertRefused(places[which], dirt);
    }

    /// The last bits that are none of the value and the first, in every word of an evaluation that holds less than a word.
    function test_evaluate_dirtyBits_reverts() external {
        Evaluation memory record = with(evaluation(10), founders[2], 20);
        bytes memory data = abi.encodeCall(ILedger.evaluate, (record));
        uint256 credits = RECORD + 0xa0;
        uint256[7] memory places = [
            RECORD, RECORD + 0x20, RECORD + 0x40, credits + 0x20, credits + 0x40, credits + 0x80, credits + 0xa0
        ];
        uint256[7] memory bits = [uint256(160), 32, 32, 160, 32, 160, 32];
        for (uint256 i = 0; i < places.length; ++i) {
            for (uint256 bit = bits[i]; bit < 256; bit = bit == bits[i] ? 255 : 256) {
                bytes memory dirty = bytes.concat(data);
                _dirty(dirty, places[i], 1 << bit);
                vm.prank(founders[0]);
                (bool taken,) = address(ledger).call(dirty);
                assertFalse(taken, "dirty");
            }
        }
        vm.prank(founders[0]);
        (bool done,) = address(ledger).call(data);
        assertTrue(done, "clean");
    }

    /// An offset or a length that leads out of calldata, or far enough to come back into it from below.
    function test_contribute_outOfCalldata_reverts(uint256 field, uint256 more, bool length) external {
        uint256[5] memory offsets = [RECORD + 0x20, RECORD + 0x40, RECORD + 0x60, RECORD + 0xa0, RECORD + 0xc0];
        uint256[5] memory lengths = [TAILS, TAILS + 0x40, TAILS + 0x80, TAILS + 0xc0, TAILS + 0x120];
        field = bound(field, 0, 4);
        // Bits 10 to 255: the whole call has fewer than 1,024 bytes.
        _assertRefused(length ? lengths[field] : offsets[field], bound(more, 1, type(uint256).max >> 10) << 10);
    }

    /// What is refused anyway, as a share that is far too large, has no id either.
    function test_contributionId_dirtyBits_reverts() external view {
        bytes memory data = abi.encodeCall(ILedger.contributionId, (contribution(founders[0])));
        uint256[4] memory places = [RECORD, RECORD + 0xe0, TAILS + 0xe0, TAILS + 0x100];
        uint256[4] memory bits = [uint256(160), 32, 160, 16];
        for (uint256 i = 0; i < places.length; ++i) {
            for (uint256 bit = bits[i]; bit < 256; ++bit) {
                bytes memory dirty = bytes.concat(data);
                _dirty(dirty, places[i], 1 << bit);
                (bool done,) = address(ledger).staticcall(dirty);
                assertFalse(done, "dirty");
            }
        }
    }

    /// Offsets to the word before the record, which reads like a text, and lengths whose bytes are few again modulo 2^256.
    function test_contributionId_offsetOrLengthThatWraps_reverts() external view {
        bytes memory data = abi.encodeCall(ILedger.contributionId, (contribution(founders[0])));
        uint256[7] memory places = [
            RECORD + 0x20, RECORD + 0x40, RECORD + 0x60, RECORD + 0xa0, RECORD + 0xc0, TAILS + 0xc0, TAILS + 0x120
        ];
        uint256 before = ~uint256(0x1f);
        uint256[7] memory dirt = [before, before, before, before, before, 1 << 250, 1 << 251];
        (bool done,) = address(ledger).staticcall(data);
        assertTrue(done, "clean");
        for (uint256 i = 0; i < places.length; ++i) {
            bytes memory dirty = bytes.concat(data);
            _dirty(dirty, places[i], dirt[i]);
            (done,) = address(ledger).staticcall(dirty);
            assertFalse(done, "dirty");
        }
    }

    function _assertRefused(uint256 place, uint256 dirt) private {
        bytes memory data = abi.encodeCall(ILedger.contribute, (contribution(founders[0])));
        uint256 snapshot = vm.snapshotState();
        vm.prank(founders[0]);
        (bool done,) = address(ledger).call(data);
        assertTrue(done, "clean");
        vm.revertToState(snapshot);
        _dirty(data, place, dirt);
        vm.prank(founders[0]);
        (done,) = address(ledger).call(data);
        assertFalse(done, "dirty");
    }

    /// Padding is neither hashed nor logged, whatever stands in it.
    function test_contribute_dirtyPadding_logsCleanPadding(uint256 dirt) external {
        Contribution memory record = contribution(founders[0]);
        bytes memory data = abi.encodeCall(ILedger.contribute, (record));
        _dirty(data, TAILS + 0x20, dirt >> 8 * bytes(record.area).length);
        _dirty(data, TAILS + 0x60, dirt >> 8 * bytes(record.title).length);
        _dirty(data, TAILS + 0xa0, dirt >> 8 * bytes(record.uri).length);
        vm.recordLogs();
        vm.prank(founders[0]);
        (bool done,) = address(ledger).call(data);
        assertTrue(done);
        assertEq(vm.getRecordedLogs()[0].data, encodingOf(record));
        assertEq(ledger.head(), keccak256(abi.encodePacked(bytes32(0), digestOf(record))), "head");
    }

    function _dirty(bytes memory data, uint256 place, uint256 dirt) private pure {
        // Assembly to reach into the encoded call.
        assembly ("memory-safe") {
            let word := add(add(data, 0x20), place)
            mstore(word, or(mload(word), dirt))
        }
    }

    /// Records of one batch take one another's memory: what the one before left there must not come through.
    function test_relay_anyContributions_logsWhatTheCompilerWould(uint256 seed) external {
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](6);
        for (uint256 i = 0; i < batch.length; ++i) {
            Contribution memory record = _drawContribution(uint256(keccak256(abi.encode(seed, i))));
            batch[i] = ILedger.SignedContribution(record, signed(keys[i % FOUNDERS], _digestFor(record, i % FOUNDERS)));
        }
        vm.recordLogs();
        assertEq(ledger.relay(batch, new ILedger.SignedEvaluation[](0)), batch.length);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        bytes32 head;
        for (uint256 i = 0; i < batch.length; ++i) {
            assertEq(logs[i].data, encodingOf(batch[i].record));
            assertEq(uint256(logs[i].topics[1]), i + 1);
            head = keccak256(abi.encodePacked(head, digestOf(batch[i].record)));
        }
        assertEq(ledger.head(), head);
    }

    function _digestFor(Contribution memory record, uint256 founder) private view returns (bytes32) {
        record.contributor = founders[founder];
        return digestOf(record);
    }

    function _drawContribution(uint256 draw) private pure returns (Contribution memory record) {
        record.area = _text(draw, 1 + draw % 32);
        record.title = _text(draw >> 1, 1 + (draw >> 8) % 140);
        record.uri = _text(draw >> 2, (draw >> 16) % 257);
        record.contentHash = bytes32(draw);
        record.coAuthors = new Author[]((draw >> 32) % 17);
        for (uint256 i = 0; i < record.coAuthors.length; ++i) {
            record.coAuthors[i] =
                Author({account: address(uint160(0xC0DE0000 + i)), shareBp: uint16(1 + (draw >> i) % 600)});
        }
        record.buildsOn = new bytes32[]((draw >> 40) % 17);
        for (uint256 i = 0; i < record.buildsOn.length; ++i) {
            record.buildsOn[i] = keccak256(abi.encode(draw, i));
        }
        record.nonce = uint32(draw >> 48);
    }

    function _text(uint256 draw, uint256 length) private pure returns (string memory) {
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            text[i] = bytes1(uint8(1 + (draw >> (i % 200)) % 255));
        }
        return string(text);
    }

    /// Sends the call with up to three words replaced and now and then something behind its end.
    function _send(bytes memory data, uint256 seed) private returns (Vm.Log[] memory) {
        _seed(seed);
        _mangle(data, 3);
        if (_draw(0, 1) == 0) data = bytes.concat(data, abi.encode(seed, seed >> 224));
        vm.recordLogs();
        vm.prank(founders[0]);
        (bool done,) = address(ledger).call(data);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(ledger.sequence(), done ? 1 : 0);
        return logs;
    }
}
