namespace DecentralOrg.Kernel.Records;

/// <summary>The chain over all records taken by a ledger: it starts as 32 zero bytes and ends in the head.</summary>
public static class LogHead
{
    /// <summary>The head after a record with this EIP-712 digest.</summary>
    public static Bytes32 Next(Bytes32 head, Bytes32 digest) => Keccak.Hash(head, digest);
}
