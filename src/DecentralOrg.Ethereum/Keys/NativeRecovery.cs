using DecentralOrg.Kernel;
using Secp256k1Net;

namespace DecentralOrg.Ethereum;

/// <summary>
/// Recovery of public keys by libsecp256k1, the library of Bitcoin Core, on systems that its package has it for. It finds what
/// <see cref="Secp256k1"/> finds, in a fraction of the time; whoever takes strangers' signatures spends nearly all of it there.
/// </summary>
internal static class NativeRecovery
{
    private const int ParsedLength = 65;
    private const int KeyLength = 64;
    private const int SerializedLength = 65;

    // One for the whole process and never disposed: what recovers only reads it.
    private static readonly Secp256k1Net.Secp256k1? Library = Load();

    /// <summary>Whether this system has the library.</summary>
    public static bool IsAvailable => Library is not null;

    /// <summary>The account that signed a digest; null if nobody can have.</summary>
    /// <param name="digest">The digest.</param>
    /// <param name="signature">A signature whose r and s are in range.</param>
    /// <exception cref="InvalidOperationException">The library is not available.</exception>
    public static Address? Recover(Bytes32 digest, Signature signature)
    {
        var library = Library ?? throw new InvalidOperationException("libsecp256k1 is not available.");
        Span<byte> compact = stackalloc byte[2 * Bytes32.Length];
        signature.R.CopyTo(compact);
        signature.S.CopyTo(compact[Bytes32.Length..]);
        Span<byte> message = stackalloc byte[Bytes32.Length];
        digest.CopyTo(message);
        Span<byte> parsed = stackalloc byte[ParsedLength];
        Span<byte> key = stackalloc byte[KeyLength];
        if (!library.EcdsaRecoverableSignatureParseCompact(parsed, compact, signature.YParity) || !library.EcdsaRecover(key, parsed, message))
            return null;
        Span<byte> serialized = stackalloc byte[SerializedLength];
        nuint length = SerializedLength;
        return library.EcPubkeySerialize(serialized, ref length, key, Secp256k1EcFlags.Uncompressed)
            ? Secp256k1.AddressOf(serialized[1..])
            : throw new InvalidOperationException("libsecp256k1 recovered what is no key.");
    }

    private static Secp256k1Net.Secp256k1? Load()
    {
        try
        {
            return new Secp256k1Net.Secp256k1();
        }
        catch (Exception missing) when (missing is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException or FileNotFoundException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
