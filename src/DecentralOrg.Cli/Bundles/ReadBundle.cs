using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Cli.Bundles;

/// <summary>What is kept of a bundle that was read once, from its beginning to its end: its size follows members and pairs, not credits.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Graph">Its credits, those between the same two members as one.</param>
/// <param name="Spent">The points that each member gave.</param>
internal sealed record ReadBundle(BundleHeader Header, CreditGraph Graph, uint[] Spent)
{
    /// <summary>Above so many members their values no longer fit the cache of a processor, and the order of rows tells.</summary>
    private const int Large = 1 << 18;

    /// <summary>Reads a bundle.</summary>
    /// <param name="path">Its file; - for standard input.</param>
    /// <param name="progress">Where it says how far it is.</param>
    /// <param name="visit">Told the header, says who is to be told each credit as well, in order; nobody if left out.</param>
    /// <exception cref="CommandException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="BundleException">The bundle is refused.</exception>
    public static ReadBundle From(string path, ProgressLine progress, Func<BundleHeader, Action<LogCredit>>? visit = null)
    {
        using var stream = InputFile.Open(path, "bundle");
        progress.Show(() => "reading the header …");
        var bundle = new BundleScanner(stream);
        progress.Show(() => $"reading, {Amounts.Count(bundle.Lines)} lines …");
        var also = visit?.Invoke(bundle.Header);
        var builder = new CreditGraphBuilder(bundle.Header.Members.Length);
        while (bundle.TryRead(out var credit))
        {
            builder.Add(credit.From, credit.To, credit.Points);
            also?.Invoke(credit);
        }
        return new ReadBundle(bundle.Header, builder.Build(), bundle.Spent.ToArray());
    }

    /// <summary>Points unspent, and all that there were to give.</summary>
    public (ulong Unspent, ulong All) Points
    {
        get
        {
            var all = (ulong)Header.Members.Length * (ulong)Header.Terms.Influence.PointsPerEpoch;
            return (all - Spent.Aggregate(0UL, (sum, points) => sum + points), all);
        }
    }

    /// <summary>Solves its influence.</summary>
    /// <param name="threads">With how many threads.</param>
    /// <param name="progress">Where it says how far it is.</param>
    public Influence Solve(int threads, ProgressLine progress)
    {
        var solver = new InfluenceSolver(Graph, Header.Reputation(), Header.Terms.Influence, Graph.Members > Large ? RowLayout.ByUse : RowLayout.Numbered);
        progress.Show(() => $"solving, {Amounts.Of(solver.Progress.Sweeps, "sweep")} over {Amounts.Of(Graph.Pairs, "pair")} …");
        return solver.Solve(threads);
    }
}
