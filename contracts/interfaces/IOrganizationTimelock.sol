// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title OrganizationTimelock
/// @notice Makes everybody wait between a vote and its effect, so that who disagrees can leave in time. What the governor
/// queues, anybody executes. Roles and delay are what they were created with, for ever: with another proposer, votes could
/// be passed by, and with another delay, nobody would have the time to notice.
interface IOrganizationTimelock {
    /// @notice No vote changes how long the timelock waits, not to `delay` seconds either.
    error DelayConstant(uint256 delay);

    /// @notice No vote changes whether `account` has `role` in the timelock.
    error RolesConstant(bytes32 role, address account);

    /// @notice The only proposer and canceller, fixed at creation.
    function governor() external view returns (address);

    /// @notice Where votes give roles to members, {IRoles}; fixed at creation. No role in the timelock itself is among them.
    function roles() external view returns (address);
}
