using System.Numerics;
using System.Text;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Governing;

/// <summary>Reads the message of a signed proposal.</summary>
internal static class ProposalMessage
{
    private static readonly byte[][] Members = TypedDataSchema.NamesOf(SignedProposal.Form);

    private delegate bool Element<T>(ref FieldReader fields, out T value);

    /// <summary>Reads it; null if something stands against it, which <paramref name="fields"/> or <paramref name="own"/> says.</summary>
    public static SignedProposal? Read(ref FieldReader fields, out VoteRefusal? own)
    {
        own = null;
        if (!fields.BeginObject())
            return null;
        var (proposer, description, nonce, deadline) = (default(Address), default(RecordText), 0UL, 0UL);
        var (targets, values, hex) = (new List<Address>(), new List<BigInteger>(), new List<byte[]>());
        var seen = 0u;
        while (fields.NextField(Members, ref seen) is var member and >= 0)
        {
            var fits = member switch
            {
                0 => fields.Address(out proposer),
                1 => All(ref fields, targets, (ref FieldReader reader, out Address value) => reader.Address(out value)),
                2 => All(ref fields, values, TypedPost.Number),
                3 => All(ref fields, hex, Text),
                4 => fields.Text(out description),
                5 => fields.Number(long.MaxValue, out nonce),
                _ => fields.Number(long.MaxValue, out deadline),
            };
            if (!fits)
            {
                fields.Within(Encoding.ASCII.GetString(Members[member]));
                return null;
            }
        }
        if (fields.Refusal != IntakeRefusal.None)
            return null;
        var calldatas = hex.ConvertAll(Decode);
        (own, var at) = 0 switch
        {
            _ when calldatas.Contains(null) => (VoteRefusal.CalldataForm, "calldatas"),
            _ when calldatas.Exists(data => data!.Length > SignedProposal.MostCalldata) => (VoteRefusal.CalldataTooLong, "calldatas"),
            _ when targets.Count != values.Count || targets.Count != calldatas.Count => (VoteRefusal.UnequalCalls, "targets"),
            _ when targets.Count is 0 or > SignedProposal.MostCalls => (VoteRefusal.CallCount, "targets"),
            _ when description.Bytes.Length > SignedProposal.MostDescription => (VoteRefusal.DescriptionTooLong, "description"),
            _ when ProposalDescription.ProposerOf(description) is { } only && only != proposer => (VoteRefusal.OtherProposer, "description"),
            _ => ((VoteRefusal?)null, ""),
        };
        if (own is not null)
        {
            fields.Fail(IntakeRefusal.None, at);
            return null;
        }
        if (ProposalDescription.Check(description) is var text and not IntakeRefusal.None)
        {
            fields.Fail(text, "description");
            return null;
        }
        return new SignedProposal(proposer, ProposedCall.Join(targets, values, calldatas!), description, nonce, deadline);
    }

    private static bool All<T>(ref FieldReader fields, List<T> into, Element<T> read)
    {
        if (!fields.BeginArray())
            return false;
        while (fields.NextElement())
        {
            if (!read(ref fields, out var value))
                return fields.Within($"[{into.Count}]");
            into.Add(value);
        }
        return true;
    }

    private static bool Text(ref FieldReader fields, out byte[] value)
    {
        var read = fields.String(out var bytes);
        value = bytes.ToArray();
        return read;
    }

    /// <summary>Bytes written as 0x and two hex digits each; null if they are not.</summary>
    private static byte[]? Decode(byte[] hex)
    {
        var bytes = new byte[Math.Max(0, (hex.Length / 2) - 1)];
        return Hex.TryDecode(hex, bytes) ? bytes : null;
    }
}
