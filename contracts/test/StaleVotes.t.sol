// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Terms} from "../interfaces/IParameters.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {Organization} from "./support/Organization.sol";

/// How far votes are from the truth when nobody claims, which docs/security.md promises.
contract StaleVotesTest is Organization {
    uint256 private constant MEMBERS = 5;
    uint256 private constant BASE = 10_000;

    /// Nobody claims for some epochs in which everybody spends all points, so that as much reputation moves as can: whoever
    /// lost has at most `1 / (1 - renewal)^k` times his number, but for the floors, and anybody sets it right at any time.
    /// hardhat-config: default.fuzz.runs = 48
    function test_getVotes_overEpochsWithoutClaims_staysWithinTheBound(uint16 renewalBp, uint256 epochs, uint256 seed) external {
        renewalBp = uint16(bound(renewalBp, 1, 5_000));
        epochs = bound(epochs, 1, 5);
        _found(renewalBp, seed);
        Vector memory vector;
        for (uint256 epoch = 0; epoch < epochs; ++epoch) {
            for (uint256 giver = 0; giver < MEMBERS; ++giver) {
                uint256 step = 1 + uint256(keccak256(abi.encode(seed, epoch, giver))) % (MEMBERS - 1);
                _give(giver, (giver + step) % MEMBERS, 1_000_000);
            }
            vector = _settle();
            if (epoch == 0) _assertOffByRenewalAtMost(vector, renewalBp);
        }
        for (uint256 member = 0; member < MEMBERS; ++member) {
            uint256 stale = reputation.getVotes(_person(member));
            uint256 due = vector.reputations[member];
            assertLe(stale * (BASE - renewalBp) ** epochs, (due + epochs) * BASE ** epochs, "a stale number");
        }
        vm.prank(address(0xA27B0D1));
        settlement.claim(0, _all(0, MEMBERS), _before(0, MEMBERS));
        for (uint256 member = 0; member < MEMBERS; ++member) {
            assertEq(reputation.getVotes(_person(member)), vector.reputations[member]);
        }
    }

    function _found(uint16 renewalBp, uint256 seed) private {
        Terms memory terms = _terms();
        terms.renewalBp = renewalBp;
        ISettlement.Founder[] memory founders = new ISettlement.Founder[](MEMBERS);
        for (uint256 i = 0; i < MEMBERS; ++i) {
            founders[i] = ISettlement.Founder(_person(i), uint64(1 + uint256(keccak256(abi.encode(seed, i))) % 1e15));
        }
        _create(terms, founders);
    }

    /// After one epoch: of all votes at most the share that renews is where it should not be any more.
    function _assertOffByRenewalAtMost(Vector memory vector, uint256 renewalBp) private view {
        uint256 off = 0;
        for (uint256 member = 0; member < MEMBERS; ++member) {
            uint256 stale = reputation.getVotes(_person(member));
            if (stale > vector.reputations[member]) off += stale - vector.reputations[member];
        }
        assertLe(off * BASE, renewalBp * reputation.totalReputation() + 2 * MEMBERS * BASE, "votes that are off");
    }
}
