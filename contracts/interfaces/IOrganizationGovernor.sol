// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title OrganizationGovernor
/// @notice Votes with reputation on what the timelock does: set a parameter, or spend what it was given. A proposal counts
/// votes as they stand one day after it was made. The rules of voting are constants.
interface IOrganizationGovernor {
    /// @notice No vote changes what it takes to pass, not to `numerator` either.
    error QuorumConstant(uint256 numerator);

    /// @notice No vote changes how long a late quorum extends it, not to `extension` seconds either.
    error VoteExtensionConstant(uint48 extension);

    /// @notice No vote changes who executes it, not to `timelock` either.
    error TimelockConstant(address timelock);

    /// @notice No vote speaks as the governor to `target`: it could queue what shows under no vote, to be executed years later,
    /// or cancel what another vote queued.
    error RelayClosed(address target);
}
