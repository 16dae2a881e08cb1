using System.Numerics;

namespace DecentralOrg.Cli.Bundles;

/// <summary>What a system gives each member, and which place he has by it.</summary>
/// <param name="Name">The system's name in JSON.</param>
/// <param name="Title">Its name in tables.</param>
/// <param name="Shares">Shares of what all have, 0..1, by member number; 0 if nobody has anything.</param>
/// <param name="Order">Members, who has most first.</param>
/// <param name="Ranks">Places by member number, 1 for the first; those who have the same share the better place.</param>
internal sealed record Ranked(string Name, string Title, double[] Shares, int[] Order, int[] Ranks)
{
    /// <param name="name">The system's name in JSON.</param>
    /// <param name="title">Its name in tables.</param>
    /// <param name="values">What it gives, by member number.</param>
    public static Ranked Of<T>(string name, string title, IReadOnlyList<T> values)
        where T : INumber<T>
    {
        var total = values.Sum(double.CreateChecked);
        int[] order = [.. Enumerable.Range(0, values.Count).OrderByDescending(member => values[member])];
        var ranks = new int[values.Count];
        for (var place = 0; place < order.Length; place++)
        {
            var same = place > 0 && values[order[place]] == values[order[place - 1]];
            ranks[order[place]] = same ? ranks[order[place - 1]] : place + 1;
        }
        return new Ranked(name, title, [.. values.Select(value => total == 0 ? 0 : double.CreateChecked(value) / total)], order, ranks);
    }
}
