// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Terms} from "../../interfaces/IParameters.sol";
import {ISettlement} from "../../interfaces/ISettlement.sol";
import {Draws} from "./Draws.sol";
import {Organization} from "./Organization.sol";

/// @notice Organizations, epochs and vectors drawn from a seed.
abstract contract Scenario is Organization, Draws {
    /// @dev What a challenge says, before it is encoded.
    struct Evidence {
        uint32 epoch;
        uint32 member;
        ISettlement.VectorPage[] pages;
        bytes previousPage;
        bytes credits;
    }

    uint256 private _newcomers;

    /// @dev An organization with parameters anywhere within their bounds, of which one epoch is settled and one is closed
    /// with more members than the one before had.
    function _scenario(uint256 seed) internal {
        _seed(seed);
        _create(_drawTerms(), _drawFounders());
        _drawCredits(4);
        _settle();
        _drawCredits(16);
        _close();
    }

    /// @dev Closes an epoch in which two members gave each other all they had, and says what follows from it.
    function _closeMutual(uint256 points) internal returns (Vector memory) {
        _give(0, uint256(1), points);
        _give(1, uint256(0), points);
        _close();
        uint256[] memory x = _seeds();
        (x[0], x[1]) = (2 * x[0], 2 * x[1]);
        return _derive(x);
    }

    function _drawTerms() internal returns (Terms memory terms) {
        terms.dampingBp = uint16(_draw(1000, 9000));
        terms.pointsPerEpoch = uint32(_draw(1000, 2 ** 20));
        terms.introductionPoints = uint32(_draw(1, 50));
        terms.rewardPerEpoch = uint64(_draw(0, 2 ** 53));
        terms.renewalBp = uint16(_draw(1, 5000));
        terms.epochSeconds = uint32(_draw(60, 31_536_000));
        terms.challengeSeconds = uint32(_draw(3600, 2_592_000));
        terms.bond = uint128(_draw(0.001 ether, 1000 ether));
    }

    function _drawFounders() internal returns (ISettlement.Founder[] memory founders) {
        founders = _founders(_draw(1, 5), 1);
        for (uint256 i = 0; i < founders.length; ++i) {
            founders[i].reputation = uint64(_draw(1, 2 ** _draw(1, 50)));
        }
    }

    /// @dev Up to `most` credits, some of them to newcomers whom the giver can introduce.
    function _drawCredits(uint256 most) internal {
        uint256 count = _draw(most / 2, most);
        uint32 budget = settlement.termsOf(settlement.openEpoch()).pointsPerEpoch;
        for (uint256 i = 0; i < count; ++i) {
            uint256 giver = _draw(0, ledger.memberCount() - 1);
            (, uint256 spent) = ledger.spending(ledger.memberAt(uint32(giver)));
            if (spent == budget) continue;
            uint256 points = _draw(1, budget - spent);
            if (_draw(0, 2) == 0 && _introduces(giver, points)) {
                _give(giver, address(uint160(0xB0B000 + _newcomers++)), points);
            } else {
                uint256 recipient = _draw(0, ledger.memberCount() - 1);
                if (recipient != giver) _give(giver, recipient, points);
            }
        }
    }

    function _introduces(uint256 giver, uint256 points) private view returns (bool) {
        uint256 own = reputation.reputationOf(ledger.memberAt(uint32(giver)));
        uint256 needed = settlement.termsOf(settlement.openEpoch()).introductionPoints;
        return own != 0 && points * own >= needed * reputation.totalReputation();
    }

    /// @dev The vector with member `member` changed to any other value that a submission can carry.
    function _distort(Vector memory honest, uint256 member) internal returns (Vector memory) {
        uint256[] memory x = _copy(honest.x);
        uint256 up = _maximum() - honest.totalEarned;
        uint256 down = x[member] - honest.seeds[member];
        vm.assume(up + down != 0);
        if (down == 0 || (up != 0 && _draw(0, 1) == 0)) x[member] += _step(up);
        else x[member] -= _step(down);
        return _derive(x);
    }

    /// @dev One unit as often as anything else: it is what a tolerance would let pass.
    function _step(uint256 most) private returns (uint256) {
        return _draw(0, 1) == 0 ? 1 : _draw(1, most);
    }

    function _copy(uint256[] memory values) internal pure returns (uint256[] memory copy) {
        copy = new uint256[](values.length);
        for (uint256 i = 0; i < values.length; ++i) {
            copy[i] = values[i];
        }
    }
}
