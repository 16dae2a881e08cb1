using System.Threading.RateLimiting;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// Takes signed records in. What stands against a post is looked for with the cheapest question first: size, JSON, schema,
/// types and domain, texts, whether it is known, the ledger's rules, the signature. A record is committed before it is
/// answered. Safe for use by several threads.
/// </summary>
public sealed class IntakeService : IDisposable
{
    private readonly RecordDomain domain;
    private readonly RecordStore store;
    private readonly LedgerGate ledger;
    private readonly SignatureCheck signatures;
    private readonly IntakeLoop loop;
    private readonly IntakeMetrics metrics = new();
    private readonly PartitionedRateLimiter<Address> authors;
    private readonly TimeProvider time;
    private readonly ILogger log;

    /// <summary>Begins with the records that are committed.</summary>
    internal IntakeService(
        RecordDomain domain, RecordStore store, OrganizationView view, IChain chain, IntakeOptions options, TimeProvider time, ILogger log)
    {
        (this.domain, this.store, this.time, this.log) = (domain, store, time, log);
        ledger = new LedgerGate(view, store.Waiting);
        signatures = new SignatureCheck(chain, options, time);
        loop = new IntakeLoop(store, ledger, options, metrics, time, log);
        metrics.Watch(() => loop.Length, () => store.Waiting.Count);
        authors = PartitionedRateLimiter.Create<Address, Address>(author => RateLimitPartition.GetFixedWindowLimiter(
            author, _ => new FixedWindowRateLimiterOptions { PermitLimit = options.RecordsPerMinute, Window = TimeSpan.FromMinutes(1) }));
    }

    /// <summary>Judges a post and commits its record.</summary>
    /// <param name="body">JSON as <see cref="RecordReader"/> describes it.</param>
    /// <param name="stop">Stops waiting; the record may be accepted all the same, and posting it again tells.</param>
    public async Task<IntakeAnswer> AcceptAsync(ReadOnlyMemory<byte> body, CancellationToken stop = default)
    {
        var answer = await JudgeAsync(body, stop);
        metrics.Answered(answer);
        return answer;
    }

    /// <summary>What is known of a record; null if nothing is.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    public RecordStatus? Find(Bytes32 digest) => store.Find(digest);

    /// <summary>What an account may give next, if all that waits here is taken; null before the founding was read.</summary>
    public AccountBudget? BudgetOf(Address account) => ledger.BudgetOf(account);

    /// <summary>Writes what arrives until <paramref name="stop"/>, and then what has arrived before. Runs once.</summary>
    /// <exception cref="StorageException">The database cannot even be read.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        log.Opened(store.Waiting.Count);
        await loop.RunAsync(stop);
        log.Closed(store.Waiting.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        authors.Dispose();
        signatures.Dispose();
        metrics.Dispose();
    }

    /// <summary>Counts a refusal that was given without looking at the post.</summary>
    internal Refused Count(Refused refused)
    {
        metrics.Answered(refused);
        return refused;
    }

    private async Task<IntakeAnswer> JudgeAsync(ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        var (record, refused) = RecordReader.Read(body.Span, domain);
        if (record is null)
            return refused!;
        // Nobody gains by posting a record again, so its signature need not be looked at again; but the answer has to wait
        // for the commit that it may be part of.
        if (store.Waiting.Contains(record.Digest))
            return await loop.EnterAsync(record, verified: false, stop);
        if (ledger.Check(record, out _) is { } rule)
            return FirstAnswer(record) ?? rule;
        if (await signatures.CheckAsync(record, stop) is { } unsigned)
            return unsigned;
        using var lease = authors.AttemptAcquire(record.Author);
        if (!lease.IsAcquired)
            return Refused.Because(IntakeRefusal.TooManyRecords, retryAfter: lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1));
        return await loop.EnterAsync(record, verified: true, stop);
    }

    /// <summary>Rules judge what could be taken now; one that was taken then has its answer.</summary>
    private IntakeAnswer? FirstAnswer(PostedRecord record)
    {
        try
        {
            return store.Find(record.Digest) is { } known && known.State != RecordState.Skipped ? IntakeLoop.Known(known, record, time) : null;
        }
        catch (StorageException)
        {
            return Refused.Because(IntakeRefusal.StorageUnavailable, retryAfter: TimeSpan.FromSeconds(30));
        }
    }
}
