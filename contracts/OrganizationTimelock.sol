// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IOrganizationTimelock} from "./interfaces/IOrganizationTimelock.sol";

/// @title OrganizationTimelock
contract OrganizationTimelock is TimelockController, IOrganizationTimelock {
    /// @inheritdoc IOrganizationTimelock
    address public immutable governor;

    /// @inheritdoc IOrganizationTimelock
    address public immutable roles;

    /// @param governor_ The only proposer and canceller; may be created after this contract.
    /// @param roles_ The members' roles, which this contract owns; may be created after this contract.
    constructor(address governor_, address roles_)
        TimelockController(2 days, _only(governor_), _only(address(0)), address(0))
    {
        governor = governor_;
        roles = roles_;
    }

    /// @inheritdoc TimelockController
    /// @dev Refuses: see {IOrganizationTimelock-DelayConstant}.
    function updateDelay(uint256 delay) public pure override {
        revert DelayConstant(delay);
    }

    /// @inheritdoc IAccessControl
    /// @dev Refuses: see {IOrganizationTimelock-RolesConstant}.
    function grantRole(bytes32 role, address account) public pure override {
        revert RolesConstant(role, account);
    }

    /// @inheritdoc IAccessControl
    /// @dev Refuses: see {IOrganizationTimelock-RolesConstant}.
    function revokeRole(bytes32 role, address account) public pure override {
        revert RolesConstant(role, account);
    }

    /// @inheritdoc IAccessControl
    /// @dev Refuses: see {IOrganizationTimelock-RolesConstant}.
    function renounceRole(bytes32 role, address account) public pure override {
        revert RolesConstant(role, account);
    }

    function _only(address account) private pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }
}
