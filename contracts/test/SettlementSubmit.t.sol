// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {Scenario} from "./support/Scenario.sol";

/// @notice What a submission must be to become a settlement, in one call.
contract SettlementSubmitTest is Scenario {
    struct Submission {
        uint32 epoch;
        bytes32 expected;
        uint64 totalEarned;
        uint32 firstPage;
        bytes x;
        bytes previousState;
    }

    /// hardhat-config: default.fuzz.runs = 32
    function test_submit_honestVector_storesWhatFollowsFromIt(uint256 seed) external {
        _scenario(seed);
        Vector memory honest = _solve();
        uint64 deadline = uint64(block.timestamp) + settlement.termsOf(1).challengeSeconds;
        uint128 bond = settlement.termsOf(1).bond;
        uint64 total = uint64(_sum(honest.reputations));
        vm.expectEmit(address(settlement));
        emit ISettlement.PagesSubmitted(1, settler, 0, _xBytes(honest.x, 0, 1000));
        vm.expectEmit(address(settlement));
        emit ISettlement.Submitted(1, settler, _root(honest), uint64(honest.totalEarned), total, deadline, bond);
        _submit(settler, honest);

        ISettlement.Posted memory expected =
            ISettlement.Posted(settler, uint32(honest.x.length), total, deadline, bond, _root(honest));
        assertEq(abi.encode(settlement.standing()), abi.encode(expected));
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Submitted));
        (bytes32 xHash, bytes32 stateHash) = settlement.standingPage(0);
        assertEq(xHash, keccak256(_xPage(honest.x, 0)));
        assertEq(stateHash, keccak256(_stateBytes(honest.cumulatives, honest.reputations, 0, 64)));
        assertLe(total, settlement.finalSettlement().reputation);
        _finalize(honest);
        assertEq(abi.encode(settlement.finalSettlement()), abi.encode(expected));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_submit_belowSeed_reverts(uint256 seed) external {
        _scenario(seed);
        Vector memory honest = _solve();
        Submission memory submission = _honest();
        uint256 member = _draw(0, honest.x.length - 1);
        vm.assume(honest.seeds[member] != 0);
        uint256 low = _draw(0, honest.seeds[member] - 1);
        honest.x[member] = low;
        submission.x = _xPage(honest.x, 0);
        bytes4 reason = ISettlement.NegativeEarned.selector;
        _refuses(submission, abi.encodeWithSelector(reason, member, low, honest.seeds[member]));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_submit_otherTotal_reverts(uint256 seed, uint64 announced) external {
        _scenario(seed);
        Submission memory submission = _honest();
        uint64 earned = submission.totalEarned;
        vm.assume(announced != earned);
        uint256 maximum = _maximum();
        submission.totalEarned = announced;
        uint256 known = announced > maximum ? maximum : earned;
        _refuses(submission, abi.encodeWithSelector(ISettlement.WrongTotal.selector, known, announced));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_submit_mostThatCanBeEarned_succeeds(uint256 seed) external {
        _scenario(seed);
        uint256[] memory x = _seeds();
        x[_draw(0, x.length - 1)] += _maximum();
        Vector memory greedy = _derive(x);
        _submit(settler, greedy);
        assertEq(settlement.standing().root, _root(greedy));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_submit_moreThanCanBeEarned_reverts(uint256 seed) external {
        _scenario(seed);
        uint256[] memory x = _seeds();
        uint256 maximum = _maximum();
        x[_draw(0, x.length - 1)] += maximum + 1;
        Submission memory submission = _honest();
        submission.x = _xPage(x, 0);
        submission.totalEarned = uint64(maximum) + 1;
        _refuses(submission, abi.encodeWithSelector(ISettlement.WrongTotal.selector, maximum, maximum + 1));
        submission.totalEarned = uint64(maximum);
        _refuses(submission, abi.encodeWithSelector(ISettlement.WrongTotal.selector, maximum + 1, maximum));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_submit_stateBitFlipped_reverts(uint256 seed, uint256 bit) external {
        _scenario(seed);
        Submission memory submission = _honest();
        bit = bound(bit, 0, submission.previousState.length * 8 - 1);
        submission.previousState[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        _refuses(submission, abi.encodeWithSelector(ISettlement.WrongState.selector, 0));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_submit_stateOfOtherLength_reverts(uint256 seed) external {
        _scenario(seed);
        Submission memory submission = _honest();
        bytes memory state = submission.previousState;
        submission.previousState = _before(0, cumulatives.length - 1);
        _refuses(submission, abi.encodeWithSelector(ISettlement.WrongState.selector, 0));
        submission.previousState = bytes.concat(state, bytes1(0));
        _refuses(submission, abi.encodeWithSelector(ISettlement.WrongState.selector, 1));
        submission.previousState = bytes.concat(state, new bytes(16));
        _refuses(submission, abi.encodeWithSelector(ISettlement.WrongState.selector, 1));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_submit_otherLength_reverts(uint256 seed, uint256 length) external {
        _scenario(seed);
        Submission memory submission = _honest();
        length = bound(length, 0, 1200);
        vm.assume(length != submission.x.length);
        submission.x = new bytes(length);
        _refuses(submission, abi.encodeWithSelector(ISettlement.PageLength.selector, length));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_submit_otherEpoch_reverts(uint256 seed, uint32 epoch) external {
        _scenario(seed);
        vm.assume(epoch != 1);
        Submission memory submission = _honest();
        submission.epoch = epoch;
        bytes4 reason = ISettlement.WrongStage.selector;
        _refuses(submission, abi.encodeWithSelector(reason, epoch, ISettlement.Stage.Open));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_submit_expectingOtherValues_reverts(uint256 seed, bytes32 expected) external {
        _scenario(seed);
        vm.assume(expected != _closed().expected);
        Submission memory submission = _honest();
        submission.expected = expected;
        _refuses(submission, abi.encodeWithSelector(ISettlement.Unexpected.selector, _closed().expected));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_submit_otherBond_reverts(uint256 seed, uint256 given_) external {
        _scenario(seed);
        uint256 bond = settlement.termsOf(1).bond;
        given_ = bound(given_, 0, 2000 ether);
        vm.assume(given_ != bond);
        Submission memory submission = _honest();
        vm.deal(settler, given_);
        vm.prank(settler);
        (bool done, bytes memory answer) = address(settlement).call{value: given_}(_encode(submission));
        assertFalse(done);
        assertEq(answer, abi.encodeWithSelector(ISettlement.WrongBond.selector, given_, bond));
    }

    /// hardhat-config: default.fuzz.runs = 4
    function test_submit_whileOneStands_reverts(uint256 seed) external {
        _scenario(seed);
        Vector memory honest = _solve();
        _submit(settler, honest);
        _refuses(_honest(), abi.encodeWithSelector(ISettlement.WrongStage.selector, 1, ISettlement.Stage.Submitted));
        _finalize(honest);
        _refuses(_honestOf(honest), abi.encodeWithSelector(ISettlement.WrongStage.selector, 1, ISettlement.Stage.Open));
    }

    function test_submit_quietEpoch_mintsNothingAndMovesNoReputation() external {
        _create(_terms(), _founders(3, 1e15));
        Vector memory quiet = _settle();
        assertEq(quiet.totalEarned, 0);
        for (uint256 i = 0; i < 3; ++i) {
            assertEq(quiet.cumulatives[i], 0);
            assertEq(quiet.reputations[i], 1e15);
        }
    }

    function _honest() private view returns (Submission memory) {
        return _honestOf(_solve());
    }

    function _honestOf(Vector memory vector) private view returns (Submission memory) {
        ISettlement.ClosedEpoch memory closed = _closed();
        bytes memory x = _xBytes(vector.x, 0, vector.x.length);
        return Submission(1, closed.expected, uint64(vector.totalEarned), 0, x, _before(0, cumulatives.length));
    }

    function _encode(Submission memory submission) private pure returns (bytes memory) {
        return abi.encodeCall(
            ISettlement.submit,
            (
                submission.epoch,
                submission.expected,
                submission.totalEarned,
                submission.firstPage,
                submission.x,
                submission.previousState
            )
        );
    }

    function _refuses(Submission memory submission, bytes memory reason) private {
        uint256 bond = settlement.termsOf(1).bond;
        vm.deal(settler, bond);
        vm.prank(settler);
        (bool done, bytes memory answer) = address(settlement).call{value: bond}(_encode(submission));
        assertFalse(done, "was not refused");
        assertEq(answer, reason);
    }
}
