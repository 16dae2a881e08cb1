// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InfluenceMath} from "../../libraries/InfluenceMath.sol";
import {Arithmetic} from "./Arithmetic.sol";

/// @notice Epochs drawn from a seed on a chain, with the ends of all ranges as often as what lies between, for others to
/// compute again.
contract ArithmeticDraw {
    /// @dev What is drawn from, and what is left of what all members share.
    struct Draw {
        uint256 entropy;
        uint256 members;
        uint256 reputation;
        uint256 earned;
    }

    uint256 private constant MOST_MEMBERS = 100;

    Arithmetic private immutable arithmetic = new Arithmetic();

    function play(uint256 seed) external view returns (Arithmetic.Epoch memory epoch, Arithmetic.Settled memory settled) {
        Draw memory draw = Draw(seed, 0, 2 ** 53, 0);
        epoch.dampingBp = _between(draw, 1000, 9000);
        epoch.pointsPerEpoch = _between(draw, 1000, 2 ** 20);
        epoch.renewalBp = _between(draw, 1, 5000);
        epoch.reward = _between(draw, 0, 2 ** _between(draw, 53, 63));
        draw.members = _between(draw, 1, MOST_MEMBERS);
        epoch.previousState = _drawState(draw);
        epoch.x = _drawVector(draw, epoch);
        epoch.rows = _drawRows(draw, epoch.pointsPerEpoch);
        settled = arithmetic.settle(epoch);
    }

    function _drawState(Draw memory draw) private pure returns (bytes memory state) {
        uint256 members = _between(draw, 0, draw.members);
        for (uint256 i = 0; i < members; ++i) {
            uint256 reputation = _between(draw, 0, draw.reputation);
            draw.reputation -= reputation;
            state = bytes.concat(state, abi.encodePacked(uint64(_between(draw, 0, 2 ** 63 - 1)), uint64(reputation)));
        }
    }

    /// @dev Whatever the members share of what can be earned, above their seeds.
    function _drawVector(Draw memory draw, Arithmetic.Epoch memory epoch) private view returns (bytes memory x) {
        uint256 left = InfluenceMath.maximumEarned(epoch.dampingBp);
        InfluenceMath.Basis memory basis = arithmetic.basisOf(epoch);
        for (uint256 i = 0; i < draw.members; ++i) {
            uint256 earned = _between(draw, 0, left);
            left -= earned;
            epoch.totalEarned += earned;
            x = bytes.concat(x, bytes8(uint64(InfluenceMath.seed(basis, _reputationAt(epoch.previousState, i)) + earned)));
        }
    }

    function _drawRows(Draw memory draw, uint256 budget) private pure returns (bytes[] memory rows) {
        rows = new bytes[](draw.members);
        uint256[] memory left = new uint256[](draw.members);
        for (uint256 i = 0; i < draw.members; ++i) {
            left[i] = budget;
        }
        for (uint256 credits = _between(draw, 0, 3 * draw.members); credits > 0; --credits) {
            uint256 from = _between(draw, 0, draw.members - 1);
            uint256 to = _between(draw, 0, draw.members - 1);
            if (from == to || left[from] == 0) continue;
            uint256 points = _between(draw, 1, left[from]);
            left[from] -= points;
            rows[to] = bytes.concat(rows[to], abi.encodePacked(uint32(from), uint32(points)));
        }
    }

    /// @dev An end of the range in three cases of eight, next to one in another, anything in the others.
    function _between(Draw memory draw, uint256 minimum, uint256 maximum) private pure returns (uint256) {
        draw.entropy = uint256(keccak256(abi.encode(draw.entropy)));
        uint256 kind = draw.entropy >> 253;
        if (kind < 2) return minimum;
        if (kind == 2) return maximum;
        if (kind == 3) return minimum == maximum ? minimum : minimum + 1;
        return minimum + draw.entropy % (maximum - minimum + 1);
    }

    function _reputationAt(bytes memory state, uint256 index) private pure returns (uint256 reputation) {
        if ((index + 1) * 16 > state.length) return 0;
        for (uint256 i = index * 16 + 8; i < index * 16 + 16; ++i) {
            reputation = reputation << 8 | uint8(state[i]);
        }
    }
}
