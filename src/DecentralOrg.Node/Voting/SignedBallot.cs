using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;

namespace DecentralOrg.Node.Voting;

/// <summary>A ballot on the parameters with its signature.</summary>
/// <param name="Ballot">The ballot.</param>
/// <param name="Signature">The bytes of the signature as they came.</param>
public sealed record SignedBallot(ParameterBallot Ballot, byte[] Signature)
{
    private static readonly TypedDataSchema.StructType[] Types = TypedDataSchema.Parse(RecordTypes.Domain + ParameterBallot.EncodedType);

    /// <summary>Signs a ballot.</summary>
    public static SignedBallot Sign(ParameterBallot ballot, RecordDomain domain, PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(ballot);
        ArgumentNullException.ThrowIfNull(key);
        return new SignedBallot(ballot, key.Sign(ballot.Digest(domain)).ToArray());
    }

    /// <summary>
    /// Whether the signature is the voter's own by ECDSA, as the ledger takes it. What a contract account would say (ERC-1271)
    /// only its chain knows.
    /// </summary>
    public bool IsSignedByVoter(RecordDomain domain) =>
        DecentralOrg.Ethereum.Signature.TryRead(Signature, out var signature) && signature.Recover(Ballot.Digest(domain)) == Ballot.Voter;

    /// <summary>
    /// The ballot as EIP-712 typed data that wallets take (<c>eth_signTypedData_v4</c>), with its signature: one line of JSON.
    /// </summary>
    public byte[] ToJson(RecordDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return TypedPostWriter.Write(Types, RecordDomain.Name, domain.ChainId, domain.Ledger, ParameterBallot.TypeName, json =>
        {
            json.WriteStartObject();
            TypedPostWriter.Account(json, "voter", Ballot.Voter);
            json.WriteString("ballot", Ballot.Ballot.Bytes);
            // A wallet in a browser would round a number of 64 bits.
            json.WriteString("nonce", $"{Ballot.Nonce}");
            json.WriteStartArray("preferences");
            foreach (var (parameter, value) in Ballot.Preferences)
            {
                json.WriteStartObject();
                json.WriteString("parameter", parameter.Name);
                json.WriteString("value", $"{value}");
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }, Signature);
    }

    /// <summary>Reads a ballot that was signed for a domain, in the exact form of <see cref="ToJson"/>. Neither rules nor signature are checked.</summary>
    /// <returns>The ballot, or why there is none.</returns>
    public static (SignedBallot? Ballot, BallotFault? Fault) Read(ReadOnlySpan<byte> json, RecordDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return BallotReader.Read(json, domain, Types);
    }
}

/// <summary>Why a ballot cannot be read or does not count.</summary>
/// <param name="Name">The name of the refusal.</param>
/// <param name="Sentence">What is wrong, why, and what to do next.</param>
/// <param name="Field">Where it stands, from the outermost object; null if nowhere.</param>
public sealed record BallotFault(string Name, string Sentence, string? Field)
{
    internal static BallotFault Of(IntakeRefusal refusal, string? field = null) => new(refusal.ToString(), refusal.Sentence(), field);

    /// <summary>A rule of the count.</summary>
    public static BallotFault Of(BallotRefusal refusal, string? field = null) => new(refusal.ToString(), refusal.Sentence(), field);
}
