using System.Numerics;
using System.Security.Cryptography;

namespace DecentralOrg.Ethereum;

/// <summary>From a password to 32 bytes, as the keystore's <c>kdf</c> says.</summary>
internal abstract record KeyDerivation(byte[] Salt)
{
    protected const int Length = 32;

    /// <summary>Whether the parameters are valid and cost no more than a key may: a hostile file must not exhaust the machine.</summary>
    public abstract bool IsBounded { get; }

    public abstract byte[] Derive(byte[] password);
}

/// <summary>scrypt (RFC 7914).</summary>
internal sealed record ScryptDerivation(int N, int R, int P, byte[] Salt) : KeyDerivation(Salt)
{
    private const long MostMemory = 512L << 20;

    // Eight times what Geth's standard file costs.
    private const long MostWork = 1L << 24;

    public override bool IsBounded =>
        N > 1 && BitOperations.IsPow2(N) && R is >= 1 and <= 1024 && P is >= 1 and <= 1024
        && 128L * N * R <= MostMemory && (long)N * R * P <= MostWork;

    public override byte[] Derive(byte[] password) => Scrypt.Derive(password, Salt, N, R, P, Length);
}

/// <summary>PBKDF2 with HMAC-SHA-256 (RFC 8018).</summary>
internal sealed record Pbkdf2Derivation(int Iterations, byte[] Salt) : KeyDerivation(Salt)
{
    public override bool IsBounded => Iterations is >= 1 and <= 10_000_000;

    public override byte[] Derive(byte[] password) =>
        Rfc2898DeriveBytes.Pbkdf2(password, Salt, Iterations, HashAlgorithmName.SHA256, Length);
}
