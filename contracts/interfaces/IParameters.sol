// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The parameters of the algorithm, as the members vote them.
struct Terms {
    /// Share of influence that comes from credits, in 1/10000.
    uint16 dampingBp;
    /// Points every member has to give in an epoch.
    uint32 pointsPerEpoch;
    /// Points, weighted by the giver's share of reputation, that make a newcomer a member.
    uint32 introductionPoints;
    /// Ceiling of what an epoch mints, in units of 10^-9 token.
    uint64 rewardPerEpoch;
    /// Share of reputation that changes hands in an epoch in which everybody spends all points, in 1/10000.
    uint16 renewalBp;
    /// Shortest duration of an epoch in seconds.
    uint32 epochSeconds;
    /// Time in which a settlement can be refuted, in seconds.
    uint32 challengeSeconds;
    /// What a settler risks, in wei.
    uint128 bond;
}

/// @title Parameters
/// @notice The one thing that governance can change, each value within fixed bounds. An epoch copies all of them when it
/// opens; open, closed and submitted epochs keep theirs.
interface IParameters {
    /// @notice Which parameter, in the order of {Terms}.
    enum Parameter {
        DampingBp,
        PointsPerEpoch,
        IntroductionPoints,
        RewardPerEpoch,
        RenewalBp,
        EpochSeconds,
        ChallengeSeconds,
        Bond
    }

    /// @notice `parameter` has a new `value`, from the next epoch that opens.
    event ParameterSet(Parameter indexed parameter, uint256 value);

    /// @notice Only `owner` may change parameters, not `caller`.
    error NotOwner(address caller, address owner);

    /// @notice The `value` is below the `minimum` or above the `maximum` of `parameter`.
    error OutOfBounds(Parameter parameter, uint256 value, uint256 minimum, uint256 maximum);

    /// @notice The only account that may call {set}; fixed at creation.
    function owner() external view returns (address);

    /// @notice Today's values, which the next epoch will copy.
    function current() external view returns (Terms memory);

    /// @notice The `minimum` and the `maximum` that `parameter` can take, in its units in {Terms}.
    function bounds(Parameter parameter) external pure returns (uint256 minimum, uint256 maximum);

    /// @notice Sets `parameter` to `value`, in its units in {Terms}, within its bounds.
    /// @custom:caller The owner.
    function set(Parameter parameter, uint256 value) external;
}
