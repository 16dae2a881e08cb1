using System.Buffers.Text;
using System.Text.Json;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// Reads the fields of objects that <see cref="JsonCheck"/> passed, each as strictly as its type. The first thing that does
/// not fit is the refusal, with its place.
/// </summary>
internal ref struct FieldReader(Utf8JsonReader json)
{
    private const int ShownName = 40;
    private Utf8JsonReader json = json;

    /// <summary>What does not fit; <see cref="IntakeRefusal.None"/> as long as everything does.</summary>
    public IntakeRefusal Refusal { get; private set; }

    /// <summary>Where it stands, from the object that the reading began with.</summary>
    public string Field { get; private set; } = "";

    /// <summary>A copy that stands where this one does.</summary>
    public readonly FieldReader Here() => new(json);

    /// <summary>Refuses.</summary>
    public bool Fail(IntakeRefusal refusal, string field = "")
    {
        (Refusal, Field) = (refusal, field);
        return false;
    }

    /// <summary>Names the object or array that what was refused stands in.</summary>
    public bool Within(string parent)
    {
        Field = Field.Length == 0 ? parent : Field[0] == '[' ? parent + Field : $"{parent}.{Field}";
        return false;
    }

    /// <summary>Goes to the first token.</summary>
    public void Start() => json.Read();

    /// <summary>Passes over the value here.</summary>
    public void Skip() => json.Skip();

    /// <summary>Whether an object begins here.</summary>
    public bool BeginObject() => json.TokenType == JsonTokenType.StartObject || Fail(IntakeRefusal.WrongKind);

    /// <summary>Whether an array begins here.</summary>
    public bool BeginArray() => json.TokenType == JsonTokenType.StartArray || Fail(IntakeRefusal.WrongKind);

    /// <summary>Goes to the next element; false at the end.</summary>
    public bool NextElement() => json.Read() && json.TokenType != JsonTokenType.EndArray;

    /// <summary>Goes to the value of the next field of an object; -1 at the end, or if something does not fit.</summary>
    /// <param name="names">All fields that there must be, at most 32.</param>
    /// <param name="seen">One bit for each that was there.</param>
    public int NextField(byte[][] names, ref uint seen)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
        {
            for (var i = 0; i < names.Length && Refusal == IntakeRefusal.None; i++)
            {
                if ((seen & 1u << i) == 0)
                    Fail(IntakeRefusal.MissingField, System.Text.Encoding.ASCII.GetString(names[i]));
            }
            return -1;
        }
        for (var i = 0; i < names.Length; i++)
        {
            if (!json.ValueTextEquals(names[i]))
                continue;
            if ((seen & 1u << i) != 0)
            {
                Fail(IntakeRefusal.RepeatedField, System.Text.Encoding.ASCII.GetString(names[i]));
                return -1;
            }
            seen |= 1u << i;
            json.Read();
            return i;
        }
        var name = json.ValueIsEscaped || json.ValueSpan.Length > ShownName || json.ValueSpan.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            ? "" : System.Text.Encoding.ASCII.GetString(json.ValueSpan);
        Fail(IntakeRefusal.UnknownField, name);
        return -1;
    }

    /// <summary>An integer from 0 to <paramref name="most"/>.</summary>
    public bool Number(ulong most, out ulong value)
    {
        value = 0;
        if (!Digits(out var digits))
            return false;
        return (digits.Length <= 20 && Utf8Parser.TryParse(digits, out value, out var used) && used == digits.Length && value <= most)
            || Fail(IntakeRefusal.NumberRange);
    }

    /// <summary>The digits of an integer that is not negative, as a JSON number or a string.</summary>
    public bool Digits(out ReadOnlySpan<byte> digits)
    {
        digits = default;
        if (json.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
            return Fail(IntakeRefusal.WrongKind);
        digits = Bytes();
        var negative = digits.Length > 1 && digits[0] == '-';
        var rest = negative ? digits[1..] : digits;
        if (rest.IsEmpty || rest.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (rest[0] == '0' && (negative || rest.Length > 1)))
            return Fail(IntakeRefusal.NumberForm);
        return !negative || Fail(IntakeRefusal.NumberRange);
    }

    /// <summary>An address, in lower case or with its checksum.</summary>
    public bool Address(out Address value)
    {
        value = default;
        if (!String(out var bytes))
            return false;
        var text = bytes.Length == 42 && Ascii(bytes) ? System.Text.Encoding.ASCII.GetString(bytes) : null;
        if (!Kernel.Address.TryParse(text, out value))
            return Fail(IntakeRefusal.AddressForm);
        return !bytes[2..].ContainsAnyInRange((byte)'A', (byte)'F') || value.ToString() == text || Fail(IntakeRefusal.AddressChecksum);
    }

    /// <summary>32 bytes.</summary>
    public bool Hash(out Bytes32 value)
    {
        value = default;
        if (!String(out var bytes))
            return false;
        Span<byte> word = stackalloc byte[Bytes32.Length];
        if (bytes.Length != 66 || !bytes.StartsWith("0x"u8) || Convert.FromHexString(bytes[2..], word, out _, out _) != System.Buffers.OperationStatus.Done)
            return Fail(IntakeRefusal.HashForm);
        value = new Bytes32(word);
        return true;
    }

    /// <summary>Bytes of any number up to <paramref name="most"/>.</summary>
    public bool Signature(int most, out byte[] value)
    {
        value = [];
        if (!String(out var hex))
            return false;
        if (hex.Length % 2 != 0 || !hex.StartsWith("0x"u8))
            return Fail(IntakeRefusal.SignatureForm);
        if (hex.Length / 2 - 1 > most)
            return Fail(IntakeRefusal.SignatureTooLong);
        value = new byte[hex.Length / 2 - 1];
        return Convert.FromHexString(hex[2..], value, out _, out _) == System.Buffers.OperationStatus.Done || Fail(IntakeRefusal.SignatureForm);
    }

    /// <summary>The UTF-8 bytes of a string, without escapes; good until the reader moves.</summary>
    public bool String(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (json.TokenType != JsonTokenType.String)
            return Fail(IntakeRefusal.WrongKind);
        value = Bytes();
        return true;
    }

    /// <summary>A string as the bytes that were signed.</summary>
    public bool Text(out RecordText value)
    {
        var read = String(out var bytes);
        value = new RecordText(bytes.ToArray());
        return read;
    }

    private static bool Ascii(ReadOnlySpan<byte> bytes) => System.Text.Ascii.IsValid(bytes);

    private readonly ReadOnlySpan<byte> Bytes()
    {
        if (!json.ValueIsEscaped)
            return json.ValueSpan;
        var room = new byte[json.ValueSpan.Length];
        return room.AsSpan(0, json.CopyString(room));
    }
}
