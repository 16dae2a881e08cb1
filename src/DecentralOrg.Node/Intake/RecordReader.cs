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

    private static PostedRecord? Read(ref FieldReader fields, RecordDomain domain)
    {
        if (!TypedPost.TrySplit(ref fields, TypedDataSchema.Post, out var post))
            return null;
        if (!Kind(ref post.PrimaryType, out var kind))
            return Failed(ref fields, post.PrimaryType, "primaryType");
        if (!TypedPost.ReadTypes(ref post.Types, kind == RecordKind.Contribution ? TypedDataSchema.ContributionTypes : TypedDataSchema.EvaluationTypes))
            return Failed(ref fields, post.Types, "types");
        if (!TypedPost.ReadDomain(ref post.Domain, RecordDomain.Name, domain.ChainId, domain.Ledger))
            return Failed(ref fields, post.Domain, "domain");
        if (!post.Signature.Signature(SignatureBytes, out var bytes))
            return Failed(ref fields, post.Signature, "signature");
        return MessageReader.Read(ref post.Message, kind, domain, bytes) ?? Failed(ref fields, post.Message, "message");
    }

    private static PostedRecord? Failed(ref FieldReader fields, FieldReader part, string name)
    {
        TypedPost.Failed(ref fields, part, name);
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
}
