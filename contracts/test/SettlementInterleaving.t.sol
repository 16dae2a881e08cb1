// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {Terms} from "../interfaces/IParameters.sol";
import {Scenario} from "./support/Scenario.sol";

/// @notice Several settlers, honest and not, with drafts in any order over several epochs: what stands always has the pages
/// of its submitter's own vector, a lie falls by one call, the truth never does.
contract SettlementInterleavingTest is Scenario {
    uint256 private constant SETTLERS = 3;

    /// @dev Fewer runs in the long profile because each plays four epochs of 64 to 136 members.
    /// hardhat-config: default.fuzz.runs = 12
    /// hardhat-config: long.fuzz.runs = 1000
    function test_settlements_interleaved_neverMixPages(uint256 seed) external {
        _seed(seed);
        Terms memory terms = _terms();
        terms.introductionPoints = 1;
        terms.rewardPerEpoch = uint64(_draw(0, 2 ** 53));
        terms.dampingBp = uint16(_draw(1000, 9000));
        terms.renewalBp = uint16(_draw(1, 5000));
        _create(terms, _founders(64, uint64(_draw(1, 2 ** 47))));
        uint256 people = 64;
        for (uint256 e = 0; e < 4; ++e) {
            for (uint256 i = 0; i < 70; ++i) {
                uint256 from = _draw(0, 63);
                if (i % 4 == 0) _give(from, _person(people++), 100_000 - i);
                else if (from != i % 64) _give(from, i % 64, 1 + _draw(0, 5000));
            }
            _close();
            _play();
            _claims();
        }
    }

    function _play() private {
        Vector memory honest = _solve();
        uint256 pages = (honest.x.length + 63) / 64;
        Vector[] memory plans = new Vector[](SETTLERS);
        uint256[] memory liar = new uint256[](SETTLERS);
        uint256[] memory next = new uint256[](SETTLERS);
        for (uint256 steps = 0;; ++steps) {
            uint256 s = _draw(0, SETTLERS - 1);
            address who = address(uint160(0x5E7000 + s));
            if (next[s] == 0 || _draw(0, 5) == 0) {
                next[s] = 0;
                liar[s] = steps < 25 && _draw(0, 2) != 0 ? _draw(0, honest.x.length - 1) : type(uint256).max;
                plans[s] = liar[s] == type(uint256).max ? honest : _distort(honest, liar[s]);
            }
            uint256 end = _draw(next[s] + 1, pages);
            _submitPages(who, plans[s], next[s], end);
            next[s] = end;
            if (end != pages) continue;
            next[s] = 0;
            _checkStanding(plans[s]);
            for (uint256 i = 0; i < 4; ++i) {
                uint256 member = _draw(0, honest.x.length - 1);
                uint256[] memory rows = _rows(plans[s].x);
                if (rows[member] != plans[s].x[member]) continue;
                _refused(
                    challenger,
                    _challenge(plans[s].x, member),
                    abi.encodeWithSelector(ISettlement.RowHolds.selector, member, plans[s].x[member])
                );
            }
            if (liar[s] == type(uint256).max) break;
            (bool refuted,) = _call(challenger, _challenge(plans[s].x, liar[s]));
            assertTrue(refuted, "lie stands");
        }
        _finalize(honest);
        for (uint32 k = 0; k < pages; ++k) {
            (bytes32 xHash, bytes32 stateHash) = settlement.finalPage(k);
            assertEq(xHash, keccak256(_xPage(honest.x, k)));
            assertEq(stateHash, keccak256(_before(k * 64, k * 64 + 64)));
        }
    }

    function _checkStanding(Vector memory plan) private view {
        for (uint32 k = 0; k * 64 < plan.x.length; ++k) {
            (bytes32 xHash, bytes32 stateHash) = settlement.standingPage(k);
            assertEq(xHash, keccak256(_xPage(plan.x, k)));
            assertEq(stateHash, keccak256(_stateBytes(plan.cumulatives, plan.reputations, k * 64, k * 64 + 64)));
        }
        assertEq(settlement.standing().root, _root(plan));
        assertEq(settlement.standing().reputation, _sum(plan.reputations));
    }

    function _claims() private {
        for (uint32 k = 0; k * 64 < cumulatives.length; ++k) {
            if (_draw(0, 1) == 0 && k != 0) continue;
            uint256 end = k * 64 + 64 < cumulatives.length ? k * 64 + 64 : cumulatives.length;
            settlement.claim(k, _all(k * 64, end), _before(k * 64, end));
            for (uint256 i = k * 64; i < end; ++i) {
                address account = ledger.memberAt(uint32(i));
                assertEq(token.balanceOf(account), cumulatives[i] * 1e9);
                assertEq(reputation.getVotes(account), reputations[i]);
            }
        }
    }
}
