using System.Diagnostics;
using DecentralOrg.Kernel.Influence;
using Solver = DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>Milliseconds for one more credit, medians over the credits measured.</summary>
/// <param name="Live">Adding it to a solution that is kept.</param>
/// <param name="Graph">Sorting all credits.</param>
/// <param name="Solve">Solving from nothing.</param>
/// <param name="Warm">Solving from the solution before.</param>
/// <param name="Changed">Members whose influence changed.</param>
internal sealed record Measurement(double Live, double Graph, double Solve, double Warm, int Changed)
{
    /// <summary>How often the kept solution fits into the time for sorting and solving from nothing.</summary>
    public double Ratio => (Graph + Solve) / Live;

    /// <summary>Adds the last credits of a stream one by one and, in between, computes the same from all credits.</summary>
    /// <exception cref="InvalidOperationException">The results differ in a bit.</exception>
    public static Measurement Of(CreditStream stream, int measured)
    {
        var credits = stream.Draw();
        var reputation = stream.Reputation();
        var parameters = stream.Parameters;
        var live = LiveInfluence.From(parameters, reputation, stream.Members, credits[..^measured]);
        var times = new List<(double Live, double Graph, double Solve, double Warm, int Changed)>();
        for (var count = credits.Length - measured + 1; count <= credits.Length; count++)
        {
            var before = live.Values.ToArray();
            var credit = credits[count - 1];
            var start = Stopwatch.GetTimestamp();
            live.Add(credit.From, credit.To, credit.Points);
            var added = Since(ref start);
            var graph = CreditGraph.From(stream.Members, credits[..count]);
            var sorted = Since(ref start);
            var solution = Solver.Solve(graph, reputation, parameters);
            var solved = Since(ref start);
            var warm = Solver.Solve(graph, reputation, parameters, before);
            times.Add((added, sorted, solved, Since(ref start), live.Changed.Length));
            if (!live.Values.SequenceEqual(solution.Values.AsSpan()) || !live.Values.SequenceEqual(warm.Values.AsSpan()))
                throw new InvalidOperationException($"{stream}: the results differ after {count} credits.");
        }
        return new Measurement(
            Median(times, time => time.Live), Median(times, time => time.Graph), Median(times, time => time.Solve),
            Median(times, time => time.Warm), Median(times, time => time.Changed));
    }

    /// <summary>The one in the middle.</summary>
    public static TValue Median<TItem, TValue>(IEnumerable<TItem> items, Func<TItem, TValue> value)
    {
        TValue[] values = [.. items.Select(value).Order()];
        return values[values.Length / 2];
    }

    /// <summary>Bytes that stay allocated for what <paramref name="make"/> makes.</summary>
    public static long Bytes<T>(Func<T> make)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var made = make();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(made);
        return after - before;
    }

    private static double Since(ref long start)
    {
        var (since, now) = (start, Stopwatch.GetTimestamp());
        start = now;
        return Stopwatch.GetElapsedTime(since, now).TotalMilliseconds;
    }
}
