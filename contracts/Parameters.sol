// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IParameters, Terms} from "./interfaces/IParameters.sol";

/// @title Parameters
contract Parameters is IParameters {
    /// @inheritdoc IParameters
    address public immutable owner;

    uint32 private _latest;
    mapping(uint32 number => Terms) private _sets;

    constructor(address owner_, Terms memory initial) {
        owner = owner_;
        Terms memory terms;
        _put(terms, Parameter.DampingBp, initial.dampingBp);
        _put(terms, Parameter.PointsPerEpoch, initial.pointsPerEpoch);
        _put(terms, Parameter.IntroductionPoints, initial.introductionPoints);
        _put(terms, Parameter.RewardPerEpoch, initial.rewardPerEpoch);
        _put(terms, Parameter.RenewalBp, initial.renewalBp);
        _put(terms, Parameter.EpochSeconds, initial.epochSeconds);
        _put(terms, Parameter.ChallengeSeconds, initial.challengeSeconds);
        _put(terms, Parameter.Bond, initial.bond);
        _keep(0, terms);
    }

    /// @inheritdoc IParameters
    function current() external view returns (Terms memory) {
        return _sets[_latest];
    }

    /// @inheritdoc IParameters
    function latest() external view returns (uint32 number, Terms memory terms) {
        number = _latest;
        terms = _sets[number];
    }

    /// @inheritdoc IParameters
    function termsAt(uint32 number) external view returns (Terms memory terms, bytes32 hash) {
        if (number > _latest) revert UnknownSet(number, _latest);
        terms = _sets[number];
        hash = _hash(terms);
    }

    /// @inheritdoc IParameters
    function set(Parameter parameter, uint256 value) external {
        if (msg.sender != owner) revert NotOwner(msg.sender, owner);
        uint32 before = _latest;
        Terms memory terms = _sets[before];
        _put(terms, parameter, value);
        _keep(before + 1, terms);
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
    function _put(Terms memory terms, Parameter parameter, uint256 value) private {
        (uint256 minimum, uint256 maximum) = bounds(parameter);
        if (value < minimum || value > maximum) revert OutOfBounds(parameter, value, minimum, maximum);
        if (parameter == Parameter.DampingBp) terms.dampingBp = uint16(value);
        else if (parameter == Parameter.PointsPerEpoch) terms.pointsPerEpoch = uint32(value);
        else if (parameter == Parameter.IntroductionPoints) terms.introductionPoints = uint32(value);
        else if (parameter == Parameter.RewardPerEpoch) terms.rewardPerEpoch = uint64(value);
        else if (parameter == Parameter.RenewalBp) terms.renewalBp = uint16(value);
        else if (parameter == Parameter.EpochSeconds) terms.epochSeconds = uint32(value);
        else if (parameter == Parameter.ChallengeSeconds) terms.challengeSeconds = uint32(value);
        else terms.bond = uint128(value);
        emit ParameterSet(parameter, value);
    }

    /// @dev A set that was kept is never written again: epochs refer to it by its number.
    function _keep(uint32 number, Terms memory terms) private {
        _latest = number;
        _sets[number] = terms;
        emit SetKept(number, _hash(terms), terms);
    }

    function _hash(Terms memory terms) private pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(
                terms.dampingBp,
                terms.pointsPerEpoch,
                terms.introductionPoints,
                terms.rewardPerEpoch,
                terms.renewalBp,
                terms.epochSeconds,
                terms.challengeSeconds,
                terms.bond
            )
        );
    }
}
