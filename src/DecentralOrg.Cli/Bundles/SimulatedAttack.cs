using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Cli.Bundles;

/// <summary>What a ring could gain in the last epoch, under the parameters that it had and under others.</summary>
/// <param name="NewAccounts">How many of the ring are new accounts.</param>
/// <param name="Before">With the epoch as it was.</param>
/// <param name="After">With the epoch as it would have been.</param>
internal sealed record SimulatedAttack(int NewAccounts, RingAttack Before, RingAttack After)
{
    /// <exception cref="CommandException">The ring has a number that is no member's, or too many new accounts.</exception>
    public static SimulatedAttack Of(IReadOnlyList<SimulatedEpoch> epochs, PastEpoch last, ParameterChange change, int[] ring, int newAccounts, int threads)
    {
        foreach (var member in ring.Where(member => member >= last.Members))
            throw new CommandException(ExitCode.NotFound, $"There is no member {member} for the ring; there are {last.Members} in epoch {epochs[^1].Header.Epoch}, numbered from 0.");
        if (newAccounts > CreditGraph.MostMembers - last.Members)
            throw new CommandException(ExitCode.Refused, $"With {newAccounts} new accounts there are more than {CreditGraph.MostMembers} members, the most that influence is computed for; add fewer.");
        ulong[] reputation = epochs.Count > 1
            ? [.. epochs[^2].After.State.Select(member => member.Reputation)]
            : epochs[^1].Header.Reputation();
        return new SimulatedAttack(
            newAccounts,
            RingAttack.Of(last, epochs[^1].Header.Reputation(), ring, newAccounts, threads),
            RingAttack.Of(change.Apply(last), reputation, ring, newAccounts, threads));
    }
}
