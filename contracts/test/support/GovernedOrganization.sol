// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {Ledger} from "../../Ledger.sol";
import {OrganizationGovernor} from "../../OrganizationGovernor.sol";
import {OrganizationTimelock} from "../../OrganizationTimelock.sol";
import {Parameters} from "../../Parameters.sol";
import {Reputation} from "../../Reputation.sol";
import {RewardToken} from "../../RewardToken.sol";
import {Roles} from "../../Roles.sol";
import {Settlement} from "../../Settlement.sol";
import {IParameters, Terms} from "../../interfaces/IParameters.sol";
import {ISettlement} from "../../interfaces/ISettlement.sol";
import {Organization} from "./Organization.sol";

/// @notice An organization with its governor and timelock, whose founders have keys; and the way of a proposal.
abstract contract GovernedOrganization is Organization {
    /// @dev What a proposal does, and the words that tell it from another.
    struct Proposal {
        address[] targets;
        uint256[] values;
        bytes[] calls;
        string description;
    }

    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;

    /// @dev Together 10,000: the fifth has just what it takes to propose, the sixth one unit less, and the last four have
    /// 3,000, of which 2,000 are a quorum.
    uint64[6] internal shares = [4_000, 3_000, 1_981, 1_000, 10, 9];

    OrganizationTimelock internal timelock;
    OrganizationGovernor internal governor;
    Roles internal roles;

    function setUp() public virtual {
        vm.warp(1_700_000_000);
        _createGoverned(_terms(), _keyedFounders());
        vm.warp(block.timestamp + 1);
    }

    /// @dev In the order in which an organization is deployed: nobody holds a role at any moment.
    function _createGoverned(Terms memory terms, ISettlement.Founder[] memory founders) internal {
        uint256 nonce = vm.getNonce(address(this));
        address atGovernor = vm.computeCreateAddress(address(this), nonce + 5);
        address atSettlement = vm.computeCreateAddress(address(this), nonce + 7);
        timelock = new OrganizationTimelock(atGovernor, vm.computeCreateAddress(address(this), nonce + 6));
        parameters = new Parameters(address(timelock), terms);
        token = new RewardToken("Reward", "RWD", atSettlement);
        reputation = new Reputation(atSettlement);
        ledger = new Ledger(atSettlement, address(reputation));
        governor = new OrganizationGovernor(reputation, timelock);
        roles = new Roles(address(timelock), ISettlement(atSettlement));
        settlement = new Settlement(ledger, parameters, token, reputation, founders);
        assertEq(address(governor), atGovernor);
        assertEq(address(roles), timelock.roles());
        assertEq(address(settlement), atSettlement);
        for (uint256 i = 0; i < founders.length; ++i) {
            cumulatives.push(0);
            reputations.push(founders[i].reputation);
        }
    }

    function _keyedFounders() internal view returns (ISettlement.Founder[] memory founders) {
        founders = new ISettlement.Founder[](shares.length);
        for (uint256 i = 0; i < shares.length; ++i) {
            founders[i] = ISettlement.Founder(_founder(i), shares[i]);
        }
    }

    function _founder(uint256 index) internal pure returns (address) {
        return vm.addr(keyOf(index));
    }

    function _proposal(address target, bytes memory data) internal pure returns (Proposal memory proposal) {
        proposal.targets = new address[](1);
        proposal.targets[0] = target;
        proposal.values = new uint256[](1);
        proposal.calls = new bytes[](1);
        proposal.calls[0] = data;
        proposal.description = "Because it is better so";
    }

    function _setting(IParameters.Parameter parameter, uint256 value) internal view returns (Proposal memory) {
        return _proposal(address(parameters), abi.encodeCall(IParameters.set, (parameter, value)));
    }

    function _propose(uint256 founder, Proposal memory proposal) internal returns (uint256) {
        vm.prank(_founder(founder));
        return governor.propose(proposal.targets, proposal.values, proposal.calls, proposal.description);
    }

    function _vote(uint256 id, uint256 founder, uint8 support) internal returns (uint256 weight) {
        vm.prank(_founder(founder));
        return governor.castVote(id, support);
    }

    /// @dev To the first moment at which votes are taken.
    function _toVoting(uint256 id) internal {
        vm.warp(governor.proposalSnapshot(id) + 1);
    }

    /// @dev To the first moment at which no more votes are taken.
    function _toEnd(uint256 id) internal {
        vm.warp(governor.proposalDeadline(id) + 1);
    }

    /// @dev Proposes, has the two greatest founders vote for it and queues it, as far as to the moment before execution.
    function _pass(Proposal memory proposal) internal returns (uint256 id) {
        id = _propose(0, proposal);
        _toVoting(id);
        _vote(id, 0, FOR);
        _vote(id, 1, FOR);
        _toEnd(id);
        _queue(proposal);
        vm.warp(governor.proposalEta(id));
    }

    function _queue(Proposal memory proposal) internal {
        governor.queue(proposal.targets, proposal.values, proposal.calls, _hash(proposal));
    }

    function _execute(Proposal memory proposal) internal {
        governor.execute(proposal.targets, proposal.values, proposal.calls, _hash(proposal));
    }

    /// @dev What {_execute} calls, for assertions on how it fails.
    function _execution(Proposal memory proposal) internal pure returns (bytes memory) {
        return abi.encodeCall(
            IGovernor.execute, (proposal.targets, proposal.values, proposal.calls, _hash(proposal))
        );
    }

    /// @dev What is signed of a message to the governor, given its type and its fields.
    function _digest(bytes memory fields) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("DecentralOrg Governor"),
                keccak256("1"),
                block.chainid,
                address(governor)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, keccak256(fields)));
    }

    function _hash(Proposal memory proposal) internal pure returns (bytes32) {
        return keccak256(bytes(proposal.description));
    }

    function _assertState(uint256 id, IGovernor.ProposalState expected) internal view {
        assertEq(uint256(governor.state(id)), uint256(expected), "state");
    }
}
