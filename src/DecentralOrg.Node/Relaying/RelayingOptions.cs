namespace DecentralOrg.Node.Relaying;

/// <summary>When accepted records are brought to the chain.</summary>
public sealed record RelayingOptions
{
    /// <summary>How many records make a batch worth sending: 50 by default. More share the 21,000 gas of a transaction, which then costs each less than a fiftieth of a contribution.</summary>
    public int Records { get; init; } = 50;

    /// <summary>How long a record waits for others: 15 seconds by default, a little more than a block of Ethereum. Zero sends each at once.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long before the epoch can be closed nothing waits for others any more: two minutes by default. What comes later than the close is refused by the ledger.</summary>
    public TimeSpan BeforeClose { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the records of a batch rest that was refused as a whole: 30 seconds by default, twice as long after each further refusal, an hour at most. Others go on meanwhile.</summary>
    public TimeSpan AfterRefusal { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Batches that are on their way at once, at most: 8 by default. Records that wait can still be replaced by their authors; those in a batch cannot.</summary>
    public int Batches { get; init; } = 8;
}
