using DecentralOrg.Ethereum;
using DecentralOrg.Node.Storage;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Following;

/// <summary>
/// Holds the alarm that a final block is not on the chain. It is raised by what one endpoint shows, and lowered only when
/// that endpoint shows the block again, or, after a restart without it, when the one that is followed does.
/// </summary>
internal sealed class FinalityWatch(FactStore facts, Alarms alarms, ILogger log)
{
    private readonly HashSet<IChain> deniers = [];

    /// <summary>An endpoint shows another block where the final one stood.</summary>
    public async Task DenyAsync(IChain chain, string sentence, CancellationToken stop)
    {
        deniers.Add(chain);
        if (!alarms.IsRaised(Alarms.FinalityViolated))
            log.FinalityViolated(sentence);
        await alarms.RaiseAsync(Alarms.FinalityViolated, sentence, stop);
    }

    /// <summary>A step ended well with an endpoint: asks whether the alarm, if it is raised, is disproven.</summary>
    /// <exception cref="RpcException">The endpoint gave no usable answer.</exception>
    public async Task AffirmAsync(IChain chain, CancellationToken stop)
    {
        if (!alarms.IsRaised(Alarms.FinalityViolated) || facts.Finalized() is not { } final || !await ShowsAsync(chain, final, stop))
            return;
        deniers.Remove(chain);
        foreach (var denier in deniers.ToArray())
        {
            if (await AdmitsAsync(denier, final, stop))
                deniers.Remove(denier);
        }
        if (deniers.Count == 0 && await alarms.LowerAsync(Alarms.FinalityViolated, stop))
            log.FinalityRestored(final.Number);
    }

    private static async Task<bool> AdmitsAsync(IChain denier, ChainPoint final, CancellationToken stop)
    {
        try
        {
            return await ShowsAsync(denier, final, stop);
        }
        catch (RpcException)
        {
            // Whoever does not answer takes nothing back.
            return false;
        }
    }

    private static async Task<bool> ShowsAsync(IChain chain, ChainPoint final, CancellationToken stop) =>
        (await chain.GetBlockAsync(BlockTag.Number(final.Number), stop))?.Hash == final.Hash;
}
