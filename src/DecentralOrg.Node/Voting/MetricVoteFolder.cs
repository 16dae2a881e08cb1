using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using System.Text.Json;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Importing;

namespace DecentralOrg.Node.Voting;

/// <summary>A project that is voted on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Published">The payout that was published, in units of 10^-18; null if none was.</param>
public sealed record VotedProject(string Id, string Name, UInt128? Published);

/// <summary>A ballot as it was cast.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Account">Whose it says it is.</param>
/// <param name="Signer">Who signed it, by ECDSA over the text (EIP-191); null if nobody can have.</param>
/// <param name="Ballot">What it says.</param>
public sealed record CastBallot(int Line, Address Account, Address? Signer, MetricBallot Ballot)
{
    /// <summary>Whether it is signed by the account itself. A contract account's signature cannot be recovered, whatever it is worth.</summary>
    public bool IsSigned => Signer == Account;
}

/// <summary>
/// The files of a vote on metrics, as Retro Funding 4 of Optimism published them: <c>ballots.csv</c> (columns <c>Address</c>,
/// <c>Signature</c> and <c>Payload</c>, the signed text), <c>metrics.csv</c> (<c>project_name</c>, <c>application_id</c>,
/// <c>is_oss</c>; every other column is a metric) and, if it is there, <c>results.csv</c> (<c>Project_id</c>,
/// <c>rf4_allocation</c>).
/// </summary>
/// <param name="Projects">The projects, in the order of the file.</param>
/// <param name="Vote">The metrics of the projects.</param>
/// <param name="Ballots">The ballots, in the order of the file.</param>
/// <param name="PublishedDigits">How many digits behind the point the published payouts have, zeros at the end aside; 0..18.</param>
public sealed record MetricVoteFolder(ImmutableArray<VotedProject> Projects, MetricVote Vote, ImmutableArray<CastBallot> Ballots, int PublishedDigits)
{
    /// <summary>The digits behind the point of a token, and of weights and multipliers.</summary>
    public const int Digits = 18;

    private const string BallotsFile = "ballots.csv";
    private const string MetricsFile = "metrics.csv";
    private const string ResultsFile = "results.csv";
    private const int MetricDigits = 40;
    private const int MostPercent = 100;
    private const int MostMultiplier = 1_000;

    private static readonly string[] ProjectColumns = ["project_name", "application_id", "is_oss"];

    /// <summary>Reads the files.</summary>
    /// <param name="folder">The folder that holds them.</param>
    /// <exception cref="ImportException">A file is missing or has another header, or a line breaks a rule.</exception>
    public static MetricVoteFolder Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var table = CsvFile.ReadTable(Path.Combine(folder, MetricsFile), ProjectColumns);
        string[] metrics = [.. table.Columns.Where(column => !ProjectColumns.Contains(column))];
        if (metrics.Distinct().Count() < metrics.Length)
            throw new ImportException(ImportRefusal.WrongHeader, $"{MetricsFile}, line 1: a metric stands twice, and nobody can tell which is meant; name every metric once.");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            if (!ids.Add(row.Text(table["application_id"], "application_id")))
                throw row.Refuse($"the project '{row[table["application_id"]]}' stands on an earlier line as well");
        }
        var (published, digits) = File.Exists(Path.Combine(folder, ResultsFile)) ? ReadPublished(folder, ids) : ([], 0);
        var vote = new MetricVote(
            [.. metrics.Select(metric => table.Rows.Select(row => Metric(row, table[metric], metric)).ToImmutableArray())],
            [.. table.Rows.Select(row => OpenSource(row, table["is_oss"]))]);
        var ballots = ReadBallots(folder, metrics);
        if (ballots.IsEmpty || ids.Count == 0)
            throw new ImportException(ImportRefusal.EmptyHistory, $"{(ids.Count == 0 ? MetricsFile : BallotsFile)} has a header and no lines: there is nothing to count.");
        return new MetricVoteFolder(
            [
                .. table.Rows.Select(row => (Id: row[table["application_id"]], Name: row[table["project_name"]])).Select(project =>
                    new VotedProject(project.Id, project.Name, published.TryGetValue(project.Id, out var payout) ? payout : null)),
            ],
            vote, ballots, digits);
    }

    private static ImmutableArray<CastBallot> ReadBallots(string folder, string[] metrics)
    {
        var table = CsvFile.ReadTable(Path.Combine(folder, BallotsFile), "Address", "Signature", "Payload");
        var accounts = new HashSet<Address>();
        return
        [
            .. table.Rows.Select(row =>
            {
                if (!Address.TryParse(row[table["Address"]], out var account))
                    throw row.Refuse($"Address '{row[table["Address"]]}' is not 0x and 40 hex digits");
                if (!accounts.Add(account))
                    throw row.Refuse($"{account} has a ballot on an earlier line as well");
                var payload = row[table["Payload"]];
                return new CastBallot(row.Line, account, Signer(row, row[table["Signature"]], payload), Payload(row, payload, metrics));
            }),
        ];
    }

    private static Address? Signer(CsvRow row, string hex, string payload)
    {
        var bytes = new byte[Math.Max(0, (hex.Length / 2) - 1)];
        if (!Hex.TryDecode(hex, bytes))
            throw row.Refuse("Signature is not 0x and an even number of hex digits");
        return Signature.TryRead(bytes, out var signature) ? signature.Recover(PersonalMessage.Digest(Encoding.UTF8.GetBytes(payload))) : null;
    }

    private static MetricBallot Payload(CsvRow row, string payload, string[] metrics)
    {
        try
        {
            using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var weights = new UInt128[metrics.Length];
            var named = new HashSet<string>(StringComparer.Ordinal);
            foreach (var allocation in json.RootElement.GetProperty("allocations").EnumerateArray())
            {
                var given = allocation.EnumerateObject().ToList();
                if (given.Count != 1 || !named.Add(given[0].Name))
                    throw row.Refuse("an allocation names not one metric, or one that is named before");
                var metric = Array.IndexOf(metrics, given[0].Name);
                if (metric < 0)
                    throw row.Refuse($"there is no metric '{given[0].Name}' in {MetricsFile}");
                weights[metric] = Number(row, given[0].Value, given[0].Name, MostPercent);
            }
            return new MetricBallot(
                [.. weights], Number(row, json.RootElement.GetProperty("os_multiplier"), "os_multiplier", MostMultiplier),
                json.RootElement.GetProperty("os_only").GetBoolean());
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw row.Refuse("Payload is not a JSON object with the list 'allocations', the number 'os_multiplier' and the truth value 'os_only'", error);
        }
    }

    private static UInt128 Number(CsvRow row, JsonElement value, string name, int most) =>
        value.ValueKind == JsonValueKind.Number && DecimalText.TryScale(value.GetRawText(), Digits, out var scaled) && scaled <= most * (BigInteger)MetricVote.Unit
            ? (UInt128)scaled
            : throw row.Refuse($"{name} is not a number from 0 to {most} with at most {Digits} digits behind the point");

    private static BigInteger Metric(CsvRow row, int column, string name) =>
        row[column].Length == 0 ? BigInteger.Zero
        : DecimalText.TryScale(row[column], MetricDigits, out var scaled) ? scaled
        : throw row.Refuse($"{name} '{row[column]}' is not a number without sign, with at most {MetricDigits} digits behind the point");

    private static bool OpenSource(CsvRow row, int column) =>
        bool.TryParse(row[column], out var open) ? open : throw row.Refuse($"is_oss '{row[column]}' is neither true nor false");

    private static (Dictionary<string, UInt128> Payouts, int Digits) ReadPublished(string folder, HashSet<string> ids)
    {
        var table = CsvFile.ReadTable(Path.Combine(folder, ResultsFile), "Project_id", "rf4_allocation");
        var payouts = new Dictionary<string, UInt128>(StringComparer.Ordinal);
        var digits = 0;
        foreach (var row in table.Rows)
        {
            var (id, text) = (row[table["Project_id"]], row[table["rf4_allocation"]]);
            if (!DecimalText.TryScale(text, Digits, out var scaled) || scaled > (BigInteger)UInt128.MaxValue)
                throw row.Refuse($"rf4_allocation '{text}' is not a number without sign, with at most {Digits} digits behind the point");
            if (!ids.Contains(id) || !payouts.TryAdd(id, (UInt128)scaled))
                throw row.Refuse($"the project '{id}' is not in {MetricsFile}, or stands on an earlier line as well");
            while (digits < Digits && !DecimalText.TryScale(text, digits, out _))
                digits++;
        }
        return (payouts, digits);
    }
}
