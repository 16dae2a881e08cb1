// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

/// @title Reputation
/// @notice Non-transferable weight of a vote, with 9 decimals: what an account earned and last claimed. Everybody votes for
/// himself until he delegates; delegating to the zero address is delegating to oneself.
interface IReputation is IERC5805 {
    /// @notice The `account` has a new `reputation`, with 9 decimals.
    event ReputationSet(address indexed account, uint256 reputation);

    /// @notice Only the settlement contract sets reputation, not `caller`.
    error NotSettlement(address caller);

    /// @notice The only writer, fixed at creation.
    function settlement() external view returns (address);

    /// @notice Own reputation of `account`, with 9 decimals, whomever it delegates to.
    function reputationOf(address account) external view returns (uint256);

    /// @notice Reputation of all accounts together, with 9 decimals.
    function totalReputation() external view returns (uint256);

    /// @notice Sets the `reputation` of `account`, with 9 decimals.
    /// @custom:caller The settlement contract.
    function set(address account, uint256 reputation) external;
}
