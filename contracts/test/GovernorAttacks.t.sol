// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IParameters, Terms} from "../interfaces/IParameters.sol";
import {IReputation} from "../interfaces/IReputation.sol";
import {IRewardToken} from "../interfaces/IRewardToken.sol";
import {GovernedOrganization} from "./support/GovernedOrganization.sol";

/// What a member gains who floods the votes, copies proposals, counts votes twice, or has an organization voted to death.
contract GovernorAttacksTest is GovernedOrganization {
    /// The one with just what it takes to propose.
    uint256 private constant FLOODER = 4;

    function _lowerReward() private view returns (Proposal memory) {
        return _setting(IParameters.Parameter.RewardPerEpoch, 5e12);
    }

    function _numbered(uint256 number) private view returns (Proposal memory proposal) {
        proposal = _setting(IParameters.Parameter.RewardPerEpoch, number);
        proposal.description = string.concat("Number ", vm.toString(number));
    }

    function _unexpected(uint256 id, IGovernor.ProposalState found) private pure returns (bytes memory) {
        return abi.encodeWithSelector(
            IGovernor.GovernorUnexpectedProposalState.selector, id, found, bytes32(0)
        );
    }

    /// A flood costs whoever makes it and nobody else: each of its proposals needs a quorum of its own, none delays another.
    function test_propose_burstByOneMember_passesNothingAndDelaysNobody() external {
        uint256[] memory flood = new uint256[](50);
        for (uint256 i = 0; i < flood.length; ++i) {
            flood[i] = _propose(FLOODER, _numbered(i));
        }
        Proposal memory proposal = _lowerReward();
        uint256 id = _propose(0, proposal);
        assertEq(governor.proposalDeadline(id), governor.proposalDeadline(flood[0]));
        _toVoting(id);
        for (uint256 i = 0; i < flood.length; ++i) {
            assertEq(_vote(flood[i], FLOODER, FOR), 10);
        }
        _vote(id, 0, FOR);
        _toEnd(id);
        for (uint256 i = 0; i < flood.length; ++i) {
            _assertState(flood[i], IGovernor.ProposalState.Defeated);
        }
        _queue(proposal);
        vm.warp(governor.proposalEta(id));
        _execute(proposal);
        assertEq(parameters.current().rewardPerEpoch, 5e12);
    }

    /// Why no number of open proposals is counted against a proposer: the same reputation proposes from a new account in
    /// every block, by delegation. No vote is counted twice for it.
    function test_propose_burstByDelegation_hasAsManyProposersAsItLikes() external {
        uint256[] memory flood = new uint256[](5);
        for (uint256 i = 0; i < flood.length; ++i) {
            address proposer = address(uint160(0xF100D000 + i));
            vm.prank(_founder(FLOODER));
            reputation.delegate(proposer);
            vm.warp(governor.clock() + 1);
            Proposal memory proposal = _numbered(i);
            vm.prank(proposer);
            flood[i] = governor.propose(proposal.targets, proposal.values, proposal.calls, proposal.description);
            assertEq(governor.proposalProposer(flood[i]), proposer);
        }
        address last = governor.proposalProposer(flood[4]);
        for (uint256 i = 0; i < flood.length; ++i) {
            uint256 snapshot = governor.proposalSnapshot(flood[i]);
            vm.warp(snapshot + 1);
            for (uint256 k = 0; k < 4; ++k) {
                assertEq(governor.getVotes(governor.proposalProposer(flood[k]), snapshot), 0);
            }
            assertEq(governor.getVotes(last, snapshot), 10);
        }
    }

    /// Without `#proposer=` a proposal can be taken and withdrawn by another; with other words it is made all the same.
    function test_propose_copyThatWasWithdrawn_needsOtherWords() external {
        Proposal memory proposal = _lowerReward();
        uint256 id = _propose(1, proposal);
        vm.prank(_founder(1));
        governor.cancel(proposal.targets, proposal.values, proposal.calls, _hash(proposal));
        vm.expectRevert(_unexpected(id, IGovernor.ProposalState.Canceled));
        _propose(0, proposal);

        proposal.description = string.concat(proposal.description, "#proposer=", vm.toString(_founder(0)));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, _founder(1)));
        _propose(1, proposal);
        id = _propose(0, proposal);
        _assertState(id, IGovernor.ProposalState.Pending);
    }

    /// What was voted down is not voted again under the same words, and no vote on it counts for a copy with others.
    function test_propose_copyOfWhatWasDefeated_startsWithoutVotes() external {
        Proposal memory proposal = _lowerReward();
        uint256 id = _propose(0, proposal);
        _toVoting(id);
        _vote(id, 0, FOR);
        _vote(id, 1, AGAINST);
        _vote(id, 2, AGAINST);
        _toEnd(id);
        vm.expectRevert(_unexpected(id, IGovernor.ProposalState.Defeated));
        _propose(0, proposal);

        proposal.description = "Because it is better so, as I said";
        uint256 copy = _propose(0, proposal);
        assertTrue(copy != id);
        _toVoting(copy);
        (uint256 against, uint256 for_, uint256 abstain) = governor.proposalVotes(copy);
        assertEq(against + for_ + abstain, 0);
        assertFalse(governor.hasVoted(copy, _founder(0)));
        bytes32 ballot = keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");
        bytes memory old = signed(keyOf(0), _digest(abi.encode(ballot, id, FOR, _founder(0), uint256(0))));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, _founder(0)));
        governor.castVoteBySig(copy, FOR, _founder(0), old);
    }

    /// Whoever delegates whenever to whomever: all votes together are all reputation, and nobody's counts twice.
    /// hardhat-config: default.fuzz.runs = 64
    function test_castVote_anyDelegations_countsEveryVoteOnce(uint256 seed) external {
        _delegateAnyhow(seed);
        vm.warp(governor.clock() + 1);
        uint256 id = _propose(_strongest(), _lowerReward());
        vm.warp(governor.clock() + 1 hours);
        _delegateAnyhow(seed >> 32);
        _toVoting(id);
        uint256 snapshot = governor.proposalSnapshot(id);
        uint256 counted = 0;
        for (uint256 i = 0; i < shares.length; ++i) {
            uint256 votes = governor.getVotes(_founder(i), snapshot);
            if (votes != 0) counted += _vote(id, i, FOR);
            _delegateAnyhow(seed >> (64 + 8 * i));
        }
        assertEq(counted, 10_000);
        (, uint256 for_,) = governor.proposalVotes(id);
        assertEq(for_, 10_000);
    }

    function _delegateAnyhow(uint256 seed) private {
        for (uint256 i = 0; i < shares.length; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i))) % (shares.length + 2);
            // One in eight does nothing, one goes back to himself by way of the zero address.
            if (draw > shares.length) continue;
            vm.prank(_founder(i));
            reputation.delegate(draw == shares.length ? address(0) : _founder(draw));
        }
    }

    /// Whoever has the most votes; he can always propose.
    function _strongest() private view returns (uint256 strongest) {
        for (uint256 i = 1; i < shares.length; ++i) {
            if (reputation.getVotes(_founder(i)) > reputation.getVotes(_founder(strongest))) strongest = i;
        }
    }

    /// Every parameter, beyond either end: the vote passes, and nothing happens.
    function test_execute_anyParameterBeyondItsBounds_changesNothing() external {
        bytes32 before = keccak256(abi.encode(parameters.current()));
        for (uint8 i = 0; i <= uint8(type(IParameters.Parameter).max); ++i) {
            IParameters.Parameter parameter = IParameters.Parameter(i);
            (uint256 minimum, uint256 maximum) = parameters.bounds(parameter);
            _assertOutOfBounds(parameter, maximum + 1);
            _assertOutOfBounds(parameter, type(uint256).max);
            if (minimum != 0) _assertOutOfBounds(parameter, minimum - 1);
        }
        assertEq(keccak256(abi.encode(parameters.current())), before);
    }

    function _assertOutOfBounds(IParameters.Parameter parameter, uint256 value) private {
        (uint256 minimum, uint256 maximum) = parameters.bounds(parameter);
        Proposal memory proposal = _setting(parameter, value);
        uint256 id = _pass(proposal);
        vm.expectRevert(
            abi.encodeWithSelector(IParameters.OutOfBounds.selector, parameter, value, minimum, maximum)
        );
        _execute(proposal);
        _assertState(id, IGovernor.ProposalState.Queued);
    }

    /// No vote mints, sets reputation, turns the ledger or founds it again: the settlement contract alone does.
    function test_execute_whatTheSettlementContractMay_reverts() external {
        address by = address(timelock);
        address thief = address(0x7417EF);
        _assertFails(
            address(token),
            abi.encodeCall(IRewardToken.mint, (thief, 1)),
            abi.encodeWithSelector(IRewardToken.NotSettlement.selector, by)
        );
        _assertFails(
            address(reputation),
            abi.encodeCall(IReputation.set, (thief, 1)),
            abi.encodeWithSelector(IReputation.NotSettlement.selector, by)
        );
        bytes memory reason = abi.encodeWithSelector(ILedger.NotSettlement.selector, by);
        _assertFails(address(ledger), abi.encodeCall(ILedger.turn, (1_000, 1)), reason);
        _assertFails(address(ledger), abi.encodeCall(ILedger.found, (new address[](0), 1_000, 1)), reason);
    }

    function _assertFails(address target, bytes memory call, bytes memory reason) private {
        Proposal memory proposal = _proposal(target, call);
        _pass(proposal);
        vm.expectRevert(reason);
        _execute(proposal);
    }

    /// All of a vote or nothing.
    function test_execute_oneCallOfTwoFails_doesNothing() external {
        Proposal memory proposal = _lowerReward();
        address[] memory targets = new address[](2);
        bytes[] memory calls = new bytes[](2);
        (targets[0], targets[1]) = (address(parameters), address(parameters));
        calls[0] = proposal.calls[0];
        calls[1] = abi.encodeCall(IParameters.set, (IParameters.Parameter.RenewalBp, 5_001));
        (proposal.targets, proposal.values, proposal.calls) = (targets, new uint256[](2), calls);
        _pass(proposal);
        vm.expectRevert(
            abi.encodeWithSelector(IParameters.OutOfBounds.selector, IParameters.Parameter.RenewalBp, 5_001, 1, 5_000)
        );
        _execute(proposal);
        (uint32 number, Terms memory terms) = parameters.latest();
        assertEq(number, 0);
        assertEq(terms.rewardPerEpoch, 1e13);
    }
}
