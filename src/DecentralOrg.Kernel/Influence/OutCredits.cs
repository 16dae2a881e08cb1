namespace DecentralOrg.Kernel.Influence;

/// <summary>All that one member gave another.</summary>
/// <param name="Recipient">The recipient's number.</param>
/// <param name="Points">The points of all credits from the one to the other.</param>
internal readonly record struct OutCredit(int Recipient, uint Points);

/// <summary>
/// Whom a giver gave how many points in an epoch: one edge to each recipient, in the order of the first credit to him.
/// 8 bytes an edge and as much again at most for growth; nothing is allocated for who gives nothing.
/// </summary>
internal struct OutCredits
{
    private OutCredit[]? edges;
    private int count;

    /// <summary>The edges.</summary>
    public readonly ReadOnlySpan<OutCredit> Edges => edges.AsSpan(0, count);

    /// <summary>Adds points to the edge to a recipient.</summary>
    public void Add(int recipient, uint points)
    {
        // Credits of a pair are one edge, because every push walks all edges of a giver, and who reviews credits the same
        // few people again and again.
        for (var i = 0; i < count; i++)
        {
            if (edges![i].Recipient != recipient)
                continue;
            edges[i] = new OutCredit(recipient, edges[i].Points + points);
            return;
        }
        if (edges is null || count == edges.Length)
            Array.Resize(ref edges, Math.Max(4, 2 * count));
        edges[count++] = new OutCredit(recipient, points);
    }
}
