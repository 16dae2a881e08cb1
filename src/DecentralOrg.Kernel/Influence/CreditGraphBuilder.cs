namespace DecentralOrg.Kernel.Influence;

/// <summary>
/// Takes the credits of an epoch one by one, in any order, and makes their graph. Memory follows the distinct pairs of
/// giver and recipient, not the credits: who reviews credits the same few people again and again.
/// </summary>
/// <remarks>
/// A pair is one number: recipient, giver, points less one, of 22, 22 and 20 bits. So sorting the numbers brings the credits
/// of a pair together, and in the order of the graph. New ones are gathered, sorted, and merged into the rest when they are
/// half as many: each is moved a few times in all. 12 to 28 bytes a pair until <see cref="Build"/> is through.
/// </remarks>
public sealed class CreditGraphBuilder
{
    private const int PointsBits = 20;
    private const int MemberBits = 22;
    private const ulong PointsMask = (1UL << PointsBits) - 1;
    private const ulong MemberMask = (1UL << MemberBits) - 1;
    private const int LeastFresh = 4096;

    private readonly uint[] spent;
    private ulong[] pairs = [];
    private int count;
    private ulong[] fresh;
    private int gathered;

    /// <param name="members">The number of members, 0..2^22.</param>
    /// <param name="credits">How many credits are to come, as far as it is known; more are taken as well.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of members is out of its range.</exception>
    public CreditGraphBuilder(int members, int credits = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(members);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members, CreditGraph.MostMembers);
        ArgumentOutOfRangeException.ThrowIfNegative(credits);
        spent = new uint[members];
        fresh = new ulong[Math.Clamp(credits, 4, LeastFresh)];
    }

    /// <summary>Adds a credit.</summary>
    /// <param name="from">The number of the giver.</param>
    /// <param name="to">The number of the recipient.</param>
    /// <param name="points">The points; with all others of the giver at most 2^20.</param>
    /// <exception cref="ArgumentException">
    /// From or to a number that is no member's, to oneself or without points, or a giver above 2^20 points. Nothing changed.
    /// </exception>
    public void Add(int from, int to, uint points)
    {
        if (Math.Min(from, to) < 0 || Math.Max(from, to) >= spent.Length || from == to || points == 0)
            throw new ArgumentException($"A credit ({from} to {to}, {points} points) is not one between two of {spent.Length} members.", nameof(points));
        if (points > InfluenceParameters.GreatestPointsPerEpoch - spent[from])
            throw new ArgumentException($"Member {from} gives more than {InfluenceParameters.GreatestPointsPerEpoch} points, the greatest budget there is.", nameof(points));
        spent[from] += points;
        if (gathered == fresh.Length)
            Merge();
        fresh[gathered++] = ((((ulong)(uint)to << MemberBits) | (uint)from) << PointsBits) | (points - 1);
    }

    /// <summary>The points that each member has given so far.</summary>
    public ReadOnlySpan<uint> Spent => spent;

    /// <summary>The graph of all credits so far. The builder is empty then.</summary>
    public CreditGraph Build()
    {
        Merge();
        fresh = new ulong[4];
        var greatest = 0u;
        foreach (var points in spent)
            greatest = Math.Max(greatest, points);
        Array.Clear(spent);

        var starts = new int[spent.Length + 1];
        var recipient = 0;
        for (var i = 0; i < count; i++)
        {
            var to = (int)(pairs[i] >> (PointsBits + MemberBits));
            while (recipient < to)
                starts[++recipient] = i;
            pairs[i] = (((pairs[i] & PointsMask) + 1) << 32) | ((pairs[i] >> PointsBits) & MemberMask);
        }
        while (recipient < spent.Length)
            starts[++recipient] = count;
        // Room for growth is given back, unless it is too little to be worth a copy.
        if (count < pairs.Length - (pairs.Length / 8))
            Array.Resize(ref pairs, count);
        var graph = new CreditGraph(starts, pairs, greatest);
        (pairs, count) = ([], 0);
        return graph;
    }

    /// <summary>Brings what is gathered into <see cref="pairs"/>, from behind, so that no second copy is needed.</summary>
    private void Merge()
    {
        var added = Combine(fresh.AsSpan(0, gathered));
        var total = count + added - Shared(added);
        if (total > pairs.Length)
            Array.Resize(ref pairs, Math.Max(total, count == 0 ? total : total + (total / 4)));
        int old = count - 1, next = added - 1;
        for (var place = total - 1; next >= 0; place--)
        {
            var order = old < 0 ? -1 : (pairs[old] >> PointsBits).CompareTo(fresh[next] >> PointsBits);
            pairs[place] = order switch
            {
                > 0 => pairs[old--],
                < 0 => fresh[next--],
                _ => pairs[old--] + (fresh[next--] & PointsMask) + 1,
            };
        }
        count = total;
        gathered = 0;
        if (fresh.Length < count / 2 || fresh.Length < LeastFresh)
            fresh = new ulong[Math.Max(LeastFresh, count / 2)];
    }

    /// <summary>Sorts pairs and sums those that stand more than once; how many are left.</summary>
    private static int Combine(Span<ulong> sorted)
    {
        sorted.Sort();
        var kept = 0;
        foreach (var pair in sorted)
        {
            // A pair's points are at most a giver's, so their sum stays within its bits.
            if (kept > 0 && sorted[kept - 1] >> PointsBits == pair >> PointsBits)
                sorted[kept - 1] += (pair & PointsMask) + 1;
            else
                sorted[kept++] = pair;
        }
        return kept;
    }

    /// <summary>How many of the first pairs in <see cref="fresh"/> are in <see cref="pairs"/> already.</summary>
    private int Shared(int added)
    {
        var (shared, old) = (0, 0);
        for (var i = 0; i < added; i++)
        {
            while (old < count && pairs[old] >> PointsBits < fresh[i] >> PointsBits)
                old++;
            if (old < count && pairs[old] >> PointsBits == fresh[i] >> PointsBits)
                shared++;
        }
        return shared;
    }
}
