// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {Scenario} from "./support/Scenario.sol";

/// @notice Evidence that is not what the chain holds refutes nothing, even where there is a lie to refute.
contract SettlementEvidenceTest is Scenario {
    bytes private finalPage;

    /// @dev Member 1 has three different credits; there were 66 members before the epoch, and are 67 at its end.
    function setUp() external {
        _create(_terms(), _founders(64, 1e12));
        _give(0, _person(64), 100_000);
        _give(0, _person(65), 100_000);
        finalPage = _xPage(_settle().x, 0);
        settlement.claim(0, _all(0, 64), _before(0, 64));
        settlement.claim(1, _all(64, 66), _before(64, 128));
        _give(0, 1, 5000);
        _give(2, 1, 7000);
        _give(64, 1, 9000);
        _give(3, _person(66), 900_000);
        _close();
    }

    /// hardhat-config: default.fuzz.runs = 24
    function test_challengeRow_creditBitFlipped_reverts(uint256 bit) external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        _flip(evidence.credits, bit);
        bytes4 reason = _fails(evidence);
        assertTrue(
            reason == ISettlement.WrongCredits.selector || reason == ISettlement.UnknownMember.selector
                || reason == ISettlement.UnknownPage.selector
        );
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_challengeRow_creditDropped_reverts(uint256 index) external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        index = bound(index, 0, 2) * 8;
        evidence.credits =
            bytes.concat(_cut(evidence.credits, 0, index), _cut(evidence.credits, index + 8, evidence.credits.length));
        _failsWith(evidence, ISettlement.WrongCredits.selector);
    }

    function test_challengeRow_noCredits_revertsWithBothChains() external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        evidence.credits = "";
        bytes28 row = ledger.row(1, 1);
        _fails(evidence, abi.encodeWithSelector(ISettlement.WrongCredits.selector, bytes28(0), row));
    }

    function test_challengeRow_creditsReordered_reverts() external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        bytes memory credits = evidence.credits;
        evidence.credits = bytes.concat(_cut(credits, 8, 16), _cut(credits, 0, 8), _cut(credits, 16, 24));
        _failsWith(evidence, ISettlement.WrongCredits.selector);
    }

    function test_challengeRow_creditRepeated_reverts() external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        evidence.credits = bytes.concat(evidence.credits, _cut(evidence.credits, 16, 24));
        _failsWith(evidence, ISettlement.CreditsLeft.selector);
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_challengeRow_bytesAfterCredits_reverts(uint256 length) external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        evidence.credits = bytes.concat(evidence.credits, new bytes(bound(length, 1, 7)));
        _failsWith(evidence, ISettlement.CreditsLeft.selector);
    }

    function test_challengeRow_creditsOfOtherEpoch_reverts() external {
        Vector memory lie = _lie(65);
        Evidence memory evidence = _evidence(lie, 65);
        evidence.credits = _credits(0, 65);
        evidence.pages = _pagesFor(lie.x, 0, 65);
        _failsWith(evidence, ISettlement.CreditsLeft.selector);
    }

    function test_challengeRow_giverBeyondMembers_reverts() external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        evidence.credits = abi.encodePacked(uint32(67), uint32(1));
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownMember.selector, 67));
        evidence.credits = abi.encodePacked(uint32(68), uint32(1), uint32(0), uint32(1));
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownMember.selector, 68));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_challengeRow_memberBeyondMembers_reverts(uint32 member) external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        evidence.member = uint32(bound(member, 67, type(uint32).max));
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownMember.selector, evidence.member));
    }

    function test_challengeRow_firstMemberBeyondMembers_reverts() external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        evidence.member = 67;
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownMember.selector, 67));
    }

    function test_challengeRow_firstPageBeyondThePages_reverts() external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        evidence.pages[0] = ISettlement.VectorPage(2, "");
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownPage.selector, 2));
    }

    /// hardhat-config: default.fuzz.runs = 24
    function test_challengeRow_pageBitFlipped_reverts(uint256 page, uint256 bit) external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        page = bound(page, 0, 1);
        _flip(evidence.pages[page].values, bit);
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownPage.selector, page));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_challengeRow_pageUnderOtherNumber_reverts(uint32 number) external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        evidence.pages[0].number = uint32(bound(number, 1, type(uint32).max));
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownPage.selector, evidence.pages[0].number));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_challengeRow_pageLeftOut_reverts(uint256 page) external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        page = bound(page, 0, 1);
        ISettlement.VectorPage[] memory one = new ISettlement.VectorPage[](1);
        one[0] = evidence.pages[1 - page];
        evidence.pages = one;
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownPage.selector, page));
    }

    /// @dev The givers' page, without the member's own.
    function test_challengeRow_ownPageLeftOut_reverts() external {
        Evidence memory evidence = _evidence(_lie(66), 66);
        ISettlement.VectorPage[] memory one = new ISettlement.VectorPage[](1);
        one[0] = evidence.pages[0];
        evidence.pages = one;
        evidence.previousPage = "";
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownPage.selector, 1));
    }

    function test_challengeRow_pageGivenTwice_succeeds() external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        ISettlement.VectorPage[] memory three = new ISettlement.VectorPage[](3);
        (three[0], three[1], three[2]) = (evidence.pages[1], evidence.pages[0], evidence.pages[1]);
        evidence.pages = three;
        (bool refuted,) = _call(challenger, _encode(evidence));
        assertTrue(refuted);
    }

    function test_challengeRow_pageOfDraft_reverts() external {
        Vector memory honest = _solve();
        _submitPages(address(0xD4AF7), honest, 0, 1);
        Vector memory lie = _lie(1);
        Evidence memory evidence = _evidence(lie, 1);
        evidence.pages[0].values = _xPage(honest.x, 0);
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownPage.selector, 0));
    }

    function test_challengeRow_pageOfFinalSettlement_reverts() external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        evidence.pages[0].values = finalPage;
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownPage.selector, 0));
    }

    function test_challengeRow_pageOfDeletedSettlement_reverts() external {
        Vector memory deleted = _lie(1);
        (bool refuted,) = _call(challenger, _encode(_evidence(deleted, 1)));
        assertTrue(refuted);
        Vector memory honest = _solve();
        _submit(address(0x8E77E4), honest);
        Evidence memory evidence = _evidence(deleted, 1);
        _fails(evidence, abi.encodeWithSelector(ISettlement.UnknownPage.selector, 0));
        _fails(_evidence(honest, 1), abi.encodeWithSelector(ISettlement.RowHolds.selector, 1, honest.x[1]));
    }

    /// hardhat-config: default.fuzz.runs = 24
    function test_challengeRow_previousPageBitFlipped_reverts(uint256 bit) external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        _flip(evidence.previousPage, bit);
        _fails(evidence, abi.encodeWithSelector(ISettlement.WrongState.selector, 0));
    }

    function test_challengeRow_previousPageEmpty_reverts() external {
        Evidence memory evidence = _evidence(_lie(65), 65);
        evidence.previousPage = "";
        _fails(evidence, abi.encodeWithSelector(ISettlement.WrongState.selector, 1));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_challengeRow_previousPageOfNewMember_isNotRead(bytes calldata anything) external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        Evidence memory evidence = _evidence(honest, 66);
        evidence.previousPage = anything;
        _fails(evidence, abi.encodeWithSelector(ISettlement.RowHolds.selector, 66, honest.x[66]));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_challengeRow_afterDeadline_reverts(uint32 late) external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        uint256 deadline = settlement.standing().deadline;
        vm.warp(deadline + 1 + late);
        _fails(evidence, abi.encodeWithSelector(ISettlement.TooLate.selector, deadline));
    }

    function test_challengeRow_atDeadline_succeeds() external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        vm.warp(settlement.standing().deadline);
        (bool refuted,) = _call(challenger, _encode(evidence));
        assertTrue(refuted);
    }

    function test_challengeRow_twice_reverts() external {
        bytes memory data = _encode(_evidence(_lie(1), 1));
        (bool refuted,) = _call(challenger, data);
        assertTrue(refuted);
        _refused(challenger, data, abi.encodeWithSelector(ISettlement.WrongStage.selector, 1, ISettlement.Stage.Closed));
        assertEq(settlement.balanceOf(challenger), 0.5 ether);
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_challengeRow_otherEpoch_reverts(uint32 epoch) external {
        Evidence memory evidence = _evidence(_lie(1), 1);
        vm.assume(epoch != evidence.epoch);
        evidence.epoch = epoch;
        _fails(evidence, abi.encodeWithSelector(ISettlement.WrongStage.selector, epoch, ISettlement.Stage.Open));
    }

    function _lie(uint256 member) private returns (Vector memory lie) {
        lie = _distort(_solve(), member);
        _submit(settler, lie);
    }

    function _evidence(Vector memory vector, uint32 member) private view returns (Evidence memory) {
        uint32 epoch = _closed().epoch;
        uint256 first = member / 64 * 64;
        bytes memory before = _before(first, first + 64);
        return Evidence(epoch, member, _pagesFor(vector.x, epoch, member), before, _credits(epoch, member));
    }

    function _encode(Evidence memory evidence) private pure returns (bytes memory) {
        return abi.encodeCall(
            ISettlement.challengeRow,
            (evidence.epoch, evidence.member, evidence.pages, evidence.previousPage, evidence.credits)
        );
    }

    /// @dev The challenge reverts, the settlement still stands, and nobody has been credited anything.
    function _fails(Evidence memory evidence) private returns (bytes4) {
        bytes32 root = settlement.standing().root;
        uint256 balance = settlement.balanceOf(challenger);
        (bool refuted, bytes memory answer) = _call(challenger, _encode(evidence));
        assertFalse(refuted, "was refuted");
        assertEq(settlement.standing().root, root);
        assertEq(settlement.balanceOf(challenger), balance);
        return bytes4(answer);
    }

    function _failsWith(Evidence memory evidence, bytes4 selector) private {
        assertEq(bytes32(_fails(evidence)), bytes32(selector));
    }

    function _fails(Evidence memory evidence, bytes memory reason) private {
        _fails(evidence);
        _refused(challenger, _encode(evidence), reason);
    }

    function _flip(bytes memory data, uint256 bit) private pure {
        bit = bound(bit, 0, data.length * 8 - 1);
        data[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
    }

    function _cut(bytes memory data, uint256 start, uint256 end) private pure returns (bytes memory part) {
        part = new bytes(end - start);
        for (uint256 i = start; i < end; ++i) {
            part[i - start] = data[i];
        }
    }
}
