// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {OrganizationGovernor} from "../OrganizationGovernor.sol";
import {IOrganizationGovernor} from "../interfaces/IOrganizationGovernor.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {GovernedOrganization} from "./support/GovernedOrganization.sol";
import {OwnedWallet, StrangeWallet} from "./support/Wallets.sol";

/// Proposals that were signed, and brought by somebody who needs no votes for it.
contract GovernorProposeBySigTest is GovernedOrganization {
    address private constant RELAYER = address(0x2E1A7E2);

    /// What was signed, beside the calls and the words.
    struct Signing {
        address proposer;
        uint256 key;
        uint256 nonce;
        uint256 deadline;
    }

    function _lowerReward() private view returns (Proposal memory) {
        return _setting(IParameters.Parameter.RewardPerEpoch, 5e12);
    }

    /// Two calls, of which one sends ether, so that no array of the message has only one element.
    function _twoCalls() private view returns (Proposal memory proposal) {
        proposal.targets = new address[](2);
        proposal.values = new uint256[](2);
        proposal.calls = new bytes[](2);
        (proposal.targets[0], proposal.targets[1]) = (address(parameters), RELAYER);
        proposal.values[1] = 1 ether;
        proposal.calls[0] = abi.encodeCall(IParameters.set, (IParameters.Parameter.DampingBp, 6_000));
        proposal.description = "Pay who brings what we sign, and let credits weigh more";
    }

    function _byFounder(uint256 index) private view returns (Signing memory) {
        return Signing(_founder(index), keyOf(index), governor.nonces(_founder(index)), block.timestamp);
    }

    function _fields(Proposal memory proposal, Signing memory by) private pure returns (bytes memory) {
        bytes32[] memory calls = new bytes32[](proposal.calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            calls[i] = keccak256(proposal.calls[i]);
        }
        return abi.encode(
            keccak256(
                "Proposal(address proposer,address[] targets,uint256[] values,bytes[] calldatas,string description,uint256 nonce,uint256 deadline)"
            ),
            by.proposer,
            keccak256(abi.encodePacked(proposal.targets)),
            keccak256(abi.encodePacked(proposal.values)),
            keccak256(abi.encodePacked(calls)),
            _hash(proposal),
            by.nonce,
            by.deadline
        );
    }

    function _sign(Proposal memory proposal, Signing memory by) private view returns (bytes memory) {
        return signed(by.key, _digest(_fields(proposal, by)));
    }

    function _bring(Proposal memory proposal, Signing memory by, bytes memory signature) private returns (uint256) {
        vm.prank(RELAYER);
        return governor.proposeBySig(
            proposal.targets,
            proposal.values,
            proposal.calls,
            proposal.description,
            by.proposer,
            by.deadline,
            signature
        );
    }

    function _refuses(Proposal memory proposal, Signing memory by, bytes memory signature, bytes memory reason) private {
        uint256 nonce = governor.nonces(by.proposer);
        vm.expectRevert(reason);
        _bring(proposal, by, signature);
        assertEq(governor.nonces(by.proposer), nonce, "a refused proposal uses up no nonce");
    }

    function _invalid(address proposer) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, proposer);
    }

    function test_proposeBySig_broughtByAnybody_isTheSignersOwn() external {
        Proposal memory proposal = _twoCalls();
        Signing memory by = _byFounder(4);
        bytes memory signature = _sign(proposal, by);
        uint256 expected =
            governor.getProposalId(proposal.targets, proposal.values, proposal.calls, _hash(proposal));
        vm.expectEmit(address(governor));
        emit IGovernor.ProposalCreated(
            expected,
            by.proposer,
            proposal.targets,
            proposal.values,
            new string[](2),
            proposal.calls,
            block.timestamp + 1 days,
            block.timestamp + 6 days,
            proposal.description
        );
        assertEq(_bring(proposal, by, signature), expected);
        assertEq(governor.proposalProposer(expected), by.proposer);
        assertEq(governor.nonces(by.proposer), 1);
        _assertState(expected, IGovernor.ProposalState.Pending);

        vm.prank(by.proposer);
        governor.cancel(proposal.targets, proposal.values, proposal.calls, _hash(proposal));
        _assertState(expected, IGovernor.ProposalState.Canceled);
    }

    function test_proposeBySig_typeHash_isThatOfTheMessage() external view {
        bytes memory fields = _fields(_lowerReward(), _byFounder(0));
        assertEq(governor.PROPOSAL_TYPEHASH(), abi.decode(fields, (bytes32)));
    }

    /// The same path to the same end as a proposal that was sent.
    function test_proposeBySig_wholeLife_setsTheParameter() external {
        Proposal memory proposal = _lowerReward();
        Signing memory by = _byFounder(0);
        uint256 id = _bring(proposal, by, _sign(proposal, by));
        _toVoting(id);
        _vote(id, 0, FOR);
        _toEnd(id);
        _queue(proposal);
        vm.warp(governor.proposalEta(id));
        _execute(proposal);
        assertEq(parameters.current().rewardPerEpoch, 5e12);
    }

    /// The nonce of a used signature is behind; what was signed for the next one is refused until then.
    function test_proposeBySig_replayed_reverts() external {
        Proposal memory proposal = _lowerReward();
        Signing memory by = _byFounder(0);
        bytes memory signature = _sign(proposal, by);
        _bring(proposal, by, signature);
        _refuses(proposal, by, signature, _invalid(by.proposer));

        Proposal memory other = _twoCalls();
        _refuses(other, by, _sign(other, by), _invalid(by.proposer));
        by.nonce = 2;
        _refuses(other, by, _sign(other, by), _invalid(by.proposer));
        by.nonce = 1;
        _bring(other, by, _sign(other, by));
    }

    /// hardhat-config: default.fuzz.runs = 64
    function test_proposeBySig_notWhatWasSigned_reverts(uint256 which) external {
        Proposal memory proposal = _twoCalls();
        Signing memory by = _byFounder(0);
        bytes memory signature = _sign(proposal, by);
        which = bound(which, 0, 8);
        if (which == 0) proposal.targets[1] = _founder(1);
        if (which == 1) proposal.values[0] = 1;
        if (which == 2) proposal.calls[1] = hex"00";
        if (which == 3) (proposal.calls[0], proposal.calls[1]) = (proposal.calls[1], proposal.calls[0]);
        if (which == 4) proposal.description = "Pay who brings what we sign";
        if (which == 5) by.deadline += 1;
        if (which == 6) by.proposer = _founder(1);
        if (which == 7) signature[40] ^= 0x01;
        if (which == 8) signature = signed(keyOf(1), _digest(_fields(proposal, by)));
        _refuses(proposal, by, signature, _invalid(by.proposer));
    }

    function test_proposeBySig_otherChain_reverts() external {
        Proposal memory proposal = _lowerReward();
        Signing memory by = _byFounder(0);
        // Not block.chainid: via-IR may read it again after the change, where it is another.
        (,,, uint256 chain,,,) = governor.eip712Domain();
        vm.chainId(chain + 1);
        bytes memory elsewhere = _sign(proposal, by);
        vm.chainId(chain);
        _refuses(proposal, by, elsewhere, _invalid(by.proposer));
    }

    function test_proposeBySig_otherGovernor_reverts() external {
        Proposal memory proposal = _lowerReward();
        Signing memory by = _byFounder(0);
        bytes memory signature = _sign(proposal, by);
        OrganizationGovernor other = new OrganizationGovernor(reputation, timelock);
        vm.expectRevert(_invalid(by.proposer));
        other.proposeBySig(
            proposal.targets,
            proposal.values,
            proposal.calls,
            proposal.description,
            by.proposer,
            by.deadline,
            signature
        );
    }

    function test_proposeBySig_afterTheDeadline_reverts() external {
        Proposal memory proposal = _lowerReward();
        Signing memory by = _byFounder(0);
        by.deadline = governor.clock() + 1 hours;
        bytes memory signature = _sign(proposal, by);
        vm.warp(by.deadline + 1);
        bytes memory reason =
            abi.encodeWithSelector(IOrganizationGovernor.ProposalSignatureExpired.selector, by.deadline);
        _refuses(proposal, by, signature, reason);
        vm.warp(by.deadline);
        _bring(proposal, by, signature);
    }

    function test_proposeBySig_belowThreshold_reverts() external {
        Proposal memory proposal = _lowerReward();
        Signing memory by = _byFounder(5);
        bytes memory reason = abi.encodeWithSelector(
            IGovernor.GovernorInsufficientProposerVotes.selector, by.proposer, 9, 10
        );
        _refuses(proposal, by, _sign(proposal, by), reason);
    }

    /// Whoever sees the signed proposal on its way cannot make it his own, to withdraw it.
    function test_proposeBySig_namedProposer_belongsToHim() external {
        Proposal memory proposal = _lowerReward();
        proposal.description = string.concat("Earn less#proposer=", vm.toString(_founder(0)));
        bytes memory reason =
            abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, _founder(1));
        Signing memory by = _byFounder(1);
        _refuses(proposal, by, _sign(proposal, by), reason);
        vm.expectRevert(reason);
        _propose(1, proposal);
        by = _byFounder(0);
        _bring(proposal, by, _sign(proposal, by));
    }

    /// One count for all that a member signs to the governor: whoever brings a proposal first makes a ballot signed with the
    /// same nonce worth nothing.
    function test_proposeBySig_nonceOfABallot_isShared() external {
        uint256 id = _propose(1, _lowerReward());
        _toVoting(id);
        bytes32 type_ = keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");
        bytes memory ballot = signed(keyOf(0), _digest(abi.encode(type_, id, FOR, _founder(0), uint256(0))));
        Proposal memory proposal = _twoCalls();
        Signing memory by = _byFounder(0);
        _bring(proposal, by, _sign(proposal, by));
        vm.expectRevert(_invalid(_founder(0)));
        governor.castVoteBySig(id, FOR, _founder(0), ballot);
    }

    function test_proposeBySig_contractAccount_asksItsOwner() external {
        address wallet = address(new OwnedWallet(_founder(1)));
        vm.prank(_founder(0));
        reputation.delegate(wallet);
        vm.warp(governor.clock() + 1);
        Proposal memory proposal = _lowerReward();
        Signing memory by = _byFounder(1);
        by.proposer = wallet;
        by.nonce = 0;
        bytes memory another = signed(keyOf(2), _digest(_fields(proposal, by)));
        _refuses(proposal, by, another, _invalid(wallet));
        uint256 id = _bring(proposal, by, _sign(proposal, by));
        assertEq(governor.proposalProposer(id), wallet);
    }

    /// What is not the whole answer of ERC-1271 is no signature.
    function test_proposeBySig_strangeAnswer_reverts() external {
        address wallet = address(new StrangeWallet());
        vm.prank(_founder(0));
        reputation.delegate(wallet);
        vm.warp(governor.clock() + 1);
        Proposal memory proposal = _lowerReward();
        Signing memory by = Signing(wallet, 0, 0, governor.clock());
        StrangeWallet.Answer[6] memory answers = [
            StrangeWallet.Answer.No,
            StrangeWallet.Answer.One,
            StrangeWallet.Answer.RightAlignedYes,
            StrangeWallet.Answer.Short,
            StrangeWallet.Answer.Nothing,
            StrangeWallet.Answer.RevertedYes
        ];
        for (uint256 i = 0; i < answers.length; ++i) {
            _refuses(proposal, by, abi.encode(answers[i], 0), _invalid(wallet));
        }
        _bring(proposal, by, abi.encode(StrangeWallet.Answer.Yes, 0));
    }

    function test_proposeBySig_noCallsOrTwice_reverts() external {
        Proposal memory proposal = _lowerReward();
        _propose(1, proposal);
        Signing memory by = _byFounder(0);
        uint256 id = governor.getProposalId(proposal.targets, proposal.values, proposal.calls, _hash(proposal));
        bytes memory reason = abi.encodeWithSelector(
            IGovernor.GovernorUnexpectedProposalState.selector, id, IGovernor.ProposalState.Pending, bytes32(0)
        );
        _refuses(proposal, by, _sign(proposal, by), reason);

        Proposal memory none;
        none.description = "Nothing";
        reason = abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 0, 0, 0);
        _refuses(none, by, _sign(none, by), reason);
    }
}
