// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Author, Contribution, Credit, Evaluation, ILedger, Refusal} from "../interfaces/ILedger.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";

/// @dev The first refusal of an order that a record with these defects has.
function lowest(Refusal[] storage order, uint256 defects) view returns (Refusal) {
    for (uint256 i = 0; i < order.length; ++i) {
        if (defects & (1 << i) != 0) return order[i];
    }
    return Refusal.None;
}

/// @notice Every refusal, alone and with every other: the earlier one of the protocol's order is the reason, whether the
/// record is relayed or sent, and a refused record changes nothing.
contract ContributionRefusalsTest is LedgerFixture {
    Refusal[] private contributionOrder = [
        Refusal.AreaLength,
        Refusal.TitleLength,
        Refusal.UriLength,
        Refusal.CoAuthorCount,
        Refusal.CoAuthorRepeated,
        Refusal.ShareOutOfRange,
        Refusal.BuildsOnCount,
        Refusal.SignatureInvalid
    ];

    function text(uint256 length) private pure returns (string memory) {
        return string(new bytes(length));
    }

    /// Bit i of `defects` gives the record the i-th defect of the order; bit 0 of `variant` chooses among two kinds of it.
    function contributionWith(uint256 defects, uint256 variant) private view returns (Contribution memory record) {
        record = contribution(founders[0]);
        bool odd = variant & 1 == 1;
        if (defects & 1 != 0) record.area = text(odd ? 0 : 33);
        if (defects & 2 != 0) record.title = text(odd ? 0 : 141);
        if (defects & 4 != 0) record.uri = text(257);
        uint256 authors = defects & 8 != 0 ? 17 : odd ? 2 : 16;
        record.coAuthors = new Author[](authors);
        for (uint256 i = 0; i < authors; ++i) {
            record.coAuthors[i] = Author({account: address(uint160(0xC000 + i)), shareBp: 500});
        }
        if (defects & 16 != 0) record.coAuthors[1].account = odd ? founders[0] : record.coAuthors[0].account;
        if (defects & 32 != 0) record.coAuthors[0].shareBp = odd ? 0 : uint16(10_000 - 500 * (authors - 1));
        record.buildsOn = new bytes32[](defects & 64 != 0 ? 17 : 16);
    }

    function assertContributionRefused(uint256 defects, uint256 variant) private {
        Contribution memory record = contributionWith(defects, variant);
        Refusal reason = lowest(contributionOrder, defects);
        bool forged = defects & 128 != 0;
        assertSkipped(record, signed(forged ? keys[1] : keys[0], digestOf(record)), reason);
        vm.expectRevert(abi.encodeWithSelector(ILedger.RecordRefused.selector, reason));
        vm.prank(forged ? founders[1] : founders[0]);
        ledger.contribute(record);
    }

    function test_contribute_anyTwoDefects_reverts() public {
        for (uint256 i = 0; i < contributionOrder.length; ++i) {
            for (uint256 j = i; j < contributionOrder.length; ++j) {
                assertContributionRefused((1 << i) | (1 << j), 0);
                assertContributionRefused((1 << i) | (1 << j), 1);
            }
        }
    }

    function test_contribute_anyDefects_reverts(uint256 defects, uint256 variant) public {
        assertContributionRefused(bound(defects, 1, 255), variant);
    }

    function test_contribute_anyCoAuthorTwice_reverts() public {
        for (uint256 i = 0; i < 16; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                Contribution memory record = contributionWith(0, 0);
                record.coAuthors[i].account = record.coAuthors[j].account;
                vm.expectRevert(abi.encodeWithSelector(ILedger.RecordRefused.selector, Refusal.CoAuthorRepeated));
                vm.prank(founders[0]);
                ledger.contribute(record);
            }
        }
    }

    /// All lengths, counts and shares at their greatest, and at their least.
    function test_contribute_atBounds_succeeds() public {
        Contribution memory record = contributionWith(0, 0);
        (record.area, record.title, record.uri) = (text(32), text(140), text(256));
        record.coAuthors[0].shareBp = 9_999 - 15 * 500;
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        (record.area, record.title, record.uri) = (text(1), text(1), text(0));
        record.coAuthors = new Author[](1);
        record.coAuthors[0] = Author({account: address(0), shareBp: 1});
        record.buildsOn = new bytes32[](0);
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        record.coAuthors = new Author[](0);
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        assertEq(ledger.sequence(), 3);
    }
}

/// @notice The same of evaluations.
contract EvaluationRefusalsTest is LedgerFixture {
    Refusal[] private evaluationOrder = [
        Refusal.CreditCount,
        Refusal.WrongEpoch,
        Refusal.UnknownMember,
        Refusal.WrongNonce,
        Refusal.ZeroPoints,
        Refusal.SelfCredit,
        Refusal.ZeroRecipient,
        Refusal.NotIntroduced,
        Refusal.LedgerFull,
        Refusal.OverBudget,
        Refusal.SignatureInvalid
    ];

    address private constant NEWCOMER = address(0x2E3);

    /// The credits of all asked defects stand behind one another, in the order of the protocol.
    function evaluationWith(uint256 defects, uint256 variant) private view returns (Evaluation memory record) {
        record = evaluation(10);
        if (defects & 2 != 0) ++record.epoch;
        if (defects & 4 != 0) record.evaluator = vm.addr(keyOf(99));
        if (defects & 8 != 0) ++record.nonce;
        if (defects & 16 != 0) record = with(record, zeroPointsRecipient(record.evaluator, variant), 0);
        if (defects & 32 != 0) record = with(record, record.evaluator, 1);
        if (defects & 64 != 0) record = with(record, address(0), 1);
        if (defects & 128 != 0) record = with(record, NEWCOMER, 5_999);
        if (defects & 256 != 0) record = with(record, NEWCOMER, 6_000);
        if (defects & 512 != 0) record = with(record, founders[2], BUDGET);
        if (defects & 1 != 0 && variant & 1 == 0) record.credits = new Credit[](0);
        while (defects & 1 != 0 && variant & 1 == 1 && record.credits.length < 65) {
            record = with(record, founders[1], 1);
        }
    }

    /// A credit without points may have every other defect of a credit too: it has no points first of all.
    function zeroPointsRecipient(address evaluator, uint256 variant) private view returns (address) {
        uint256 kind = (variant >> 1) % 4;
        return kind == 0 ? founders[1] : kind == 1 ? evaluator : kind == 2 ? address(0) : NEWCOMER;
    }

    function assertEvaluationRefused(uint256 defects, uint256 variant) private {
        if (defects & 256 != 0) setMembers(FULL);
        Evaluation memory record = evaluationWith(defects, variant);
        Refusal reason = lowest(evaluationOrder, defects);
        bool forged = defects & 1024 != 0;
        uint256 key = record.evaluator == founders[0] ? keys[0] : keyOf(99);
        assertSkipped(record, signed(forged ? keys[1] : key, digestOf(record)), reason);
        vm.expectRevert(abi.encodeWithSelector(ILedger.RecordRefused.selector, reason));
        vm.prank(forged ? founders[1] : record.evaluator);
        ledger.evaluate(record);
        setMembers(uint32(FOUNDERS));
    }

    function test_evaluate_anyTwoDefects_reverts() public {
        for (uint256 i = 0; i < evaluationOrder.length; ++i) {
            for (uint256 j = i; j < evaluationOrder.length; ++j) {
                for (uint256 variant = 0; variant < 8; ++variant) {
                    assertEvaluationRefused((1 << i) | (1 << j), variant);
                }
            }
        }
    }

    function test_evaluate_anyDefects_reverts(uint256 defects, uint256 variant) public {
        assertEvaluationRefused(bound(defects, 1, 2_047), variant);
    }

    /// Among defective credits the first decides, whatever its defect.
    function test_evaluate_defectiveCredits_reverts(uint256 seed) public {
        Refusal[4] memory reasons =
            [Refusal.ZeroPoints, Refusal.SelfCredit, Refusal.ZeroRecipient, Refusal.NotIntroduced];
        address[4] memory recipients = [founders[1], founders[0], address(0), NEWCOMER];
        uint256 first = bound(uint256(keccak256(abi.encode(seed))), 0, 63);
        Evaluation memory record = evaluation(1);
        record.credits = new Credit[](64);
        uint256 kind;
        for (uint256 i = 0; i < 64; ++i) {
            uint256 draw = i < first ? 4 : uint256(keccak256(abi.encode(seed, i))) % 5;
            if (i == first) kind = draw = draw % 4;
            record.credits[i] = draw == 4
                ? Credit({contribution: bytes32(i), recipient: founders[1], points: 1})
                : Credit({contribution: bytes32(i), recipient: recipients[draw], points: draw == 0 ? 0 : 1});
        }
        assertSkipped(record, signed(keys[0], digestOf(record)), reasons[kind]);
    }

    function test_evaluate_sixtyFourCredits_succeeds() public {
        Evaluation memory record = evaluation(1);
        while (record.credits.length < 64) {
            record = with(record, founders[2], 1);
        }
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        (, uint32 points) = ledger.spending(founders[0]);
        assertEq(points, 64);
    }

    /// Two credits to one newcomer count twice: the check must not depend on how often an account is named.
    function test_evaluate_nearlyFull_reverts() public {
        Evaluation memory record = with(with(evaluation(1), NEWCOMER, 6_000), NEWCOMER, 6_000);
        setMembers(FULL - 1);
        assertSkipped(record, signed(keys[0], digestOf(record)), Refusal.LedgerFull);
        setMembers(FULL - 2);
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        assertEq(ledger.memberCount(), FULL - 1);
        assertEq(ledger.memberAt(FULL - 2), NEWCOMER);
        record = with(evaluation(1), address(0x2E4), 6_000);
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
        assertEq(ledger.memberCount(), FULL);
        record = with(evaluation(1), address(0x2E5), 6_000);
        assertSkipped(record, signed(keys[0], digestOf(record)), Refusal.LedgerFull);
        record = with(evaluation(1), NEWCOMER, 1);
        assertEq(relayOne(record, signed(keys[0], digestOf(record))), 1);
    }

    /// The number of members shares a slot with what else every record reads.
    function setMembers(uint32 members) private {
        bytes32 slot = bytes32(uint256(3));
        uint256 others = uint256(vm.load(address(ledger), slot)) & ~(uint256(type(uint32).max) << 96);
        vm.store(address(ledger), slot, bytes32(others | uint256(members) << 96));
        assertEq(ledger.memberCount(), members);
    }
}

/// @notice The same among recipients who have a row already, whose credits are weighed in the tight loop.
contract EvaluationRefusalsRowsTest is EvaluationRefusalsTest {
    function setUp() public override {
        super.setUp();
        giveRows();
    }
}
