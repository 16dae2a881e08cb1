using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>Which block: by number, by hash (EIP-1898), or by what the node takes for the newest. The default is the latest.</summary>
public readonly struct BlockTag : IEquatable<BlockTag>
{
    private readonly string? name;
    private readonly Bytes32? hash;

    private BlockTag(string? name, Bytes32? hash) => (this.name, this.hash) = (name, hash);

    /// <summary>The head of the chain, which a reorganization can take back.</summary>
    public static BlockTag Latest => default;

    /// <summary>The head and what waits to be mined on it.</summary>
    public static BlockTag Pending => new("pending", null);

    /// <summary>The newest block that only an attack on the chain could take back.</summary>
    public static BlockTag Safe => new("safe", null);

    /// <summary>The newest block that will not be taken back.</summary>
    public static BlockTag Finalized => new("finalized", null);

    /// <summary>A block by its number.</summary>
    public static BlockTag Number(ulong number) => new(Quantity.Write(number), null);

    /// <summary>A block by its hash: the answer is about this block or there is none.</summary>
    public static BlockTag Hash(Bytes32 hash) => new(null, hash);

    /// <summary>The hash, if the block is named by it.</summary>
    internal Bytes32? ByHash => hash;

    /// <summary>What the execution API takes for a block.</summary>
    internal object ToParameter() => hash is { } known
        ? new Dictionary<string, object> { ["blockHash"] = known.ToString(), ["requireCanonical"] = true }
        : ToString();

    /// <inheritdoc/>
    public bool Equals(BlockTag other) => ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BlockTag other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The name, number or hash as the execution API writes it.</summary>
    public override string ToString() => hash?.ToString() ?? name ?? "latest";

    /// <summary>Whether both name the block in the same way.</summary>
    public static bool operator ==(BlockTag left, BlockTag right) => left.Equals(right);

    /// <summary>Whether they name the block differently.</summary>
    public static bool operator !=(BlockTag left, BlockTag right) => !left.Equals(right);
}
