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
/// @notice The parameters of the algorithm, which only votes change, each within fixed bounds. All eight together are a set,
/// with a number: the founders' is 0, and each change makes the next. Sets are kept for ever. An epoch copies the latest when it
/// opens, and says its number; open, closed and submitted epochs keep theirs.
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

    /// @notice There is a new latest set of parameters with this `number`: `terms`, and their `hash` as {termsAt} gives it.
    event SetKept(uint32 indexed number, bytes32 indexed hash, Terms terms);

    /// @notice There is no set `number` yet; the latest is `last`.
    error UnknownSet(uint32 number, uint32 last);

    /// @notice Only `owner` may change parameters, not `caller`.
    error NotOwner(address caller, address owner);

    /// @notice The `value` is below the `minimum` or above the `maximum` of `parameter`.
    error OutOfBounds(Parameter parameter, uint256 value, uint256 minimum, uint256 maximum);

    /// @notice The only account that may call {set}; fixed at creation.
    function owner() external view returns (address);

    /// @notice Today's values, which the next epoch will copy.
    function current() external view returns (Terms memory);

    /// @notice The latest set: its `number` and its `terms`.
    function latest() external view returns (uint32 number, Terms memory terms);

    /// @notice The `terms` of the set `number`, and their `hash`: keccak(dampingBp2, pointsPerEpoch4, introductionPoints4,
    /// rewardPerEpoch8, renewalBp2, epochSeconds4, challengeSeconds4, bond16), big-endian. Equal terms have equal hashes.
    function termsAt(uint32 number) external view returns (Terms memory terms, bytes32 hash);

    /// @notice The `minimum` and the `maximum` that `parameter` can take, in its units in {Terms}.
    function bounds(Parameter parameter) external pure returns (uint256 minimum, uint256 maximum);

    /// @notice Makes the next set, in which `parameter` is `value`, in its units in {Terms}, within its bounds.
    /// @custom:caller The owner.
    function set(Parameter parameter, uint256 value) external;
}
