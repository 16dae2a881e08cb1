namespace DecentralOrg.Kernel.Influence;

/// <summary>All that one member gave another.</summary>
/// <param name="Recipient">The recipient's number.</param>
/// <param name="Points">The points of all credits from the one to the other.</param>
internal readonly record struct OutCredit(int Recipient, uint Points);

/// <summary>
/// Whom a giver gave how many points in an epoch: one edge to each recipient. 8 bytes an edge and as much again at most for
/// growth; nothing is allocated for who gives nothing.
/// </summary>
/// <remarks>
/// Credits of a pair are one edge, because every push walks all edges of a giver, and who reviews credits the same few people
/// again and again. To find the edge of a pair, all but the newest are kept in order of recipients: who credits a hundred
/// thousand people is not searched through from end to end for each of them.
/// </remarks>
internal struct OutCredits
{
    private const int FewestNew = 16;

    /// <summary>One of so many edges at most is new, so that each is moved a few times in all.</summary>
    private const int NewShare = 8;

    private OutCredit[]? edges;
    private int count;
    private int ordered;

    /// <summary>The edges, in no particular order.</summary>
    public readonly ReadOnlySpan<OutCredit> Edges => edges.AsSpan(0, count);

    /// <summary>Makes room for so many edges.</summary>
    public void Reserve(int room) => edges = new OutCredit[room];

    /// <summary>Adds an edge to a recipient after all that are there.</summary>
    public void Append(int recipient, uint points)
    {
        edges![count++] = new OutCredit(recipient, points);
        ordered = count;
    }

    /// <summary>Adds points to the edge to a recipient.</summary>
    public void Add(int recipient, uint points)
    {
        var found = Find(recipient);
        if (found >= 0)
        {
            edges![found] = new OutCredit(recipient, edges[found].Points + points);
            return;
        }
        if (edges is null || count == edges.Length)
            Array.Resize(ref edges, Math.Max(4, 2 * count));
        edges[count++] = new OutCredit(recipient, points);
        if (count - ordered <= Math.Max(FewestNew, ordered / NewShare))
            return;
        edges.AsSpan(0, count).Sort(static (left, right) => left.Recipient.CompareTo(right.Recipient));
        ordered = count;
    }

    private readonly int Find(int recipient)
    {
        var (low, high) = (0, ordered);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (edges![middle].Recipient < recipient)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < ordered && edges![low].Recipient == recipient)
            return low;
        for (var i = ordered; i < count; i++)
        {
            if (edges![i].Recipient == recipient)
                return i;
        }
        return -1;
    }
}
