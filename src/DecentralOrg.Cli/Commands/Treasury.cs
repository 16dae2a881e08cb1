using System.Numerics;
using DecentralOrg.Cli.Output;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary>The reward tokens that the timelock holds, and what a proposal asks of them.</summary>
internal static class Treasury
{
    private static readonly BigInteger UnitsOfOutput = BigInteger.Pow(10, 9);

    /// <summary>Warns of grants of tokens that the treasury could not pay now: after a vote of eight days they would fail.</summary>
    /// <param name="calls">What the proposal calls.</param>
    /// <param name="actions">The same in words.</param>
    /// <param name="contracts">The organization's contracts.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The actions, with the warnings.</returns>
    public static async Task<ProposalAction[]> WarnAsync(ProposedCall[] calls, ProposalAction[] actions, OrganizationContracts contracts, CancellationToken stop)
    {
        if (!actions.Any(action => action.Kind == ProposalActionKind.Grant))
            return actions;
        var held = await contracts.Token.BalanceOfAsync(contracts.Timelock.Address, stop: stop);
        var left = held;
        return [.. calls.Zip(actions, (call, action) =>
        {
            if (action.Kind != ProposalActionKind.Grant || call.Target != contracts.Token.Address || !RewardTokenContract.TryDecodeTransfer(call.Data, out var transfer))
                return action;
            left -= transfer.Value;
            return left.Sign >= 0 ? action : action with
            {
                Warning = $"The treasury holds {Amounts.Tokens((ulong)(held / UnitsOfOutput))} reward tokens, less than this proposal grants up to here: it fails when it is executed, unless the treasury gets more before.",
            };
        })];
    }
}
