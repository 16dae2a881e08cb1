using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Publishing;

/// <summary>What the parts of a step share.</summary>
internal sealed record PublishingContext(
    IntentStore Store, Intents Intents, Address Sender, PublishingChain Home, PublishingOptions Options,
    IReadOnlyDictionary<string, IntentOracle> Oracles, FeePolicy Fees, ILogger Logger, PublishingMetrics? Metrics, PublishingProbe? Probe)
{
    /// <summary>Refuses an endpoint of another chain. Asked before each signature: a transaction for another chain's id is lost, and its nonce with it.</summary>
    /// <exception cref="PublishingException">It is one.</exception>
    public async Task CheckChainAsync(IChain chain, CancellationToken stop)
    {
        if (await chain.GetChainIdAsync(stop) is var found && found != Home.Id)
            throw OtherChain($"has the chain id {found}, not {Home.Id}");
    }

    /// <summary>What is said of an endpoint of another chain.</summary>
    public static PublishingException OtherChain(string what) => new(
        PublishingFailure.OtherChain,
        $"The endpoint {what}. Nothing was signed or sent. Give the right endpoint, or begin with an empty data directory.");

    /// <summary>Whether the contract holds what an intent wants; null where nobody knows for its kind.</summary>
    public async Task<bool?> HoldsAsync(IChain chain, Intent intent, BlockTag at, CancellationToken stop)
    {
        if (!Oracles.TryGetValue(intent.Request.Kind, out var oracle))
            return null;
        try
        {
            return await oracle(chain, intent, at, stop);
        }
        catch (AbiException)
        {
            // The last final block can be older than the contract, which holds nothing there.
            if (intent.Request.Call.To is { } contract && (await chain.GetCodeAsync(contract, at, stop)).Length == 0)
                return false;
            throw;
        }
    }

    /// <summary>Holds an intent, or lets it go on, where that is a change.</summary>
    /// <param name="intent">The intent as it was read.</param>
    /// <param name="sentence">What a person has to know; null for nothing.</param>
    /// <param name="stop">Gives up.</param>
    public async Task HoldAsync(Intent intent, string? sentence, CancellationToken stop)
    {
        if (sentence == intent.Reason && (sentence is not null) == (intent.State == IntentState.Held))
            return;
        await Store.HoldAsync(intent, sentence, stop);
        if (sentence is null)
            PublishingLog.Released(Logger, intent.Request.Key);
        else if (intent.State != IntentState.Held)
            PublishingLog.Held(Logger, intent.Request.Key, sentence);
    }
}
