// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Credit, Evaluation, ILedger, Refusal} from "../interfaces/ILedger.sol";
import {Draws} from "./support/Draws.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";
import {Vm} from "./support/Vm.sol";

/// @notice The ledger beside a model of the protocol's chapter 3 that foretells the reason of every evaluation. {LedgerLogTest}
/// asks the ledger which are taken, and this does not.
contract LedgerModelTest is LedgerFixture, Draws {
    uint256 private constant PEOPLE = 8;
    uint256 private constant STEPS = 16;

    // Members by number; by account, whether they are members and which.
    address[] private members;
    mapping(address account => bool) private isMember;
    mapping(address account => uint32) private numberOf;

    // By account and epoch.
    mapping(address account => mapping(uint32 epoch => uint32)) private nonces;
    mapping(address account => mapping(uint32 epoch => uint256)) private spent;
    mapping(address account => mapping(uint32 epoch => bytes28)) private rows;

    uint32 private open;
    uint256 private budget = BUDGET;
    uint256 private introduction = INTRODUCTION;
    bytes32 private head;
    uint256 private sequence;

    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            register(founders[i]);
        }
    }

    /// hardhat-config: default.fuzz.runs = 24
    function test_relay_anyEvaluations_succeedsAsModelled(uint256 seed) external {
        _seed(seed);
        for (uint256 step = 0; step < STEPS; ++step) {
            if (_draw(0, 5) == 0) turn();
            relayDrawn(_draw(1, 3));
            assertAsModelled();
        }
    }

    function relayDrawn(uint256 count) private {
        ILedger.SignedEvaluation[] memory batch = new ILedger.SignedEvaluation[](count);
        Refusal[] memory reasons = new Refusal[](count);
        uint256 before = sequence;
        for (uint256 i = 0; i < count; ++i) {
            uint256 giver = _draw(0, 11) == 0 ? _draw(FOUNDERS, PEOPLE - 1) : _draw(0, FOUNDERS - 1);
            batch[i].record = drawEvaluation(person(giver));
            bool forged = _draw(0, 19) == 0;
            batch[i].signature = signed(keyOf(forged ? PEOPLE : giver), digestOf(batch[i].record));
            reasons[i] = refusalOf(batch[i].record);
            if (reasons[i] == Refusal.None && forged) reasons[i] = Refusal.SignatureInvalid;
            if (reasons[i] == Refusal.None) take(batch[i].record);
        }
        vm.recordLogs();
        assertEq(ledger.relay(new ILedger.SignedContribution[](0), batch), sequence - before, "taken");
        assertReasons(vm.getRecordedLogs(), reasons);
    }

    function turn() private {
        (budget, introduction) = (_draw(10_000, 100_000), _draw(1, 2_000));
        ledger.turn(uint32(budget), uint32(introduction));
        ++open;
    }

    function person(uint256 index) private pure returns (address) {
        return vm.addr(keyOf(index));
    }

    /// @dev Mostly good, with recipients of all kinds: founders, whose rows fill, and others, who are introduced sooner or
    /// later, often more than once in an evaluation.
    function drawEvaluation(address giver) private returns (Evaluation memory record) {
        record.evaluator = giver;
        record.epoch = _draw(0, 19) == 0 ? uint32(_draw(0, 3)) : open;
        record.nonce = _draw(0, 19) == 0 ? uint32(_draw(0, 3)) : nonces[giver][open];
        record.credits = new Credit[](_draw(0, 39) == 0 ? 65 * _draw(0, 1) : _draw(1, 7));
        for (uint256 i = 0; i < record.credits.length; ++i) {
            address recipient = drawRecipient(giver);
            record.credits[i] = Credit(bytes32(_draw(0, 4)), recipient, drawPoints(isMember[recipient]));
        }
    }

    function drawRecipient(address giver) private returns (address recipient) {
        uint256 kind = _draw(0, 59);
        if (kind == 0) return address(0);
        if (kind == 1) return giver;
        do {
            recipient = person(_draw(0, kind < 20 ? PEOPLE - 1 : FOUNDERS - 1));
        } while (recipient == giver);
    }

    function drawPoints(bool known) private returns (uint32) {
        uint256 kind = _draw(0, 49);
        if (kind == 0) return 0;
        if (kind == 1) return type(uint32).max;
        if (kind == 2) return uint32(budget);
        return uint32(known ? _draw(1, 9) : _draw(introduction, introduction * 6));
    }

    /// @dev The table of the protocol, in its order, but for the signature.
    function refusalOf(Evaluation memory record) private view returns (Refusal) {
        address giver = record.evaluator;
        if (record.credits.length == 0 || record.credits.length > 64) return Refusal.CreditCount;
        if (record.epoch != open) return Refusal.WrongEpoch;
        if (!isMember[giver]) return Refusal.UnknownMember;
        if (record.nonce != nonces[giver][open]) return Refusal.WrongNonce;
        uint256 points = spent[giver][open];
        uint256 size = members.length;
        for (uint256 i = 0; i < record.credits.length; ++i) {
            Credit memory credit = record.credits[i];
            if (credit.points == 0) return Refusal.ZeroPoints;
            if (credit.recipient == giver) return Refusal.SelfCredit;
            if (credit.recipient == address(0)) return Refusal.ZeroRecipient;
            if (!isMember[credit.recipient]) {
                uint256 own = reputation.reputationOf(giver);
                bool enough = credit.points * own >= introduction * reputation.totalReputation();
                if (own == 0 || !enough) return Refusal.NotIntroduced;
                ++size;
            }
            points += credit.points;
        }
        if (size > FULL) return Refusal.LedgerFull;
        return points > budget ? Refusal.OverBudget : Refusal.None;
    }

    function take(Evaluation memory record) private {
        address giver = record.evaluator;
        ++nonces[giver][open];
        for (uint256 i = 0; i < record.credits.length; ++i) {
            Credit memory credit = record.credits[i];
            if (!isMember[credit.recipient]) register(credit.recipient);
            spent[giver][open] += credit.points;
            bytes28 row = rows[credit.recipient][open];
            rows[credit.recipient][open] =
                bytes28(keccak256(abi.encodePacked(row, numberOf[giver], credit.points)));
        }
        head = keccak256(abi.encodePacked(head, digestOf(record)));
        ++sequence;
    }

    function register(address account) private {
        (isMember[account], numberOf[account]) = (true, uint32(members.length));
        members.push(account);
    }

    function assertReasons(Vm.Log[] memory logs, Refusal[] memory reasons) private pure {
        uint256 record = 0;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] == ILedger.MemberRegistered.selector) continue;
            bool skipped = logs[i].topics[0] == ILedger.RecordSkipped.selector;
            uint256 reason = skipped ? abi.decode(logs[i].data, (uint256)) : uint256(Refusal.None);
            assertEq(reason, uint256(reasons[record++]), "reason");
        }
        assertEq(record, reasons.length, "records");
    }

    function assertAsModelled() private view {
        assertEq(ledger.head(), head, "head");
        assertEq(ledger.sequence(), sequence, "sequence");
        assertEq(ledger.memberCount(), members.length, "members");
        for (uint32 i = 0; i < members.length; ++i) {
            address account = members[i];
            assertEq(ledger.memberAt(i), account);
            assertEq(bytes32(ledger.row(open, i)), bytes32(rows[account][open]), "row");
            if (open != 0) assertEq(bytes32(ledger.row(open - 1, i)), bytes32(rows[account][open - 1]), "row before");
            (uint32 nonce, uint32 points) = ledger.spending(account);
            assertEq(nonce, nonces[account][open], "nonce");
            assertEq(points, spent[account][open], "points");
        }
    }
}
