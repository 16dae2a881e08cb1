using System.Text;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Intake;

/// <summary>What a wallet is given to sign, taken from the type strings that the ledger hashes.</summary>
internal static class TypedDataSchema
{
    /// <summary>The members of a post.</summary>
    public static readonly byte[][] Post = Names("types", "domain", "primaryType", "message", "signature");

    /// <summary>The members of the domain, in the order of its type.</summary>
    public static readonly byte[][] Domain = NamesOf(RecordTypes.Domain);

    /// <summary>The members of a contribution.</summary>
    public static readonly byte[][] Contribution = NamesOf(RecordTypes.Contribution);

    /// <summary>The members of a co-author.</summary>
    public static readonly byte[][] Author = NamesOf(RecordTypes.Author);

    /// <summary>The members of an evaluation.</summary>
    public static readonly byte[][] Evaluation = NamesOf(RecordTypes.Evaluation);

    /// <summary>The members of a credit.</summary>
    public static readonly byte[][] Credit = NamesOf(RecordTypes.Credit);

    /// <summary>The members of a field in a type.</summary>
    public static readonly byte[][] Field = Names("name", "type");

    /// <summary>The types of a post with a contribution.</summary>
    public static readonly StructType[] ContributionTypes = Parse(RecordTypes.Domain + RecordTypes.Contribution);

    /// <summary>The types of a post with an evaluation.</summary>
    public static readonly StructType[] EvaluationTypes = Parse(RecordTypes.Domain + RecordTypes.Evaluation);

    /// <summary>A struct with its fields in order, each with its type.</summary>
    public sealed record StructType(string Name, (byte[] Name, byte[] Type)[] Fields)
    {
        public byte[] NameBytes { get; } = Encoding.ASCII.GetBytes(Name);
    }

    /// <summary>The structs of a type as <c>encodeType</c> writes it, with those it refers to.</summary>
    public static StructType[] Parse(string encoded) =>
    [
        .. encoded.Split(')', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('(')).Select(parts => new StructType(
            parts[0],
            [
                .. parts[1].Split(',').Select(field => field.Split(' '))
                    .Select(field => (Encoding.ASCII.GetBytes(field[1]), Encoding.ASCII.GetBytes(field[0]))),
            ])),
    ];

    /// <summary>The members of the first struct of a type.</summary>
    public static byte[][] NamesOf(string encoded) => [.. Parse(encoded)[0].Fields.Select(field => field.Name)];

    /// <summary>Names as they stand in JSON.</summary>
    public static byte[][] Names(params string[] names) => [.. names.Select(Encoding.ASCII.GetBytes)];
}
