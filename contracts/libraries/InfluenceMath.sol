// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title InfluenceMath
/// @notice The arithmetic of the protocol's chapters 4 and 5 for one member: seed, influence, reward and reputation.
/// @dev Nothing here checks its arguments, and nothing here can overflow as long as they are what they are called:
/// `dampingBp` and `renewalBp` at most 10,000, reputations together below 2^54, `earned <= totalEarned <= maximum <= 2^60`,
/// `reward` at most 2^63, previous cumulative rewards at most 2^64 - 1. Then every product is below 2^128.
library InfluenceMath {
    /// @notice Whoever earned what in an epoch: what its members have in common.
    struct Basis {
        /// Share of influence that comes from credits, in 1/10000.
        uint256 dampingBp;
        /// Share of reputation that changes hands if everybody spends all points, in 1/10000.
        uint256 renewalBp;
        /// What the epoch can mint, in units of 10^-9 token.
        uint256 reward;
        /// All reputation before the epoch.
        uint256 totalReputation;
        /// All that is earned in the epoch, in units of 2^-60.
        uint256 totalEarned;
        /// All that can be earned in an epoch, in units of 2^-60.
        uint256 maximum;
    }

    /// @notice One, in units of influence.
    uint256 internal constant SCALE = 2 ** 60;

    /// @notice One, in basis points.
    uint256 internal constant BASE = 10_000;

    /// @notice What all members together can earn at most in an epoch.
    function maximumEarned(uint256 dampingBp) internal pure returns (uint256) {
        unchecked {
            return dampingBp * SCALE / BASE;
        }
    }

    /// @notice The part of a member's influence that comes from his reputation.
    function seed(uint256 dampingBp, uint256 reputation, uint256 totalReputation) internal pure returns (uint256) {
        if (totalReputation == 0) return 0;
        unchecked {
            return (BASE - dampingBp) * SCALE * reputation / (BASE * totalReputation);
        }
    }

    /// @notice The influence that a row gives its member: `F_i(x)`.
    /// @param sum Influence of each giver times the points given, summed over the row; below 2^240.
    function influence(uint256 seed_, uint256 dampingBp, uint256 sum, uint256 pointsPerEpoch)
        internal
        pure
        returns (uint256)
    {
        unchecked {
            return seed_ + dampingBp * sum / (BASE * pointsPerEpoch);
        }
    }

    /// @notice A member's reward of all epochs after one in which he earned `earned`.
    function cumulativeAfter(Basis memory basis, uint256 cumulative, uint256 earned) internal pure returns (uint256) {
        if (basis.maximum == 0) return cumulative;
        unchecked {
            return cumulative + basis.reward * earned / basis.maximum;
        }
    }

    /// @notice A member's reputation after an epoch in which he earned `earned`.
    function reputationAfter(Basis memory basis, uint256 reputation, uint256 earned) internal pure returns (uint256) {
        if (basis.maximum == 0) return reputation;
        unchecked {
            uint256 whole = BASE * basis.maximum;
            uint256 kept = reputation * (whole - basis.renewalBp * basis.totalEarned) / whole;
            return kept + basis.totalReputation * basis.renewalBp * earned / whole;
        }
    }
}
