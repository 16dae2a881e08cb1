// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../../interfaces/ISettlement.sol";
import {MachinePayments} from "./MachinePayments.sol";

/// @notice What holds of an organization after every action, each property by its name.
abstract contract MachineProperties is MachinePayments {
    function _everything() internal view {
        rewards_mintedAreThoseClaimed();
        rewards_neverExceedThoseOfTheEpochs();
        rewards_neverFall();
        reputation_neverGrowsAndLosesOnlyFloors();
        votes_areTheStateLastClaimed();
        settlements_atMostOneLivesPerEpoch();
        settlements_areDeletedByRightChallengesOnly();
        bonds_areConserved();
        pages_countForTheirOwnSettlementOnly();
        rows_shownAndReplayedCountForTheirVectorOnly();
        log_isTheChainOfAllRecords();
        log_rowsAreTheChainsOfTheirCredits();
    }

    function rewards_mintedAreThoseClaimed() public view {
        uint256 claimed = 0;
        for (uint256 i = 0; i < people.length; ++i) {
            uint256 own = settlement.claimedBy(uint32(i));
            assertEq(own, claimedReward[i], "claimed");
            assertEq(token.balanceOf(people[i]), own * 1e9, "paid");
            claimed += own;
        }
        assertEq(token.totalSupply(), claimed * 1e9, "minted");
    }

    function rewards_neverExceedThoseOfTheEpochs() public view {
        assertLe(_sum(cumulatives), rewards, "derived");
        assertLe(token.totalSupply(), rewards * 1e9, "minted");
    }

    /// @dev Of the derived ones {MachineModel} sees to it, member by member, as each settlement becomes final.
    function rewards_neverFall() public view {
        for (uint256 i = 0; i < cumulatives.length; ++i) {
            assertLe(settlement.claimedBy(uint32(i)), cumulatives[i], "fell below what was paid");
        }
    }

    function reputation_neverGrowsAndLosesOnlyFloors() public view {
        uint256 total = settlement.finalSettlement().reputation;
        assertEq(total, _sum(reputations), "sum");
        assertLe(total, reputationBefore, "grew");
        assertLe(founded - total, floors, "lost more than its floors");
    }

    function votes_areTheStateLastClaimed() public view {
        uint256[] memory votes = new uint256[](people.length);
        uint256 total = 0;
        for (uint256 i = 0; i < people.length; ++i) {
            address delegatee = chosen[people[i]];
            votes[delegatee == address(0) ? i : places[delegatee] - 1] += held[people[i]];
            total += held[people[i]];
        }
        for (uint256 i = 0; i < people.length; ++i) {
            assertEq(reputation.reputationOf(people[i]), held[people[i]], "reputation");
            assertEq(reputation.getVotes(people[i]), votes[i], "votes");
        }
        assertEq(reputation.totalReputation(), total, "all votes");
    }

    function settlements_atMostOneLivesPerEpoch() public view {
        ISettlement.Stage stage = _stage();
        uint256 live = stage == ISettlement.Stage.Submitted ? 1 : 0;
        assertTrue(settlement.standing().submitter == standingBy, "submitter");
        assertEq(live, standingBy == address(0) ? 0 : 1, "stage");
        assertEq(posted, refuted + finals + live, "settlements");
        assertEq(settlement.openEpoch(), finals + (stage == ISettlement.Stage.Open ? 0 : 1), "epochs");
    }

    /// @dev The model lets a settlement go only where a right challenge of a wrong row must delete it: if the contract had
    /// deleted an honest one, or kept a refuted one, its root would be another.
    function settlements_areDeletedByRightChallengesOnly() public view {
        bytes32 root = standingBy == address(0) ? bytes32(0) : _root(_derive(standingX));
        assertEq(settlement.standing().root, root, "standing");
    }

    function bonds_areConserved() public view {
        uint256 total = 0;
        for (uint256 i = 0; i < parties.length; ++i) {
            assertEq(settlement.balanceOf(parties[i]), credited[parties[i]], "credited");
            total += credited[parties[i]];
        }
        assertEq(total, creditedTotal, "credited in all");
        assertEq(settlement.standing().bond, _standingBond(), "bond");
        assertEq(address(settlement).balance, creditedTotal + _standingBond() + burned, "balance");
    }

    function pages_countForTheirOwnSettlementOnly() public view {
        for (uint256 k = 0; k * 64 < cumulatives.length; ++k) {
            (bytes32 xHash, bytes32 stateHash) = settlement.finalPage(uint32(k));
            assertEq(xHash, keccak256(_xPage(finalX, k)), "final influence");
            assertEq(stateHash, keccak256(_before(k * 64, k * 64 + 64)), "final state");
        }
        if (standingBy == address(0)) return;
        for (uint256 k = 0; k * 64 < standingX.length; ++k) {
            (bytes32 xHash,) = settlement.standingPage(uint32(k));
            assertEq(xHash, keccak256(_xPage(standingX, k)), "standing influence");
        }
    }

    function rows_shownAndReplayedCountForTheirVectorOnly() public view {
        if (standingBy == address(0)) return;
        bytes32 key = _vectorKey();
        assertEq(settlement.rowsVerified(), shownRows[key], "rows shown");
        for (uint256 i = 0; i < standingX.length; i += 7) {
            assertTrue(settlement.isRowVerified(uint32(i)) == shown[key][i], "row shown");
            address party = parties[i % parties.length];
            (, uint32 credits,) = settlement.replayOf(party, uint32(i));
            assertEq(credits, replayed[_replayKey(party, i)], "row replayed");
        }
    }

    function log_isTheChainOfAllRecords() public view {
        assertEq(ledger.head(), logHead, "head");
        assertEq(ledger.sequence(), records, "sequence");
        assertEq(ledger.memberCount(), people.length, "members");
    }

    function log_rowsAreTheChainsOfTheirCredits() public view {
        uint32 open = settlement.openEpoch();
        for (uint256 i = 0; i < people.length; ++i) {
            assertTrue(ledger.memberAt(uint32(i)) == people[i], "member");
            assertEq(bytes32(ledger.row(open, uint32(i))), bytes32(rows[open][i]), "row of the open epoch");
            if (open == 0) continue;
            assertEq(bytes32(ledger.row(open - 1, uint32(i))), bytes32(rows[open - 1][i]), "row of the epoch before");
        }
    }
}
