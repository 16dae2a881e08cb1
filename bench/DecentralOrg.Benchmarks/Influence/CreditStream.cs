using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>Who credits whom.</summary>
internal enum Shape
{
    /// <summary>Anybody anybody: influence spreads over all members at once.</summary>
    Random,

    /// <summary>Nineteen of twenty credits stay in a team of ten.</summary>
    Teams,

    /// <summary>Members with even numbers credit those with odd ones, and these them.</summary>
    TwoSides,

    /// <summary>Anybody a few, by the cube of a random number.</summary>
    Hubs,
}

/// <summary>An epoch of members who all give equally many credits, in random order; the last ones are measured.</summary>
/// <param name="Name">What it is, for the table.</param>
/// <param name="Shape">Who credits whom.</param>
/// <param name="Members">The number of members.</param>
/// <param name="Active">How many of them, from number 0 on, give and get credits.</param>
/// <param name="Credits">The number of credits.</param>
/// <param name="SpentPercent">The share of their points that the active give.</param>
/// <param name="DampingBp">The damping, in 1/10000.</param>
internal sealed record CreditStream(string Name, Shape Shape, int Members, int Active, int Credits, int SpentPercent, int DampingBp)
{
    private const int Budget = 1_000_000;
    private const int Team = 10;

    public InfluenceParameters Parameters => new(DampingBp, Budget);

    public ulong[] Reputation()
    {
        var random = new Random(Members);
        return [.. Enumerable.Range(0, Members).Select(_ => (ulong)random.NextInt64(1, 1_000_000_000))];
    }

    public LogCredit[] Draw()
    {
        var random = new Random(Credits);
        var each = Credits / Active;
        var givers = Enumerable.Range(0, Active).SelectMany(member => Enumerable.Repeat(member, each)).ToArray();
        random.Shuffle(givers);
        return [.. givers.Select(from => new LogCredit(from, Recipient(from, random), (uint)(Budget / 100 * SpentPercent / each)))];
    }

    private int Recipient(int from, Random random)
    {
        while (true)
        {
            var to = Shape switch
            {
                Shape.Teams when random.Next(20) > 0 => (from / Team * Team) + random.Next(Team),
                Shape.TwoSides => (2 * random.Next(Active / 2)) + 1 - (from % 2),
                Shape.Hubs => (int)(Active * Math.Pow(random.NextDouble(), 3)),
                _ => random.Next(Active),
            };
            if (to != from)
                return to;
        }
    }
}
