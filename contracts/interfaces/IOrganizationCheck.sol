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
    /// @notice The ledger takes orders from another settlement contract.
    error LedgerOfAnotherSettlement(address found);

    /// @notice The ledger admits newcomers by the reputation of another organization.
    error LedgerOfAnotherReputation(address found);

    /// @notice Another settlement contract mints the token.
    error TokenOfAnotherSettlement(address found);

    /// @notice Another settlement contract writes the reputation.
    error ReputationOfAnotherSettlement(address found);

    /// @notice Who can set parameters is no timelock.
    error OwnerNotTimelock(address owner);

    /// @notice The timelock's governor does not exist.
    error GovernorMissing(address governor);

    /// @notice What is voted cannot be queued.
    error GovernorNotProposer(address governor);

    /// @notice The governor lacks the role of the canceller.
    error GovernorNotCanceller(address governor);

    /// @notice Not everybody can execute what was voted.
    error ExecutionNotOpen();

    /// @notice The timelock is not its own administrator.
    error TimelockNotAdmin(address timelock);

    /// @notice An account holds a role that it must not hold.
    error RoleHeld(bytes32 role, address account);

    /// @notice A role is administered by another one than the timelock's own.
    error RoleAdministered(bytes32 role, bytes32 admin);

    /// @notice The timelock does not wait 2 days.
    error DelayWrong(uint256 found);

    /// @notice The governor acts through another timelock.
    error GovernorOfAnotherTimelock(address found);

    /// @notice The governor counts the votes of another organization.
    error GovernorOfAnotherReputation(address found);

    /// @notice Votes are not counted as they stand one day after a proposal.
    error VotingDelayWrong(uint256 found);

    /// @notice A vote does not last 5 days.
    error VotingPeriodWrong(uint256 found);

    /// @notice To propose takes another number than a thousandth of all votes.
    error ThresholdWrong(uint256 found, uint256 expected);

    /// @notice To pass takes another share than 20 %.
    error QuorumWrong(uint256 numerator, uint256 denominator);

    /// @notice A late quorum does not extend a vote to one day.
    error VoteExtensionWrong(uint256 found);

    /// @notice Votes are not counted by time.
    error ClockWrong(string mode);

    /// @notice Votes are not counted as for, against and abstaining, the first and the last for the quorum.
    error CountingWrong(string mode);
}
