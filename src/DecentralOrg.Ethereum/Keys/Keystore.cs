using System.Security.Cryptography;
using System.Text;
using DecentralOrg.Kernel;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace DecentralOrg.Ethereum;

/// <summary>
/// A private key under a password, in the format that Geth, Foundry and wallets exchange: Web3 Secret Storage, version 3.
/// The password is taken in UTF-8 as it is typed, without normalisation, as Geth does.
/// </summary>
public static class Keystore
{
    /// <summary>The cost of scrypt that Geth takes: 256 MiB and about a second.</summary>
    public const int StandardCost = 1 << 18;

    private const int DerivedLength = 32;
    private const int CipherKeyLength = 16;
    private const int MacAt = 16;

    /// <summary>The key in the file.</summary>
    /// <param name="json">The content of the file.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="KeystoreException">No key; <see cref="KeystoreException.Kind"/> says why.</exception>
    public static PrivateKey Read(string json, string password)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(password);
        var file = KeystoreFile.Parse(json);
        var secret = Encoding.UTF8.GetBytes(password);
        var derived = file.Derivation.Derive(secret);
        byte[] plain = [];
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(Mac(derived, file.Ciphertext), file.Mac))
                throw new KeystoreException(KeystoreFailure.WrongPassword, "The password does not open the keystore, or the file was changed.");
            plain = Cipher(derived, file.Iv, file.Ciphertext);
            return Checked(plain, file.Address);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>A new file for the key, with fresh salt, iv and id, derived by scrypt with r = 8, p = 1.</summary>
    /// <param name="key">The key.</param>
    /// <param name="password">The password.</param>
    /// <param name="cost">N of scrypt: a power of two from 2 to 2^19. Memory is 1 KiB times this.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another cost.</exception>
    public static string Write(PrivateKey key, string password, int cost = StandardCost)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(password);
        var derivation = new ScryptDerivation(cost, 8, 1, RandomNumberGenerator.GetBytes(32));
        if (!derivation.IsBounded)
            throw new ArgumentOutOfRangeException(nameof(cost), cost, "The cost is a power of two from 2 to 2^19.");
        var iv = RandomNumberGenerator.GetBytes(16);
        var secret = Encoding.UTF8.GetBytes(password);
        var derived = derivation.Derive(secret);
        var plain = new byte[PrivateKey.Length];
        try
        {
            key.Export(plain);
            var ciphertext = Cipher(derived, iv, plain);
            return KeystoreFile.Format(key.Address, ciphertext, iv, derivation, Mac(derived, ciphertext), Id());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static PrivateKey Checked(byte[] plain, Address? named)
    {
        PrivateKey key;
        try
        {
            key = new PrivateKey(plain);
        }
        catch (ArgumentException error)
        {
            throw new KeystoreException(KeystoreFailure.Corrupt, "The keystore holds something that is not a private key.", error);
        }
        if (named is null || named == key.Address)
            return key;
        var found = key.Address;
        key.Dispose();
        throw new KeystoreException(
            KeystoreFailure.AddressMismatch, $"The keystore names {named} and holds the key of {found}; it was mixed up or tampered with.");
    }

    private static byte[] Mac(byte[] derived, byte[] ciphertext) =>
        Keccak.Hash([.. derived.AsSpan(MacAt, DerivedLength - MacAt), .. ciphertext]).ToArray();

    private static byte[] Cipher(byte[] derived, byte[] iv, byte[] input)
    {
        var counter = new SicBlockCipher(new AesEngine());
        counter.Init(forEncryption: true, new ParametersWithIV(new KeyParameter(derived, 0, CipherKeyLength), iv));
        var output = new byte[input.Length];
        var block = counter.GetBlockSize();
        for (var at = 0; at < input.Length; at += block)
            _ = counter.ProcessBlock(input.AsSpan(at, block), output.AsSpan(at, block));
        return output;
    }

    /// <summary>A version 4 UUID, which the format asks for; it identifies the file and nothing else.</summary>
    private static Guid Id()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)(bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
