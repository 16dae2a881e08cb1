using System.Globalization;
using System.Numerics;
using System.Text;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// The parts of a post: EIP-712 typed data as wallets take it (<c>eth_signTypedData_v4</c>), with its signature. Only this
/// exact form: nothing is left out, nothing is added.
/// </summary>
internal ref struct TypedPost
{
    private static readonly BigInteger Uint256 = BigInteger.One << 256;

    /// <summary>The types.</summary>
    public FieldReader Types;

    /// <summary>What it is signed for.</summary>
    public FieldReader Domain;

    /// <summary>The type of the message.</summary>
    public FieldReader PrimaryType;

    /// <summary>The message.</summary>
    public FieldReader Message;

    /// <summary>The signature.</summary>
    public FieldReader Signature;

    /// <summary>Who signed, where the message does not say so.</summary>
    public FieldReader Account;

    /// <summary>Finds the parts, in any order: what a message must hold depends on its type.</summary>
    /// <param name="fields">The post; says why not, if there are none.</param>
    /// <param name="names">The names of the parts, in the order of this type's fields.</param>
    /// <param name="post">The parts.</param>
    public static bool TrySplit(scoped ref FieldReader fields, byte[][] names, out TypedPost post)
    {
        post = new TypedPost { Types = fields, Domain = fields, PrimaryType = fields, Message = fields, Signature = fields, Account = fields };
        if (!fields.BeginObject())
            return false;
        var seen = 0u;
        while (fields.NextField(names, ref seen) is var member and >= 0)
        {
            switch (member)
            {
                case 0: post.Types = fields.Here(); break;
                case 1: post.Domain = fields.Here(); break;
                case 2: post.PrimaryType = fields.Here(); break;
                case 3: post.Message = fields.Here(); break;
                case 4: post.Signature = fields.Here(); break;
                default: post.Account = fields.Here(); break;
            }
            fields.Skip();
        }
        return fields.Refusal == IntakeRefusal.None;
    }

    /// <summary>Says of a post what stands against a part of it.</summary>
    public static bool Failed(ref FieldReader fields, FieldReader part, string name)
    {
        fields.Fail(part.Refusal, part.Field);
        return fields.Within(name);
    }

    /// <summary>Whether the types are these.</summary>
    public static bool ReadTypes(ref FieldReader fields, TypedDataSchema.StructType[] expected)
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

    /// <summary>Whether the domain is that of a contract.</summary>
    /// <param name="fields">The domain.</param>
    /// <param name="name">Its name.</param>
    /// <param name="chainId">The chain's id.</param>
    /// <param name="contract">The contract.</param>
    public static bool ReadDomain(ref FieldReader fields, string name, ulong chainId, Kernel.Address contract)
    {
        if (!fields.BeginObject())
            return false;
        var seen = 0u;
        while (fields.NextField(TypedDataSchema.Domain, ref seen) is var member and >= 0)
        {
            var fits = member switch
            {
                0 => fields.String(out var given) && (given.SequenceEqual(Encoding.UTF8.GetBytes(name)) || fields.Fail(IntakeRefusal.OtherName)),
                1 => fields.String(out var version) && (version.SequenceEqual("1"u8) || fields.Fail(IntakeRefusal.OtherVersion)),
                2 => Number(ref fields, out var id) && (id == chainId || fields.Fail(IntakeRefusal.OtherChain)),
                _ => fields.Address(out var address) && (address == contract || fields.Fail(IntakeRefusal.OtherLedger)),
            };
            if (!fits)
                return fields.Within(Encoding.ASCII.GetString(TypedDataSchema.Domain[member]));
        }
        return fields.Refusal == IntakeRefusal.None;
    }

    /// <summary>A number of 256 bits.</summary>
    public static bool Number(ref FieldReader fields, out BigInteger value)
    {
        value = default;
        if (!fields.Digits(out var digits))
            return false;
        // The type has 256 bits: a number beyond is none.
        const int mostDigits = 78;
        if (digits.Length > mostDigits)
            return fields.Fail(IntakeRefusal.NumberRange);
        value = BigInteger.Parse(Encoding.ASCII.GetString(digits), CultureInfo.InvariantCulture);
        return value < Uint256 || fields.Fail(IntakeRefusal.NumberRange);
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
}
