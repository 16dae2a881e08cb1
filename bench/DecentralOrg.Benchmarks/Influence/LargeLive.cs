using System.Diagnostics;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>Live influence of a large organization, credit by credit.</summary>
/// <param name="Microseconds">The median time of a credit.</param>
/// <param name="Slowest">The slowest.</param>
/// <param name="Settling">Seconds to make all exact afterwards.</param>
/// <param name="Remaining">What it said all values together could be below the exact ones, in parts of all influence.</param>
/// <param name="Below">What they were below them.</param>
internal sealed record LargeLive(double Microseconds, double Slowest, double Settling, double Remaining, double Below)
{
    private const int ToleranceBits = 10;

    /// <summary>Adds the last credits of an epoch roughly, then makes all exact.</summary>
    /// <param name="reputation">By member number.</param>
    /// <param name="graph">The credits but the last ones.</param>
    /// <param name="last">The last ones.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="solution">What is exact with all of them.</param>
    /// <exception cref="InvalidOperationException">A value was above the solution, further below than it was said, or not exact in the end.</exception>
    public static LargeLive Of(ulong[] reputation, CreditGraph graph, LogCredit[] last, InfluenceParameters parameters, Kernel.Influence.Influence solution)
    {
        var live = LiveInfluence.From(parameters, reputation, graph, Environment.ProcessorCount);
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
