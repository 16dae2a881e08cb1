using System.Numerics;
using System.Text;
using System.Text.Json;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// Reads a post: EIP-712 typed data as wallets take it (<c>eth_signTypedData_v4</c>), with its signature. Only this exact
/// form: types and domain are the ledger's, nothing is left out, nothing is added.
/// </summary>
internal static class RecordReader
{
    /// <summary>The most bytes of a signature: a contract account with dozens of owners has fewer.</summary>
    public const int SignatureBytes = 4_096;

    private static readonly BigInteger Uint256 = BigInteger.One << 256;

    /// <summary>Reads a post for a domain.</summary>
    /// <returns>The record, or why there is none.</returns>
    public static (PostedRecord? Record, Refused? Refused) Read(ReadOnlySpan<byte> body, RecordDomain domain)
    {
        var broken = JsonCheck.Check(body);
        if (broken != IntakeRefusal.None)
            return (null, Refused.Because(broken));
        var fields = new FieldReader(new Utf8JsonReader(body));
        fields.Start();
        var record = Read(ref fields, domain);
        return record is null ? (null, Refused.Because(fields.Refusal, fields.Field.Length == 0 ? null : fields.Field)) : (record, null);
    }

    /// <summary>Reads a message that was stored here.</summary>
    /// <exception cref="InvalidDataException">It was changed in the database.</exception>
    public static PostedRecord ReadStored(RecordKind kind, ReadOnlySpan<byte> message, byte[] signature, RecordDomain domain)
    {
        var fields = new FieldReader(new Utf8JsonReader(message));
        fields.Start();
        return MessageReader.Read(ref fields, kind, domain, signature)
            ?? throw new InvalidDataException($"A stored record cannot be read at '{fields.Field}': {fields.Refusal}. Restore the last backup.");
    }

    /// <summary>Finds the members of a post, which come in any order: what a message must hold depends on its type.</summary>
    internal static bool Open(ref FieldReader fields, out PostParts parts)
    {
        parts = new PostParts { Types = fields, Domain = fields, PrimaryType = fields, Message = fields, Signature = fields };
        if (!fields.BeginObject())
            return false;
        var seen = 0u;
        while (fields.NextField(TypedDataSchema.Post, ref seen) is var member and >= 0)
        {
            switch (member)
            {
                case 0: parts.Types = fields.Here(); break;
                case 1: parts.Domain = fields.Here(); break;
                case 2: parts.PrimaryType = fields.Here(); break;
                case 3: parts.Message = fields.Here(); break;
                default: parts.Signature = fields.Here(); break;
            }
            fields.Skip();
        }
        return fields.Refusal == IntakeRefusal.None;
    }

    private static PostedRecord? Read(ref FieldReader fields, RecordDomain domain)
    {
        if (!Open(ref fields, out var parts))
            return null;
        if (!Kind(ref parts.PrimaryType, out var kind))
            return Failed(ref fields, parts.PrimaryType, "primaryType");
        if (!Types(ref parts.Types, kind == RecordKind.Contribution ? TypedDataSchema.ContributionTypes : TypedDataSchema.EvaluationTypes))
            return Failed(ref fields, parts.Types, "types");
        if (!Domain(ref parts.Domain, domain))
            return Failed(ref fields, parts.Domain, "domain");
        if (!parts.Signature.Signature(SignatureBytes, out var bytes))
            return Failed(ref fields, parts.Signature, "signature");
        return MessageReader.Read(ref parts.Message, kind, domain, bytes) ?? Failed(ref fields, parts.Message, "message");
    }

    private static PostedRecord? Failed(ref FieldReader fields, scoped FieldReader part, string name)
    {
        fields.Fail(part.Refusal, part.Field);
        fields.Within(name);
        return null;
    }

    private static bool Kind(ref FieldReader fields, out RecordKind kind)
    {
        kind = default;
        if (!fields.String(out var name))
            return false;
        if (name.SequenceEqual("Contribution"u8))
            return true;
        kind = RecordKind.Evaluation;
        return name.SequenceEqual("Evaluation"u8) || fields.Fail(IntakeRefusal.UnknownRecord);
    }

    /// <summary>Whether the types are exactly those expected.</summary>
    internal static bool Types(ref FieldReader fields, TypedDataSchema.StructType[] expected)
    {
        if (!fields.BeginObject())
            return false;
        var names = Array.ConvertAll(expected, type => type.NameBytes);
        var seen = 0u;
        while (fields.NextField(names, ref seen) is var member and >= 0)
        {
            if (!Type(ref fields, expected[member].Fields))
                return fields.Within(expected[member].Name);
        }
        // A struct more or less is another type, and says so in one word.
        return fields.Refusal == IntakeRefusal.None
            || (fields.Refusal is IntakeRefusal.UnknownField or IntakeRefusal.MissingField && fields.Fail(IntakeRefusal.OtherTypes, fields.Field));
    }

    private static bool Type(ref FieldReader fields, (byte[] Name, byte[] Type)[] expected)
    {
        if (!fields.BeginArray())
            return false;
        var count = 0;
        for (; fields.NextElement(); count++)
        {
            if (count == expected.Length)
                return fields.Fail(IntakeRefusal.OtherTypes, $"[{count}]");
            if (!TypeField(ref fields, expected[count]))
                return fields.Within($"[{count}]");
        }
        return count == expected.Length || fields.Fail(IntakeRefusal.OtherTypes);
    }

    private static bool TypeField(ref FieldReader fields, (byte[] Name, byte[] Type) expected)
    {
        if (!fields.BeginObject())
            return false;
        var seen = 0u;
        while (fields.NextField(TypedDataSchema.Field, ref seen) is var member and >= 0)
        {
            var (key, value) = member == 0 ? ("name", expected.Name) : ("type", expected.Type);
            if (!fields.String(out var text))
                return fields.Within(key);
            if (!text.SequenceEqual(value))
                return fields.Fail(IntakeRefusal.OtherTypes, key);
        }
        return fields.Refusal == IntakeRefusal.None;
    }

    /// <summary>Whether the domain is the organization's.</summary>
    internal static bool Domain(ref FieldReader fields, RecordDomain domain)
    {
        if (!fields.BeginObject())
            return false;
        var seen = 0u;
        while (fields.NextField(TypedDataSchema.Domain, ref seen) is var member and >= 0)
        {
            var fits = member switch
            {
                0 => fields.String(out var name) && (name.SequenceEqual("DecentralOrg"u8) || fields.Fail(IntakeRefusal.OtherName)),
                1 => fields.String(out var version) && (version.SequenceEqual("1"u8) || fields.Fail(IntakeRefusal.OtherVersion)),
                2 => ChainId(ref fields, domain.ChainId),
                _ => fields.Address(out var ledger) && (ledger == domain.Ledger || fields.Fail(IntakeRefusal.OtherLedger)),
            };
            if (!fits)
                return fields.Within(Encoding.ASCII.GetString(TypedDataSchema.Domain[member]));
        }
        return fields.Refusal == IntakeRefusal.None;
    }

    private static bool ChainId(ref FieldReader fields, ulong expected)
    {
        if (!fields.Digits(out var digits))
            return false;
        // The type has 256 bits: a number beyond is none, whatever the chain.
        const int mostDigits = 78;
        if (digits.Length > mostDigits)
            return fields.Fail(IntakeRefusal.NumberRange);
        var id = BigInteger.Parse(Encoding.ASCII.GetString(digits), System.Globalization.CultureInfo.InvariantCulture);
        if (id >= Uint256)
            return fields.Fail(IntakeRefusal.NumberRange);
        return id == expected || fields.Fail(IntakeRefusal.OtherChain);
    }
}

/// <summary>The members of a post, each where its value begins.</summary>
internal ref struct PostParts
{
    public FieldReader Types, Domain, PrimaryType, Message, Signature;
}
