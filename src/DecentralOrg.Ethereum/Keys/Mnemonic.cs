using System.Security.Cryptography;
using System.Text;

namespace DecentralOrg.Ethereum;

/// <summary>BIP-39 in English: 12, 15, 18, 21 or 24 words whose last bits are a checksum.</summary>
public static class Mnemonic
{
    private const int Iterations = 2048;

    private static readonly string[] Words = Load();
    private static readonly Dictionary<string, int> Numbers = Words.Select((word, i) => (word, i)).ToDictionary(p => p.word, p => p.i);

    /// <summary>The words for 16, 20, 24, 28 or 32 random bytes.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static string FromEntropy(ReadOnlySpan<byte> entropy)
    {
        if (entropy.Length is < 16 or > 32 || entropy.Length % 4 != 0)
            throw new ArgumentException($"Entropy is 16, 20, 24, 28 or 32 bytes, not {entropy.Length}.", nameof(entropy));
        Span<byte> bits = stackalloc byte[entropy.Length + 1];
        entropy.CopyTo(bits);
        bits[^1] = SHA256.HashData(entropy)[0];
        var words = new string[entropy.Length * 3 / 4];
        for (var i = 0; i < words.Length; i++)
        {
            var number = 0;
            for (var bit = 11 * i; bit < 11 * (i + 1); bit++)
                number = 2 * number + (bits[bit / 8] >> (7 - bit % 8) & 1);
            words[i] = Words[number];
        }
        CryptographicOperations.ZeroMemory(bits);
        return string.Join(' ', words);
    }

    /// <summary>The 64-byte seed of the words.</summary>
    /// <param name="words">The words, separated by white space, in any case.</param>
    /// <param name="passphrase">A further secret in ASCII; another one gives another wallet.</param>
    /// <exception cref="FormatException">A wrong number of words, a word that is not in the list, or a wrong checksum.</exception>
    /// <exception cref="ArgumentException">A passphrase that is not ASCII: this build carries no Unicode tables to normalise it with.</exception>
    public static byte[] ToSeed(string words, string passphrase = "")
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(passphrase);
        if (!Ascii.IsValid(passphrase))
            throw new ArgumentException("The passphrase must be ASCII: others would need Unicode normalisation.", nameof(passphrase));
        var list = words.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Check(list);
        return Rfc2898DeriveBytes.Pbkdf2(
            Encoding.ASCII.GetBytes(string.Join(' ', list)), Encoding.ASCII.GetBytes("mnemonic" + passphrase),
            Iterations, HashAlgorithmName.SHA512, 64);
    }

    private static void Check(string[] words)
    {
        if (words.Length is < 12 or > 24 || words.Length % 3 != 0)
            throw new FormatException($"A mnemonic is 12, 15, 18, 21 or 24 words, not {words.Length}.");
        Span<byte> bits = stackalloc byte[33];
        bits.Clear();
        for (var i = 0; i < words.Length; i++)
        {
            // The word itself is not repeated: it may be a misspelt part of a secret, and messages end up in logs.
            if (!Numbers.TryGetValue(words[i], out var number))
                throw new FormatException($"Word {i + 1} of the mnemonic is not in the English list of BIP-39; look for a misspelling.");
            for (var bit = 0; bit < 11; bit++)
            {
                var position = 11 * i + bit;
                bits[position / 8] |= (byte)((number >> (10 - bit) & 1) << (7 - position % 8));
            }
        }
        var length = words.Length * 4 / 3;
        var unused = 8 - length / 4;
        var right = SHA256.HashData(bits[..length])[0] >> unused == bits[length] >> unused;
        CryptographicOperations.ZeroMemory(bits);
        if (!right)
            throw new FormatException("The checksum of the mnemonic is wrong: a word is wrong or out of its place.");
    }

    private static string[] Load()
    {
        using var stream = typeof(Mnemonic).Assembly.GetManifestResourceStream("bip39-english.txt")
            ?? throw new InvalidOperationException("The word list is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
