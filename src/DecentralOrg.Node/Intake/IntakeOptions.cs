namespace DecentralOrg.Node.Intake;

/// <summary>Bounds of the intake.</summary>
public sealed record IntakeOptions
{
    /// <summary>Records of one author in a minute; 60 by default. Further ones are refused until the minute is over.</summary>
    public int RecordsPerMinute { get; init; } = 60;

    /// <summary>Posts from one network (/24 of IPv4, /56 of IPv6) in a minute; 600 by default. Each costs a tenth of a millisecond of a core.</summary>
    public int PostsPerMinute { get; init; } = 600;

    /// <summary>Posts that wait to be written; 4,096 by default, a second's work. Further ones are refused at once.</summary>
    public int Queue { get; init; } = 4_096;

    /// <summary>Records that are committed together at most; 512 by default. A record never waits for others: what arrived during a commit goes into the next.</summary>
    public int PerCommit { get; init; } = 512;

    /// <summary>Records that wait for the chain at most; 100,000 by default, about 200 MB of disk. Whoever relays pays for each.</summary>
    public int Backlog { get; init; } = 100_000;

    /// <summary>Records of one author that wait for the chain at most; 256 by default.</summary>
    public int AuthorBacklog { get; init; } = 256;

    /// <summary>How long a contract account and its chain have to judge a signature; 3 seconds by default.</summary>
    public TimeSpan AccountTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Contract accounts that are asked at once; 8 by default. Others wait within their time.</summary>
    public int AccountsAtOnce { get; init; } = 8;

    /// <summary>How long a request may take with its body; 10 seconds by default.</summary>
    public TimeSpan RequestTime { get; init; } = TimeSpan.FromSeconds(10);
}
