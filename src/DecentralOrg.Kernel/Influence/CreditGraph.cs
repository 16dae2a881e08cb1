using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Influence;

/// <summary>
/// Who gave whom how many points in an epoch, by recipient. Credits between the same two members are one edge with the sum
/// of their points; the edges of a recipient are in order of the givers' numbers.
/// </summary>
public sealed class CreditGraph
{
    private readonly int[] starts;
    private readonly int[] givers;
    private readonly uint[] points;

    private CreditGraph(int[] starts, int[] givers, uint[] points, uint greatestSpending)
    {
        this.starts = starts;
        this.givers = givers;
        this.points = points;
        GreatestSpending = greatestSpending;
    }

    /// <summary>The number of members.</summary>
    public int Members => starts.Length - 1;

    /// <summary>The number of pairs with credits from one to the other.</summary>
    public int Edges => givers.Length;

    /// <summary>The most points that one member gave in all.</summary>
    public uint GreatestSpending { get; }

    /// <summary>The givers of a member's credits, each once.</summary>
    public ReadOnlySpan<int> Givers(int member) => givers.AsSpan(starts[member]..starts[member + 1]);

    /// <summary>The points that the <see cref="Givers"/> gave, in the same order.</summary>
    public ReadOnlySpan<uint> Points(int member) => points.AsSpan(starts[member]..starts[member + 1]);

    /// <summary>Builds the graph of an epoch. The order of the credits makes no difference.</summary>
    /// <param name="members">The number of members.</param>
    /// <param name="credits">The epoch's credits.</param>
    /// <exception cref="ArgumentException">
    /// A credit from or to a number that is no member's, to oneself or without points, or a giver above 2^20 points.
    /// </exception>
    public static CreditGraph From(int members, IReadOnlyList<LogCredit> credits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(members);
        ArgumentNullException.ThrowIfNull(credits);
        var spent = Spending(members, credits);

        // Two stable counting sorts, by giver and then by recipient, bring the credits of a pair together in linear time.
        var byGiver = Sort(members, credits, [.. Enumerable.Range(0, credits.Count)], credit => credit.From);
        var byRecipient = Sort(members, credits, byGiver, credit => credit.To);
        var starts = new int[members + 1];
        var givers = new List<int>(credits.Count);
        var points = new List<uint>(credits.Count);
        var recipient = -1;
        foreach (var index in byRecipient)
        {
            var credit = credits[index];
            if (credit.To == recipient && givers[^1] == credit.From)
            {
                points[^1] += credit.Points;
                continue;
            }
            while (recipient < credit.To)
                starts[++recipient] = givers.Count;
            givers.Add(credit.From);
            points.Add(credit.Points);
        }
        while (recipient < members)
            starts[++recipient] = givers.Count;
        return new CreditGraph(starts, [.. givers], [.. points], spent.DefaultIfEmpty().Max());
    }

    private static uint[] Spending(int members, IReadOnlyList<LogCredit> credits)
    {
        var spent = new uint[members];
        for (var i = 0; i < credits.Count; i++)
        {
            var (from, to, points, _) = credits[i];
            if (Math.Min(from, to) < 0 || Math.Max(from, to) >= members || from == to || points == 0)
                throw new ArgumentException($"Credit {i} ({from} to {to}, {points} points) is not one between two of {members} members.", nameof(credits));
            if (points > InfluenceParameters.GreatestPointsPerEpoch - spent[from])
                throw new ArgumentException($"Member {from} gives more than {InfluenceParameters.GreatestPointsPerEpoch} points, the greatest budget there is.", nameof(credits));
            spent[from] += points;
        }
        return spent;
    }

    private static int[] Sort(int members, IReadOnlyList<LogCredit> credits, int[] order, Func<LogCredit, int> key)
    {
        var next = new int[members + 1];
        foreach (var index in order)
            next[key(credits[index]) + 1]++;
        for (var i = 0; i < members; i++)
            next[i + 1] += next[i];
        var sorted = new int[order.Length];
        foreach (var index in order)
            sorted[next[key(credits[index])]++] = index;
        return sorted;
    }
}
