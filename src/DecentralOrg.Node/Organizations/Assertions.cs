using DecentralOrg.Ethereum;

namespace DecentralOrg.Node.Organizations;

/// <summary>What the check contracts assert, by the name of the error that says it does not hold.</summary>
public static class Assertions
{
    /// <summary>What holds for every organization, at any time, in the order in which it is checked.</summary>
    public static IReadOnlyList<(string Error, string Sentence)> OfOrganization { get; } =
    [
        ("LedgerOfAnotherSettlement", "The ledger takes orders from this settlement contract only."),
        ("LedgerOfAnotherReputation", "The ledger admits newcomers by this organization's reputation."),
        ("TokenOfAnotherSettlement", "The settlement contract is the token's only minter."),
        ("ReputationOfAnotherSettlement", "The settlement contract is the reputation's only writer."),
        ("OwnerNotTimelock", "The timelock alone can set parameters."),
        ("GovernorMissing", "The timelock's governor exists."),
        ("RolesMissing", "The timelock's contract of members' roles exists."),
        ("RolesOfAnotherTimelock", "The timelock alone gives members roles."),
        ("RolesOfAnotherSettlement", "Members' roles are about this organization's members and settlements."),
        ("GovernorNotProposer", "The governor can queue in the timelock what was voted."),
        ("GovernorNotCanceller", "The governor can cancel in the timelock."),
        ("ExecutionNotOpen", "Anybody can execute what was voted."),
        ("TimelockNotAdmin", "The timelock is its own administrator."),
        ("RoleHeld", "Neither the deployer nor anybody else who was asked for holds another role in the timelock."),
        ("RoleAdministered", "No role in the timelock is administered by another one."),
        ("DelayWrong", "The timelock waits 2 days."),
        ("GovernorOfAnotherTimelock", "The governor acts through this timelock."),
        ("GovernorOfAnotherReputation", "The governor counts this organization's reputation."),
        ("VotingDelayWrong", "Votes count as they stand 1 day after a proposal."),
        ("VotingPeriodWrong", "A vote lasts 5 days."),
        ("VoteExtensionWrong", "A late quorum extends a vote to 1 day."),
        ("ThresholdWrong", "To propose takes a thousandth of all votes."),
        ("QuorumWrong", "To pass takes 20 % of all votes for or abstaining."),
        ("QuorumVotesWrong", "The governor asks for a fifth of all votes, rounded up."),
        ("ClockWrong", "Votes are counted by time."),
        ("CountingWrong", "Votes are for, against or abstaining."),
    ];

    /// <summary>What holds beside that for an organization that was just founded.</summary>
    public static IReadOnlyList<(string Error, string Sentence)> OfFounding { get; } =
    [
        ("EpochNotFirst", "Epoch 0 is open."),
        ("FounderNotMember", "The charter's founders are the first members, in their order."),
        ("FounderReputationWrong", "Every founder has the reputation that the charter gives him."),
        ("DeployerHasReputation", "The deployer has no reputation, unless he is a founder."),
        ("ReputationElsewhere", "Nobody else has reputation."),
        ("TokensMinted", "No token was minted."),
        ("TokenNameWrong", "The token has the charter's name and symbol."),
        ("TermsWrong", "The parameters and those of epoch 0 are the charter's."),
    ];

    /// <summary>What does not hold, in words: the error of a check contract and the assertion behind it.</summary>
    public static string Denial(Revert revert)
    {
        ArgumentNullException.ThrowIfNull(revert);
        var sentence = OfOrganization.Concat(OfFounding).FirstOrDefault(assertion => assertion.Error == revert.Name).Sentence;
        return sentence is null
            ? $"A contract could not be asked: {revert.Words}."
            : $"This does not hold: \"{sentence}\" The check says {revert.Words}.";
    }
}
