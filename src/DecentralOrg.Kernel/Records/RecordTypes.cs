using System.Text;

namespace DecentralOrg.Kernel.Records;

/// <summary>The types of the records as EIP-712's <c>encodeType</c> writes them, and their hashes.</summary>
public static class RecordTypes
{
    /// <summary>The domain.</summary>
    public const string Domain = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

    /// <summary>A co-author of a contribution.</summary>
    public const string Author = "Author(address account,uint16 shareBp)";

    /// <summary>A contribution, with the type it refers to.</summary>
    public const string Contribution =
        "Contribution(address contributor,string area,string title,string uri,bytes32 contentHash,Author[] coAuthors,bytes32[] buildsOn,uint32 nonce)" + Author;

    /// <summary>A credit of an evaluation.</summary>
    public const string Credit = "Credit(bytes32 contribution,address recipient,uint32 points)";

    /// <summary>An evaluation, with the type it refers to.</summary>
    public const string Evaluation = "Evaluation(address evaluator,uint32 epoch,uint32 nonce,Credit[] credits)" + Credit;

    /// <summary>The hash of <see cref="Domain"/>.</summary>
    public static Bytes32 DomainHash { get; } = Hash(Domain);

    /// <summary>The hash of <see cref="Author"/>.</summary>
    public static Bytes32 AuthorHash { get; } = Hash(Author);

    /// <summary>The hash of <see cref="Contribution"/>.</summary>
    public static Bytes32 ContributionHash { get; } = Hash(Contribution);

    /// <summary>The hash of <see cref="Credit"/>.</summary>
    public static Bytes32 CreditHash { get; } = Hash(Credit);

    /// <summary>The hash of <see cref="Evaluation"/>.</summary>
    public static Bytes32 EvaluationHash { get; } = Hash(Evaluation);

    internal static Bytes32 Hash(string ascii) => Keccak.Hash(Encoding.ASCII.GetBytes(ascii));
}
