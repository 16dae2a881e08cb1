using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Governing;

/// <summary>Calls that give and revoke roles, in words.</summary>
internal static class RoleAction
{
    private const int MostNameBytes = 64;
    private const int MostAreaBytes = 32;

    /// <summary>Says what a call of the contract of roles does; null for one that neither gives nor revokes.</summary>
    /// <exception cref="Ethereum.AbiException">Its arguments cannot be read.</exception>
    public static ProposalAction? Of(ProposedCall call)
    {
        if (RolesContract.TryDecodeGrant(call.Data, out var grant))
        {
            var sentence = $"Give {grant.Account} the role '{grant.Role}' until {ChainTime.Text(grant.Until)}{Asks(grant.Condition)}.";
            return new ProposalAction(ProposalActionKind.GrantRole, sentence, Warning(call, Mistake(grant.Role) ?? Mistake(grant.Condition)));
        }
        return RolesContract.TryDecodeRevoke(call.Data, out var revoke)
            ? new ProposalAction(ProposalActionKind.RevokeRole, $"Take the role '{revoke.Role}' from {revoke.Account}.", Warning(call, Mistake(revoke.Role)))
            : null;
    }

    private static string? Warning(ProposedCall call, string? mistake) =>
        call.Value.IsZero ? mistake : $"It also sends {call.Value} wei to a contract that takes none, so it fails when it is executed.";

    private static string? Mistake(RecordText name) => name.Bytes.Length is >= 1 and <= MostNameBytes
        ? null
        : $"RoleLength: the name of a role has 1 to {MostNameBytes} bytes, not {name.Bytes.Length}, so it fails when it is executed.";

    private static string? Mistake(RoleCondition condition)
    {
        if (condition.InfluenceBp > InfluenceParameters.WholeBp)
            return $"ShareInvalid: a share is at most {InfluenceParameters.WholeBp}, in 1/10000, so it fails when it is executed.";
        var valid = condition.Area.Bytes.IsEmpty
            ? condition is { AreaBp: 0, AreaEpochs: 0 }
            : condition.Area.Bytes.Length <= MostAreaBytes && condition.AreaBp is >= 1 and <= InfluenceParameters.WholeBp && condition.AreaEpochs >= 1;
        return valid
            ? null
            : $"AreaInvalid: with an area of 1 to {MostAreaBytes} bytes go a share of 1 to {InfluenceParameters.WholeBp}, in 1/10000, and one epoch or more, and without an area neither, so it fails when it is executed.";
    }

    private static string Asks(RoleCondition condition)
    {
        var influence = condition.InfluenceBp == 0 ? "" : $", as long as nobody shows that he has less than {RoleReport.Percent(condition.InfluenceBp)} of all influence";
        var area = condition.Area.Bytes.IsEmpty
            ? ""
            : $"; {RoleReport.Percent(condition.AreaBp)} of the influence of area {condition.Area} over the last {condition.AreaEpochs} epochs is asked for and only reported";
        return influence + area;
    }
}
