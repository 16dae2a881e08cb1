using System.Numerics;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Governing;

/// <summary>Something that a member signs to govern, and that anybody can bring to the chain.</summary>
public abstract record GovernanceMessage
{
    private protected GovernanceMessage()
    {
    }

    /// <summary>Who signs.</summary>
    public abstract Address Account { get; }

    /// <summary>How many messages of the account the contract took before.</summary>
    public abstract ulong Nonce { get; init; }

    /// <summary>The EIP-712 type, as <c>encodeType</c> writes it.</summary>
    internal abstract string Type { get; }

    /// <summary>The values, by the names of the type.</summary>
    internal abstract IReadOnlyDictionary<string, object> Values { get; }

    /// <summary>What is signed.</summary>
    public Bytes32 Digest(GovernanceDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        var parsed = Intake.TypedDataSchema.Parse(Type)[0];
        var fields = parsed.Fields.Select(field => new TypedField(Text(field.Name), Text(field.Type))).ToArray();
        var types = new TypedDataTypes(new Dictionary<string, IReadOnlyList<TypedField>> { [parsed.Name] = fields });
        return TypedDataTypes.Digest(domain.Separator, types.HashStruct(parsed.Name, Values));

        static string Text(byte[] name) => System.Text.Encoding.ASCII.GetString(name);
    }
}

/// <summary>A vote: a <c>Ballot</c>, or an <c>ExtendedBallot</c> if it says why.</summary>
/// <param name="Proposal">The number of the proposal.</param>
/// <param name="Support">What for.</param>
/// <param name="Voter">Who votes.</param>
/// <param name="Nonce">How many signed votes of his the governor took before.</param>
/// <param name="Reason">Why; null for a ballot without a place for it.</param>
public sealed record SignedBallot(BigInteger Proposal, VoteSupport Support, Address Voter, ulong Nonce, RecordText? Reason) : GovernanceMessage
{
    /// <summary>The most bytes of a reason: it stands in calldata and in an event, which the relayer pays for.</summary>
    public const int MostReason = 1_024;

    internal const string Plain = "Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)";
    internal const string Extended = "ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,bytes params)";

    /// <inheritdoc/>
    public override Address Account => Voter;

    /// <inheritdoc/>
    public override ulong Nonce { get; init; } = Nonce;

    internal override string Type => Reason is null ? Plain : Extended;

    internal override IReadOnlyDictionary<string, object> Values => new Dictionary<string, object>
    {
        ["proposalId"] = Proposal,
        ["support"] = (byte)Support,
        ["voter"] = Voter,
        ["nonce"] = Nonce,
        ["reason"] = Reason ?? default(RecordText),
        ["params"] = Array.Empty<byte>(),
    };

    /// <summary>The call that brings it.</summary>
    /// <param name="governor">The governor.</param>
    /// <param name="signature">By the voter's key in 65 bytes, or whatever his contract takes.</param>
    public ContractCall Call(OrganizationGovernorContract governor, byte[] signature)
    {
        ArgumentNullException.ThrowIfNull(governor);
        return Reason is { } reason
            ? governor.CastVoteWithReasonAndParamsBySig(Proposal, (byte)Support, Voter, reason, [], signature)
            : governor.CastVoteBySig(Proposal, (byte)Support, Voter, signature);
    }
}

/// <summary>A delegation: whoever signs it votes through somebody else from then on, or through himself again.</summary>
/// <param name="Delegator">Who signs.</param>
/// <param name="Delegatee">Who votes for him.</param>
/// <param name="Nonce">How many signed delegations of his the reputation contract took before.</param>
/// <param name="Expiry">The last time at which it is taken, in seconds since 1970.</param>
public sealed record SignedDelegation(Address Delegator, Address Delegatee, ulong Nonce, ulong Expiry) : GovernanceMessage
{
    internal const string Delegation = "Delegation(address delegatee,uint256 nonce,uint256 expiry)";

    /// <inheritdoc/>
    public override Address Account => Delegator;

    /// <inheritdoc/>
    public override ulong Nonce { get; init; } = Nonce;

    internal override string Type => Delegation;

    internal override IReadOnlyDictionary<string, object> Values => new Dictionary<string, object>
    {
        ["delegatee"] = Delegatee,
        ["nonce"] = Nonce,
        ["expiry"] = Expiry,
    };

    /// <summary>The call that brings it.</summary>
    /// <param name="reputation">The reputation contract.</param>
    /// <param name="signature">As the delegator's key made it.</param>
    public ContractCall Call(ReputationContract reputation, Signature signature)
    {
        ArgumentNullException.ThrowIfNull(reputation);
        var v = signature.ToArray()[^1];
        return reputation.DelegateBySig(Delegatee, Nonce, Expiry, v, signature.R, signature.S);
    }
}
