// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {FoundingCheck} from "../FoundingCheck.sol";
import {OrganizationCheck} from "../OrganizationCheck.sol";
import {IFoundingCheck} from "../interfaces/IFoundingCheck.sol";
import {IOrganizationCheck} from "../interfaces/IOrganizationCheck.sol";
import {Terms} from "../interfaces/IParameters.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {GovernedOrganization} from "./support/GovernedOrganization.sol";

/// One answer of one contract is made wrong at a time: exactly one assertion must say so.
contract OrganizationCheckTest is GovernedOrganization {
    address private constant OTHER = address(0x07E2);

    bytes32 private constant ADMIN = 0;
    bytes32 private constant PROPOSER = keccak256("PROPOSER_ROLE");
    bytes32 private constant CANCELLER = keccak256("CANCELLER_ROLE");
    bytes32 private constant EXECUTOR = keccak256("EXECUTOR_ROLE");

    function check() external {
        new OrganizationCheck(settlement, address(this));
    }

    function checkFounding(Terms calldata terms) external {
        new FoundingCheck(settlement, address(this), _keyedFounders(), terms, "Reward", "RWD");
    }

    /// Both checks fail with this error, and hold again without the wrong answer.
    function _refuses(address target, bytes memory call, bytes memory answer, bytes memory reason) private {
        vm.mockCall(target, call, answer);
        vm.expectRevert(reason);
        this.check();
        _refusesFounding(reason);
        vm.clearMockedCalls();
        this.check();
    }

    function _refusesFounding(address target, bytes memory call, bytes memory answer, bytes memory reason) private {
        vm.mockCall(target, call, answer);
        _refusesFounding(reason);
        vm.clearMockedCalls();
        this.checkFounding(_terms());
    }

    function _refusesFounding(bytes memory reason) private {
        vm.expectRevert(reason);
        this.checkFounding(_terms());
    }

    function _hasRole(bytes32 role, address account) private pure returns (bytes memory) {
        return abi.encodeCall(IAccessControl.hasRole, (role, account));
    }

    function _error(bytes4 selector, address found) private pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, found);
    }

    function test_constructor_wholeOrganization_succeeds() external {
        this.check();
        this.checkFounding(_terms());
        new OrganizationCheck(settlement, address(0));
    }

    /// What holds for every organization holds years later, too.
    function test_constructor_afterEpochs_succeeds() external {
        _give(0, OTHER, 500_000);
        _settle();
        settlement.claim(0, _all(0, reputations.length), _before(0, 64));
        this.check();
        vm.expectRevert(abi.encodeWithSelector(IFoundingCheck.EpochNotFirst.selector, 1));
        this.checkFounding(_terms());
    }

    function test_constructor_partOfAnother_reverts() external {
        bytes memory asked = abi.encodeCall(ledger.settlement, ());
        bytes memory other = abi.encode(OTHER);
        _refuses(
            address(ledger), asked, other, _error(IOrganizationCheck.LedgerOfAnotherSettlement.selector, OTHER)
        );
        _refuses(address(token), asked, other, _error(IOrganizationCheck.TokenOfAnotherSettlement.selector, OTHER));
        _refuses(
            address(reputation),
            asked,
            other,
            _error(IOrganizationCheck.ReputationOfAnotherSettlement.selector, OTHER)
        );
        asked = abi.encodeCall(ledger.reputation, ());
        _refuses(
            address(ledger), asked, other, _error(IOrganizationCheck.LedgerOfAnotherReputation.selector, OTHER)
        );
    }

    function test_constructor_ownerNotTimelock_reverts() external {
        address[3] memory owners = [OTHER, address(this), address(token)];
        bytes memory asked = abi.encodeCall(parameters.owner, ());
        for (uint256 i = 0; i < owners.length; ++i) {
            bytes memory reason = _error(IOrganizationCheck.OwnerNotTimelock.selector, owners[i]);
            _refuses(address(parameters), asked, abi.encode(owners[i]), reason);
        }
    }

    function test_constructor_governorMissing_reverts() external {
        bytes memory reason = _error(IOrganizationCheck.GovernorMissing.selector, OTHER);
        _refuses(address(timelock), abi.encodeCall(timelock.governor, ()), abi.encode(OTHER), reason);
    }

    function test_constructor_memberRolesOfAnother_reverts() external {
        bytes memory other = abi.encode(OTHER);
        bytes memory reason = _error(IOrganizationCheck.RolesMissing.selector, OTHER);
        _refuses(address(timelock), abi.encodeCall(timelock.roles, ()), other, reason);
        reason = _error(IOrganizationCheck.RolesOfAnotherTimelock.selector, OTHER);
        _refuses(address(roles), abi.encodeCall(roles.owner, ()), other, reason);
        reason = _error(IOrganizationCheck.RolesOfAnotherSettlement.selector, OTHER);
        _refuses(address(roles), abi.encodeCall(roles.settlement, ()), other, reason);
    }

    function test_constructor_roleMissing_reverts() external {
        bytes memory no = abi.encode(false);
        bytes memory reason = _error(IOrganizationCheck.GovernorNotProposer.selector, address(governor));
        _refuses(address(timelock), _hasRole(PROPOSER, address(governor)), no, reason);
        reason = _error(IOrganizationCheck.GovernorNotCanceller.selector, address(governor));
        _refuses(address(timelock), _hasRole(CANCELLER, address(governor)), no, reason);
        reason = abi.encodeWithSelector(IOrganizationCheck.ExecutionNotOpen.selector);
        _refuses(address(timelock), _hasRole(EXECUTOR, address(0)), no, reason);
        reason = _error(IOrganizationCheck.TimelockNotAdmin.selector, address(timelock));
        _refuses(address(timelock), _hasRole(ADMIN, address(timelock)), no, reason);
    }

    /// Every role of every account that must not hold it: the deployer, everybody, and each contract.
    function test_constructor_roleTooMany_reverts() external {
        bytes32[4] memory every = [ADMIN, PROPOSER, CANCELLER, EXECUTOR];
        address[10] memory accounts = [
            address(this),
            address(0),
            address(governor),
            address(timelock),
            address(settlement),
            address(ledger),
            address(parameters),
            address(token),
            address(reputation),
            address(roles)
        ];
        uint256 refused;
        for (uint256 i = 0; i < every.length; ++i) {
            for (uint256 k = 0; k < accounts.length; ++k) {
                if (timelock.hasRole(every[i], accounts[k])) continue;
                bytes memory reason =
                    abi.encodeWithSelector(IOrganizationCheck.RoleHeld.selector, every[i], accounts[k]);
                _refuses(address(timelock), _hasRole(every[i], accounts[k]), abi.encode(true), reason);
                ++refused;
            }
        }
        assertEq(refused, 4 * 10 - 4);
    }

    function test_constructor_roleAdministered_reverts() external {
        bytes32[4] memory every = [ADMIN, PROPOSER, CANCELLER, EXECUTOR];
        for (uint256 i = 0; i < every.length; ++i) {
            bytes memory reason =
                abi.encodeWithSelector(IOrganizationCheck.RoleAdministered.selector, every[i], PROPOSER);
            bytes memory asked = abi.encodeCall(IAccessControl.getRoleAdmin, (every[i]));
            _refuses(address(timelock), asked, abi.encode(PROPOSER), reason);
        }
    }

    function test_constructor_governorOfAnother_reverts() external {
        bytes memory reason = _error(IOrganizationCheck.GovernorOfAnotherTimelock.selector, OTHER);
        _refuses(address(governor), abi.encodeCall(governor.timelock, ()), abi.encode(OTHER), reason);
        reason = _error(IOrganizationCheck.GovernorOfAnotherReputation.selector, OTHER);
        _refuses(address(governor), abi.encodeCall(governor.token, ()), abi.encode(OTHER), reason);
    }

    function test_constructor_constantWrong_reverts() external {
        _refusesNumber(abi.encodeCall(governor.votingDelay, ()), IOrganizationCheck.VotingDelayWrong.selector);
        _refusesNumber(abi.encodeCall(governor.votingPeriod, ()), IOrganizationCheck.VotingPeriodWrong.selector);
        _refusesNumber(
            abi.encodeCall(governor.lateQuorumVoteExtension, ()), IOrganizationCheck.VoteExtensionWrong.selector
        );
        bytes memory reason = abi.encodeWithSelector(IOrganizationCheck.DelayWrong.selector, 2 days - 1);
        _refuses(address(timelock), abi.encodeCall(timelock.getMinDelay, ()), abi.encode(2 days - 1), reason);
        reason = abi.encodeWithSelector(IOrganizationCheck.ThresholdWrong.selector, 9, 10);
        _refuses(address(governor), abi.encodeCall(governor.proposalThreshold, ()), abi.encode(9), reason);
        bytes memory asked = abi.encodeWithSignature("quorumNumerator()");
        reason = abi.encodeWithSelector(IOrganizationCheck.QuorumWrong.selector, 19, 100);
        _refuses(address(governor), asked, abi.encode(19), reason);
        reason = abi.encodeWithSelector(IOrganizationCheck.QuorumWrong.selector, 20, 1_000);
        _refuses(address(governor), abi.encodeCall(governor.quorumDenominator, ()), abi.encode(1_000), reason);
        reason = abi.encodeWithSelector(IOrganizationCheck.QuorumVotesWrong.selector, 1_999, 2_000);
        asked = abi.encodeCall(governor.quorum, (block.timestamp - 1));
        _refuses(address(governor), asked, abi.encode(1_999), reason);
        string memory mode = "mode=blocknumber&from=default";
        reason = abi.encodeWithSelector(IOrganizationCheck.ClockWrong.selector, mode);
        _refuses(address(governor), abi.encodeCall(governor.CLOCK_MODE, ()), abi.encode(mode), reason);
        mode = "support=bravo&quorum=bravo";
        reason = abi.encodeWithSelector(IOrganizationCheck.CountingWrong.selector, mode);
        _refuses(address(governor), abi.encodeCall(governor.COUNTING_MODE, ()), abi.encode(mode), reason);
    }

    function _refusesNumber(bytes memory asked, bytes4 selector) private {
        _refuses(address(governor), asked, abi.encode(7), abi.encodeWithSelector(selector, 7));
    }

    function test_constructor_founderWrong_reverts() external {
        bytes memory reason =
            abi.encodeWithSelector(IFoundingCheck.FounderNotMember.selector, 1, _founder(1), OTHER);
        _refusesFounding(address(ledger), abi.encodeCall(ledger.memberAt, (1)), abi.encode(OTHER), reason);
        reason =
            abi.encodeWithSelector(IFoundingCheck.FounderReputationWrong.selector, _founder(1), 3_001, 3_000);
        bytes memory asked = abi.encodeCall(reputation.reputationOf, (_founder(1)));
        _refusesFounding(address(reputation), asked, abi.encode(3_001), reason);
    }

    function test_constructor_reputationElsewhere_reverts() external {
        bytes memory reason =
            abi.encodeWithSelector(IFoundingCheck.DeployerHasReputation.selector, address(this), 1);
        bytes memory asked = abi.encodeCall(reputation.reputationOf, (address(this)));
        _refusesFounding(address(reputation), asked, abi.encode(1), reason);
        reason = abi.encodeWithSelector(IFoundingCheck.ReputationElsewhere.selector, 10_001, 10_000);
        asked = abi.encodeCall(reputation.totalReputation, ());
        _refusesFounding(address(reputation), asked, abi.encode(10_001), reason);
    }

    function test_constructor_deployerIsFounder_succeeds() external {
        new FoundingCheck(settlement, _founder(2), _keyedFounders(), _terms(), "Reward", "RWD");
    }

    function test_constructor_tokenWrong_reverts() external {
        bytes memory reason = abi.encodeWithSelector(IFoundingCheck.TokensMinted.selector, 1);
        _refusesFounding(address(token), abi.encodeCall(token.totalSupply, ()), abi.encode(1), reason);
        reason = abi.encodeWithSelector(IFoundingCheck.TokenNameWrong.selector, "Rewards", "RWD");
        _refusesFounding(address(token), abi.encodeCall(token.name, ()), abi.encode("Rewards"), reason);
        reason = abi.encodeWithSelector(IFoundingCheck.TokenNameWrong.selector, "Reward", "RWDS");
        _refusesFounding(address(token), abi.encodeCall(token.symbol, ()), abi.encode("RWDS"), reason);
    }

    function test_constructor_termsWrong_reverts() external {
        Terms memory terms = _terms();
        terms.bond += 1;
        bytes memory reason = abi.encodeWithSelector(IFoundingCheck.TermsWrong.selector);
        vm.expectRevert(reason);
        this.checkFounding(terms);
        bytes memory asked = abi.encodeCall(parameters.current, ());
        _refusesFounding(address(parameters), asked, abi.encode(terms), reason);
        asked = abi.encodeCall(ISettlement.termsOf, (0));
        _refusesFounding(address(settlement), asked, abi.encode(terms), reason);
    }

    /// Members who act before the check is mined must not make it fail.
    function test_constructor_foundersActedMeanwhile_succeeds() external {
        vm.prank(_founder(0));
        reputation.delegate(address(this));
        _give(1, OTHER, 500_000);
        this.checkFounding(_terms());
    }
}
