// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Terms} from "../interfaces/IParameters.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {Scenario} from "./support/Scenario.sol";

/// @notice Rows replayed in parts: the same verdict as in one call, for the caller, the row and the vector it was made for.
contract SettlementReplayTest is Scenario {
    uint256 private constant CREDITS = 40;

    address private second = address(0x5E771E2);

    /// @dev Member 1 has 40 credits from members of pages 0 and 1, member 2 has none.
    function setUp() external {
        _create(_terms(), _founders(64, 1e12));
        for (uint256 i = 64; i < 100; ++i) {
            _give(i - 64, _person(i), 100_000);
        }
        _settle();
        for (uint256 i = 0; i < CREDITS; ++i) {
            _give(3 + i * 2, uint256(1), 1000 + i);
        }
        _close();
    }

    /// hardhat-config: default.fuzz.runs = 16
    function test_challengeRow_afterReplayInAnyParts_succeeds(uint256 seed) external {
        Vector memory lie = _lie(settler);
        _seed(seed);
        uint32 place = 0;
        while (place < CREDITS && _draw(0, 5) != 0) {
            uint32 end = uint32(_draw(place, CREDITS));
            vm.expectEmit(address(settlement));
            emit ISettlement.RowReplayed(1, challenger, 1, end);
            _replay(challenger, lie, place, end);
            (, uint32 credits,) = settlement.replayOf(challenger, 1);
            assertEq(credits, end);
            place = end;
        }
        (bool refuted, bytes memory answer) = _call(challenger, _challengeFrom(lie, place));
        if (!refuted) _rethrow(answer);
        assertEq(settlement.balanceOf(challenger), 0.5 ether);
    }

    function test_replayRow_whole_carriesTheRow() external {
        Vector memory lie = _lie(settler);
        _replay(challenger, lie, 0, CREDITS);
        (bytes28 chain, uint32 credits, uint256 sum) = settlement.replayOf(challenger, 1);
        assertEq(bytes32(chain), bytes32(ledger.row(1, 1)));
        assertEq(credits, CREDITS);
        uint256 expected = 0;
        for (uint256 i = 0; i < CREDITS; ++i) {
            expected += lie.x[3 + i * 2] * (1000 + i);
        }
        assertEq(sum, expected);
    }

    /// @dev Pages are only needed for the givers of the part.
    function test_replayRow_pagesOfThePartOnly_succeeds() external {
        Vector memory lie = _lie(settler);
        ISettlement.VectorPage[] memory pages = new ISettlement.VectorPage[](1);
        pages[0] = ISettlement.VectorPage(0, _xPage(lie.x, 0));
        bytes memory credits = _part(_credits(1, 1), 0, 31);
        (bool done,) = _call(challenger, abi.encodeCall(ISettlement.replayRow, (1, 1, 0, pages, credits)));
        assertTrue(done);
        bytes memory data = abi.encodeCall(ISettlement.replayRow, (1, 1, 31, pages, _part(_credits(1, 1), 31, 32)));
        _refused(challenger, data, abi.encodeWithSelector(ISettlement.UnknownPage.selector, 1));
    }

    function test_verifyRows_afterReplayOfTheFirst_succeeds() external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        _replay(challenger, honest, 0, 25);
        bytes memory rest = bytes.concat(_part(_credits(1, 1), 25, CREDITS), _creditsOf(2, 100));
        (bool done,) = _call(challenger, _showing(honest, 1, 100, rest, _states(1, 100)));
        assertTrue(done);
        (done,) = _call(challenger, _showing(honest, 0, 1));
        assertTrue(done);
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Open));
    }

    function test_challengeRow_honestRowAfterReplay_reverts() external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        _replay(challenger, honest, 0, 10);
        bytes memory reason = abi.encodeWithSelector(ISettlement.RowHolds.selector, 1, honest.x[1]);
        _refused(challenger, _challengeFrom(honest, 10), reason);
    }

    function test_replayRow_anew_forgetsWhatWas() external {
        Vector memory lie = _lie(settler);
        _replay(challenger, lie, 0, 30);
        _replay(challenger, lie, 0, 12);
        (, uint32 credits,) = settlement.replayOf(challenger, 1);
        assertEq(credits, 12);
        _replay(challenger, lie, 0, 0);
        (bytes28 chain, uint32 none, uint256 sum) = settlement.replayOf(challenger, 1);
        assertEq(bytes32(chain), bytes32(0));
        assertEq(none + sum, 0);
        (bool refuted,) = _call(challenger, _challengeFrom(lie, 0));
        assertTrue(refuted);
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_replayRow_notWhereItStands_reverts(uint32 first) external {
        Vector memory lie = _lie(settler);
        _replay(challenger, lie, 0, 10);
        vm.assume(first != 0 && first != 10);
        bytes memory reason = abi.encodeWithSelector(ISettlement.WrongCredit.selector, first, 10);
        _refused(challenger, _replaying(lie, first, ""), reason);
    }

    /// @dev The whole row a second time, after a part of it: what is carried is never counted twice.
    function test_challengeRow_wholeRowAfterReplay_reverts() external {
        Vector memory lie = _lie(settler);
        _replay(challenger, lie, 0, 10);
        (bool refuted, bytes memory answer) = _call(challenger, _challengeFrom(lie, 0));
        assertFalse(refuted);
        assertEq(bytes32(bytes4(answer)), bytes32(ISettlement.WrongCredits.selector));
    }

    function test_replayRow_pastTheRow_reverts() external {
        Vector memory lie = _lie(settler);
        bytes memory more = bytes.concat(_credits(1, 1), abi.encodePacked(uint32(3), uint32(1)));
        _refused(challenger, _replaying(lie, 0, more), abi.encodeWithSelector(ISettlement.CreditsLeft.selector, 1, 8));
    }

    function test_replayRow_brokenCredit_reverts() external {
        Vector memory lie = _lie(settler);
        bytes memory broken = bytes.concat(_part(_credits(1, 1), 0, 2), hex"000000");
        _refused(challenger, _replaying(lie, 0, broken), abi.encodeWithSelector(ISettlement.CreditsLeft.selector, 1, 3));
    }

    function test_replayRow_unknownMember_reverts() external {
        Vector memory lie = _lie(settler);
        ISettlement.VectorPage[] memory none;
        bytes memory data = abi.encodeCall(ISettlement.replayRow, (1, uint32(lie.x.length), 0, none, ""));
        _refused(challenger, data, abi.encodeWithSelector(ISettlement.UnknownMember.selector, lie.x.length));
        data = abi.encodeCall(ISettlement.replayRow, (1, uint32(lie.x.length) + 1, 0, none, ""));
        _refused(challenger, data, abi.encodeWithSelector(ISettlement.UnknownMember.selector, lie.x.length + 1));
        bytes memory credit = abi.encodePacked(uint32(lie.x.length), uint32(5));
        _refused(
            challenger,
            _replaying(lie, 0, credit),
            abi.encodeWithSelector(ISettlement.UnknownMember.selector, lie.x.length)
        );
    }

    function test_replayRow_wrongStage_reverts() external {
        Vector memory honest = _solve();
        bytes memory data = _replaying(honest, 0, "");
        bytes memory reason = abi.encodeWithSelector(ISettlement.WrongStage.selector, 1, ISettlement.Stage.Closed);
        _refused(challenger, data, reason);
    }

    /// @dev Credits that the member never got can be replayed by whoever wants to; nothing comes of it.
    function test_replayRow_inventedCredits_leadNowhere() external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        (bool done,) = _call(challenger, _replaying(honest, 0, abi.encodePacked(uint32(5), uint32(1_000_000))));
        assertTrue(done);
        (bool refuted, bytes memory answer) = _call(challenger, _challengeFrom(honest, 0));
        assertFalse(refuted);
        assertEq(bytes32(bytes4(answer)), bytes32(ISettlement.WrongCredits.selector));
        (refuted,) = _call(challenger, _challengeFrom(honest, 1));
        assertFalse(refuted);
    }

    function test_replayRow_ofAnotherCaller_countsForNobodyElse() external {
        Vector memory lie = _lie(settler);
        _replay(second, lie, 0, 30);
        (, uint32 credits,) = settlement.replayOf(challenger, 1);
        assertEq(credits, 0);
        (bool refuted,) = _call(challenger, _challengeFrom(lie, 30));
        assertFalse(refuted);
        (refuted,) = _call(challenger, _challengeFrom(lie, 0));
        assertTrue(refuted);
    }

    /// @dev Carried over a lie that another one deleted, for a row whose sum the lie made another.
    function test_replayRow_ofDeletedSettlement_countsForNoOther() external {
        Vector memory lie = _lie(settler);
        _replay(challenger, lie, 0, CREDITS);
        (bool refuted,) = _call(second, _challengeFrom(lie, 0));
        assertTrue(refuted);
        Vector memory honest = _solve();
        _submit(settler, honest);
        (, uint32 credits,) = settlement.replayOf(challenger, 1);
        assertEq(credits, 0);
        (refuted,) = _call(challenger, _challengeFrom(honest, CREDITS));
        assertFalse(refuted);
        _finalize(honest);
    }

    /// @dev Two founders who give each other all they have keep what they are: the root of one epoch is that of the next. No
    /// row carried or shown in the one counts in the other, which may have other credits.
    function test_submit_rootOfEpochBefore_startsFromNothing() external {
        (cumulatives, reputations) = (new uint256[](0), new uint256[](0));
        Terms memory terms = _terms();
        terms.rewardPerEpoch = 0;
        _create(terms, _founders(2, 1e12));
        bytes32 root;
        for (uint32 epoch = 0; epoch < 2; ++epoch) {
            delete given[epoch];
            Vector memory vector = _closeMutual(terms.pointsPerEpoch);
            _submit(settler, vector);
            assertTrue(epoch == 0 || settlement.standing().root == root, "one root");
            root = settlement.standing().root;
            (, uint32 credits,) = settlement.replayOf(challenger, 1);
            assertEq(credits, 0);
            assertEq(settlement.rowsVerified(), 0);
            assertFalse(settlement.isRowVerified(0));
            bytes memory data =
                abi.encodeCall(ISettlement.replayRow, (epoch, 1, 0, _pagesFor(vector.x, epoch, 1), _credits(epoch, 1)));
            (bool done,) = _call(challenger, data);
            assertTrue(done);
            (, credits,) = settlement.replayOf(challenger, 1);
            assertEq(credits, 1);
            (done,) = _call(challenger, _showing(vector, 0, 2, _creditsOf(0, 2), _states(0, 2)));
            assertTrue(done, "a fixed point");
            _adopt(vector);
        }
    }

    /// @dev A settlement in which members 1 and 3, who gave to member 1, have one unit too much.
    function _lie(address submitter) private returns (Vector memory lie) {
        lie = _solve();
        lie.x[1] += 1;
        lie.x[3] += 1;
        lie = _derive(lie.x);
        _submit(submitter, lie);
    }

    function _replay(address caller, Vector memory vector, uint32 first, uint256 end) private {
        (bool done, bytes memory answer) = _call(caller, _replaying(vector, first, _part(_credits(1, 1), first, end)));
        if (!done) _rethrow(answer);
    }

    function _replaying(Vector memory vector, uint32 first, bytes memory credits) private view returns (bytes memory) {
        return abi.encodeCall(ISettlement.replayRow, (1, 1, first, _pagesFor(vector.x, 1, 1), credits));
    }

    /// @dev A challenge of member 1 with the credits from number `first` on.
    function _challengeFrom(Vector memory vector, uint256 first) private view returns (bytes memory) {
        bytes memory credits = _part(_credits(1, 1), first, CREDITS);
        return abi.encodeCall(
            ISettlement.challengeRow, (1, 1, _pagesFor(vector.x, 1, 1), _before(0, 64), credits)
        );
    }
}
