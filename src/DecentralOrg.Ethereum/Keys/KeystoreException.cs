namespace DecentralOrg.Ethereum;

/// <summary>Why a keystore file gave no key.</summary>
public enum KeystoreFailure
{
    /// <summary>Not JSON, a field missing or malformed, or not version 3.</summary>
    Corrupt,

    /// <summary>A key derivation function that is neither scrypt nor PBKDF2 with HMAC-SHA-256, or bounds that are not accepted.</summary>
    UnsupportedKdf,

    /// <summary>A cipher that is not AES-128 in counter mode.</summary>
    UnsupportedCipher,

    /// <summary>The password is wrong, or the ciphertext was changed: the file cannot tell which.</summary>
    WrongPassword,

    /// <summary>The key in the file is not that of the account that the file names.</summary>
    AddressMismatch,
}

/// <summary>A keystore file that gave no key.</summary>
public sealed class KeystoreException : Exception
{
    /// <summary>With the cause and a sentence.</summary>
    public KeystoreException(KeystoreFailure kind, string message, Exception? inner = null) : base(message, inner) => Kind = kind;

    /// <summary>The cause.</summary>
    public KeystoreFailure Kind { get; }
}
