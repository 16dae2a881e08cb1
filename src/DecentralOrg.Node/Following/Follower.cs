using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Following;

/// <summary>
/// Follows an organization's events from block to block into an <see cref="Organization"/>. The ledger's sequence numbers
/// make an event that an endpoint left out visible, wherever it was lost.
/// </summary>
public sealed class Follower
{
    private const ulong WidestRange = 20_000;

    private readonly IChain chain;
    private readonly OrganizationContracts contracts;
    private readonly OrganizationEvents events;
    private ulong next;
    private readonly RangeWidth width = new(WidestRange);

    private Follower(IChain chain, OrganizationContracts contracts, RecordDomain domain)
    {
        this.chain = chain;
        this.contracts = contracts;
        events = new OrganizationEvents(contracts, domain);
    }

    /// <summary>What the events told so far.</summary>
    public Organization Organization => events.Organization;

    /// <summary>Where the records come from, in the order of the log, as far as it can be followed.</summary>
    public IReadOnlyList<TakenRecord> Records => events.Records;

    /// <summary>Begins before the first block of the chain.</summary>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    public static async Task<Follower> StartAsync(IChain chain, OrganizationContracts contracts, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(contracts);
        return new Follower(chain, contracts, new RecordDomain(await chain.GetChainIdAsync(stop), contracts.Ledger.Address));
    }

    /// <summary>Reads on, up to and with a block.</summary>
    /// <param name="block">The last block to read.</param>
    /// <param name="progress">Told the block that was reached.</param>
    /// <param name="stop">Gives up between two ranges; what was read stays.</param>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    /// <exception cref="HistoryException">The events are not those of one organization.</exception>
    public async Task ReadToAsync(ulong block, IProgress<ulong>? progress = null, CancellationToken stop = default)
    {
        while (next <= block)
        {
            var last = block - next < width.Blocks ? block : next + width.Blocks - 1;
            IReadOnlyList<Log> logs;
            try
            {
                logs = await chain.GetLogsAsync(
                    new LogFilter(contracts.Addresses, [], BlockTag.Number(next), BlockTag.Number(last)), stop);
            }
            catch (RpcException refusal) when (width.TryNarrow(refusal))
            {
                continue;
            }
            foreach (var log in logs)
                events.Apply(log);
            next = last + 1;
            width.Widen();
            progress?.Report(last);
        }
    }
}
