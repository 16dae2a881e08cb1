// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {InfluenceMath} from "./InfluenceMath.sol";

/// @title Pages
/// @notice Vectors by member number, in pages of 64: influence 8 bytes a member, state 16 (cumulative reward, reputation).
/// @dev Values are read with single loads because slicing checks bounds for every value; a reader past the end gets whatever
/// stands there in calldata, so callers compare lengths (or a hash, which holds the length) first.
library Pages {
    /// @notice What the influence of a page's members makes of their state.
    struct Derived {
        bytes state;
        uint256 earned;
        uint256 reputation;
    }

    /// @notice Members in a page.
    uint256 internal constant SIZE = 64;

    /// @notice Bytes of influence in a whole page.
    uint256 internal constant INFLUENCE_BYTES = SIZE * 8;

    /// @notice Bytes of a member's state.
    uint256 internal constant STATE_BYTES = 16;

    /// @notice The page that holds a member.
    function pageOf(uint256 member) internal pure returns (uint256) {
        return member / SIZE;
    }

    /// @notice Number of pages of a vector.
    function count(uint256 members) internal pure returns (uint256) {
        // Members are at most 2^20.
        unchecked {
            return (members + SIZE - 1) / SIZE;
        }
    }

    /// @notice Members that a page holds in a vector of `members`: none beyond its end.
    function membersIn(uint256 page, uint256 members) internal pure returns (uint256) {
        uint256 first = page * SIZE;
        if (members <= first) return 0;
        // Compared before.
        unchecked {
            return members - first < SIZE ? members - first : SIZE;
        }
    }

    /// @notice The root chain, one page further.
    function chain(bytes32 root, bytes32 xHash, bytes32 stateHash) internal pure returns (bytes32) {
        return keccak256(abi.encode(root, xHash, stateHash));
    }

    /// @notice Value `index` of bytes of influence.
    function influenceAt(bytes calldata x, uint256 index) internal pure returns (uint256 value) {
        // Solidity would cut a slice and check its ends for every value; who asks keeps to the values there are.
        assembly ("memory-safe") {
            value := shr(192, calldataload(add(x.offset, shl(3, index))))
        }
    }

    /// @notice Value `index` of bytes of state.
    function stateAt(bytes calldata state, uint256 index)
        internal
        pure
        returns (uint256 cumulative, uint256 reputation)
    {
        // As above: both halves of one word.
        assembly ("memory-safe") {
            let word := calldataload(add(state.offset, shl(4, index)))
            cumulative := shr(192, word)
            reputation := and(shr(128, word), 0xffffffffffffffff)
        }
    }

    /// @notice Writes value `index` of bytes of state that are long enough for it.
    /// @dev The word written ends where the value ends, so that nothing past the last value is touched; its upper half, the
    /// value before or the end of the length, stays.
    function putState(bytes memory state, uint256 index, uint256 cumulative, uint256 reputation) internal pure {
        assembly ("memory-safe") {
            let place := add(state, shl(4, add(index, 1)))
            mstore(place, or(or(shl(128, shr(128, mload(place))), shl(64, cumulative)), reputation))
        }
    }

    /// @notice Derives the state of a page after the epoch, and what its members earned and have, summed.
    /// @param x Influence of the page's members, at most 64.
    /// @param previousState State of the same members before; those past its end have none. Not longer than `x`.
    function derive(InfluenceMath.Basis memory basis, uint256 page, bytes calldata x, bytes calldata previousState)
        internal
        pure
        returns (Derived memory derived)
    {
        uint256 members = x.length / 8;
        derived.state = new bytes(members * STATE_BYTES);
        // At most 64 members with 8 bytes each. InfluenceMath says why the rest cannot overflow if nobody earned more than
        // announced; where somebody did, nothing passes 2^132, and the settlement reverts when its sums are compared.
        unchecked {
            for (uint256 i = 0; i < members; ++i) {
                (uint256 cumulative, uint256 reputation) =
                    i * STATE_BYTES < previousState.length ? stateAt(previousState, i) : (0, 0);
                uint256 earned = influenceAt(x, i);
                uint256 seed = InfluenceMath.seed(basis, reputation);
                if (earned < seed) revert ISettlement.NegativeEarned(uint32(page * SIZE + i), uint64(earned), seed);
                earned -= seed;
                cumulative = InfluenceMath.cumulativeAfter(basis, cumulative, earned);
                reputation = InfluenceMath.reputationAfter(basis, reputation, earned);
                putState(derived.state, i, cumulative, reputation);
                derived.earned += earned;
                derived.reputation += reputation;
            }
        }
    }
}
