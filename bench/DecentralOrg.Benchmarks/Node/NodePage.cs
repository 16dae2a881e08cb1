using System.Diagnostics;
using DecentralOrg.Ethereum;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Storage;
using DecentralOrg.Node.Storage.Postgres;
using DecentralOrg.Node.Storage.Sqlite;

namespace DecentralOrg.Benchmarks.Node;

/// <summary>Measures a node's intake and backfill, and prints the page that is checked in.</summary>
internal static class NodePage
{
    private const int Posts = 20_000;
    private const int Runs = 3;

    public static async Task RunAsync(int records)
    {
        var server = Environment.GetEnvironmentVariable("DORG_DATABASE");
        var folder = Directory.CreateTempSubdirectory("dorg-bench-");
        try
        {
            await using var bench = await Bench.FoundAsync();
            await Console.Error.WriteLineAsync($"signing {records} records");
            var signed = bench.Sign(records);
            byte[][] posts = [.. signed.Take(Posts).Select(record => RecordWriter.Post(record, bench.Domain))];
            (string Name, Func<int, Database> Open)[] kinds =
            [
                ("SQLite", run => SqliteDatabase.Open(Path.Combine(folder.FullName, $"{run}.db"))),
                .. (IEnumerable<(string, Func<int, Database>)>)(server is null ? [] : [("PostgreSQL", run => OpenServer(server, run))]),
            ];
            var intake = await IntakeAsync(bench, kinds, posts);
            await Console.Error.WriteLineAsync("relaying");
            await bench.RelayAsync(signed);
            var backfill = await BackfillAsync(bench, kinds, records);
            Print(records, intake, backfill);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A schema for each run, so that each begins with nothing.</summary>
    private static PostgresDatabase OpenServer(string server, int run)
    {
        var schema = $"bench{run}";
        using (var data = Npgsql.NpgsqlDataSource.Create(server))
        using (var create = data.CreateCommand($"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"))
            create.ExecuteNonQuery();
        return PostgresDatabase.Open($"{server};Search Path={schema}");
    }

    /// <summary>On one core, all of it: reading, checking, signatures, and what commits.</summary>
    private static async Task<List<(string Kind, bool Native, double PerSecond)>> IntakeAsync(Bench bench, (string Name, Func<int, Database> Open)[] kinds, byte[][] posts)
    {
        var results = new List<(string, bool, double)>();
        // The first run of all is the compiler's.
        for (var run = 0; run <= Runs; run++)
        {
            foreach (var (native, (name, open)) in kinds.SelectMany(kind => (IEnumerable<(bool, (string, Func<int, Database>))>)[(false, kind), (true, kind)]))
            {
                Secp256k1.IsNative = native;
                using var node = new NodeRun(bench, open((2 * run) + (native ? 1 : 0)));
                await node.FollowAsync();
                var took = await OnOneCoreAsync(() => node.TakeInAsync(posts));
                if (run > 0)
                    results.Add((name, native, posts.Length / took.TotalSeconds));
                await Console.Error.WriteLineAsync($"intake, {name}, {(native ? "native" : "managed")}: {posts.Length / took.TotalSeconds:N0} a second");
            }
        }
        return results;
    }

    private static async Task<TimeSpan> OnOneCoreAsync(Func<Task<TimeSpan>> run)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            return await run();
        using var process = Process.GetCurrentProcess();
        var all = process.ProcessorAffinity;
        process.ProcessorAffinity = 1;
        var took = await run();
        process.ProcessorAffinity = all;
        return took;
    }

    private static async Task<List<(string Kind, double Seconds)>> BackfillAsync(Bench bench, (string Name, Func<int, Database> Open)[] kinds, int records)
    {
        var results = new List<(string, double)>();
        for (var run = 0; run < Runs; run++)
        {
            foreach (var (name, open) in kinds)
            {
                using var node = new NodeRun(bench, open(100 + run));
                var took = await node.FollowAsync();
                if (node.Records != records)
                    throw new InvalidOperationException($"{node.Records} of {records} records were read.");
                results.Add((name, took.TotalSeconds));
                await Console.Error.WriteLineAsync($"backfill, {name}: {took.TotalSeconds:N1} s");
            }
        }
        return results;
    }

    private static void Print(int records, List<(string Kind, bool Native, double PerSecond)> intake, List<(string Kind, double Seconds)> backfill)
    {
        static string Text(FormattableString text) => FormattableString.Invariant(text);
        Console.WriteLine(Text($"""
            # A node's intake and backfill

            Reproduce: `dotnet run --project bench/DecentralOrg.Benchmarks -c Release -- node`, which prints this page; with `DORG_DATABASE`
            set to an empty PostgreSQL database, that is measured in the same run. Machine: {Machine.Description}, shared with
            other work. Medians of {Runs} runs, with the slowest and the fastest.

            ## Intake, until the answer

            What: {Posts:N0} contributions of 250 authors, signed before, posted by 256 wallets at once as JSON to `IntakeService`, each of which
            waits for its answer: so for all checks, the signature (by managed code, or by libsecp256k1), and the commit to disk. All of the process on one
            core. HTTP is not in it; a PostgreSQL server is a process of its own, on the other core.

            | storage | signatures | records a second | slowest–fastest |
            | --- | --- | --: | --: |
            """));
        foreach (var kind in intake.GroupBy(result => (result.Kind, result.Native), result => result.PerSecond))
            Console.WriteLine(Text($"| {kind.Key.Kind} | {(kind.Key.Native ? "libsecp256k1" : "managed")} | {Influence.Measurement.Median(kind, value => value):N0} | {kind.Min():N0}–{kind.Max():N0} |"));
        Console.WriteLine(Text($"""

            ## Backfill

            What: an empty node reads {records:N0} contributions, which stand in a Hardhat devnet's blocks by about a hundred, over JSON-RPC: asks for
            blocks and logs, checks that nothing is missing, rebuilds the organization with every rule, and commits. The devnet has to
            answer on the same cores.

            | storage | seconds | fastest–slowest |
            | --- | --: | --: |
            """));
        foreach (var kind in backfill.GroupBy(result => result.Kind))
            Console.WriteLine(Text($"| {kind.Key} | {Influence.Measurement.Median(kind, run => run.Seconds):N1} | {kind.Min(run => run.Seconds):N1}–{kind.Max(run => run.Seconds):N1} |"));
    }
}
