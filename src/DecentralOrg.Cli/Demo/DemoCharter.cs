using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Founding;
using DecentralOrg.Node.Importing;

namespace DecentralOrg.Cli.Demo;

/// <summary>What an organization that continues a history is founded with.</summary>
internal static class DemoCharter
{
    private const int MostFounders = 10;

    /// <summary>A million, in units of 10^-9.</summary>
    private const ulong Reputation = 1_000_000_000_000_000;

    /// <summary>
    /// The defaults are for weeks; a quarter has thirteen. So thirteen times the reward, a thirteenth of the points that
    /// introduce a newcomer, and the renewal that thirteen weeks of 2 % come to: 1 - 0.98^13.
    /// </summary>
    public static Terms Quarterly { get; } = Terms.Default with
    {
        EpochSeconds = DemoOptions.EpochSeconds,
        RewardPerEpoch = 13 * Terms.Default.RewardPerEpoch,
        IntroductionPoints = Terms.Default.IntroductionPoints / 13,
        RenewalBp = 2_310,
    };

    /// <summary>
    /// The founders are the authors with most contributions before the first quarter, or in it if it is the first of all,
    /// with reputation in proportion.
    /// </summary>
    public static Charter For(History history, ImportedRecords records, int first)
    {
        var founders = history.Commits
            .Where(commit => history.EpochOf(commit.Time, DemoOptions.EpochSeconds) < Math.Max(first, 1))
            .GroupBy(commit => commit.Author)
            .OrderByDescending(commits => commits.Count()).ThenBy(commits => commits.Key)
            .Take(MostFounders)
            .Select(commits => (Account: records.Accounts[commits.Key], Commits: (ulong)commits.Count()))
            .ToList();
        var all = founders.Aggregate(0UL, (sum, founder) => sum + founder.Commits);
        return new Charter(
            Quarterly,
            [.. founders.Select(founder => new Founder(founder.Account, (ulong)((UInt128)Reputation * founder.Commits / all)))],
            "Demo Reward", "DEMO");
    }
}
