using System.Security.Cryptography;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>
/// A secp256k1 key in memory. Disposing overwrites the 32 bytes kept here; copies that the arithmetic made live until the
/// garbage collector takes them, so a key that must not be in this process's memory belongs behind another <see cref="ISigner"/>.
/// </summary>
public sealed class PrivateKey : ISigner, IDisposable
{
    /// <summary>The number of bytes of a key.</summary>
    public const int Length = 32;

    private readonly byte[] secret;
    private bool disposed;

    /// <summary>Copies the key from 32 bytes.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes, zero, or not below the order of the group.</exception>
    public PrivateKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length || !Secp256k1.IsPrivateKey(bytes))
            throw new ArgumentException(
                "A private key is 32 bytes that are more than zero and less than the order of secp256k1; take another one.",
                nameof(bytes));
        secret = bytes.ToArray();
        Address = Secp256k1.AddressOf(Secp256k1.PublicKey(secret));
    }

    /// <summary>A new key from the operating system's random numbers.</summary>
    public static PrivateKey Create()
    {
        Span<byte> bytes = stackalloc byte[Length];
        try
        {
            do
                RandomNumberGenerator.Fill(bytes);
            while (!Secp256k1.IsPrivateKey(bytes));
            return new PrivateKey(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <inheritdoc/>
    public Address Address { get; }

    /// <summary>Signs with the deterministic nonce of RFC 6979; the same digest gives the same signature.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public Signature Sign(Bytes32 digest)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return Secp256k1.Sign(secret, digest);
    }

    /// <summary>Writes the 32 secret bytes to <paramref name="destination"/>, for storage; the caller overwrites them.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public void Export(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        secret.CopyTo(destination);
    }

    /// <summary>Overwrites the key.</summary>
    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>The account, never the secret.</summary>
    public override string ToString() => Address.ToString();
}
