// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title InfluenceMath
/// @notice The arithmetic of the protocol's chapters 4 and 5 for one member: seed, influence, reward and reputation.
/// @dev Nothing here checks its arguments, and nothing here can overflow as long as they are what they are called:
/// `dampingBp` and `renewalBp` at most 10,000, reputations together below 2^54, `earned <= totalEarned <= maximum <= 2^60`,
/// `reward` at most 2^63, previous cumulative rewards at most 2^64 - 1. Then every product is below 2^128. No divisor is 0.
library InfluenceMath {
    /// @notice What all members of an epoch have in common, multiplied out once.
    struct Basis {
        /// (10000 - d) · S
        uint256 seedFactor;
        /// 10000 · Rep; 1 if there is no reputation
        uint256 seedDivisor;
        /// What the epoch can mint, in units of 10^-9 token.
        uint256 reward;
        /// All that can be earned, M; 1 if that is nothing
        uint256 maximum;
        /// 10000 · M - renewalBp · E
        uint256 kept;
        /// Rep · renewalBp
        uint256 renewed;
        /// 10000 · M
        uint256 whole;
    }

    /// @notice One, in units of influence.
    uint256 internal constant SCALE = 2 ** 60;

    /// @notice One, in basis points.
    uint256 internal constant BASE = 10_000;

    /// @notice What all members together can earn at most in an epoch.
    function maximumEarned(uint256 dampingBp) internal pure returns (uint256) {
        // Below 2^74.
        unchecked {
            return dampingBp * SCALE / BASE;
        }
    }

    /// @notice What the members of an epoch have in common.
    /// @dev Where nothing can be earned, `kept` is `whole` and nobody earns: state stays as it was.
    /// @param reward What the epoch can mint, in units of 10^-9 token.
    /// @param totalReputation All reputation before the epoch.
    /// @param totalEarned All that is earned in the epoch, in units of 2^-60.
    function basis(
        uint256 dampingBp,
        uint256 renewalBp,
        uint256 reward,
        uint256 totalReputation,
        uint256 totalEarned
    ) internal pure returns (Basis memory common) {
        uint256 maximum = maximumEarned(dampingBp);
        if (maximum == 0) maximum = 1;
        // Products below 2^74. Where more is said to be earned than can be, `kept` wraps, and who asks has to refuse it.
        unchecked {
            common.seedFactor = (BASE - dampingBp) * SCALE;
            common.seedDivisor = totalReputation == 0 ? 1 : BASE * totalReputation;
            common.reward = reward;
            common.maximum = maximum;
            common.whole = BASE * maximum;
            common.kept = common.whole - renewalBp * totalEarned;
            common.renewed = totalReputation * renewalBp;
        }
    }

    /// @notice The part of a member's influence that comes from his reputation.
    function seed(Basis memory common, uint256 reputation) internal pure returns (uint256) {
        // Below 2^74 times 2^54.
        unchecked {
            return common.seedFactor * reputation / common.seedDivisor;
        }
    }

    /// @notice The influence that a row gives its member: `F_i(x)`.
    /// @param sum Influence of each giver times the points given, summed over the row; below 2^240.
    function influence(uint256 seed_, uint256 dampingBp, uint256 sum, uint256 pointsPerEpoch)
        internal
        pure
        returns (uint256)
    {
        // Below 2^14 times 2^240.
        unchecked {
            return seed_ + dampingBp * sum / (BASE * pointsPerEpoch);
        }
    }

    /// @notice A member's reward of all epochs after one in which he earned `earned`.
    function cumulativeAfter(Basis memory common, uint256 cumulative, uint256 earned) internal pure returns (uint256) {
        // Below 2^63 times 2^60.
        unchecked {
            return cumulative + common.reward * earned / common.maximum;
        }
    }

    /// @notice A member's reputation after an epoch in which he earned `earned`.
    function reputationAfter(Basis memory common, uint256 reputation, uint256 earned) internal pure returns (uint256) {
        // Below 2^54 times 2^74, and 2^68 times 2^60.
        unchecked {
            return reputation * common.kept / common.whole + common.renewed * earned / common.whole;
        }
    }
}
