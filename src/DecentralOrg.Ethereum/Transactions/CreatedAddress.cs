using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>Where a transaction that creates a contract puts it.</summary>
public static class CreatedAddress
{
    /// <summary>The last 20 bytes of keccak(rlp([sender, nonce])) (Yellow Paper, section 7).</summary>
    /// <param name="sender">The account that sends the transaction.</param>
    /// <param name="nonce">The nonce of the transaction.</param>
    public static Address Of(Address sender, ulong nonce) =>
        new(Keccak.Hash(Rlp.List(Rlp.Bytes(sender.ToArray()), Rlp.Number(nonce))).ToArray().AsSpan(12));
}
