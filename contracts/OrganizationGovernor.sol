// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IOrganizationGovernor} from "./interfaces/IOrganizationGovernor.sol";
import {IReputation} from "./interfaces/IReputation.sol";

/// @title OrganizationGovernor
contract OrganizationGovernor is
    GovernorCountingSimple,
    GovernorVotesQuorumFraction,
    GovernorTimelockControl,
    GovernorPreventLateQuorum,
    IOrganizationGovernor
{
    /// @dev Of all votes, what it takes to propose: one part in so many.
    uint256 private constant THRESHOLD_DENOMINATOR = 1_000;

    /// @param reputation What votes weigh.
    /// @param timelock_ Executes what was voted; its only proposer is this contract.
    constructor(IReputation reputation, TimelockController timelock_)
        Governor("DecentralOrg Governor")
        GovernorVotes(reputation)
        GovernorVotesQuorumFraction(20)
        GovernorTimelockControl(timelock_)
        GovernorPreventLateQuorum(1 days)
    {}

    /// @inheritdoc Governor
    function votingDelay() public pure override returns (uint256) {
        return 1 days;
    }

    /// @inheritdoc Governor
    function votingPeriod() public pure override returns (uint256) {
        return 5 days;
    }

    /// @inheritdoc Governor
    /// @dev A thousandth of all votes, at the moment at which {propose} reads the proposer's. Never 0: {propose} would not
    /// read them at all, and anybody could propose.
    function proposalThreshold() public view override returns (uint256) {
        return Math.max(1, Math.ceilDiv(token().getPastTotalSupply(clock() - 1), THRESHOLD_DENOMINATOR));
    }

    /// @inheritdoc GovernorVotesQuorumFraction
    /// @dev Rounded up: less than a fifth is no quorum, however little reputation there is.
    function quorum(uint256 timepoint)
        public
        view
        override(Governor, GovernorVotesQuorumFraction)
        returns (uint256)
    {
        uint256 all = token().getPastTotalSupply(timepoint);
        return Math.mulDiv(all, quorumNumerator(timepoint), quorumDenominator(), Math.Rounding.Ceil);
    }

    /// @inheritdoc GovernorVotesQuorumFraction
    /// @dev Refuses: see {IOrganizationGovernor-QuorumConstant}.
    function updateQuorumNumerator(uint256 numerator) public pure override {
        revert QuorumConstant(numerator);
    }

    /// @inheritdoc GovernorPreventLateQuorum
    /// @dev Refuses: see {IOrganizationGovernor-VoteExtensionConstant}.
    function setLateQuorumVoteExtension(uint48 extension) public pure override {
        revert VoteExtensionConstant(extension);
    }

    /// @inheritdoc GovernorTimelockControl
    /// @dev Refuses: see {IOrganizationGovernor-TimelockConstant}.
    function updateTimelock(TimelockController other) public pure override {
        revert TimelockConstant(address(other));
    }

    /// @inheritdoc Governor
    /// @dev Refuses: see {IOrganizationGovernor-RelayClosed}. Tokens sent to this contract by mistake stay in it.
    function relay(address target, uint256, bytes calldata) public payable override {
        revert RelayClosed(target);
    }

    /// @inheritdoc GovernorTimelockControl
    function state(uint256 proposalId)
        public
        view
        override(Governor, GovernorTimelockControl)
        returns (ProposalState)
    {
        return super.state(proposalId);
    }

    /// @inheritdoc GovernorTimelockControl
    function proposalNeedsQueuing(uint256 proposalId)
        public
        view
        override(Governor, GovernorTimelockControl)
        returns (bool)
    {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// @inheritdoc GovernorPreventLateQuorum
    function proposalDeadline(uint256 proposalId)
        public
        view
        override(Governor, GovernorPreventLateQuorum)
        returns (uint256)
    {
        return super.proposalDeadline(proposalId);
    }

    function _tallyUpdated(uint256 proposalId) internal override(Governor, GovernorPreventLateQuorum) {
        super._tallyUpdated(proposalId);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }
}
