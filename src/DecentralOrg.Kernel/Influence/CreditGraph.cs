using System.Runtime.InteropServices;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Influence;

/// <summary>
/// Who gave whom how many points in an epoch, by recipient. Credits between the same two members are one with the sum of
/// their points; those of a recipient are in order of the givers' numbers. 8 bytes a pair and 4 a member.
/// </summary>
public sealed class CreditGraph
{
    /// <summary>The most members: four times as many as a ledger takes.</summary>
    public const int MostMembers = 1 << 22;

    private readonly int[] starts;
    private readonly ulong[] pairs;

    /// <param name="starts">Where each member's row begins; one more for the end of the last.</param>
    /// <param name="pairs">Points in the upper half, giver in the lower; can have room beyond the end.</param>
    /// <param name="greatestSpending">The most points that one member gave in all.</param>
    internal CreditGraph(int[] starts, ulong[] pairs, uint greatestSpending)
    {
        this.starts = starts;
        this.pairs = pairs;
        GreatestSpending = greatestSpending;
    }

    /// <summary>The number of members.</summary>
    public int Members => starts.Length - 1;

    /// <summary>The number of pairs with credits from one to the other.</summary>
    public int Pairs => starts[^1];

    /// <summary>The most points that one member gave in all.</summary>
    public uint GreatestSpending { get; }

    /// <summary>The arrays themselves, which are read only: where each row begins, and all rows one after another.</summary>
    internal (int[] Starts, ulong[] Pairs) Arrays => (starts, pairs);

    /// <summary>What a member was given, each giver once, in order of their numbers.</summary>
    public ReadOnlySpan<InCredit> Received(int member) =>
        MemoryMarshal.Cast<ulong, InCredit>(pairs.AsSpan(starts[member]..starts[member + 1]));

    /// <summary>Builds the graph of an epoch. The order of the credits makes no difference.</summary>
    /// <param name="members">The number of members, 0..2^22.</param>
    /// <param name="credits">The epoch's credits.</param>
    /// <exception cref="ArgumentException">A credit that <see cref="CreditGraphBuilder.Add"/> refuses.</exception>
    public static CreditGraph From(int members, IReadOnlyList<LogCredit> credits)
    {
        ArgumentNullException.ThrowIfNull(credits);
        var builder = new CreditGraphBuilder(members, credits.Count);
        for (var i = 0; i < credits.Count; i++)
            builder.Add(credits[i].From, credits[i].To, credits[i].Points);
        return builder.Build();
    }
}
