using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;

namespace DecentralOrg.Node.Voting;

/// <summary>Reads ballots on the parameters as strictly as records are read: nothing is left out, nothing is added.</summary>
internal static class BallotReader
{
    private static readonly byte[][] Members = TypedDataSchema.NamesOf(ParameterBallot.EncodedType);
    private static readonly byte[][] PreferenceMembers = ["parameter"u8.ToArray(), "value"u8.ToArray()];

    public static (SignedBallot? Ballot, BallotFault? Fault) Read(ReadOnlySpan<byte> body, RecordDomain domain, TypedDataSchema.StructType[] types)
    {
        if (JsonCheck.Check(body) is var broken and not IntakeRefusal.None)
            return (null, BallotFault.Of(broken));
        var fields = new FieldReader(new Utf8JsonReader(body));
        fields.Start();
        if (!TypedPost.TrySplit(ref fields, TypedDataSchema.Post, out var parts))
            return Fault(fields, null);
        if (!parts.PrimaryType.String(out var kind))
            return Fault(parts.PrimaryType, "primaryType");
        if (!kind.SequenceEqual(Encoding.ASCII.GetBytes(ParameterBallot.TypeName)))
            return (null, BallotFault.Of(BallotRefusal.NotABallot, "primaryType"));
        if (!TypedPost.ReadTypes(ref parts.Types, types))
            return Fault(parts.Types, "types");
        if (!TypedPost.ReadDomain(ref parts.Domain, RecordDomain.Name, domain.ChainId, domain.Ledger))
            return Fault(parts.Domain, "domain");
        if (!parts.Signature.Signature(RecordReader.SignatureBytes, out var signature))
            return Fault(parts.Signature, "signature");
        List<(string Name, UInt128 Value)> named = [];
        if (!Message(ref parts.Message, named, out var voter, out var ballot, out var nonce))
            return Fault(parts.Message, "message");
        var preferences = ImmutableArray.CreateBuilder<Preference>(named.Count);
        foreach (var (name, value) in named)
        {
            if (!ParameterNames.TryParse(name, out var parameter))
                return (null, BallotFault.Of(BallotRefusal.UnknownParameter, $"message.preferences[{preferences.Count}].parameter"));
            preferences.Add(new Preference(parameter, value));
        }
        return (new SignedBallot(new ParameterBallot(voter, ballot, nonce, preferences.MoveToImmutable()), signature), null);
    }

    private static bool Message(ref FieldReader fields, List<(string Name, UInt128 Value)> named, out Address voter, out RecordText ballot, out ulong nonce)
    {
        (voter, ballot, nonce) = (default, default, 0);
        if (!fields.BeginObject())
            return false;
        var seen = 0u;
        while (fields.NextField(Members, ref seen) is var member and >= 0)
        {
            var fits = member switch
            {
                0 => fields.Address(out voter),
                1 => Text(ref fields, out ballot),
                2 => fields.Number(ulong.MaxValue, out nonce),
                _ => Preferences(ref fields, named),
            };
            if (!fits)
                return fields.Within(Encoding.ASCII.GetString(Members[member]));
        }
        return fields.Refusal == IntakeRefusal.None;
    }

    private static bool Text(ref FieldReader fields, out RecordText text)
    {
        if (!fields.Text(out text))
            return false;
        var refusal = CanonicalText.Check(text);
        return refusal == IntakeRefusal.None || fields.Fail(refusal);
    }

    private static bool Preferences(ref FieldReader fields, List<(string Name, UInt128 Value)> named)
    {
        if (!fields.BeginArray())
            return false;
        while (fields.NextElement())
        {
            if (!Preference(ref fields, out var name, out var value))
                return fields.Within($"[{named.Count}]");
            named.Add((name, value));
        }
        return true;
    }

    private static bool Preference(ref FieldReader fields, out string name, out UInt128 value)
    {
        (name, value) = ("", 0);
        if (!fields.BeginObject())
            return false;
        var seen = 0u;
        while (fields.NextField(PreferenceMembers, ref seen) is var member and >= 0)
        {
            var fits = member == 0 ? Name(ref fields, out name) : Value(ref fields, out value);
            if (!fits)
                return fields.Within(Encoding.ASCII.GetString(PreferenceMembers[member]));
        }
        return fields.Refusal == IntakeRefusal.None;
    }

    private static bool Name(ref FieldReader fields, out string name)
    {
        var read = fields.String(out var bytes);
        name = Encoding.UTF8.GetString(bytes);
        return read;
    }

    /// <summary>A value of the type's 256 bits. No bound has more than 128, so that a greater one cannot count.</summary>
    private static bool Value(ref FieldReader fields, out UInt128 value)
    {
        value = 0;
        return fields.Digits(out var digits)
            && (UInt128.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) || fields.Fail(IntakeRefusal.NumberRange));
    }

    private static (SignedBallot?, BallotFault?) Fault(FieldReader part, string? name)
    {
        if (name is not null)
            part.Within(name);
        return (null, BallotFault.Of(part.Refusal, part.Field.Length == 0 ? null : part.Field));
    }
}
