using System.Diagnostics;
using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>Live influence of a large organization, credit by credit.</summary>
/// <param name="Microseconds">The median time of a credit.</param>
/// <param name="Slowest">The slowest.</param>
/// <param name="Settling">Seconds to make all exact afterwards.</param>
/// <param name="Remaining">What it said all values together could be below the exact ones, in parts of all influence.</param>
/// <param name="Below">What they were below them.</param>
internal sealed record LargeLive(double Microseconds, double Slowest, double Settling, double Remaining, double Below)
{
    private const int Measured = 10_001;
    private const int ToleranceBits = 10;

    /// <summary>Adds the last credits of a graph roughly, then makes all exact.</summary>
    /// <exception cref="InvalidOperationException">A value was above the solution, further below than it was said, or not exact in the end.</exception>
    public static LargeLive Of(Rmat drawn, InfluenceParameters parameters, Kernel.Influence.Influence solution)
    {
        var (graph, last) = drawn.DrawBut(Measured);
        var live = LiveInfluence.From(parameters, drawn.Reputation(), graph, Environment.ProcessorCount);
        var times = new double[last.Length];
        for (var i = 0; i < last.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            live.AddRoughly(last[i].From, last[i].To, last[i].Points, ToleranceBits);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        var (below, remaining) = (0UL, live.Remaining);
        for (var member = 0; member < live.Members; member++)
        {
            if (live.Values[member] > solution.Values[member])
                throw new InvalidOperationException($"Member {member} is above the solution.");
            below += solution.Values[member] - live.Values[member];
        }
        if (below > remaining)
            throw new InvalidOperationException($"All values are {below} below the solution, said to be {remaining} at most.");
        var settling = Stopwatch.GetTimestamp();
        live.Settle();
        var settled = Stopwatch.GetElapsedTime(settling).TotalSeconds;
        if (!live.IsExact || !live.Values.SequenceEqual(solution.Values.AsSpan()))
            throw new InvalidOperationException("The settled values are not the solution.");
        const double whole = Kernel.Influence.Influence.Whole;
        return new LargeLive(Measurement.Median(times, time => time), times.Max(), settled, remaining / whole, below / whole);
    }
}
