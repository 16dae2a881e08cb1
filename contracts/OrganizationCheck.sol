// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {OrganizationGovernor} from "./OrganizationGovernor.sol";
import {OrganizationTimelock} from "./OrganizationTimelock.sol";
import {IOrganizationCheck} from "./interfaces/IOrganizationCheck.sol";
import {IOrganizationTimelock} from "./interfaces/IOrganizationTimelock.sol";
import {IReputation} from "./interfaces/IReputation.sol";
import {IRoles} from "./interfaces/IRoles.sol";
import {ISettlement} from "./interfaces/ISettlement.sol";

/// @title OrganizationCheck
contract OrganizationCheck is IOrganizationCheck {
    bytes32 private constant ADMIN = 0;
    bytes32 private constant PROPOSER = keccak256("PROPOSER_ROLE");
    bytes32 private constant CANCELLER = keccak256("CANCELLER_ROLE");
    bytes32 private constant EXECUTOR = keccak256("EXECUTOR_ROLE");

    /// @param settlement The settlement contract, which leads to all others.
    /// @param deployer Who created the contracts, and must have no role; zero if nobody knows.
    constructor(ISettlement settlement, address deployer) {
        _checkParts(settlement);
        OrganizationTimelock timelock = _timelockOf(settlement.parameters().owner());
        OrganizationGovernor governor = OrganizationGovernor(payable(timelock.governor()));
        if (address(governor).code.length == 0) revert GovernorMissing(address(governor));
        _checkMemberRoles(IRoles(timelock.roles()), timelock, settlement);
        _checkRoles(timelock, address(governor));
        _checkOutsiders(timelock, settlement, deployer);
        _checkGovernor(governor, timelock, settlement.reputation());
    }

    function _checkParts(ISettlement settlement) private view {
        address found = settlement.ledger().settlement();
        if (found != address(settlement)) revert LedgerOfAnotherSettlement(found);
        found = settlement.ledger().reputation();
        if (found != address(settlement.reputation())) revert LedgerOfAnotherReputation(found);
        found = settlement.token().settlement();
        if (found != address(settlement)) revert TokenOfAnotherSettlement(found);
        found = settlement.reputation().settlement();
        if (found != address(settlement)) revert ReputationOfAnotherSettlement(found);
    }

    /// @dev Asked for what only our timelock answers: a call of an account without code would revert without a reason.
    function _timelockOf(address owner) private view returns (OrganizationTimelock) {
        (bool done, bytes memory answer) = owner.staticcall(abi.encodeCall(IOrganizationTimelock.governor, ()));
        if (!done || answer.length != 32) revert OwnerNotTimelock(owner);
        return OrganizationTimelock(payable(owner));
    }

    function _checkMemberRoles(IRoles roles, OrganizationTimelock timelock, ISettlement settlement) private view {
        if (address(roles).code.length == 0) revert RolesMissing(address(roles));
        address found = roles.owner();
        if (found != address(timelock)) revert RolesOfAnotherTimelock(found);
        found = address(roles.settlement());
        if (found != address(settlement)) revert RolesOfAnotherSettlement(found);
    }

    function _checkRoles(OrganizationTimelock timelock, address governor) private view {
        if (!timelock.hasRole(PROPOSER, governor)) revert GovernorNotProposer(governor);
        if (!timelock.hasRole(CANCELLER, governor)) revert GovernorNotCanceller(governor);
        if (!timelock.hasRole(EXECUTOR, address(0))) revert ExecutionNotOpen();
        if (!timelock.hasRole(ADMIN, address(timelock))) revert TimelockNotAdmin(address(timelock));
        _checkRolesOf(timelock, governor, PROPOSER, CANCELLER);
        _checkRolesOf(timelock, address(0), EXECUTOR, EXECUTOR);
        _checkRolesOf(timelock, address(timelock), ADMIN, ADMIN);
        bytes32[4] memory roles = _roles();
        for (uint256 i = 0; i < roles.length; ++i) {
            bytes32 admin = timelock.getRoleAdmin(roles[i]);
            if (admin != ADMIN) revert RoleAdministered(roles[i], admin);
        }
        uint256 delay = timelock.getMinDelay();
        if (delay != 2 days) revert DelayWrong(delay);
    }

    /// @dev The zero address stands for everybody and holds the one role of the executor.
    function _checkOutsiders(OrganizationTimelock timelock, ISettlement settlement, address deployer) private view {
        if (deployer != address(0)) _checkNoRole(timelock, deployer);
        _checkNoRole(timelock, address(settlement));
        _checkNoRole(timelock, address(settlement.ledger()));
        _checkNoRole(timelock, address(settlement.parameters()));
        _checkNoRole(timelock, address(settlement.token()));
        _checkNoRole(timelock, address(settlement.reputation()));
        _checkNoRole(timelock, timelock.roles());
    }

    function _checkNoRole(IAccessControl timelock, address account) private view {
        bytes32[4] memory roles = _roles();
        for (uint256 i = 0; i < roles.length; ++i) {
            if (timelock.hasRole(roles[i], account)) revert RoleHeld(roles[i], account);
        }
    }

    /// @dev The account holds no other roles than these two.
    function _checkRolesOf(IAccessControl timelock, address account, bytes32 first, bytes32 second) private view {
        bytes32[4] memory roles = _roles();
        for (uint256 i = 0; i < roles.length; ++i) {
            if (roles[i] == first || roles[i] == second) continue;
            if (timelock.hasRole(roles[i], account)) revert RoleHeld(roles[i], account);
        }
    }

    function _checkGovernor(OrganizationGovernor governor, OrganizationTimelock timelock, IReputation reputation)
        private
        view
    {
        address found = governor.timelock();
        if (found != address(timelock)) revert GovernorOfAnotherTimelock(found);
        found = address(governor.token());
        if (found != address(reputation)) revert GovernorOfAnotherReputation(found);
        uint256 value = governor.votingDelay();
        if (value != 1 days) revert VotingDelayWrong(value);
        value = governor.votingPeriod();
        if (value != 5 days) revert VotingPeriodWrong(value);
        value = governor.lateQuorumVoteExtension();
        if (value != 1 days) revert VoteExtensionWrong(value);
        value = governor.proposalThreshold();
        uint256 before = block.timestamp - 1;
        uint256 all = reputation.getPastTotalSupply(before);
        uint256 expected = Math.max(1, Math.ceilDiv(all, 1_000));
        if (value != expected) revert ThresholdWrong(value, expected);
        value = governor.quorumNumerator();
        uint256 denominator = governor.quorumDenominator();
        if (value != 20 || denominator != 100) revert QuorumWrong(value, denominator);
        value = governor.quorum(before);
        expected = Math.ceilDiv(all, 5);
        if (value != expected) revert QuorumVotesWrong(value, expected);
        string memory mode = governor.CLOCK_MODE();
        if (!_equal(mode, "mode=timestamp")) revert ClockWrong(mode);
        mode = governor.COUNTING_MODE();
        if (!_equal(mode, "support=bravo&quorum=for,abstain")) revert CountingWrong(mode);
    }

    function _equal(string memory left, string memory right) internal pure returns (bool) {
        return keccak256(bytes(left)) == keccak256(bytes(right));
    }

    function _roles() private pure returns (bytes32[4] memory) {
        return [ADMIN, PROPOSER, CANCELLER, EXECUTOR];
    }
}
