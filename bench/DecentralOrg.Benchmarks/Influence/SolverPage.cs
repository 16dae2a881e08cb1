using System.Diagnostics;
using System.Globalization;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using Solution = DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Benchmarks.Influence;

/// <summary>Measures influence of large graphs, beside rivals, and prints the page that is checked in.</summary>
internal sealed class SolverPage : IDisposable
{
    private const int Runs = 5;
    private const double Warming = 1;
    private const int CommunityMembers = 1_256;
    private const int CommunityCredits = 850_000;
    private const int LastCredits = 10_001;
    private const int BundleMembers = 100_000;
    private const int BundleCredits = 1_000_000;

    private const string Columns = """
        | graph | members | pairs | `dampingBp` | one thread, s | two threads, s | second core | sweep | plain | rivals, s |
        | --- | --: | --: | --: | --: | --: | --: | --: | --: | --- |
        """;

    private static readonly int[] Dampings = [5000, 8500];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dorg-bench-");

    private readonly Lazy<BenchGraph> million = new(() => BenchGraph.Of("R-MAT, a million members", Rmat.Million));
    private readonly Lazy<LogCredit[]> community = new(() => BenchGraph.CommunityCredits(CommunityMembers, CommunityCredits));

    /// <summary>The parts of the page by name, in its order.</summary>
    private static readonly (string Name, Action<SolverPage> Print)[] Parts =
    [
        ("solving", page => page.Solving()),
        ("million", page => page.Million()),
        ("sourcecred", page => page.BesideSourceCred(page.community.Value)),
        ("memory", page => Memory(page.million.Value)),
        ("live", page => Live(page.million.Value)),
        ("explained", page => Explain(page.million.Value)),
        ("bundles", page => page.Bundles()),
        ("four-million", page => page.FourMillion()),
    ];

    /// <summary>What <see cref="Run"/> takes.</summary>
    public static IEnumerable<string> PartNames => Parts.Select(part => part.Name);

    /// <summary>Prints the parts of these names, or the whole page without any.</summary>
    public static void Run(IReadOnlyCollection<string> names)
    {
        using var page = new SolverPage();
        if (names.Count == 0)
            Head();
        foreach (var (name, print) in Parts)
        {
            if (names.Count == 0 || names.Contains(name))
                print(page);
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Solving()
    {
        Say($"""
            ## Solving from nothing

            What: the graph lies in memory, as the rival has it in its own; from there to the influence of all members. Ours is exact to the
            last of 60 bits and the same with any number of threads, which every run checks; rivals compute in double precision (igraph
            by its own rule, graph-tool and networkx to 1e-13). Ratios are to ours with two threads in the same turn. *Sweep* is one pass over all pairs
            with two threads, the mean of as many as it took, in millions of pairs a second; *plain* is a loop in double precision over the same rows with
            two threads.

            {Columns}
            """);
        Solve(BenchGraph.OpenVSwitch(), RowLayout.Numbered, Rival.Igraph, Rival.GraphTool, Rival.Networkx);
        Solve(BenchGraph.Community(community.Value, CommunityMembers), RowLayout.Numbered, Rival.Igraph, Rival.GraphTool, Rival.Networkx);
    }

    /// <summary>The last rows of the same table.</summary>
    private void Million()
    {
        Solve(million.Value, RowLayout.ByUse, Rival.Igraph, Rival.GraphTool);
        var second = Many(Machine.SecondCore);
        Say($"""

            In the same minutes two threads that count in registers, with no memory between them, did {Measurement.Median(second, ratio => ratio):N2} ({second.Min():N2}–{second.Max():N2}) times what one does.
            """);
    }

    private void FourMillion()
    {
        Say($"""

            ## Four million members

            What: as in the first table, without rivals.

            {Columns}
            """);
        Solve(BenchGraph.Of("R-MAT, four million members", Rmat.FourMillion), RowLayout.ByUse);
    }

    private static void Head() => Say($"""
        # Influence of large organizations

        Reproduce: `dotnet run --project bench/DecentralOrg.Benchmarks -c Release -- solver`, which prints this page. Machine: {Machine.Description},
        shared with other work. Medians of {Runs} runs with the fastest and the slowest in brackets; times differ from hour to hour, the
        ratios are what to go by. Rivals hold the same graphs in their memory and run in turns with ours, and a ratio is that of a turn:
        igraph (PRPACK) and graph-tool and networkx from Debian, SourceCred from npm (`npm install --ignore-scripts` in
        `bench/influence/rivals`). A rival that is not installed is left out.

        """);

    private void Solve(BenchGraph bench, RowLayout layout, params Rival[] rivals)
    {
        var file = Path.Combine(folder.FullName, "graph.bin");
        Console.Error.WriteLine(bench.Name);
        Rival.Write(file, bench);
        var started = rivals.Select(rival => rival.Start(file)).ToList();
        foreach (var damping in Dampings)
        {
            var rounds = Many(() => (Ours: SolverRun.Of(bench, new InfluenceParameters(damping, Rmat.Budget), layout), Rivals: started.ConvertAll(rival => rival.Run(damping)?.Seconds)));
            var runs = rounds.ConvertAll(round => round.Ours);
            double PerSecond(Func<SolverRun, double> seconds) => bench.Graph.Pairs / Measurement.Median(runs, seconds) / 1e6;
            var beside = string.Join("; ", started.Select((rival, i) => rounds[0].Rivals[i] is null
                ? Text($"{rival.Name} not run")
                : Text($"{rival.Name} {Spread(rounds.Select(round => round.Rivals[i]!.Value))}, {Spread(rounds.Select(round => round.Rivals[i]!.Value / round.Ours.Two))} times ours")));
            Say($"| {bench.Name} | {bench.Graph.Members:N0} | {bench.Graph.Pairs:N0} | {damping} | {Spread(runs.Select(run => run.One))} | {Spread(runs.Select(run => run.Two))} | {Measurement.Median(runs, run => run.One / run.Two):N2} | {PerSecond(run => run.Sweep):N0} | {PerSecond(run => run.Plain):N0} | {(beside.Length > 0 ? beside : "not run")} |");
        }
        started.ForEach(rival => rival.Dispose());
        File.Delete(file);
    }

    private void BesideSourceCred(LogCredit[] credits)
    {
        var graph = Path.Combine(folder.FullName, "graph.bin");
        var bundle = Path.Combine(folder.FullName, "community.jsonl");
        var bench = BenchGraph.Community(credits, CommunityMembers);
        Rival.Write(graph, bench);
        BundleRun.Write(bundle, CommunityMembers, credits);
        var parameters = new InfluenceParameters(Dampings[0], Rmat.Budget);
        var solved = Many(() => Seconds(() => Solution.Solve(CreditGraph.From(CommunityMembers, credits), bench.Reputation, parameters)));
        var process = Many(() => BundleRun.Of(bundle));
        using var sourceCred = Rival.SourceCred.Start(graph);
        List<RivalRun> rival = [.. Enumerable.Range(0, Runs).Select(_ => sourceCred.Run(Dampings[0])).OfType<RivalRun>()];
        Say($"""

            ## Beside SourceCred

            What: the community above, {CommunityMembers:N0} members. SourceCred computes CredRank over its graph of participants with a link for each of the
            {bench.Graph.Pairs:N0} pairs, made before; ours sorts all {credits.Length:N0} credits and solves them with one thread. Memory is that of the whole process at its
            most, which for ours is `dorg influence` with its reading of {credits.Length:N0} lines, so that the runtime itself is in both.

            | | seconds | memory, MiB |
            | --- | --: | --: |
            | ours: sort and solve | {Spread(solved)} | |
            | ours: `dorg influence`, the whole process | {Spread(process.Select(run => run.Seconds))} | {Measurement.Median(process, run => run.PeakKib) / 1024} |
            """);
        if (rival.Count == 0)
            return;
        var (seconds, peak) = (Measurement.Median(rival, run => run.Seconds), Measurement.Median(rival, run => run.PeakKib));
        Say($"| SourceCred: CredRank | {Spread(rival.Select(run => run.Seconds))} | {peak / 1024} |");
        Say($"""

            SourceCred takes {seconds / Measurement.Median(solved, value => value):N0} times as long, and {(double)peak / Measurement.Median(process, run => run.PeakKib):N1} times the memory.
            """);
    }

    private static void Memory(BenchGraph million)
    {
        var parameters = new InfluenceParameters(Dampings[0], Rmat.Budget);
        var (pairs, members) = (million.Graph.Pairs, million.Graph.Members);
        Say($"""

            ## Memory while solving

            What: bytes that are allocated for graph and solver in the midst of solving, at {members:N0} members and {pairs:N0}
            pairs. The goal is 16 bytes a pair and 64 a member, which would be {((16L * pairs) + (64L * members)) >> 20:N0} MiB.

            | rows | MiB | of that |
            | --- | --: | --- |
            """);
        foreach (var layout in Enum.GetValues<RowLayout>())
        {
            var solver = Measurement.Bytes(() =>
            {
                var made = new InfluenceSolver(million.Graph, million.Reputation, parameters, layout);
                using var stop = new CancellationTokenSource();
                var work = Task.Run(() => made.Work(stop.Token));
                SpinWait.SpinUntil(() => made.Progress.Sweeps > 1 || work.IsCompleted);
                stop.Cancel();
                work.GetAwaiter().GetResult();
                return made.Solved ? throw new InvalidOperationException("It was solved before its memory could be told.") : made;
            });
            var graph = (8L * pairs) + (4L * members);
            Say($"| {(layout == RowLayout.ByUse ? "by use, as for more than 262,144 members" : "as numbered")} | {(graph + solver) >> 20:N0} | graph {graph >> 20:N0} (8 bytes a pair, 4 a member), solver {solver >> 20:N0} |");
        }
    }

    private static void Live(BenchGraph million)
    {
        Say($"""

            ## Live, a million members

            What: the last {LastCredits:N0} credits of R-MAT come one by one; each is followed as long as it raises a value by more than one part in 1,024.
            No value may be above the solution, nor all together further below than `Remaining` says: each run checks both against a
            solution from nothing, and that all bits are equal after `Settle`.

            | `dampingBp` | a credit, microseconds | the slowest of a run, ms | below the exact values in all, of all influence | said to be at most | all exact again, s |
            | --: | --: | --: | --: | --: | --: |
            """);
        var (graph, last) = Rmat.Million.DrawBut(LastCredits);
        foreach (var damping in Dampings)
        {
            var parameters = new InfluenceParameters(damping, Rmat.Budget);
            var exact = SolutionOf(million, parameters);
            var runs = Many(() => LargeLive.Of(million.Reputation, graph, last, parameters, exact));
            Say($"| {damping} | {Spread(runs.Select(run => run.Microseconds))} | {Spread(runs.Select(run => run.Slowest / 1000))} | {runs[0].Below:0.0E-0} | {runs[0].Remaining:0.0E-0} | {Spread(runs.Select(run => run.Settling))} |");
        }
    }

    private static void Explain(BenchGraph million)
    {
        var parameters = new InfluenceParameters(Dampings[0], Rmat.Budget);
        var solution = SolutionOf(million, parameters);
        var reputation = million.Reputation;
        var state = reputation.Select(value => new MemberState(value, value)).ToArray();
        var values = solution.Values.ToArray();
        var spent = new uint[million.Graph.Members];
        var most = 0;
        for (var member = 0; member < million.Graph.Members; member++)
        {
            foreach (var credit in million.Graph.Received(member))
                spent[credit.Giver] += credit.Points;
            if (million.Graph.Received(member).Length > million.Graph.Received(most).Length)
                most = member;
        }
        double Milliseconds(int member) => 1000 * Seconds(() =>
        {
            List<LogCredit> credits = [];
            foreach (var credit in million.Graph.Received(member))
                credits.Add(new LogCredit(credit.Giver, member, credit.Points, Bytes32.Zero));
            var explanation = MemberExplanation.Of(solution, credits, parameters, member);
            GC.KeepAlive(explanation.Levers(solution, spent, parameters, count: 10));
            GC.KeepAlive(explanation.ByGiver().Take(10).ToList());
        });
        var random = new Random(1);
        Say($"""

            ## One member, and all pages

            What: a member's influence with the part of each credit, the largest givers and the ten members who could raise it most; and Keccak-256 of all pages of
            a settlement, influence and state, on {Environment.ProcessorCount} cores. A million members, milliseconds.

            | | ms |
            | --- | --: |
            | explanation, random members | {Spread(Many(() => Measurement.Median(Enumerable.Range(0, 101).Select(_ => Milliseconds(random.Next(values.Length))).ToList(), value => value)))} |
            | explanation, the member with {million.Graph.Received(most).Length:N0} givers | {Spread(Many(() => Milliseconds(most)))} |
            | Keccak-256 of all pages | {Spread(Many(() => 1000 * Seconds(() => Page.Hash(values, state))))} |
            """);
    }

    private void Bundles()
    {
        Say($"""

            ## A bundle, from file to result

            What: `dorg influence BUNDLE --json`, the whole process: read, check, solve, write. {BundleMembers:N0} members; the longer bundle repeats the credits of the shorter
            four times with a quarter of the points, so that it has the same pairs.

            | credits | seconds | memory, MiB |
            | --: | --: | --: |
            """);
        var random = new Random(1);
        var each = BundleCredits / BundleMembers;
        LogCredit[] credits = [.. Enumerable.Range(0, BundleCredits).Select(i => new LogCredit(i % BundleMembers, (i + random.Next(1, BundleMembers)) % BundleMembers, (uint)(Rmat.Budget / each), Bytes32.Zero))];
        foreach (var times in (int[])[1, 4])
        {
            var file = Path.Combine(folder.FullName, $"{times}.jsonl");
            BundleRun.Write(file, BundleMembers, Enumerable.Repeat(credits, times).SelectMany(all => all).Select(credit => credit with { Points = credit.Points / (uint)times }));
            var runs = Many(() => BundleRun.Of(file));
            Say($"| {times * BundleCredits:N0} | {Spread(runs.Select(run => run.Seconds))} | {Measurement.Median(runs, run => run.PeakKib) / 1024} |");
            File.Delete(file);
        }
    }

    private static Solution SolutionOf(BenchGraph bench, InfluenceParameters parameters) =>
        new InfluenceSolver(bench.Graph, bench.Reputation, parameters, RowLayout.ByUse).Solve(threads: 2);

    /// <summary>As many runs as are told of, after some for the compiler.</summary>
    private static List<T> Many<T>(Func<T> run)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < Warming;)
            run();
        return [.. Enumerable.Range(0, Runs).Select(_ => run())];
    }

    private static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Seconds<T>(Func<T> compute) => Seconds(() => { compute(); });

    /// <summary>The one in the middle, with the least and the greatest.</summary>
    private static string Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        static string Short(double value) => value.ToString(value < 0.01 ? "0.00000" : value < 1 ? "0.000" : value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);
        return $"{Short(Measurement.Median(all, value => value))} ({Short(all.Min())}–{Short(all.Max())})";
    }

    private static void Say(FormattableString text) => Console.WriteLine(Text(text));

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
