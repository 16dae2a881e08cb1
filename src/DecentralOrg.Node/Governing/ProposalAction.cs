using System.Globalization;
using System.Numerics;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Governing;

/// <summary>What kind of thing a call of a proposal does.</summary>
public enum ProposalActionKind
{
    /// <summary>Sets a parameter.</summary>
    SetParameter,

    /// <summary>Gives away ether or reward tokens that the timelock holds.</summary>
    Grant,

    /// <summary>Gives a member a role.</summary>
    GrantRole,

    /// <summary>Takes a role from an account.</summary>
    RevokeRole,

    /// <summary>Anything else. Whoever votes has to know what it does.</summary>
    Other,
}

/// <summary>A call of a proposal in words.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Sentence">What it does.</param>
/// <param name="Warning">What a member should know before he signs; null for nothing.</param>
/// <param name="Parameter">The parameter that it sets; null if it sets none.</param>
/// <param name="Value">To what.</param>
public sealed record ProposalAction(ProposalActionKind Kind, string Sentence, string? Warning, Parameter? Parameter = null, UInt128? Value = null)
{
    private const int ShownBytes = 4;
    private static readonly BigInteger TokenUnit = BigInteger.Pow(10, 18);

    /// <summary>Says what a call does.</summary>
    /// <param name="call">The call.</param>
    /// <param name="contracts">Where the organization's contracts are: a call to another one is not what it seems.</param>
    public static ProposalAction Of(ProposedCall call, ContractAddresses contracts)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(contracts);
        try
        {
            if (call.Target == contracts.Parameters && ParametersContract.TryDecodeSet(call.Data, out var set))
                return OfSet(call, set);
            if (call.Target == contracts.Roles && RoleAction.Of(call) is { } role)
                return role;
            if (call.Target == contracts.Token && call.Value.IsZero && RewardTokenContract.TryDecodeTransfer(call.Data, out var transfer))
            {
                return new ProposalAction(
                    ProposalActionKind.Grant, $"Grant {Decimal(transfer.Value)} reward tokens of the treasury to {transfer.To}.", null);
            }
        }
        catch (Ethereum.AbiException damaged)
        {
            return Other(call, contracts, $"Its arguments cannot be read ({damaged.Message.TrimEnd('.')}), so it fails or does something else.");
        }
        return call.Data.Length == 0 && call.Value > 0
            ? new ProposalAction(ProposalActionKind.Grant, $"Grant {Decimal(call.Value)} ether of the treasury to {call.Target}.", null)
            : Other(call, contracts, "It is neither a parameter nor a grant nor a role: find out what it does before you vote for it.");
    }

    private static ProposalAction OfSet(ProposedCall call, ParametersContract.SetCall set)
    {
        var parameter = (Parameter)set.Parameter;
        if (!Enum.IsDefined(parameter))
            return new ProposalAction(ProposalActionKind.Other, $"Set parameter number {set.Parameter} to {set.Value}.", "There is no such parameter: it fails when it is executed.");
        var bounds = Terms.BoundsOf(parameter);
        var sentence = $"Set {parameter.Name} to {set.Value}, within {bounds.Minimum} to {bounds.Maximum}.";
        if (set.Value < bounds.Minimum || set.Value > bounds.Maximum)
        {
            return new ProposalAction(
                ProposalActionKind.SetParameter, $"Set {parameter.Name} to {set.Value}.",
                $"OutOfBounds: the contract takes {bounds.Minimum} to {bounds.Maximum} only, so it fails when it is executed.", parameter);
        }
        var warning = call.Value.IsZero ? null : $"It also sends {call.Value} wei to a contract that takes none, so it fails when it is executed.";
        return new ProposalAction(ProposalActionKind.SetParameter, sentence, warning, parameter, (UInt128)set.Value);
    }

    private static ProposalAction Other(ProposedCall call, ContractAddresses contracts, string warning)
    {
        var function = call.Data.Length >= ShownBytes ? $"function {Hex.Encode(call.Data.AsSpan(0, ShownBytes))}" : "no function";
        var ether = call.Value.IsZero ? "" : $" and sends {Decimal(call.Value)} ether";
        return new ProposalAction(
            ProposalActionKind.Other, $"Calls {function} of {Named(call.Target, contracts)} with {Math.Max(0, call.Data.Length - ShownBytes)} bytes of arguments{ether}.", warning);
    }

    private static string Named(Address target, ContractAddresses contracts)
    {
        (Address Address, string Name)[] known =
        [
            (contracts.Settlement, "the settlement contract"), (contracts.Ledger, "the ledger"), (contracts.Parameters, "the parameters"),
            (contracts.Token, "the reward token"), (contracts.Reputation, "the reputation"), (contracts.Timelock, "the timelock"),
            (contracts.Governor, "the governor"), (contracts.Roles, "the roles"),
        ];
        var name = Array.Find(known, part => part.Address == target).Name;
        return name is null ? $"{target}, which is no contract of this organization" : $"{name} {target}";
    }

    /// <summary>An amount of 10^-18 units with all its digits.</summary>
    private static string Decimal(BigInteger units)
    {
        var whole = BigInteger.DivRem(units, TokenUnit, out var rest);
        var text = whole.ToString(CultureInfo.InvariantCulture);
        return rest.IsZero ? text : $"{text}.{rest.ToString("D18", CultureInfo.InvariantCulture).TrimEnd('0')}";
    }
}
