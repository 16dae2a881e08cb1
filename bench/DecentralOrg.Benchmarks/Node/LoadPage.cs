using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;

namespace DecentralOrg.Benchmarks.Node;

/// <summary>Holds a node under load and prints, as the page that is checked in, what memory it takes meanwhile.</summary>
internal static class LoadPage
{
    private const int RecordsPerSecond = 8;
    private const int MinutesBetweenRows = 5;

    /// <param name="minutes">How long, in minutes.</param>
    public static async Task RunAsync(int minutes)
    {
        var folder = Directory.CreateTempSubdirectory("dorg-load-");
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        var people = Bench.Keys(wallet)[..Bench.Founders];
        try
        {
            await using var bench = await Bench.FoundAsync();
            using var node = await NodeUnderLoad.StartAsync(bench, folder.FullName);
            using var stop = new CancellationTokenSource();
            var load = new Load(bench, node.Http, people);
            await load.UntilReadyAsync();
            Task[] working = [EverySecondAsync(load.WriteAsync, stop.Token), EverySecondAsync(load.ReadAsync, stop.Token), load.ListenAsync(stop.Token)];

            var rows = new List<(int Minute, long Records, long Answers, long Events, double Mib)>();
            using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1));
            for (var passed = 1; passed <= minutes; passed++)
            {
                await minute.WaitForNextTickAsync(CancellationToken.None);
                if (working.FirstOrDefault(task => task.IsCompleted) is { } ended)
                    await ended;
                rows.Add((passed, load.Records, load.Answers, load.Events, node.ResidentMib));
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{passed} min: {load.Records} records, {node.ResidentMib:N0} MiB"));
            }
            await stop.CancelAsync();
            await Task.WhenAll(working);
            await load.UntilAnchoredAsync(load.Records);
            Print(rows);
        }
        finally
        {
            foreach (var person in people)
                person.Dispose();
            folder.Delete(recursive: true);
        }
    }

    private static async Task EverySecondAsync(Func<Task> work, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
        do
            await work();
        while (!stop.IsCancellationRequested && await pace.WaitForNextTickAsync(CancellationToken.None));
    }

    private static void Print(List<(int Minute, long Records, long Answers, long Events, double Mib)> rows)
    {
        static string Text(FormattableString text) => FormattableString.Invariant(text);
        Console.WriteLine(Text($"""
            # A node's memory under load

            Reproduce: `dotnet run --project bench/DecentralOrg.Benchmarks -c Release -- load {rows.Count}`, which prints this page. Machine: {Machine.Description},
            shared with other work.

            What: `dorg node run` on SQLite, in a process of its own, follows a Hardhat devnet and relays to it. {Bench.Founders} members post {RecordsPerSecond} signed
            records a second, contributions and evaluations in turn; others ask for members, contributions, one member's explanation and the
            status every second, and for all members as CSV every ten; one listens to the event stream, for which all influence is computed
            again after every change. At the end all records are on the ledger. *Largest* is the largest of the five minutes, each asked once.

            | minute | records | questions answered | events | largest, MiB |
            | --: | --: | --: | --: | --: |
            """));
        foreach (var part in rows.Chunk(MinutesBetweenRows))
            Console.WriteLine(Text($"| {part[^1].Minute} | {part[^1].Records:N0} | {part[^1].Answers:N0} | {part[^1].Events:N0} | {part.Max(row => row.Mib):N0} |"));
        var (early, late) = (rows.Skip(rows.Count / 6).Take(rows.Count / 6).ToList(), rows.TakeLast(rows.Count / 6).ToList());
        var grown = late.Average(row => row.Mib) - early.Average(row => row.Mib);
        var records = late.Average(row => row.Records) - early.Average(row => row.Records);
        Console.WriteLine(Text($"""

            From the second sixth of the time to the last, on average: {grown:N1} MiB more with {records:N0} records more, {grown * 1048576 / records:N0} bytes a record. The log stays
            in memory, because influence, explanations and lists are computed from it.
            """));
    }

    /// <summary>What members and readers do.</summary>
    private sealed class Load(Bench bench, HttpClient http, PrivateKey[] people)
    {
        private readonly uint[] nonces = new uint[people.Length];
        private readonly Random random = new(1);
        private long answers;
        private long events;
        private int contributions;
        private int evaluations;
        private int seconds;

        public long Records => contributions + evaluations;

        public long Answers => Interlocked.Read(ref answers);

        public long Events => Interlocked.Read(ref events);

        public async Task WriteAsync()
        {
            for (var i = 0; i < RecordsPerSecond / 2; i++)
            {
                await ContributeAsync();
                await EvaluateAsync();
            }
        }

        public async Task ReadAsync()
        {
            string[] questions =
            [
                "/api/members?limit=100", $"/api/members/{seconds % people.Length}", "/api/contributions?limit=50", "/status",
                .. (IEnumerable<string>)(seconds % 10 == 0 ? ["/api/members?format=csv"] : []),
            ];
            seconds++;
            foreach (var question in questions)
            {
                using var answer = await http.GetAsync(new Uri(question, UriKind.Relative));
                answer.EnsureSuccessStatusCode();
                Interlocked.Increment(ref answers);
            }
        }

        public async Task ListenAsync(CancellationToken stop)
        {
            try
            {
                using var stream = new StreamReader(await http.GetStreamAsync(new Uri("/api/events", UriKind.Relative), stop));
                while (await stream.ReadLineAsync(stop) is { } line)
                {
                    if (line.StartsWith("data:", StringComparison.Ordinal))
                        Interlocked.Increment(ref events);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
        }

        public async Task UntilReadyAsync()
        {
            using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await pace.WaitForNextTickAsync())
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return;
            }
        }

        public async Task UntilAnchoredAsync(long records)
        {
            using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await pace.WaitForNextTickAsync())
            {
                var organization = JsonNode.Parse(await http.GetStringAsync(new Uri("/api/organization", UriKind.Relative)))!;
                if (long.Parse(organization["records"]!.GetValue<string>(), CultureInfo.InvariantCulture) >= records)
                    return;
            }
        }

        private async Task ContributeAsync()
        {
            var key = people[contributions % people.Length];
            var record = new Contribution(
                key.Address, RecordText.From("docs"), RecordText.From($"Explain how the queue of work item {contributions} is emptied"),
                RecordText.From($"https://example.org/work/{contributions}"), default, [], [], (uint)contributions);
            contributions++;
            await PostAsync(PostedContribution.Of(record, bench.Domain, key.Sign(record.Digest(bench.Domain)).ToArray()));
        }

        private async Task EvaluateAsync()
        {
            var by = evaluations % people.Length;
            Address Another() => people[(by + random.Next(1, people.Length)) % people.Length].Address;
            Credit[] credits = [new(Bytes32.Zero, Another(), (uint)random.Next(1, 2_000))];
            var record = new Evaluation(people[by].Address, Epoch: 0, nonces[by]++, [.. credits]);
            evaluations++;
            await PostAsync(PostedEvaluation.Of(record, bench.Domain, people[by].Sign(record.Digest(bench.Domain)).ToArray()));
        }

        private async Task PostAsync(PostedRecord record)
        {
            using var body = new ByteArrayContent(RecordWriter.Post(record, bench.Domain)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await http.PostAsync(new Uri("/records", UriKind.Relative), body);
            if (answer.StatusCode != HttpStatusCode.Accepted)
                throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
