// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IParameters, Terms} from "./interfaces/IParameters.sol";

/// @title Parameters
contract Parameters is IParameters {
    /// @inheritdoc IParameters
    address public immutable owner;

    Terms private _current;

    constructor(address owner_, Terms memory initial) {
        owner = owner_;
        _set(Parameter.DampingBp, initial.dampingBp);
        _set(Parameter.PointsPerEpoch, initial.pointsPerEpoch);
        _set(Parameter.IntroductionPoints, initial.introductionPoints);
        _set(Parameter.RewardPerEpoch, initial.rewardPerEpoch);
        _set(Parameter.RenewalBp, initial.renewalBp);
        _set(Parameter.EpochSeconds, initial.epochSeconds);
        _set(Parameter.ChallengeSeconds, initial.challengeSeconds);
        _set(Parameter.Bond, initial.bond);
    }

    /// @inheritdoc IParameters
    function current() external view returns (Terms memory) {
        return _current;
    }

    /// @inheritdoc IParameters
    function set(Parameter parameter, uint256 value) external {
        if (msg.sender != owner) revert NotOwner(msg.sender, owner);
        _set(parameter, value);
    }

    /// @inheritdoc IParameters
    function bounds(Parameter parameter) public pure returns (uint256 minimum, uint256 maximum) {
        if (parameter == Parameter.DampingBp) return (1_000, 9_000);
        if (parameter == Parameter.PointsPerEpoch) return (1_000, 2 ** 20);
        if (parameter == Parameter.IntroductionPoints) return (1, 2 ** 20);
        if (parameter == Parameter.RewardPerEpoch) return (0, 2 ** 53);
        if (parameter == Parameter.RenewalBp) return (1, 5_000);
        if (parameter == Parameter.EpochSeconds) return (60, 365 days);
        if (parameter == Parameter.ChallengeSeconds) return (1 hours, 30 days);
        return (0.001 ether, 1_000 ether);
    }

    /// @dev The casts lose nothing: every greatest value fits its field.
    function _set(Parameter parameter, uint256 value) private {
        (uint256 minimum, uint256 maximum) = bounds(parameter);
        if (value < minimum || value > maximum) revert OutOfBounds(parameter, value, minimum, maximum);
        if (parameter == Parameter.DampingBp) _current.dampingBp = uint16(value);
        else if (parameter == Parameter.PointsPerEpoch) _current.pointsPerEpoch = uint32(value);
        else if (parameter == Parameter.IntroductionPoints) _current.introductionPoints = uint32(value);
        else if (parameter == Parameter.RewardPerEpoch) _current.rewardPerEpoch = uint64(value);
        else if (parameter == Parameter.RenewalBp) _current.renewalBp = uint16(value);
        else if (parameter == Parameter.EpochSeconds) _current.epochSeconds = uint32(value);
        else if (parameter == Parameter.ChallengeSeconds) _current.challengeSeconds = uint32(value);
        else _current.bond = uint128(value);
        emit ParameterSet(parameter, value);
    }
}
