namespace DecentralOrg.Cli.Demo;

/// <summary>Gas that one kind of act took.</summary>
/// <param name="Count">How many acts.</param>
/// <param name="Gas">Gas of the transactions that carried them, all of it.</param>
internal sealed record GasUse(long Count, ulong Gas)
{
    /// <summary>Gas for one act.</summary>
    public ulong Each => Count == 0 ? 0 : Gas / (ulong)Count;
}

/// <summary>Gas by kind of act.</summary>
internal sealed class GasBook
{
    /// <summary>The credits of the evaluations: a finer look at the same gas.</summary>
    public const string Credit = "credit";

    private readonly Dictionary<string, GasUse> kinds = [];

    /// <summary>Gas by kind, in the order in which the kinds first came.</summary>
    public IReadOnlyDictionary<string, GasUse> Kinds => kinds;

    /// <summary>Adds acts and the gas of the transaction that carried them.</summary>
    public void Add(string kind, long count, ulong gas)
    {
        var before = kinds.GetValueOrDefault(kind) ?? new GasUse(0, 0);
        kinds[kind] = new GasUse(before.Count + count, before.Gas + gas);
    }
}
