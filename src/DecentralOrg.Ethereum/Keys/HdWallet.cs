using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DecentralOrg.Ethereum;

/// <summary>Keys from one seed by BIP-32, on Ethereum's path of BIP-44: <c>m/44'/60'/0'/0/i</c>.</summary>
public sealed class HdWallet : IDisposable
{
    /// <summary>The words that Hardhat and Anvil derive their accounts from. Everybody knows them: for dev chains only.</summary>
    public const string DevMnemonic = "test test test test test test test test test test test junk";

    private const uint Hardened = 0x8000_0000;

    private readonly Node branch;
    private bool disposed;

    /// <summary>The wallet of a BIP-39 mnemonic.</summary>
    /// <exception cref="FormatException">The mnemonic is not valid.</exception>
    public HdWallet(string mnemonic, string passphrase = "")
    {
        var seed = Mnemonic.ToSeed(mnemonic, passphrase);
        var master = Master(seed);
        branch = Derive(master, [44 | Hardened, 60 | Hardened, Hardened, 0]);
        CryptographicOperations.ZeroMemory(seed);
        Forget(master);
    }

    /// <summary>Whether a chain is one for development, by the ids that Hardhat, Anvil and Geth give to them: nothing on it is worth anything.</summary>
    public static bool IsForDevelopment(ulong chainId) => chainId is 31_337 or 1_337;

    /// <summary>The key number <paramref name="index"/>, which the caller disposes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative index.</exception>
    /// <exception cref="CryptographicException">The child does not exist (one in 2^127); take the next index.</exception>
    /// <exception cref="ObjectDisposedException">The wallet was disposed.</exception>
    public PrivateKey Key(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ObjectDisposedException.ThrowIf(disposed, this);
        var child = Child(branch, (uint)index);
        var key = new PrivateKey(child.Secret);
        Forget(child);
        return key;
    }

    /// <summary>Overwrites the secret of the branch.</summary>
    public void Dispose()
    {
        disposed = true;
        Forget(branch);
    }

    /// <summary>The master node of a seed.</summary>
    internal static Node Master(ReadOnlySpan<byte> seed)
    {
        var hash = HMACSHA512.HashData("Bitcoin seed"u8, seed);
        if (!Secp256k1.IsPrivateKey(hash.AsSpan(0, 32)))
            throw new CryptographicException("This seed has no master key; take another mnemonic.");
        var master = new Node(hash[..32], hash[32..]);
        CryptographicOperations.ZeroMemory(hash);
        return master;
    }

    /// <summary>The node that the path leads to; numbers from 2^31 are hardened.</summary>
    internal static Node Derive(Node node, ReadOnlySpan<uint> path)
    {
        var derived = node;
        foreach (var number in path)
        {
            var parent = derived;
            derived = Child(parent, number);
            if (parent != node)
                Forget(parent);
        }
        return derived;
    }

    private static Node Child(Node parent, uint number)
    {
        Span<byte> data = stackalloc byte[37];
        data.Clear();
        if (number >= Hardened)
            parent.Secret.CopyTo(data[1..]);
        else
            Secp256k1.CompressedPublicKey(parent.Secret).CopyTo(data);
        BinaryPrimitives.WriteUInt32BigEndian(data[33..], number);
        var hash = HMACSHA512.HashData(parent.ChainCode, data);
        var secret = Secp256k1.AddSecrets(hash.AsSpan(0, 32), parent.Secret)
            ?? throw new CryptographicException($"Child {number} does not exist; take the next one.");
        var child = new Node(secret, hash[32..]);
        CryptographicOperations.ZeroMemory(data);
        CryptographicOperations.ZeroMemory(hash);
        return child;
    }

    private static void Forget(Node node)
    {
        CryptographicOperations.ZeroMemory(node.Secret);
        CryptographicOperations.ZeroMemory(node.ChainCode);
    }

    /// <summary>A node of the tree.</summary>
    internal readonly record struct Node(byte[] Secret, byte[] ChainCode);
}
