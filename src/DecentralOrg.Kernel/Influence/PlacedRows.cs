namespace DecentralOrg.Kernel.Influence;

/// <summary>
/// A graph's rows with members in another order: by how many they credited, the most first. What is read most lies together
/// then, and mostly in the processor's cache.
/// </summary>
internal sealed class PlacedRows
{
    private readonly CreditGraph graph;
    private readonly int[] places;

    /// <summary>The member of each place, until all rows are filled.</summary>
    private int[] members;

    public PlacedRows(CreditGraph graph)
    {
        this.graph = graph;
        places = PlacesByUse(graph);
        members = new int[places.Length];
        for (var member = 0; member < members.Length; member++)
            members[places[member]] = member;
        Starts = new int[graph.Members + 1];
        for (var place = 0; place < members.Length; place++)
            Starts[place + 1] = Starts[place] + graph.Received(members[place]).Length;
        Pairs = GC.AllocateUninitializedArray<ulong>(graph.Pairs);
    }

    /// <summary>Where each place's row begins; one more for the end of the last.</summary>
    public int[] Starts { get; }

    /// <summary>All rows one after another, as in <see cref="CreditGraph.Arrays"/>, with givers' places, once filled.</summary>
    public ulong[] Pairs { get; }

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

    /// <summary>All rows are filled.</summary>
    public void Filled() => members = [];

    /// <summary>A member's place.</summary>
    public int this[int member] => places[member];

    /// <summary>Values by member, by place.</summary>
    public ulong[] Place(ReadOnlySpan<ulong> values)
    {
        var placed = new ulong[values.Length];
        for (var member = 0; member < values.Length; member++)
            placed[places[member]] = values[member];
        return placed;
    }

    /// <summary>Values by place, by member.</summary>
    public ulong[] Return(ReadOnlySpan<ulong> placed)
    {
        var values = new ulong[placed.Length];
        for (var member = 0; member < values.Length; member++)
            values[member] = placed[places[member]];
        return values;
    }

    private static int[] PlacesByUse(CreditGraph graph)
    {
        var uses = new int[graph.Members];
        var most = 0;
        for (var member = 0; member < graph.Members; member++)
        {
            foreach (var credit in graph.Received(member))
                most = Math.Max(most, ++uses[credit.Giver]);
        }
        // Counting sort: how many were used more often.
        var before = new int[most + 2];
        foreach (var use in uses)
            before[use]++;
        for (var (use, sum) = (most, 0); use >= 0; use--)
            (before[use], sum) = (sum, sum + before[use]);
        for (var member = 0; member < uses.Length; member++)
            uses[member] = before[uses[member]]++;
        return uses;
    }
}
