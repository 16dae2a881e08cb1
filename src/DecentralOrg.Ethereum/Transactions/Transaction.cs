using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>A transaction of type 2 (EIP-1559) without an access list.</summary>
/// <param name="ChainId">The chain it is for.</param>
/// <param name="Nonce">The number of the sender's transactions before it.</param>
/// <param name="Tip">Most that the block's producer gets, in wei per gas.</param>
/// <param name="Cap">Most that is paid in all, in wei per gas.</param>
/// <param name="GasLimit">Most gas that it takes.</param>
/// <param name="Call">Where to, with what.</param>
public sealed record Transaction(ulong ChainId, ulong Nonce, UInt128 Tip, UInt128 Cap, ulong GasLimit, ContractCall Call)
{
    private const byte Type = 2;

    /// <summary>What the sender signs.</summary>
    public Bytes32 SigningHash => Keccak.Hash(Envelope([]));

    /// <summary>Signs; the hash and the bytes are final and can be stored before they are sent.</summary>
    public SignedTransaction Sign(ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var signature = signer.Sign(SigningHash);
        var raw = Envelope(
        [
            Rlp.Number(signature.YParity),
            Rlp.Bytes(signature.R.ToArray().AsSpan().TrimStart((byte)0)),
            Rlp.Bytes(signature.S.ToArray().AsSpan().TrimStart((byte)0)),
        ]);
        return new SignedTransaction(Keccak.Hash(raw), Nonce, raw);
    }

    private byte[] Envelope(byte[][] signature) =>
    [
        Type,
        .. Rlp.List([
            Rlp.Number(ChainId), Rlp.Number(Nonce), Rlp.Number(Tip), Rlp.Number(Cap), Rlp.Number(GasLimit),
            Rlp.Bytes(Call.To?.ToArray() ?? []), Rlp.Number(Call.Value), Rlp.Bytes(Call.Data), Rlp.List([]),
            .. signature]),
    ];
}

/// <summary>A transaction as it is sent. Sending it twice is harmless: it has one nonce and one hash.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Raw">Its bytes.</param>
public sealed record SignedTransaction(Bytes32 Hash, ulong Nonce, byte[] Raw);
