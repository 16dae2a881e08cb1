namespace DecentralOrg.Kernel.Records;

/// <summary>
/// The EIP-712 domain of an organization's records: name "DecentralOrg", version "1", the chain and the ledger. A record
/// signed for one domain is worth nothing in another.
/// </summary>
public sealed record RecordDomain
{
    /// <summary>The <c>name</c> of the domain.</summary>
    public const string Name = "DecentralOrg";

    /// <summary>The <c>version</c> of the domain.</summary>
    public const string Version = "1";

    /// <summary>The domain of the ledger at <paramref name="ledger"/> on the chain <paramref name="chainId"/> (EIP-155).</summary>
    public RecordDomain(ulong chainId, Address ledger)
    {
        ChainId = chainId;
        Ledger = ledger;
        var words = new TypedWords(stackalloc byte[5 * Bytes32.Length]);
        words.Add(RecordTypes.DomainHash);
        words.Add(RecordTypes.Hash(Name));
        words.Add(RecordTypes.Hash(Version));
        words.Add(chainId);
        words.Add(ledger);
        Separator = words.Hash();
    }

    /// <summary>The chain's id.</summary>
    public ulong ChainId { get; }

    /// <summary>The ledger, <c>verifyingContract</c> of the domain.</summary>
    public Address Ledger { get; }

    /// <summary>The domain separator of EIP-712.</summary>
    public Bytes32 Separator { get; }

    /// <summary>What is signed for a struct hash: keccak(0x19 ‖ 0x01 ‖ separator ‖ struct hash).</summary>
    public Bytes32 Digest(Bytes32 structHash)
    {
        Span<byte> bytes = stackalloc byte[2 + 2 * Bytes32.Length];
        bytes[0] = 0x19;
        bytes[1] = 0x01;
        Separator.CopyTo(bytes[2..]);
        structHash.CopyTo(bytes[(2 + Bytes32.Length)..]);
        return Keccak.Hash(bytes);
    }
}
