using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>Measures live influence and prints the page that is checked in.</summary>
internal static class InfluencePage
{
    public static void Run()
    {
        const int runs = 5;
        int[] sizes = [1_000, 10_000];
        int[] dampings = [5000, 8500];
        (string Name, Shape Shape, int SpentPercent)[] kinds =
        [
            ("anybody to anybody", Shape.Random, 100),
            ("the same, half of the points given", Shape.Random, 50),
            ("teams of ten", Shape.Teams, 100),
            ("two sides", Shape.TwoSides, 100),
            ("hubs", Shape.Hubs, 100),
        ];
        CreditStream[] streams =
        [
            .. from size in sizes
               from damping in dampings
               from kind in kinds
               select new CreditStream(kind.Name, kind.Shape, size, size, 20 * size, kind.SpentPercent, damping),
            new CreditStream("1,000 active of 100,000, in teams", Shape.Teams, 100_000, 1_000, 20_000, 100, 5000),
        ];

        // Thrown away: until then, what is measured is the compiler.
        foreach (var stream in streams.Take(kinds.Length))
            Measurement.Of(stream, measured: 100);
        // Run by run, not stream by stream: what else the machine does then falls on all of them.
        var results = new List<(CreditStream Stream, Measurement Measured)>();
        for (var run = 0; run < runs; run++)
        {
            foreach (var stream in streams)
                results.Add((stream, Measurement.Of(stream, measured: stream.Members == 1_000 ? 101 : 11)));
        }

        string Text(FormattableString text) => FormattableString.Invariant(text);

        var members = Measurement.Bytes(() => new LiveInfluence(new InfluenceParameters(5000, 1_000_000), [], 1 << 17)) / (double)(1 << 17);
        var wide = streams.First(stream => stream.Members == 10_000);
        var drawn = wide.Draw();
        var pairs = drawn.Select(credit => (credit.From, credit.To)).Distinct().Count();
        var filled = Measurement.Bytes(() => LiveInfluence.From(wide.Parameters, wide.Reputation(), wide.Members, drawn));
        var empty = Measurement.Bytes(() => new LiveInfluence(wide.Parameters, wide.Reputation(), wide.Members));

        Console.WriteLine(Text($"""
            # Influence, one more credit

            What: an epoch is nearly over, and credits come in one by one. `LiveInfluence.Add` makes all values exact again; beside it, in
            the same run and on the same credits, what it replaces: sorting all credits (`CreditGraph.From`) and solving them from nothing
            (`Influence.Solve`), or from the solution before the credit. All three results are compared bit by bit every time.

            Reproduce: `dotnet run --project bench/DecentralOrg.Benchmarks -c Release -- influence`, which prints this page. Machine: {Machine.Description},
            shared with other work. Times on it double from hour to hour: the ratios are what to go by.

            Milliseconds, medians of {runs} runs over 101 credits each (11 at 10,000 members and more), with the fastest and the slowest run. Members
            give 20 credits each, in random order, and all their points unless it says otherwise. *Ratio* is sorting and solving from
            nothing, divided by adding.

            | members | credits | who credits whom | `dampingBp` | add | fastest–slowest | sort | solve from nothing | from the solution before | ratio | members changed |
            | --: | --: | --- | --: | --: | --: | --: | --: | --: | --: | --: |
            """));
        foreach (var group in results.GroupBy(result => result.Stream))
        {
            var stream = group.Key;
            Measurement[] all = [.. group.Select(result => result.Measured)];
            double Middle(Func<Measurement, double> value) => Measurement.Median(all, value);
            Console.WriteLine(Text($"| {stream.Members:N0} | {stream.Credits:N0} | {stream.Name} | {stream.DampingBp} | {Middle(one => one.Live):N3} | {all.Min(one => one.Live):N3}–{all.Max(one => one.Live):N3} | {Middle(one => one.Graph):N2} | {Middle(one => one.Solve):N2} | {Middle(one => one.Warm):N2} | {Middle(one => one.Ratio):N1} | {Measurement.Median(all, one => one.Changed):N0} |"));
        }
        var goal = results.Where(result => result.Stream.Members == 1_000).GroupBy(result => result.Stream)
            .ToLookup(group => Measurement.Median(group, result => result.Measured.Live) < 1, group => group.Key);
        string Rows(IEnumerable<CreditStream> missed) => string.Join("; ", missed.Select(stream => Text($"{stream.Name} at {stream.DampingBp}")));

        Console.WriteLine(Text($"""

            The goal is under a millisecond at 1,000 members: reached in {goal[true].Count()} of {goal[true].Count() + goal[false].Count()} rows{(goal[false].Any() ? ", not for " + Rows(goal[false]) : "")}.

            A credit reaches nearly everybody, because it is followed along all others to the last of 60 bits: that takes sweeps over all
            credits, about 20 at 5000 and 70 at 8500 if all points are given, and far fewer if half of them are. So the time grows with the
            credits of the epoch, and with the bits that a sweep settles. Where the members are few that a credit can reach, only they count.

            Memory that stays allocated: {members:N0} bytes a member without credits (of 131,072); with {pairs:N0} pairs of giver and recipient among
            {wide.Members:N0} members, {(filled - empty) / (double)pairs:N1} bytes more a pair, the giver's own array and room to grow included.
            """));
    }
}
