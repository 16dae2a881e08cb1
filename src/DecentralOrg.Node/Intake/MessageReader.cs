using System.Text;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Intake;

/// <summary>Reads the message of a post: the record itself.</summary>
internal static class MessageReader
{
    /// <summary>Reads a record of a kind; null if <paramref name="fields"/> says why not.</summary>
    public static PostedRecord? Read(ref FieldReader fields, RecordKind kind, RecordDomain domain, byte[] signature) => kind switch
    {
        RecordKind.Contribution => Contribution(ref fields) is { } made ? PostedContribution.Of(made, domain, signature) : null,
        _ => Evaluation(ref fields) is { } given ? PostedEvaluation.Of(given, domain, signature) : null,
    };

    private static Contribution? Contribution(ref FieldReader fields)
    {
        if (!fields.BeginObject())
            return null;
        var (contributor, contentHash, nonce) = (default(Address), default(Bytes32), 0UL);
        var (area, title, uri) = (default(RecordText), default(RecordText), default(RecordText));
        List<Author> coAuthors = [];
        List<Bytes32> buildsOn = [];
        var seen = 0u;
        while (fields.NextField(TypedDataSchema.Contribution, ref seen) is var member and >= 0)
        {
            var fits = member switch
            {
                0 => fields.Address(out contributor),
                1 => fields.Text(out area),
                2 => fields.Text(out title),
                3 => fields.Text(out uri),
                4 => fields.Hash(out contentHash),
                5 => Authors(ref fields, coAuthors),
                6 => Hashes(ref fields, buildsOn),
                _ => fields.Number(uint.MaxValue, out nonce),
            };
            if (!fits)
                return Refuse<Contribution>(ref fields, TypedDataSchema.Contribution[member]);
        }
        if (fields.Refusal != IntakeRefusal.None)
            return null;
        // Texts are looked at when the schema is known to fit: the order of members must not change the refusal.
        return Canonical(ref fields, area, 1) && Canonical(ref fields, title, 2) && Canonical(ref fields, uri, 3)
            ? new Contribution(contributor, area, title, uri, contentHash, coAuthors, buildsOn, (uint)nonce)
            : null;
    }

    private static Evaluation? Evaluation(ref FieldReader fields)
    {
        if (!fields.BeginObject())
            return null;
        var (evaluator, epoch, nonce) = (default(Address), 0UL, 0UL);
        List<Credit> credits = [];
        var seen = 0u;
        while (fields.NextField(TypedDataSchema.Evaluation, ref seen) is var member and >= 0)
        {
            var fits = member switch
            {
                0 => fields.Address(out evaluator),
                1 => fields.Number(uint.MaxValue, out epoch),
                2 => fields.Number(uint.MaxValue, out nonce),
                _ => Credits(ref fields, credits),
            };
            if (!fits)
                return Refuse<Evaluation>(ref fields, TypedDataSchema.Evaluation[member]);
        }
        return fields.Refusal == IntakeRefusal.None ? new Evaluation(evaluator, (uint)epoch, (uint)nonce, credits) : null;
    }

    private static bool Credits(ref FieldReader fields, List<Credit> credits)
    {
        if (!fields.BeginArray())
            return false;
        while (fields.NextElement())
        {
            if (!Credit(ref fields, out var credit))
                return fields.Within($"[{credits.Count}]");
            credits.Add(credit);
        }
        return true;
    }

    private static bool Credit(ref FieldReader fields, out Credit credit)
    {
        credit = default;
        if (!fields.BeginObject())
            return false;
        var (contribution, recipient, points) = (default(Bytes32), default(Address), 0UL);
        var seen = 0u;
        while (fields.NextField(TypedDataSchema.Credit, ref seen) is var member and >= 0)
        {
            var fits = member switch
            {
                0 => fields.Hash(out contribution),
                1 => fields.Address(out recipient),
                _ => fields.Number(uint.MaxValue, out points),
            };
            if (!fits)
                return fields.Within(Encoding.ASCII.GetString(TypedDataSchema.Credit[member]));
        }
        credit = new Credit(contribution, recipient, (uint)points);
        return fields.Refusal == IntakeRefusal.None;
    }

    private static bool Authors(ref FieldReader fields, List<Author> authors)
    {
        if (!fields.BeginArray())
            return false;
        while (fields.NextElement())
        {
            if (!Author(ref fields, out var author))
                return fields.Within($"[{authors.Count}]");
            authors.Add(author);
        }
        return true;
    }

    private static bool Author(ref FieldReader fields, out Author author)
    {
        author = default;
        if (!fields.BeginObject())
            return false;
        var (account, share) = (default(Address), 0UL);
        var seen = 0u;
        while (fields.NextField(TypedDataSchema.Author, ref seen) is var member and >= 0)
        {
            if (!(member == 0 ? fields.Address(out account) : fields.Number(ushort.MaxValue, out share)))
                return fields.Within(Encoding.ASCII.GetString(TypedDataSchema.Author[member]));
        }
        author = new Author(account, (ushort)share);
        return fields.Refusal == IntakeRefusal.None;
    }

    private static bool Hashes(ref FieldReader fields, List<Bytes32> hashes)
    {
        if (!fields.BeginArray())
            return false;
        while (fields.NextElement())
        {
            if (!fields.Hash(out var hash))
                return fields.Within($"[{hashes.Count}]");
            hashes.Add(hash);
        }
        return true;
    }

    private static bool Canonical(ref FieldReader fields, RecordText text, int member)
    {
        var refusal = CanonicalText.Check(text);
        return refusal == IntakeRefusal.None || fields.Fail(refusal, Encoding.ASCII.GetString(TypedDataSchema.Contribution[member]));
    }

    private static T? Refuse<T>(ref FieldReader fields, byte[] name)
        where T : class
    {
        fields.Within(Encoding.ASCII.GetString(name));
        return null;
    }
}
