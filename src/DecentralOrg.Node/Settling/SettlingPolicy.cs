using DecentralOrg.Kernel;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Scoring;

namespace DecentralOrg.Node.Settling;

/// <summary>Decides what a settler wants on the chain.</summary>
/// <param name="settlement">The organization's settlement contract.</param>
/// <param name="account">Pays gas and bonds.</param>
internal sealed class SettlingPolicy(SettlementContract settlement, Address account)
{
    /// <summary>The kind of closing an epoch.</summary>
    public const string Close = "close";

    /// <summary>The kind of bringing a part of a settlement.</summary>
    public const string Submit = "submit";

    /// <summary>The kind of making a settlement final.</summary>
    public const string Finalize = "finalize";

    /// <summary>What is wanted now, in order; nothing where somebody else has to act first.</summary>
    /// <param name="now">Where settling is.</param>
    /// <param name="time">The time of the next block.</param>
    /// <param name="closes">When the open epoch can be closed.</param>
    public IReadOnlyList<IntentRequest> Wants(SettlementSituation now, DateTimeOffset time, DateTimeOffset closes) => now.Pending switch
    {
        null => time >= closes ? [Request(Close, $"{now.OpenEpoch}", now.OpenEpoch, settlement.CloseEpoch())] : [],
        { Standing: null } pending =>
        [
            .. Submission.Parts(settlement, pending.Number, pending.Expected, pending.Right, pending.Previous, pending.Terms.Bond).Select(part =>
                Request(Submit, $"{pending.Number}/{pending.Right.Root}/{part.FirstPage}", pending.Number, part.Call)),
        ],
        // Also one of somebody else; but a wrong one never, whoever else does.
        { Standing: { } standing, Wrong: null } pending when time > DateTimeOffset.FromUnixTimeSeconds((long)standing.Deadline) =>
            [Request(Finalize, $"{pending.Number}/{standing.Root}", pending.Number, settlement.Finalize(pending.Number))],
        _ => [],
    };

    private IntentRequest Request(string kind, string what, uint epoch, Ethereum.ContractCall call) =>
        new($"{kind}/{what}/{account}", kind, account, call, $"settle/{epoch}");
}
