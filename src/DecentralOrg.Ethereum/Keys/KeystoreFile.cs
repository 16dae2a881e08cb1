using System.Text;
using System.Text.Json;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>The JSON of a version 3 keystore.</summary>
internal sealed record KeystoreFile(Address? Address, byte[] Ciphertext, byte[] Iv, KeyDerivation Derivation, byte[] Mac)
{
    private const int Version = 3;
    private const int LongestSalt = 256;
    private const int DeepestJson = 8;
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static KeystoreFile Parse(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonText.Parse(Encoding.UTF8.GetBytes(json), DeepestJson);
        }
        catch (JsonException error)
        {
            throw new KeystoreException(KeystoreFailure.Corrupt, "The keystore is not JSON.", error);
        }
        using (document)
            return Read(document.RootElement);
    }

    public static string Format(Address address, byte[] ciphertext, byte[] iv, ScryptDerivation derivation, byte[] mac, Guid id)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("id", id);
            json.WriteString("address", Convert.ToHexStringLower(address.ToArray()));
            json.WriteStartObject("crypto");
            json.WriteString("cipher", "aes-128-ctr");
            json.WriteStartObject("cipherparams");
            json.WriteString("iv", Convert.ToHexStringLower(iv));
            json.WriteEndObject();
            json.WriteString("ciphertext", Convert.ToHexStringLower(ciphertext));
            json.WriteString("kdf", "scrypt");
            json.WriteStartObject("kdfparams");
            json.WriteNumber("dklen", 32);
            json.WriteNumber("n", derivation.N);
            json.WriteNumber("r", derivation.R);
            json.WriteNumber("p", derivation.P);
            json.WriteString("salt", Convert.ToHexStringLower(derivation.Salt));
            json.WriteEndObject();
            json.WriteString("mac", Convert.ToHexStringLower(mac));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static KeystoreFile Read(JsonElement root)
    {
        if (Number(root, "version") != Version)
            throw Corrupt("its version is not 3");
        // Files of early clients write "Crypto".
        var crypto = Optional(root, "crypto") ?? Optional(root, "Crypto") ?? throw Corrupt("'crypto' is missing");
        if (Text(crypto, "cipher") is not "aes-128-ctr" and var cipher)
            throw new KeystoreException(KeystoreFailure.UnsupportedCipher, $"The cipher '{AbiText.Readable(cipher)}' is not aes-128-ctr.");
        var derivation = ReadDerivation(crypto);
        return new KeystoreFile(
            ReadAddress(root),
            Bytes(crypto, "ciphertext", PrivateKey.Length),
            Bytes(Member(crypto, "cipherparams"), "iv", 16),
            derivation,
            Bytes(crypto, "mac", Bytes32.Length));
    }

    private static KeyDerivation ReadDerivation(JsonElement crypto)
    {
        var name = Text(crypto, "kdf");
        var parameters = Member(crypto, "kdfparams");
        var salt = Bytes(parameters, "salt", null);
        KeyDerivation? derivation = name switch
        {
            "scrypt" => new ScryptDerivation(Number(parameters, "n"), Number(parameters, "r"), Number(parameters, "p"), salt),
            "pbkdf2" when Text(parameters, "prf") == "hmac-sha256" => new Pbkdf2Derivation(Number(parameters, "c"), salt),
            _ => null,
        };
        if (derivation is null)
            throw new KeystoreException(KeystoreFailure.UnsupportedKdf, $"The key derivation '{AbiText.Readable(name)}' is neither scrypt nor PBKDF2 with hmac-sha256.");
        return derivation.IsBounded && Number(parameters, "dklen") == 32 && salt.Length <= LongestSalt
            ? derivation
            : throw new KeystoreException(KeystoreFailure.UnsupportedKdf,
                "The parameters of the key derivation are not valid, or would take more than 512 MiB or several seconds.");
    }

    private static Address? ReadAddress(JsonElement root)
    {
        if (Optional(root, "address") is null)
            return null;
        var text = Text(root, "address");
        return Kernel.Address.TryParse(text.StartsWith("0x", StringComparison.Ordinal) ? text : "0x" + text, out var address)
            ? address
            : throw Corrupt("'address' is not 40 hex digits");
    }

    private static JsonElement? Optional(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement Member(JsonElement parent, string name) => Optional(parent, name) ?? throw Corrupt($"'{name}' is missing");

    private static string Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Corrupt($"'{name}' is not a string");

    private static int Number(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value)
            ? value
            : throw Corrupt($"'{name}' is not a number in range");

    private static byte[] Bytes(JsonElement parent, string name, int? length)
    {
        var text = Text(parent, name);
        var bytes = new byte[text.Length / 2];
        return Hex.TryDecode("0x" + text, bytes) && (length is null || bytes.Length == length)
            ? bytes
            : throw Corrupt($"'{name}' is not hex digits of the right number");
    }

    private static KeystoreException Corrupt(string why) => new(KeystoreFailure.Corrupt, $"The keystore cannot be read: {why}.");
}
