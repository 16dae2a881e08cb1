using DecentralOrg.Cli;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Importing;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>The credits of an epoch, and reputation before it.</summary>
/// <param name="Name">What it is, for the table.</param>
/// <param name="Credits">How many credits its pairs come from.</param>
/// <param name="Graph">The credits.</param>
/// <param name="Reputation">By member number.</param>
internal sealed record BenchGraph(string Name, int Credits, CreditGraph Graph, ulong[] Reputation)
{
    private const int Budget = 1_000_000;

    public static BenchGraph Of(string name, Rmat drawn) => new(name, drawn.Credits, drawn.Draw(), drawn.Reputation());

    /// <summary>All scores of Open vSwitch's history as those of one epoch.</summary>
    public static BenchGraph OpenVSwitch()
    {
        var history = CsvHistory.Read(Path.Combine(Repository.Find(), "src", "DecentralOrg.Cli", "Demo", "openvswitch"));
        var credits = CreditPlan.For(history, long.MaxValue, Budget).Single().Credits;
        var graph = CreditGraph.From(history.People.Count, [.. credits.Select(credit => new LogCredit(credit.Evaluator, credit.Recipient, credit.Points, Bytes32.Zero))]);
        return new BenchGraph("Open vSwitch, all years", credits.Count, graph, Equal(history.People.Count));
    }

    /// <summary>As large as a large real community, by the credits of <see cref="CommunityCredits"/>.</summary>
    public static BenchGraph Community(LogCredit[] credits, int members) =>
        new("as a large community", credits.Length, CreditGraph.From(members, credits), Equal(members));

    /// <summary>Members who each credit equally often, some recipients far more often than others.</summary>
    public static LogCredit[] CommunityCredits(int members, int credits)
    {
        var random = new Random(members);
        var drawn = new LogCredit[credits];
        var points = (uint)(Budget / ((credits / members) + 1));
        for (var i = 0; i < credits; i++)
        {
            var from = i % members;
            int to;
            do
                to = (int)(members * Math.Pow(random.NextDouble(), 2));
            while (to == from);
            drawn[i] = new LogCredit(from, to, points, Bytes32.Zero);
        }
        return drawn;
    }

    private static ulong[] Equal(int members) => [.. Enumerable.Repeat(1_000_000_000UL, members)];
}
