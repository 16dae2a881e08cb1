using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Cli.Bundles;

/// <summary>An epoch as it was, and as it would have been.</summary>
/// <param name="Header">The header of its bundle.</param>
/// <param name="Before">Its settlement.</param>
/// <param name="After">What its settlement would have been.</param>
internal sealed record SimulatedEpoch(BundleHeader Header, SettlementVector Before, SettlementVector After)
{
    /// <summary>Simulates consecutive epochs of one organization, of which one is held at a time.</summary>
    /// <param name="paths">Their bundles, in order.</param>
    /// <param name="change">What would have been other.</param>
    /// <param name="threads">How many threads solve.</param>
    /// <param name="progress">Where it says how far it is.</param>
    /// <returns>All epochs, and the last one's credits as they were.</returns>
    /// <exception cref="CommandException">A bundle cannot be read or does not follow the one before, or rewards pass 64 bits.</exception>
    /// <exception cref="BundleException">A bundle is refused.</exception>
    public static (List<SimulatedEpoch> Epochs, PastEpoch Last) Run(
        IReadOnlyList<string> paths, ParameterChange change, int threads, ProgressLine progress)
    {
        var epochs = new List<SimulatedEpoch>();
        var read = Read(paths[0]);
        var past = PastEpoch.Of(read.Header.Terms, read.Graph);
        try
        {
            foreach (var after in Simulation.Run(read.Header.Previous(), Past(), change, threads))
                epochs.Add(new SimulatedEpoch(read.Header, read.Header.Settle(read.Solve(threads, progress)), after));
        }
        catch (OverflowException overflow)
        {
            throw new CommandException(ExitCode.Refused, $"With this change: {overflow.Message}");
        }
        return (epochs, past);

        ReadBundle Read(string path)
        {
            try
            {
                return ReadBundle.From(path, progress);
            }
            catch (BundleException refused) when (paths.Count > 1)
            {
                throw new CommandException(ExitCode.Refused, $"'{path}', {refused.Message}");
            }
        }

        IEnumerable<PastEpoch> Past()
        {
            yield return past;
            foreach (var path in paths.Skip(1))
            {
                var before = read.Header;
                read = Read(path);
                RequireNext(path, before, read.Header);
                past = PastEpoch.Of(read.Header.Terms, read.Graph);
                yield return past;
            }
        }
    }

    private static void RequireNext(string path, BundleHeader before, BundleHeader next)
    {
        if (next.Epoch != before.Epoch + 1UL)
            throw new CommandException(ExitCode.Refused, $"EpochsNotConsecutive: '{path}' is of epoch {next.Epoch}, after one of epoch {before.Epoch}; name the bundles of epochs that follow each other, in order.");
        for (var member = 0; member < before.Members.Length; member++)
        {
            var account = before.Members[member].Account;
            if (member >= next.Members.Length || !account.Equals(next.Members[member].Account, StringComparison.OrdinalIgnoreCase))
                throw new CommandException(ExitCode.Refused, $"AnotherOrganization: member {member} is {account} in epoch {before.Epoch}, but {(member < next.Members.Length ? next.Members[member].Account : "nobody")} in '{path}'; numbers are given for ever, so name bundles of one organization.");
        }
    }
}
