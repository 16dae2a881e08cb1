using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Governing;

/// <summary>The EIP-712 domain of votes, or of delegations: a signature for one is worth nothing in another.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ChainId">The chain's id.</param>
/// <param name="Contract">The contract that reads what is signed.</param>
public sealed record GovernanceDomain(string Name, ulong ChainId, Address Contract)
{
    /// <summary>The version of every domain.</summary>
    public const string Version = "1";

    /// <summary>The domain separator.</summary>
    public Bytes32 Separator { get; } = TypedDataTypes.DomainSeparator(Name, Version, ChainId, Contract);

    /// <summary>The domain of votes.</summary>
    public static GovernanceDomain OfVotes(ulong chainId, Address governor) => new("DecentralOrg Governor", chainId, governor);

    /// <summary>The domain of delegations.</summary>
    public static GovernanceDomain OfDelegations(ulong chainId, Address reputation) => new("DecentralOrg Reputation", chainId, reputation);
}
