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
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
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
    /// @inheritdoc IOrganizationGovernor
    bytes32 public constant PROPOSAL_TYPEHASH = keccak256(
        "Proposal(address proposer,address[] targets,uint256[] values,bytes[] calldatas,string description,"
        "uint256 nonce,uint256 deadline)"
    );

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

    /// @inheritdoc IOrganizationGovernor
    function proposeBySig(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer,
        uint256 deadline,
        bytes memory signature
    ) external returns (uint256) {
        if (block.timestamp > deadline) revert ProposalSignatureExpired(deadline);
        bytes32 digest = _proposalDigest(targets, values, calldatas, description, proposer, deadline);
        if (!SignatureChecker.isValidSignatureNow(proposer, digest, signature)) {
            revert GovernorInvalidSignature(proposer);
        }
        _requireProposer(proposer, description);
        return _propose(targets, values, calldatas, description, proposer);
    }

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

    /// @dev Uses up the proposer's next nonce, so that a signature makes one proposal at most.
    function _proposalDigest(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer,
        uint256 deadline
    ) private returns (bytes32) {
        bytes32[] memory calls = new bytes32[](calldatas.length);
        for (uint256 i = 0; i < calldatas.length; ++i) {
            calls[i] = keccak256(calldatas[i]);
        }
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    PROPOSAL_TYPEHASH,
                    proposer,
                    keccak256(abi.encodePacked(targets)),
                    keccak256(abi.encodePacked(values)),
                    keccak256(abi.encodePacked(calls)),
                    keccak256(bytes(description)),
                    _useNonce(proposer),
                    deadline
                )
            )
        );
    }

    /// @dev What {propose} asks of its sender, asked of who signed.
    function _requireProposer(address proposer, string memory description) private view {
        if (!_isValidDescriptionForProposer(proposer, description)) revert GovernorRestrictedProposer(proposer);
        uint256 votes = getVotes(proposer, clock() - 1);
        uint256 threshold = proposalThreshold();
        if (votes < threshold) revert GovernorInsufficientProposerVotes(proposer, votes, threshold);
    }

    /// @dev Refuses votes that weigh nothing: a ballot that changes no tally would only use up a nonce, and the gas of who
    /// brings it.
    function _countVote(uint256 proposalId, address account, uint8 support, uint256 weight, bytes memory params)
        internal
        override(Governor, GovernorCountingSimple)
        returns (uint256)
    {
        if (weight == 0) revert NoVotes(account, proposalSnapshot(proposalId));
        return super._countVote(proposalId, account, support, weight, params);
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
