using System.Globalization;
using System.Net;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Storage.Postgres;

namespace DecentralOrg.Node.Operating;

/// <summary>One thing that a node can be told, by the same name on the command line, in the environment and in a file.</summary>
/// <param name="Name">Its name, as on the command line after <c>--</c>.</param>
/// <param name="Help">What it is, with its unit, and what follows from it.</param>
/// <param name="Placeholder">What stands for its value in help.</param>
/// <param name="Default">What it is if nobody says; null if somebody has to.</param>
/// <param name="Set">Sets it, or says with a <see cref="FormatException"/> what it takes.</param>
/// <param name="Hide">Makes of a value that can hold a secret what may be shown of it; null where it holds none.</param>
/// <param name="Many">Whether it can be given several times; the values then stand with commas between them.</param>
public sealed record NodeSetting(
    string Name, string Help, string Placeholder, string? Default, Func<NodeOptions, string, NodeOptions> Set, Func<string, string>? Hide = null, bool Many = false)
{
    /// <summary>Its name in the environment.</summary>
    public string EnvironmentName => "DORG_" + Name.Replace('-', '_').ToUpperInvariant();
}

/// <summary>All settings of a node. This list makes the command line's options, its help, and what is read from elsewhere.</summary>
public static class NodeSettings
{
    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<NodeSetting> All { get; } =
    [
        new("rpc", "Where the chain answers JSON-RPC over HTTP; of several, with commas between them, the first that is well is asked", "URL", null,
            (options, text) => options with { Rpc = EndpointUrl.ReadAll(text) }, Hide: EndpointUrl.Shown, Many: true),
        new("settlement", "The organization's settlement contract", "ADDRESS", null,
            (options, text) => options with { Settlement = Address.TryParse(text, out var address) ? address : throw new FormatException("0x and 40 hex digits") }),
        new("data", "The folder for the node's data; nobody else may use it", "DIR", "dorg-data",
            (options, text) => options with { Data = text.Length > 0 ? text : throw new FormatException("a path") }),
        new("database", "A PostgreSQL database for the node's data, as a connection string of Npgsql; the password is better in PGPASSWORD or in the file of PGPASSFILE. Without it the data is in the folder", "CONNECTION", "",
            (options, text) => text.Length == 0 ? options : options with { Database = ReadDatabase(text) }, Hide: PostgresDatabase.Shown),
        new("replica", "yes or no: whether it only answers, from what another node writes to the same PostgreSQL database", "YES", "no",
            (options, text) => options with { Replica = text switch { "yes" => true, "no" => false, _ => throw new FormatException("yes or no") } }),
        new("listen", "Where the node answers HTTP; an address that others reach needs a proxy with TLS before it", "URL", "http://127.0.0.1:8620",
            (options, text) => options with { Listen = ReadListen(text) }),
        new("first-block", "The first block that is read; nothing of the organization may stand before it", "N", "0",
            (options, text) => options with { Following = options.Following with { FirstBlock = ReadNumber(text, 0, long.MaxValue) } }),
        new("window", "Blocks behind the head that can be taken back, where the endpoint does not say which are final", "N", "64",
            (options, text) => options with { Following = options.Following with { Window = ReadNumber(text, 1, 100_000) } }),
        new("range", "Blocks whose logs are asked for at once, at most", "N", "2000",
            (options, text) => options with { Following = options.Following with { WidestRange = ReadNumber(text, 1, 1_000_000) } }),
        new("poll", "Seconds between two questions for the chain's head", "SECONDS", "2",
            (options, text) => options with { Following = options.Following with { Poll = ReadSeconds(text, 0.05m, 3_600) } }),
        new("look", "Seconds between two looks at every endpoint: which chain it is of, and how far it goes", "SECONDS", "10",
            (options, text) => options with { Endpoints = options.Endpoints with { LookEvery = ReadSeconds(text, 0.05m, 3_600) } }),
        new("rpc-timeout", "Seconds that an endpoint may take for an answer; too few make it fail where it is busy", "SECONDS", "10",
            (options, text) => options with { Endpoints = options.Endpoints with { Timeout = ReadSeconds(text, 0.1m, 300) } }),
        .. KeySettings(NodeRole.Relay, "that brings accepted records to the ledger and pays their gas"),
        .. KeySettings(NodeRole.Settle, "that closes epochs and posts settlements under a bond"),
        .. KeySettings(NodeRole.Challenge, "that refutes wrong settlements"),
        .. KeySettings(NodeRole.Claim, "that claims for members and pays their gas"),
        new("chain-id", "The chain's id; needed with a keystore, nothing is signed for another chain", "N", "",
            (options, text) => options with { ChainId = text.Length == 0 ? null : ReadNumber(text, 1, long.MaxValue) }),
        new("relay-records", "Records that make a batch worth sending", "N", "50",
            (options, text) => options with { Relaying = options.Relaying with { Records = (int)ReadNumber(text, 1, 10_000) } }),
        new("relay-age", "Seconds that a record waits for others, at most", "SECONDS", "15",
            (options, text) => options with { Relaying = options.Relaying with { Age = ReadSeconds(text, 0, 86_400) } }),
        new("relay-batches", "Batches that are on their way at once, at most", "N", "8",
            (options, text) => options with { Relaying = options.Relaying with { Batches = (int)ReadNumber(text, 1, 64) } }),
        new("votes-per-epoch", "Signed votes, delegations and proposals of one account that are brought to the chain in one epoch, at most", "N", "16",
            (options, text) => options with { Governing = options.Governing with { MessagesPerEpoch = (int)ReadNumber(text, 1, 10_000) } }),
        new("gas-ceiling", "Gwei per gas that are ever offered, at most; where the chain asks for more, what is wanted waits", "GWEI", "200",
            (options, text) => options with { Publishing = options.Publishing with { CeilingWeiPerGas = ReadUnits(text, 9, 1_000_000_000) } }),
        new("epoch-budget", "Ether that each of relaying, settling, challenging and claiming, and the votes of each account, may cost in gas for one epoch, at most", "ETHER", "1",
            (options, text) => options with { Publishing = options.Publishing with { BudgetWei = ReadUnits(text, 18, 1_000_000_000) } }),
        new("votes-budget", "Ether that the signed votes, delegations and proposals of all accounts together may cost in gas for one epoch, at most; further ones are refused, and what was accepted before waits", "ETHER", "10",
            (options, text) => options with { Publishing = options.Publishing with { PurseWei = ReadUnits(text, 18, 1_000_000_000) } }),
        new("replace-after", "Seconds that a transaction waits before more is offered for it", "SECONDS", "45",
            (options, text) => options with { Publishing = options.Publishing with { ReplaceAfter = ReadSeconds(text, 1, 86_400) } }),
        new("posts-per-minute", "Posts that are taken from one network in a minute, at most", "N", "600",
            (options, text) => options with { Intake = options.Intake with { PostsPerMinute = (int)ReadNumber(text, 1, 10_000_000) } }),
        new("records-per-minute", "Records that are taken from one author in a minute, at most", "N", "60",
            (options, text) => options with { Intake = options.Intake with { RecordsPerMinute = (int)ReadNumber(text, 1, 10_000_000) } }),
        new("watchdog", "Seconds that a loop may be at one step before the process ends with an error", "SECONDS", "300",
            (options, text) => options with { Watchdog = ReadSeconds(text, 1, 86_400) }),
        new("traces", "Where traces are sent, by OTLP over HTTP", "URL", "",
            (options, text) => text.Length == 0 ? options : options with { Traces = ReadCollector(text) }),
        new("log", "text or json", "FORMAT", "text",
            (options, text) => options with { JsonLog = text switch { "json" => true, "text" => false, _ => throw new FormatException("text or json") } }),
    ];

    /// <summary>How a role is called in the names of its settings.</summary>
    internal static string NameOf(NodeRole role) => role.ToString().ToLowerInvariant();

    private static NodeSetting[] KeySettings(NodeRole role, string does) =>
    [
        new($"{NameOf(role)}-key", $"The keystore file of the account {does}; dev:N for one of a chain for development; without it the node does not do that", "FILE", "",
            (options, text) => text.Length == 0 ? options : options with { Keys = new Dictionary<NodeRole, KeySource>(options.Keys) { [role] = ReadKey(text) } }),
        new($"{NameOf(role)}-password-file", "A file whose first line is the password of that keystore", "FILE", "",
            (options, text) => text.Length == 0 ? options : options with { PasswordFiles = new Dictionary<NodeRole, string>(options.PasswordFiles) { [role] = text } }),
    ];

    private static KeySource ReadKey(string text) =>
        !text.StartsWith("dev:", StringComparison.Ordinal) ? new KeySource(text) : new KeySource(null, (int)ReadNumber(text[4..], 0, 1_000_000));

    /// <summary>A decimal number of a unit that has so many decimals.</summary>
    private static UInt128 ReadUnits(string text, int decimals, ulong most)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number <= 0 || number > most)
            throw new FormatException($"a number above 0 and up to {most}");
        var smallest = number * (decimal)Math.Pow(10, decimals);
        return smallest == decimal.Truncate(smallest) ? (UInt128)smallest : throw new FormatException($"a number with at most {decimals} decimals");
    }

    private static string ReadDatabase(string text) =>
        PostgresDatabase.IsConnectionString(text) ? text : throw new FormatException("a connection string, such as Host=127.0.0.1;Username=dorg;Database=dorg");

    private static Uri ReadCollector(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
            ? url
            : throw new FormatException("a URL of http or https, such as http://127.0.0.1:4318");

    private static Uri ReadListen(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http", PathAndQuery: "/", UserInfo: "" }
        && (IPAddress.TryParse(url.Host.Trim('[', ']'), out _) || url.Host == "localhost")
            ? url
            : throw new FormatException("http, an address of this machine and a port, such as http://127.0.0.1:8620");

    private static ulong ReadNumber(string text, ulong least, ulong most) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"a whole number from {least} to {most}");

    private static TimeSpan ReadSeconds(string text, decimal least, decimal most) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= most
            ? TimeSpan.FromMilliseconds((double)(seconds * 1_000))
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"seconds, from {least} to {most}"));
}
