// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Terms} from "../interfaces/IParameters.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {Scenario} from "./support/Scenario.sol";
import {Vm} from "./support/Vm.sol";

/// @notice What members are paid and how their votes follow.
contract SettlementClaimTest is Scenario {
    /// hardhat-config: default.fuzz.runs = 16
    function test_claim_byAnyoneForEveryone_succeeds(uint256 seed, address anyone) external {
        _scenario(seed);
        Vector memory honest = _solve();
        _submit(settler, honest);
        _finalize(honest);
        uint256 members = honest.x.length;
        for (uint256 i = 0; i < members; ++i) {
            address account = ledger.memberAt(uint32(i));
            vm.expectEmit(address(settlement));
            emit ISettlement.Claimed(uint32(i), account, uint64(cumulatives[i]), uint64(reputations[i]));
            vm.prank(anyone);
            settlement.claim(0, _all(i, i + 1), _before(0, 64));
            _upToDate(i);
        }
        assertEq(token.totalSupply(), _sum(cumulatives) * 1e9);
        assertEq(reputation.totalReputation(), settlement.finalSettlement().reputation);
    }

    /// hardhat-config: default.fuzz.runs = 8
    function test_claim_again_mintsNothing(uint256 seed) external {
        _scenario(seed);
        _submitAndFinalize();
        uint256 members = cumulatives.length;
        settlement.claim(0, _all(0, members), _before(0, 64));
        uint256 supply = token.totalSupply();
        vm.expectEmit(address(settlement));
        emit ISettlement.Claimed(0, ledger.memberAt(0), 0, uint64(reputations[0]));
        settlement.claim(0, _all(0, members), _before(0, 64));
        uint32[] memory twice = new uint32[](2);
        settlement.claim(0, twice, _before(0, 64));
        assertEq(token.totalSupply(), supply);
        for (uint256 i = 0; i < members; ++i) {
            _upToDate(i);
        }
    }

    /// @dev Members are introduced through five epochs, so that the last page of one is a fuller page of the next.
    function test_claim_overGrowingEpochs_losesNothing() external {
        _create(_terms(), _founders(3, 1e15));
        uint256 owed = 0;
        uint256[5] memory members = [uint256(3), 40, 64, 65, 150];
        for (uint256 epoch = 0; epoch < 5; ++epoch) {
            for (uint256 i = ledger.memberCount(); i < members[epoch]; ++i) {
                _give(i % 3, _person(i), 6000 + i);
            }
            for (uint256 i = 1; i < members[epoch]; i += 3) {
                _give(i, i - 1, 1000 * epoch + i);
            }
            Vector memory honest = _settle();
            assertEq(settlement.finalSettlement().members, members[epoch]);
            assertEq(settlement.finalSettlement().root, _root(honest));
            // Founders introduce newcomers with what they have claimed; the others leave it for later.
            settlement.claim(0, _all(0, 3), _before(0, 64));
            owed = _sum(honest.cumulatives) * 1e9;
        }
        settlement.claim(0, _all(3, 64), _before(0, 64));
        settlement.claim(1, _all(64, 128), _before(64, 128));
        settlement.claim(2, _all(128, 150), _before(128, 192));
        for (uint256 i = 0; i < 150; ++i) {
            _upToDate(i);
        }
        assertEq(token.totalSupply(), owed);
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_claim_stateBitFlipped_reverts(uint256 seed, uint256 bit) external {
        _scenario(seed);
        _submitAndFinalize();
        bytes memory state = _before(0, 64);
        bit = bound(bit, 0, state.length * 8 - 1);
        state[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        vm.expectRevert(abi.encodeWithSelector(ISettlement.StalePage.selector, 0));
        settlement.claim(0, _all(0, 1), state);
    }

    /// hardhat-config: default.fuzz.runs = 8
    function test_claim_pageOfEarlierSettlement_reverts(uint256 seed) public {
        _scenario(seed);
        bytes memory earlier = _before(0, 64);
        settlement.claim(0, _all(0, 1), earlier);
        _submitAndFinalize();
        // Where all is too little to be rounded to anything, the page is the one of before, and a claim changes nothing.
        if (keccak256(earlier) != keccak256(_before(0, 64))) {
            vm.expectRevert(abi.encodeWithSelector(ISettlement.StalePage.selector, 0));
        }
        settlement.claim(0, _all(0, 1), earlier);
        settlement.claim(0, _all(0, 1), _before(0, 64));
        _upToDate(0);
    }

    /// @dev What a long campaign found: a seed whose page is the one of before.
    function test_claim_pageOfEarlierSettlementThatIsTheSame_succeeds() external {
        test_claim_pageOfEarlierSettlement_reverts(6360550613114347275889333816410535388795582);
    }

    /// hardhat-config: default.fuzz.runs = 8
    function test_claim_settlementThatStandsOrWasDeleted_reverts(uint256 seed) external {
        _scenario(seed);
        Vector memory honest = _solve();
        uint256 member = _draw(0, honest.x.length - 1);
        Vector memory lie = _distort(honest, member);
        bytes memory state = _stateBytes(lie.cumulatives, lie.reputations, 0, 64);
        // A lie of one unit may round to the honest state, and without a reward to the one before.
        vm.assume(keccak256(state) != keccak256(_stateBytes(honest.cumulatives, honest.reputations, 0, 64)));
        vm.assume(keccak256(state) != keccak256(_before(0, 64)));
        _submit(settler, lie);
        _refusesPage(0, state);
        (bool refuted,) = _call(challenger, _challenge(lie.x, member));
        assertTrue(refuted);
        _refusesPage(0, state);
        _submit(challenger, honest);
        _finalize(honest);
        _refusesPage(0, state);
    }

    /// hardhat-config: default.fuzz.runs = 8
    function test_claim_pageBeyondTheLast_reverts(uint256 seed, uint32 page) external {
        _scenario(seed);
        _submitAndFinalize();
        _refusesPage(uint32(bound(page, 1, type(uint32).max)), "");
    }

    /// hardhat-config: default.fuzz.runs = 8
    function test_claim_memberOfNoOrOtherPage_reverts(uint256 seed, uint32 member) external {
        _scenario(seed);
        _submitAndFinalize();
        uint32[] memory members = _all(0, 2);
        members[1] = uint32(bound(member, cumulatives.length, type(uint32).max));
        bytes memory state = _before(0, 64);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.UnknownMember.selector, members[1]));
        settlement.claim(0, members, state);
        assertEq(token.totalSupply(), 0);
    }

    function test_claim_neighboursOfThePage_reverts() external {
        _create(_terms(), _founders(64, 1e12));
        for (uint256 i = 64; i < 70; ++i) {
            _give(0, _person(i), 100_000);
        }
        _settle();
        _refusesMember(0, 64, _before(0, 64));
        _refusesMember(0, 65, _before(0, 64));
        _refusesMember(1, 0, _before(64, 128));
        _refusesMember(1, 63, _before(64, 128));
        _refusesMember(1, 70, _before(64, 128));
        settlement.claim(1, _all(64, 70), _before(64, 128));
        _upToDate(69);
    }

    function _refusesMember(uint32 page, uint32 member, bytes memory state) private {
        vm.expectRevert(abi.encodeWithSelector(ISettlement.UnknownMember.selector, member));
        settlement.claim(page, _all(member, member + 1), state);
    }

    /// @dev The least that can be owed is paid, and what is not owed is no transfer of nothing.
    function test_claim_oneUnit_isPaidOnce() external {
        Terms memory terms = _terms();
        terms.rewardPerEpoch = 2;
        _create(terms, _founders(2, 1e15));
        Vector memory vector = _closeMutual(terms.pointsPerEpoch);
        assertEq(vector.cumulatives[0], 1);
        _submit(settler, vector);
        _finalize(vector);
        settlement.claim(0, _all(0, 2), _before(0, 64));
        _upToDate(0);
        _upToDate(1);
        vm.recordLogs();
        settlement.claim(0, _all(0, 1), _before(0, 64));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            assertTrue(logs[i].emitter != address(token));
        }
    }

    function test_claim_genesis_changesNothing() external {
        _create(_terms(), _founders(3, 1e15));
        settlement.claim(0, _all(0, 3), _before(0, 64));
        assertEq(token.totalSupply(), 0);
        for (uint256 i = 0; i < 3; ++i) {
            _upToDate(i);
        }
    }

    function _submitAndFinalize() private {
        Vector memory honest = _solve();
        _submit(settler, honest);
        _finalize(honest);
    }

    function _upToDate(uint256 member) private view {
        address account = ledger.memberAt(uint32(member));
        assertEq(settlement.claimedBy(uint32(member)), cumulatives[member]);
        assertEq(token.balanceOf(account), cumulatives[member] * 1e9);
        assertEq(reputation.reputationOf(account), reputations[member]);
        assertEq(reputation.getVotes(account), reputations[member]);
    }

    function _refusesPage(uint32 page, bytes memory state) private {
        vm.expectRevert(abi.encodeWithSelector(ISettlement.StalePage.selector, page));
        settlement.claim(page, _all(0, 1), state);
    }
}
