// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Author, Contribution, Credit, Evaluation, ILedger, Refusal} from "../../interfaces/ILedger.sol";
import {Ledger} from "../../Ledger.sol";
import {Reputation} from "../../Reputation.sol";
import {Test} from "./Test.sol";
import {Vm} from "./Vm.sol";

/// @title LedgerFixture
/// @notice A ledger with three founders, of which this contract plays the settlement; records, and digests computed without
/// the ledger's own code.
abstract contract LedgerFixture is Test {
    uint32 internal constant BUDGET = 1_000_000;
    uint32 internal constant INTRODUCTION = 1_000;
    uint32 internal constant FULL = 2 ** 20;
    uint256 internal constant FOUNDERS = 3;

    /// @dev All of a ledger that a record can change and anyone can read.
    struct State {
        bytes32 head;
        uint64 sequence;
        uint32 members;
        uint32 nonce;
        uint32 points;
        bytes28[] rows;
    }

    Ledger internal ledger;
    Reputation internal reputation;
    uint256[] internal keys;
    address[] internal founders;

    function setUp() public virtual {
        reputation = new Reputation(address(this));
        ledger = new Ledger(address(this), address(reputation));
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            keys.push(keyOf(i));
            founders.push(vm.addr(keys[i]));
            reputation.set(founders[i], 1_000 * (i + 1));
        }
        ledger.found(founders, BUDGET, INTRODUCTION);
    }

    function contribution(address contributor) internal pure returns (Contribution memory record) {
        record.contributor = contributor;
        record.area = "production";
        record.title = "Give the pump a second seal";
        record.uri = "https://example.org/pump/7";
        record.contentHash = keccak256("seal");
        record.coAuthors = new Author[](1);
        record.coAuthors[0] = Author({account: address(0xC0), shareBp: 2_500});
        record.buildsOn = new bytes32[](1);
        record.buildsOn[0] = keccak256("pump");
    }

    /// @notice An evaluation by founder 0 in the open epoch with one credit to founder 1.
    function evaluation(uint32 points) internal view returns (Evaluation memory record) {
        record.evaluator = founders[0];
        record.epoch = ledger.epoch();
        (record.nonce,) = ledger.spending(founders[0]);
        record.credits = new Credit[](1);
        record.credits[0] = Credit({contribution: keccak256("work"), recipient: founders[1], points: points});
    }

    /// @notice The fields of the event as the compiler encodes them.
    function encodingOf(Contribution memory record) internal pure returns (bytes memory) {
        return abi.encode(
            record.area,
            record.title,
            record.uri,
            record.contentHash,
            record.coAuthors,
            record.buildsOn,
            record.nonce
        );
    }

    function with(Evaluation memory record, address recipient, uint32 points)
        internal
        pure
        returns (Evaluation memory)
    {
        Credit[] memory credits = new Credit[](record.credits.length + 1);
        for (uint256 i = 0; i < record.credits.length; ++i) {
            credits[i] = record.credits[i];
        }
        credits[record.credits.length] =
            Credit({contribution: keccak256("work"), recipient: recipient, points: points});
        record.credits = credits;
        return record;
    }

    /// @notice Gives every founder a row in the open epoch. Founder 0 spends nothing for it.
    function giveRows() internal {
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            uint256 giver = i == 1 ? 2 : 1;
            Evaluation memory record = evaluation(1);
            record.evaluator = founders[giver];
            (record.nonce,) = ledger.spending(founders[giver]);
            record.credits[0].recipient = founders[i];
            vm.prank(founders[giver]);
            ledger.evaluate(record);
        }
    }

    function relayOne(Contribution memory record, bytes memory signature) internal returns (uint256 taken) {
        ILedger.SignedContribution[] memory batch = new ILedger.SignedContribution[](1);
        batch[0] = ILedger.SignedContribution({record: record, signature: signature});
        return ledger.relay(batch, new ILedger.SignedEvaluation[](0));
    }

    function relayOne(Evaluation memory record, bytes memory signature) internal returns (uint256 taken) {
        ILedger.SignedEvaluation[] memory batch = new ILedger.SignedEvaluation[](1);
        batch[0] = ILedger.SignedEvaluation({record: record, signature: signature});
        return ledger.relay(new ILedger.SignedContribution[](0), batch);
    }

    /// @notice Relays a record that must be skipped: for this reason, with one event and nothing else.
    function assertSkipped(Contribution memory record, bytes memory signature, Refusal reason) internal {
        State memory before = stateOf(record.contributor);
        uint256 snapshot = startWatching();
        assertEq(relayOne(record, signature), 0);
        assertSkippedLog(vm.getRecordedLogs(), digestOf(record), reason);
        assertSame(before, stateOf(record.contributor));
        assertUnwritten(snapshot);
    }

    /// @notice Relays a record that must be skipped: for this reason, with one event and nothing else.
    function assertSkipped(Evaluation memory record, bytes memory signature, Refusal reason) internal {
        State memory before = stateOf(record.evaluator);
        uint256 snapshot = startWatching();
        assertEq(relayOne(record, signature), 0);
        assertSkippedLog(vm.getRecordedLogs(), digestOf(record), reason);
        assertSame(before, stateOf(record.evaluator));
        assertUnwritten(snapshot);
    }

    function startWatching() internal returns (uint256 snapshot) {
        snapshot = vm.snapshotState();
        vm.recordLogs();
        vm.record();
    }

    /// @notice The slots of the ledger written since, with their values before and after. Goes back to the snapshot.
    function slotsWritten(uint256 snapshot)
        internal
        returns (bytes32[] memory slots, bytes32[] memory from, bytes32[] memory to)
    {
        (, slots) = vm.accesses(address(ledger));
        (from, to) = (new bytes32[](slots.length), new bytes32[](slots.length));
        for (uint256 i = 0; i < slots.length; ++i) {
            to[i] = vm.load(address(ledger), slots[i]);
        }
        vm.revertToState(snapshot);
        for (uint256 i = 0; i < slots.length; ++i) {
            from[i] = vm.load(address(ledger), slots[i]);
        }
    }

    /// @dev The whole storage, and not only what can be read: every slot written since holds what it held.
    function assertUnwritten(uint256 snapshot) private {
        (, bytes32[] memory others) = vm.accesses(address(reputation));
        assertEq(others.length, 0, "reputation");
        (, bytes32[] memory from, bytes32[] memory to) = slotsWritten(snapshot);
        for (uint256 i = 0; i < from.length; ++i) {
            assertEq(from[i], to[i], "slot");
        }
    }

    function assertSkippedLog(Vm.Log[] memory logs, bytes32 digest, Refusal reason) private view {
        assertEq(logs.length, 1, "one event");
        assertEq(logs[0].emitter, address(ledger));
        assertEq(logs[0].topics[0], ILedger.RecordSkipped.selector);
        assertEq(logs[0].topics[1], digest);
        assertEq(abi.decode(logs[0].data, (uint256)), uint256(reason), "reason");
    }

    /// @notice The contribution that a log carries, decoded as any indexer does.
    function contributionIn(Vm.Log memory entry) internal pure returns (Contribution memory record) {
        record.contributor = address(uint160(uint256(entry.topics[2])));
        (
            record.area,
            record.title,
            record.uri,
            record.contentHash,
            record.coAuthors,
            record.buildsOn,
            record.nonce
        ) = abi.decode(entry.data, (string, string, string, bytes32, Author[], bytes32[], uint32));
    }

    /// @notice The evaluation that a log carries, decoded as any indexer does.
    function evaluationIn(Vm.Log memory entry) internal pure returns (Evaluation memory record) {
        record.evaluator = address(uint160(uint256(entry.topics[2])));
        (record.epoch, record.nonce, record.credits) = abi.decode(entry.data, (uint32, uint32, Credit[]));
    }

    function stateOf(address spender) internal view returns (State memory state) {
        (state.head, state.sequence, state.members) = (ledger.head(), ledger.sequence(), ledger.memberCount());
        (state.nonce, state.points) = ledger.spending(spender);
        state.rows = new bytes28[](FOUNDERS + 8);
        for (uint32 i = 0; i < state.rows.length; ++i) {
            state.rows[i] = ledger.row(ledger.epoch(), i);
        }
    }

    function assertSame(State memory left, State memory right) internal pure {
        assertEq(keccak256(abi.encode(left)), keccak256(abi.encode(right)), "state");
    }

    function domainOf(uint256 chain, address verifier) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("DecentralOrg"),
                keccak256("1"),
                chain,
                verifier
            )
        );
    }

    function typed(bytes32 domain, bytes32 structHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function digestOf(Contribution memory record) internal view returns (bytes32) {
        return typed(domainOf(block.chainid, address(ledger)), hashOf(record));
    }

    function digestOf(Evaluation memory record) internal view returns (bytes32) {
        return typed(domainOf(block.chainid, address(ledger)), hashOf(record));
    }

    function hashOf(Contribution memory record) internal pure returns (bytes32) {
        bytes memory authors;
        for (uint256 i = 0; i < record.coAuthors.length; ++i) {
            authors = bytes.concat(
                authors,
                keccak256(
                    abi.encode(keccak256("Author(address account,uint16 shareBp)"), record.coAuthors[i])
                )
            );
        }
        bytes memory texts = abi.encode(
            keccak256(bytes(record.area)), keccak256(bytes(record.title)), keccak256(bytes(record.uri))
        );
        return keccak256(
            bytes.concat(
                keccak256(
                    "Contribution(address contributor,string area,string title,string uri,bytes32 contentHash,Author[] coAuthors,bytes32[] buildsOn,uint32 nonce)Author(address account,uint16 shareBp)"
                ),
                abi.encode(record.contributor),
                texts,
                record.contentHash,
                keccak256(authors),
                keccak256(abi.encodePacked(record.buildsOn)),
                abi.encode(record.nonce)
            )
        );
    }

    function hashOf(Evaluation memory record) internal pure returns (bytes32) {
        bytes memory credits;
        for (uint256 i = 0; i < record.credits.length; ++i) {
            credits = bytes.concat(
                credits,
                keccak256(
                    abi.encode(
                        keccak256("Credit(bytes32 contribution,address recipient,uint32 points)"),
                        record.credits[i]
                    )
                )
            );
        }
        return keccak256(
            abi.encode(
                keccak256(
                    "Evaluation(address evaluator,uint32 epoch,uint32 nonce,Credit[] credits)Credit(bytes32 contribution,address recipient,uint32 points)"
                ),
                record.evaluator,
                record.epoch,
                record.nonce,
                keccak256(credits)
            )
        );
    }
}
