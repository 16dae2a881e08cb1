using System.Numerics;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Governing;

/// <summary>A proposal that its proposer signs (<c>IOrganizationGovernor.proposeBySig</c>).</summary>
/// <param name="Proposer">Who signs.</param>
/// <param name="Calls">What the timelock does if it passes.</param>
/// <param name="Description">What it says of itself.</param>
/// <param name="Nonce">How many signed votes and proposals of his the governor took before.</param>
/// <param name="Deadline">The last time at which it is taken, in seconds since 1970.</param>
public sealed record SignedProposal(Address Proposer, IReadOnlyList<ProposedCall> Calls, RecordText Description, ulong Nonce, ulong Deadline) : GovernanceMessage
{
    /// <summary>The most calls: each stands in calldata and in an event, which the relayer pays for, as do arguments and description.</summary>
    public const int MostCalls = 16;

    /// <summary>The most bytes of calldata that a call has.</summary>
    public const int MostCalldata = 2_048;

    /// <summary>The most bytes of a description.</summary>
    public const int MostDescription = 8_192;

    internal const string Form =
        "Proposal(address proposer,address[] targets,uint256[] values,bytes[] calldatas,string description,uint256 nonce,uint256 deadline)";

    /// <inheritdoc/>
    public override Address Account => Proposer;

    /// <inheritdoc/>
    public override ulong Nonce { get; init; } = Nonce;

    /// <summary>The number that the governor gives it.</summary>
    public BigInteger Id => Proposal.IdOf(Calls, Keccak.Hash(Description.Bytes));

    internal override string Type => Form;

    internal override IReadOnlyDictionary<string, object> Values
    {
        get
        {
            var lists = Proposal.Lists(Calls);
            return new Dictionary<string, object>
            {
                ["proposer"] = Proposer,
                ["targets"] = lists[0],
                ["values"] = lists[1],
                ["calldatas"] = lists[2],
                ["description"] = Description,
                ["nonce"] = Nonce,
                ["deadline"] = Deadline,
            };
        }
    }

    /// <summary>The call that brings it.</summary>
    /// <param name="governor">The governor.</param>
    /// <param name="signature">By the proposer's key in 65 bytes, or whatever his contract takes.</param>
    public ContractCall Call(OrganizationGovernorContract governor, byte[] signature)
    {
        ArgumentNullException.ThrowIfNull(governor);
        var (targets, values, data) = ProposedCall.Split(Calls);
        return governor.ProposeBySig(targets, values, data, Description, Proposer, Deadline, signature);
    }
}
