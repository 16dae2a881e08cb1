// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {OrganizationGovernor} from "../OrganizationGovernor.sol";
import {Reputation} from "../Reputation.sol";
import {IOrganizationGovernor} from "../interfaces/IOrganizationGovernor.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {GovernedOrganization} from "./support/GovernedOrganization.sol";
import {OwnedWallet} from "./support/Wallets.sol";

/// What votes weigh, when they are read, and how they are signed.
contract GovernorVotesTest is GovernedOrganization {
    bytes32 private constant BALLOT =
        keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");
    bytes32 private constant EXTENDED_BALLOT = keccak256(
        "ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,bytes params)"
    );

    function _lowerReward() private view returns (Proposal memory) {
        return _setting(IParameters.Parameter.RewardPerEpoch, 5e12);
    }

    function _ballot(uint256 id, uint8 support, address voter, uint256 nonce) private view returns (bytes32) {
        return _digest(abi.encode(BALLOT, id, support, voter, nonce));
    }

    function _insufficient(address proposer, uint256 votes, uint256 needed) private pure returns (bytes memory) {
        return abi.encodeWithSelector(
            IGovernor.GovernorInsufficientProposerVotes.selector, proposer, votes, needed
        );
    }

    function test_propose_atThreshold_succeeds() external {
        assertEq(governor.proposalThreshold(), 10);
        _propose(4, _lowerReward());
    }

    function test_propose_belowThreshold_reverts() external {
        Proposal memory proposal = _lowerReward();
        vm.expectRevert(_insufficient(_founder(5), 9, 10));
        _propose(5, proposal);
    }

    /// In the block of the founding nobody has had votes for a second, and a threshold of 0 would let anybody propose.
    function test_propose_whereNobodyHasVotes_reverts() external {
        OrganizationGovernor empty = new OrganizationGovernor(new Reputation(address(this)), timelock);
        assertEq(empty.proposalThreshold(), 1);
        Proposal memory proposal = _lowerReward();
        vm.expectRevert(_insufficient(address(this), 0, 1));
        empty.propose(proposal.targets, proposal.values, proposal.calls, proposal.description);
    }

    function test_proposalThreshold_anyTotal_succeeds(uint64 total) external {
        Reputation other = new Reputation(address(this));
        OrganizationGovernor counting = new OrganizationGovernor(other, timelock);
        other.set(address(this), total);
        assertEq(counting.proposalThreshold(), 1);
        vm.warp(block.timestamp + 1);
        uint256 threshold = counting.proposalThreshold();
        assertGe(threshold, 1);
        assertGe(threshold * 1_000, total);
        if (threshold > 1) assertLe((threshold - 1) * 1_000, uint256(total) - 1);
    }

    function test_quorum_anyTotal_succeeds(uint64 total) external {
        Reputation other = new Reputation(address(this));
        OrganizationGovernor counting = new OrganizationGovernor(other, timelock);
        other.set(address(this), total);
        // Not block.timestamp: via-IR may read it again after the warp, where it is another.
        uint256 before = other.clock();
        vm.warp(before + 1);
        uint256 quorum = counting.quorum(before);
        assertGe(quorum * 5, total);
        if (quorum > 0) assertLe((quorum - 1) * 5, uint256(total) - 1);
    }

    function test_castVote_numberClaimedWithinTheDay_succeeds() external {
        (uint256 stale, uint256 due) = _earn();
        uint256 id = _propose(0, _lowerReward());
        vm.warp(governor.proposalSnapshot(id));
        assertEq(reputation.getVotes(_founder(1)), stale);
        _claimAll();
        _toVoting(id);
        assertEq(_vote(id, 1, FOR), due);
    }

    function test_castVote_numberClaimedLater_succeeds() external {
        (uint256 stale, uint256 due) = _earn();
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        _claimAll();
        assertEq(reputation.getVotes(_founder(1)), due);
        assertEq(_vote(id, 1, FOR), stale);
    }

    /// Founder 0 spends all points on founder 1, and the epoch is settled; nobody has claimed.
    function _earn() private returns (uint256 stale, uint256 due) {
        _give(0, uint256(1), 1_000_000);
        Vector memory vector = _settle();
        (stale, due) = (reputation.getVotes(_founder(1)), vector.reputations[1]);
        assertTrue(stale != due);
    }

    function _claimAll() private {
        settlement.claim(0, _all(0, shares.length), _before(0, shares.length));
    }

    function test_castVote_twice_reverts() external {
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        _vote(id, 0, FOR);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, _founder(0)));
        _vote(id, 0, FOR);
    }

    function test_castVote_unknownSupport_reverts() external {
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        vm.expectRevert(IGovernor.GovernorInvalidVoteType.selector);
        _vote(id, 0, 3);
    }

    function test_castVote_delegated_succeeds() external {
        address delegate = address(0xDE1E);
        vm.prank(_founder(0));
        reputation.delegate(delegate);
        vm.prank(_founder(1));
        reputation.delegate(delegate);
        uint256 id = _propose(2, _lowerReward());
        _toVoting(id);
        vm.prank(delegate);
        assertEq(governor.castVote(id, FOR), 7_000);
        _assertNoVotes(id, 0);
        _assertNoVotes(id, 1);
    }

    function _assertNoVotes(uint256 id, uint256 founder) private {
        bytes memory reason = abi.encodeWithSelector(
            IOrganizationGovernor.NoVotes.selector, _founder(founder), governor.proposalSnapshot(id)
        );
        vm.expectRevert(reason);
        _vote(id, founder, FOR);
    }

    /// Who gets reputation after votes were counted votes on the next proposal.
    function test_castVote_reputationAfterTheDay_reverts() external {
        address newcomer = _founder(shares.length);
        _give(0, newcomer, 1_000_000);
        // So that the epoch is settled while votes are taken.
        vm.warp(governor.clock() + 5 days);
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        _settle();
        settlement.claim(0, _all(shares.length, shares.length + 1), _before(0, shares.length + 1));
        assertGe(reputation.getVotes(newcomer), 1);
        _assertNoVotes(id, shares.length);
    }

    function test_castVote_delegatedToZero_succeeds() external {
        vm.prank(_founder(0));
        reputation.delegate(_founder(1));
        vm.prank(_founder(0));
        reputation.delegate(address(0));
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        assertEq(_vote(id, 0, FOR), 4_000);
        assertEq(_vote(id, 1, FOR), 3_000);
    }

    function test_castVote_delegatedAfterTheDay_succeeds() external {
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        vm.prank(_founder(0));
        reputation.delegate(_founder(1));
        assertEq(_vote(id, 1, FOR), 3_000);
        assertEq(_vote(id, 0, FOR), 4_000);
    }

    function test_castVoteBySig_broughtByAnybody_succeeds() external {
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        bytes memory signature = signed(keyOf(1), _ballot(id, FOR, _founder(1), 0));
        vm.prank(address(0xCA221E2));
        assertEq(governor.castVoteBySig(id, FOR, _founder(1), signature), 3_000);
        assertEq(governor.nonces(_founder(1)), 1);
        assertTrue(governor.hasVoted(id, _founder(1)));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, _founder(1)));
        governor.castVoteBySig(id, FOR, _founder(1), signature);
    }

    /// hardhat-config: default.fuzz.runs = 32
    function test_castVoteBySig_notWhatWasSigned_reverts(uint256 which) external {
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        which = bound(which, 0, 3);
        address voter = _founder(1);
        bytes32 digest = _ballot(id, which == 0 ? AGAINST : FOR, voter, which == 1 ? 1 : 0);
        if (which == 2) digest = _ballot(id + 1, FOR, voter, 0);
        bytes memory signature = signed(keyOf(which == 3 ? 2 : 1), digest);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, voter));
        governor.castVoteBySig(id, FOR, voter, signature);
    }

    function test_castVoteWithReasonAndParamsBySig_anyReason_succeeds() external {
        uint256 id = _propose(0, _lowerReward());
        _toVoting(id);
        address voter = _founder(1);
        string memory reason = "The reserve lasts longer";
        bytes memory fields = abi.encode(
            EXTENDED_BALLOT, id, AGAINST, voter, uint256(0), keccak256(bytes(reason)), keccak256("")
        );
        bytes memory signature = signed(keyOf(1), _digest(fields));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, voter));
        governor.castVoteWithReasonAndParamsBySig(id, AGAINST, voter, "Another reason", "", signature);
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(voter, id, AGAINST, 3_000, reason);
        governor.castVoteWithReasonAndParamsBySig(id, AGAINST, voter, reason, "", signature);
    }

    function test_castVoteBySig_contractAccount_succeeds() external {
        address wallet = address(new OwnedWallet(_founder(1)));
        vm.prank(_founder(0));
        reputation.delegate(wallet);
        uint256 id = _propose(1, _lowerReward());
        _toVoting(id);
        bytes memory signature = signed(keyOf(1), _ballot(id, FOR, wallet, 0));
        assertEq(governor.castVoteBySig(id, FOR, wallet, signature), 4_000);
    }

    function test_clock_always_succeeds() external view {
        assertEq(governor.clock(), block.timestamp);
        assertEq(governor.CLOCK_MODE(), "mode=timestamp");
        (, string memory name, string memory version, uint256 chain, address verifier,,) = governor.eip712Domain();
        assertEq(name, "DecentralOrg Governor");
        assertEq(version, "1");
        assertEq(chain, block.chainid);
        assertEq(verifier, address(governor));
    }
}
