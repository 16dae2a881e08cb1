// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {Scenario} from "./support/Scenario.sol";

/// @notice Settlements of more than one call, and of more than one settler at once.
contract SettlementDraftsTest is Scenario {
    uint256 private constant MEMBERS = 200;
    uint256 private constant PAGES = 4;

    address private second = address(0x5E771E2);

    /// @dev 70 members before the epoch, 200 at its end: page 1 holds old and new ones, pages 2 and 3 only new ones.
    function setUp() external {
        _create(_terms(), _founders(64, 1e12));
        for (uint256 i = 64; i < 70; ++i) {
            _give(0, _person(i), 100_000);
        }
        _settle();
        settlement.claim(0, _all(0, 64), _before(0, 64));
        settlement.claim(1, _all(64, 70), _before(64, 128));
        for (uint256 i = 70; i < MEMBERS; ++i) {
            _give(i % 64, _person(i), 100_000 + i);
        }
        for (uint256 i = 0; i < 70; ++i) {
            _give(i, uint256(199 - i), 3000);
        }
        _close();
    }

    /// hardhat-config: default.fuzz.runs = 8
    function test_submit_inAnyCalls_succeeds(uint256 cuts) external {
        Vector memory honest = _solve();
        uint256 first = 0;
        for (uint256 end = 1; end <= PAGES; ++end) {
            if (end < PAGES && (cuts >> end) & 1 == 0) continue;
            vm.expectEmit(address(settlement));
            emit ISettlement.PagesSubmitted(1, settler, uint32(first), _xBytes(honest.x, first * 64, end * 64));
            _submitPages(settler, honest, first, end);
            first = end;
        }
        assertEq(settlement.standing().root, _root(honest));
        assertEq(settlement.standing().reputation, _sum(honest.reputations));
        for (uint256 k = 0; k < PAGES; ++k) {
            (bytes32 xHash, bytes32 stateHash) = settlement.standingPage(uint32(k));
            bytes memory state = _stateBytes(honest.cumulatives, honest.reputations, k * 64, k * 64 + 64);
            assertEq(xHash, keccak256(_xPage(honest.x, k)));
            assertEq(stateHash, keccak256(state));
        }
        assertEq(settlement.draftOf(settler).pages, 0);
        _finalize(honest);
    }

    /// @dev Where the state of old members ends, that of the new ones is not what happens to stand there.
    function test_submit_bytesBehindTheState_areNotRead() external {
        Vector memory honest = _solve();
        _submitPages(settler, honest, 0, 1);
        bytes memory junk = new bytes(2048);
        for (uint256 i = 0; i < junk.length; ++i) {
            junk[i] = bytes1(uint8(1 + i % 7));
        }
        (bool done,) = _call(settler, bytes.concat(_submission(honest, 1, 3), junk));
        assertTrue(done);
        _submitPages(settler, honest, 3, 4);
        assertEq(settlement.standing().root, _root(honest));
    }

    function test_draftOf_halfway_tellsHowFar() external {
        Vector memory honest = _solve();
        _submitPages(settler, honest, 0, 2);
        ISettlement.Draft memory draft = settlement.draftOf(settler);
        assertEq(draft.epoch, 1);
        assertEq(draft.pages, 2);
        assertEq(draft.totalEarned, honest.totalEarned);
        uint256 earned = 0;
        uint256 reputations_ = 0;
        for (uint256 i = 0; i < 128; ++i) {
            earned += honest.x[i] - honest.seeds[i];
            reputations_ += honest.reputations[i];
        }
        assertEq(draft.earned, earned);
        assertEq(draft.reputation, reputations_);
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Closed));
        assertEq(address(settlement).balance, settlement.balanceOf(settler));
    }

    function test_submit_severalSettlersAtOnce_doNotTouchEachOther() external {
        Vector memory honest = _solve();
        Vector memory lie = _distort(honest, 100);
        _submitPages(settler, lie, 0, 2);
        _submitPages(second, honest, 0, 3);
        _submitPages(challenger, honest, 0, 1);
        _submitPages(settler, lie, 2, 4);
        assertEq(settlement.standing().root, _root(lie));
        bytes memory late = _submission(honest, 3, 4);
        _refused(second, late, abi.encodeWithSelector(ISettlement.WrongStage.selector, 1, ISettlement.Stage.Submitted));

        (bool refuted,) = _call(challenger, _challenge(lie.x, 100));
        assertTrue(refuted);
        assertEq(settlement.draftOf(settler).pages, 0);
        assertEq(settlement.draftOf(second).pages, 3);
        _submitPages(second, honest, 3, 4);
        assertEq(settlement.standing().root, _root(honest));
        assertEq(settlement.standing().submitter, second);
        assertEq(settlement.draftOf(challenger).pages, 1);
        _finalize(honest);
        assertEq(settlement.draftOf(challenger).pages, 0);
    }

    function test_submit_belowSeedInALaterPage_revertsWithTheMember() external {
        Vector memory honest = _solve();
        _submitPages(settler, honest, 0, 1);
        uint256 seed = honest.seeds[65];
        honest.x[65] = seed - 1;
        bytes memory data = _submission(honest, 1, 2);
        _refused(settler, data, abi.encodeWithSelector(ISettlement.NegativeEarned.selector, 65, seed - 1, seed));
    }

    function test_submit_startedAgain_forgetsTheDraft() external {
        Vector memory honest = _solve();
        _submitPages(settler, _distort(honest, 5), 0, 3);
        _submitPages(settler, honest, 0, 1);
        assertEq(settlement.draftOf(settler).pages, 1);
        _submitPages(settler, honest, 1, 4);
        assertEq(settlement.standing().root, _root(honest));
    }

    function test_submit_afterRefutation_startsFromNothing() external {
        Vector memory honest = _solve();
        Vector memory lie = _distort(honest, 5);
        _submit(settler, lie);
        (bool refuted,) = _call(challenger, _challenge(lie.x, 5));
        assertTrue(refuted);
        _refused(settler, _submission(honest, 3, 4), abi.encodeWithSelector(ISettlement.WrongPage.selector, 3, 0));
        _submit(settler, honest);
        assertEq(settlement.standing().root, _root(honest));
    }

    /// hardhat-config: default.fuzz.runs = 8
    function test_submit_pageLeftOutOrRepeated_reverts(uint256 page) external {
        Vector memory honest = _solve();
        _submitPages(settler, honest, 0, 2);
        page = bound(page, 1, PAGES - 1);
        vm.assume(page != 2);
        bytes memory data = _submission(honest, page, page + 1);
        _refused(settler, data, abi.encodeWithSelector(ISettlement.WrongPage.selector, page, 2));
        data = _submission(honest, page, page + 1);
        _refused(second, data, abi.encodeWithSelector(ISettlement.WrongPage.selector, page, 0));
    }

    /// @dev All the influence that is left, or whole pages of it, and never nothing.
    function test_submit_brokenPages_reverts() external {
        uint16[10] memory fromTheFirst = [0, 1, 8, 504, 520, 1032, 1592, 1608, 2048, 2560];
        for (uint256 i = 0; i < fromTheFirst.length; ++i) {
            _refusesLength(0, fromTheFirst[i]);
        }
        _submitPages(settler, _solve(), 0, 2);
        uint16[8] memory fromTheThird = [0, 1, 8, 520, 568, 584, 1024, 1600];
        for (uint256 i = 0; i < fromTheThird.length; ++i) {
            _refusesLength(2, fromTheThird[i]);
        }
    }

    function _refusesLength(uint32 firstPage, uint256 length) private {
        ISettlement.ClosedEpoch memory closed = _closed();
        uint64 total = uint64(_solve().totalEarned);
        bytes memory data = abi.encodeCall(
            ISettlement.submit, (closed.epoch, closed.expected, total, firstPage, new bytes(length), "")
        );
        _refused(settler, data, abi.encodeWithSelector(ISettlement.PageLength.selector, length));
    }

    /// hardhat-config: default.fuzz.runs = 8
    function test_submit_otherTotalLater_reverts(uint64 total) external {
        Vector memory honest = _solve();
        uint256 announced = honest.totalEarned;
        vm.assume(total != announced);
        _submitPages(settler, honest, 0, 2);
        honest.totalEarned = total;
        bytes memory data = _submission(honest, 2, 4);
        _refused(settler, data, abi.encodeWithSelector(ISettlement.WrongTotal.selector, total, announced));
    }

    function test_submit_moreThanAnnounced_revertsBeforeTheLastPage() external {
        Vector memory honest = _solve();
        uint256 earned = 0;
        for (uint256 i = 0; i < 128; ++i) {
            earned += honest.x[i] - honest.seeds[i];
        }
        honest.totalEarned = earned - 1;
        bytes memory data = _submission(honest, 0, 2);
        _refused(settler, data, abi.encodeWithSelector(ISettlement.WrongTotal.selector, earned, earned - 1));
    }

    function test_submit_lessThanAnnounced_revertsWithTheLastPage() external {
        Vector memory honest = _solve();
        uint256 earned = honest.totalEarned;
        honest.totalEarned += 1;
        _submitPages(settler, honest, 0, 3);
        bytes memory data = _submission(honest, 3, 4);
        vm.deal(settler, 1 ether);
        vm.prank(settler);
        (bool done, bytes memory answer) = address(settlement).call{value: 1 ether}(data);
        assertFalse(done);
        assertEq(answer, abi.encodeWithSelector(ISettlement.WrongTotal.selector, earned, earned + 1));
    }

    function test_submit_etherBeforeTheLastPage_reverts() external {
        bytes memory data = _submission(_solve(), 0, 3);
        vm.deal(settler, 1 ether);
        vm.prank(settler);
        (bool done, bytes memory answer) = address(settlement).call{value: 1 ether}(data);
        assertFalse(done);
        assertEq(answer, abi.encodeWithSelector(ISettlement.WrongBond.selector, 1 ether, 0));
    }

    function test_submit_noBondWithTheLastPage_reverts() external {
        Vector memory honest = _solve();
        _submitPages(settler, honest, 0, 3);
        bytes memory data = _submission(honest, 3, 4);
        _refused(settler, data, abi.encodeWithSelector(ISettlement.WrongBond.selector, 0, 1 ether));
    }

    /// hardhat-config: default.fuzz.runs = 8
    function test_submit_stateOfPartialPage_isChecked(uint256 bit) external {
        Vector memory honest = _solve();
        _submitPages(settler, honest, 0, 1);
        bit = bound(bit, 0, 6 * 128 - 1);
        uint256 member = 64 + bit / 128;
        if (bit % 128 < 64) reputations[member] ^= 1 << (bit % 64);
        else cumulatives[member] ^= 1 << (bit % 64);
        bytes memory data = _submission(honest, 1, 2);
        _refused(settler, data, abi.encodeWithSelector(ISettlement.WrongState.selector, 1));
    }

    function test_submit_draftOfEpochBefore_doesNotGoOn() external {
        Vector memory honest = _solve();
        _submitPages(second, honest, 0, 2);
        _submit(settler, honest);
        _finalize(honest);
        _close();
        assertEq(settlement.draftOf(second).pages, 0);
        bytes memory data = _submission(_derive(_seeds()), 2, 3);
        _refused(second, data, abi.encodeWithSelector(ISettlement.WrongPage.selector, 2, 0));
    }

    function test_standingPage_beyondTheLast_reverts() external {
        Vector memory honest = _solve();
        vm.expectRevert(abi.encodeWithSelector(ISettlement.UnknownPage.selector, 0));
        settlement.standingPage(0);
        _submit(settler, honest);
        settlement.standingPage(3);
        settlement.finalPage(1);
        for (uint32 more = 0; more < 3; ++more) {
            vm.expectRevert(abi.encodeWithSelector(ISettlement.UnknownPage.selector, 4 + more));
            settlement.standingPage(4 + more);
            vm.expectRevert(abi.encodeWithSelector(ISettlement.UnknownPage.selector, 2 + more));
            settlement.finalPage(2 + more);
        }
    }
}
