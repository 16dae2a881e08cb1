namespace DecentralOrg.Kernel.Influence;

/// <summary>
/// A graph's rows with members in another order: those whom anybody credited, by how many they credited themselves, the most
/// first; then the others likewise. What is read most lies together then, and mostly in the processor's cache, and rows without
/// credits are at the end, where sweeps leave them out.
/// </summary>
internal sealed class PlacedRows
{
    /// <summary>Of so many credits one is counted: who gives many is known from a part of them.</summary>
    private const int Sampled = 8;

    private readonly CreditGraph graph;
    private readonly int[] places;

    /// <summary>The member of each place, until all rows are filled.</summary>
    private int[] members;

    public PlacedRows(CreditGraph graph)
    {
        this.graph = graph;
        var (rows, pairs) = graph.Arrays;
        var uses = new int[graph.Members];
        for (var at = 0; at < graph.Pairs; at += Sampled)
            uses[(int)(pairs[at] & uint.MaxValue)]++;
        // Counting sort: a row with credits counts as more uses than there are.
        var most = uses.Length == 0 ? 0 : uses.Max();
        int Order(int member) => rows[member] < rows[member + 1] ? most + 1 + uses[member] : uses[member];
        var next = new int[(2 * most) + 2];
        for (var member = 0; member < uses.Length; member++)
            next[Order(member)]++;
        for (var (order, sum) = (next.Length - 1, 0); order >= 0; order--)
        {
            (next[order], sum) = (sum, sum + next[order]);
            if (order > most)
                Rows = sum;
        }
        members = new int[uses.Length];
        Starts = new int[uses.Length + 1];
        for (var member = 0; member < uses.Length; member++)
        {
            var place = next[Order(member)]++;
            (uses[member], members[place], Starts[place + 1]) = (place, member, rows[member + 1] - rows[member]);
        }
        places = uses;
        for (var place = 0; place < places.Length; place++)
            Starts[place + 1] += Starts[place];
        Pairs = GC.AllocateUninitializedArray<ulong>(graph.Pairs);
    }

    /// <summary>How many rows have credits: the first.</summary>
    public int Rows { get; }

    /// <summary>Where each place's row begins; one more for the end of the last.</summary>
    public int[] Starts { get; }

    /// <summary>All rows one after another, as in <see cref="CreditGraph.Arrays"/>, with givers' places, once filled.</summary>
    public ulong[] Pairs { get; }

    /// <summary>A member's place.</summary>
    public int this[int member] => places[member];

    /// <summary>Brings rows into <see cref="Pairs"/>, each of which must be once. Several threads can, of different rows.</summary>
    public void Fill(int place, int end)
    {
        var at = Starts[place];
        for (; place < end; place++)
        {
            foreach (var credit in graph.Received(members[place]))
                Pairs[at++] = new InCredit(places[credit.Giver], credit.Points).Packed;
        }
    }

    /// <summary>Brings values by member into the order of their places, from one place to before another.</summary>
    public void Place(ReadOnlySpan<ulong> values, Span<ulong> placed, int place, int end)
    {
        for (; place < end; place++)
            placed[place] = values[members[place]];
    }

    /// <summary>All rows are filled and values placed.</summary>
    public void Filled() => members = [];

    /// <summary>Brings values by place back into the order of members, from one member to before another.</summary>
    public void Unplace(ReadOnlySpan<ulong> placed, Span<ulong> values, int member, int end)
    {
        for (; member < end; member++)
            values[member] = placed[places[member]];
    }
}
