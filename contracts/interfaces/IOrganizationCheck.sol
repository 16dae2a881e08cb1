// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title OrganizationCheck
/// @notice What holds for every organization, at any time: its parts name each other, and nobody but a vote can change
/// anything. One error for each assertion.
/// @dev Created, or asked by `eth_call` without `to`: either the creation succeeds or one of these errors says what is
/// wrong. It asks the contracts, so it proves what they answer. That these are the contracts of this repository, the
/// comparison of their code shows; holders of roles cannot be enumerated, and that there are no others than those asked for
/// here follows from the code that created the timelock, which has no way to grant one later.
interface IOrganizationCheck {
    /// @notice The ledger takes orders from `found`, not from the settlement contract.
    error LedgerOfAnotherSettlement(address found);

    /// @notice The ledger admits newcomers by the reputation `found` of another organization.
    error LedgerOfAnotherReputation(address found);

    /// @notice `found`, not the settlement contract, mints the token.
    error TokenOfAnotherSettlement(address found);

    /// @notice `found`, not the settlement contract, writes the reputation.
    error ReputationOfAnotherSettlement(address found);

    /// @notice The `owner`, who can set parameters, is no timelock.
    error OwnerNotTimelock(address owner);

    /// @notice The timelock's `governor` does not exist.
    error GovernorMissing(address governor);

    /// @notice The contract of the members' `roles` that the timelock names does not exist.
    error RolesMissing(address roles);

    /// @notice The members' roles are given by `found`, not by the timelock.
    error RolesOfAnotherTimelock(address found);

    /// @notice The members' roles are about the settlements of `found`, another organization.
    error RolesOfAnotherSettlement(address found);

    /// @notice The `governor` lacks the role of the proposer: what is voted cannot be queued.
    error GovernorNotProposer(address governor);

    /// @notice The `governor` lacks the role of the canceller.
    error GovernorNotCanceller(address governor);

    /// @notice Not everybody can execute what was voted.
    error ExecutionNotOpen();

    /// @notice The `timelock` is not its own administrator.
    error TimelockNotAdmin(address timelock);

    /// @notice The `account` holds the `role`, which it must not hold.
    error RoleHeld(bytes32 role, address account);

    /// @notice The `role` is administered by the role `admin`, not by the timelock's own.
    error RoleAdministered(bytes32 role, bytes32 admin);

    /// @notice The timelock waits `found` seconds, not 2 days.
    error DelayWrong(uint256 found);

    /// @notice The governor acts through `found`, another timelock.
    error GovernorOfAnotherTimelock(address found);

    /// @notice The governor counts `found`, the votes of another organization.
    error GovernorOfAnotherReputation(address found);

    /// @notice Votes are counted as they stand `found` seconds after a proposal, not one day.
    error VotingDelayWrong(uint256 found);

    /// @notice A vote lasts `found` seconds, not 5 days.
    error VotingPeriodWrong(uint256 found);

    /// @notice To propose takes `found` votes; a thousandth of all is `expected`.
    error ThresholdWrong(uint256 found, uint256 expected);

    /// @notice To pass takes `numerator` of `denominator`, not 20 %.
    error QuorumWrong(uint256 numerator, uint256 denominator);

    /// @notice The governor asks for `votes` where a fifth of all is `expected`.
    error QuorumVotesWrong(uint256 votes, uint256 expected);

    /// @notice A late quorum extends a vote to `found` seconds, not to one day.
    error VoteExtensionWrong(uint256 found);

    /// @notice Votes are counted by the clock `mode`, not by time.
    error ClockWrong(string mode);

    /// @notice Votes are counted by `mode`, not as for, against and abstaining with the first and the last for the quorum.
    error CountingWrong(string mode);
}
