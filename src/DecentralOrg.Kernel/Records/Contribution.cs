namespace DecentralOrg.Kernel.Records;

/// <summary>A co-author named by the contributor, not confirmed by himself.</summary>
/// <param name="Account">The co-author's account.</param>
/// <param name="ShareBp">His share, in 1/10000; what the co-authors do not have is the contributor's.</param>
public readonly record struct Author(Address Account, ushort ShareBp);

/// <summary>A signed record of work. Its id is its EIP-712 struct hash.</summary>
public sealed record Contribution(
    Address Contributor,
    RecordText Area,
    RecordText Title,
    RecordText Uri,
    Bytes32 ContentHash,
    IReadOnlyList<Author> CoAuthors,
    IReadOnlyList<Bytes32> BuildsOn,
    uint Nonce);
