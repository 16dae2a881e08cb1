using DecentralOrg.Ethereum;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Publishing;

/// <summary>What a step of publishing came to.</summary>
/// <param name="Live">Intents whose nonce is not used up for good.</param>
/// <param name="Signed">Intents that were signed in this step.</param>
/// <param name="Ended">Intents that ended in this step.</param>
internal sealed record PublishingStep(int Live, int Signed, int Ended);

/// <summary>
/// Publishes the intents of one account: one step at a time, from one loop. All it knows is in the database, so that
/// whoever comes after it goes on where it stopped.
/// </summary>
internal sealed class Publisher
{
    /// <summary>The alarm that another program uses the account's key.</summary>
    public const string ForeignTransaction = "foreign_transaction";

    private readonly PublishingContext context;
    private readonly Lease lease;
    private readonly Watching watching;
    private readonly Offering offering;
    private readonly Signing signing;

    /// <summary>Publishes for the account of a signer.</summary>
    /// <param name="database">The node's database.</param>
    /// <param name="signer">The account's key.</param>
    /// <param name="home">The chain that the intents are for.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="oracles">By kind of intent, who knows whether the contract holds it. Kinds without one are judged by their receipt.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it says what it does.</param>
    /// <param name="metrics">Where it counts; null for nowhere.</param>
    /// <param name="probe">Called at each <see cref="PublishingPoint"/>; null for nobody.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Publisher(
        Database database, ISigner signer, PublishingChain home, PublishingOptions options, IReadOnlyDictionary<string, IntentOracle> oracles,
        TimeProvider time, ILogger<Publisher> logger, PublishingMetrics? metrics = null, PublishingProbe? probe = null)
    {
        options.Validate();
        lease = new Lease(database, signer.Address, options, time);
        context = new PublishingContext(
            new IntentStore(database, lease, time), new Intents(database, time), signer.Address, home, options, oracles,
            new FeePolicy(options, time), logger, metrics, probe);
        watching = new Watching(context);
        offering = new Offering(context, time, new CheckedSigner(signer, options.SigningTimeout, time));
        signing = new Signing(context, offering, new CheckedSigner(signer, options.SigningTimeout, time));
    }

    /// <summary>
    /// One pass: looks what became of everything that is live, offers more for what is passed over, offers all of it again,
    /// signs and sends what is wanted. Calling it again at once is harmless; so is never calling it again.
    /// </summary>
    /// <param name="chain">The endpoint that is asked for everything in this step.</param>
    /// <param name="stop">Gives up; what was committed stays.</param>
    /// <exception cref="RpcException">The endpoint gave no usable answer; the next step goes on.</exception>
    /// <exception cref="PublishingException">Nothing can be published; the message says what to do.</exception>
    /// <exception cref="StorageException">The database could not be written.</exception>
    public async Task<PublishingStep> StepAsync(IChain chain, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(chain);
        await lease.TakeAsync(stop);
        await context.CheckChainAsync(chain, stop);
        // A dev chain that started again has the same id; what is offered to it by mistake could be taken.
        if (await chain.GetGenesisHashAsync(stop) != context.Home.Genesis)
            throw PublishingContext.OtherChain("is another chain with the same id: its block 0 is another one, as after the restart of a chain for development");
        var moment = await Moment.OfAsync(chain, context.Sender, context.Options.Window, stop);
        var ended = await watching.LookAsync(chain, moment, stop);
        await watching.ExplainAsync(moment, stop);
        await offering.OfferAsync(chain, moment, stop);
        var signed = await signing.SignAsync(chain, moment, stop);
        return new PublishingStep(context.Store.Live().Count, signed, ended);
    }
}
