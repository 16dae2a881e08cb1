using System.Numerics;
using System.Text;
using System.Text.Json;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Governing;

/// <summary>A vote, a delegation or a proposal as it was posted.</summary>
/// <param name="Message">What was signed.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Signature">The signature.</param>
internal sealed record PostedMessage(GovernanceMessage Message, Bytes32 Digest, byte[] Signature);

/// <summary>Reads signed votes, delegations and proposals: EIP-712 typed data as wallets take it, with its signature, in exactly this form.</summary>
internal static class VoteReader
{
    private static readonly byte[][] DelegationPost = TypedDataSchema.Names("types", "domain", "primaryType", "message", "signature", "account");
    private static readonly TypedDataSchema.StructType[] PlainTypes = TypedDataSchema.Parse(RecordTypes.Domain + SignedBallot.Plain);
    private static readonly TypedDataSchema.StructType[] ExtendedTypes = TypedDataSchema.Parse(RecordTypes.Domain + SignedBallot.Extended);
    private static readonly TypedDataSchema.StructType[] DelegationTypes = TypedDataSchema.Parse(RecordTypes.Domain + SignedDelegation.Delegation);
    private static readonly TypedDataSchema.StructType[] ProposalTypes = TypedDataSchema.Parse(RecordTypes.Domain + SignedProposal.Form);
    private static readonly byte[][] Plain = TypedDataSchema.NamesOf(SignedBallot.Plain);
    private static readonly byte[][] Extended = TypedDataSchema.NamesOf(SignedBallot.Extended);
    private static readonly byte[][] Delegation = TypedDataSchema.NamesOf(SignedDelegation.Delegation);

    private delegate GovernanceMessage? Reader(ref FieldReader fields, GovernanceDomain domain, out byte[] signature, out VoteRefusal? own);

    /// <summary>Reads a vote.</summary>
    public static (PostedMessage? Message, Refused? Refused) ReadVote(ReadOnlySpan<byte> body, GovernanceDomain domain) => Read(body, domain, Vote);

    /// <summary>Reads a delegation, whose post also says whose it is: the signed message does not.</summary>
    public static (PostedMessage? Message, Refused? Refused) ReadDelegation(ReadOnlySpan<byte> body, GovernanceDomain domain) => Read(body, domain, Delegate);

    /// <summary>Reads a proposal.</summary>
    public static (PostedMessage? Message, Refused? Refused) ReadProposal(ReadOnlySpan<byte> body, GovernanceDomain domain) => Read(body, domain, Propose);

    private static (PostedMessage? Message, Refused? Refused) Read(ReadOnlySpan<byte> body, GovernanceDomain domain, Reader read)
    {
        if (JsonCheck.Check(body) is var broken and not IntakeRefusal.None)
            return (null, Refused.Because(broken));
        var fields = new FieldReader(new Utf8JsonReader(body));
        fields.Start();
        if (read(ref fields, domain, out var signature, out var own) is { } message)
            return (new PostedMessage(message, message.Digest(domain), signature), null);
        var field = fields.Field.Length == 0 ? null : fields.Field;
        return (null, (own ?? Named(fields.Refusal)) is { } refusal ? refusal.Answer(field) : Refused.Because(fields.Refusal, field));
    }

    /// <summary>What is said of records in words of the ledger is said of votes in their own.</summary>
    private static VoteRefusal? Named(IntakeRefusal refusal) => refusal switch
    {
        IntakeRefusal.UnknownRecord => VoteRefusal.UnknownMessage,
        IntakeRefusal.OtherName => VoteRefusal.OtherDomain,
        IntakeRefusal.OtherLedger => VoteRefusal.OtherContract,
        _ => null,
    };

    private static SignedBallot? Vote(ref FieldReader fields, GovernanceDomain domain, out byte[] signature, out VoteRefusal? own)
    {
        (signature, own) = ([], null);
        if (!TypedPost.TrySplit(ref fields, TypedDataSchema.Post, out var post))
            return null;
        if (!Kind(ref post.PrimaryType, out var extended))
            return Failed<SignedBallot>(ref fields, post.PrimaryType, "primaryType");
        if (!Envelope(ref fields, ref post, domain, extended ? ExtendedTypes : PlainTypes, out signature))
            return null;
        return Ballot(ref post.Message, extended, out own) ?? Failed<SignedBallot>(ref fields, post.Message, "message");
    }

    private static SignedDelegation? Delegate(ref FieldReader fields, GovernanceDomain domain, out byte[] signature, out VoteRefusal? own)
    {
        (signature, own) = ([], null);
        if (!TypedPost.TrySplit(ref fields, DelegationPost, out var post))
            return null;
        if (!Kind(ref post.PrimaryType, "Delegation"u8))
            return Failed<SignedDelegation>(ref fields, post.PrimaryType, "primaryType");
        if (!Envelope(ref fields, ref post, domain, DelegationTypes, out signature))
            return null;
        if (!post.Account.Address(out var account))
            return Failed<SignedDelegation>(ref fields, post.Account, "account");
        return DelegationOf(ref post.Message, account) ?? Failed<SignedDelegation>(ref fields, post.Message, "message");
    }

    private static SignedProposal? Propose(ref FieldReader fields, GovernanceDomain domain, out byte[] signature, out VoteRefusal? own)
    {
        (signature, own) = ([], null);
        if (!TypedPost.TrySplit(ref fields, TypedDataSchema.Post, out var post))
            return null;
        if (!Kind(ref post.PrimaryType, "Proposal"u8))
            return Failed<SignedProposal>(ref fields, post.PrimaryType, "primaryType");
        if (!Envelope(ref fields, ref post, domain, ProposalTypes, out signature))
            return null;
        return ProposalMessage.Read(ref post.Message, out own) ?? Failed<SignedProposal>(ref fields, post.Message, "message");
    }

    /// <summary>All but the message.</summary>
    private static bool Envelope(ref FieldReader fields, ref TypedPost post, GovernanceDomain domain, TypedDataSchema.StructType[] types, out byte[] signature)
    {
        signature = [];
        if (!TypedPost.ReadTypes(ref post.Types, types))
            return TypedPost.Failed(ref fields, post.Types, "types");
        if (!TypedPost.ReadDomain(ref post.Domain, domain.Name, domain.ChainId, domain.Contract))
            return TypedPost.Failed(ref fields, post.Domain, "domain");
        return post.Signature.Signature(RecordReader.SignatureBytes, out signature) || TypedPost.Failed(ref fields, post.Signature, "signature");
    }

    private static bool Kind(ref FieldReader fields, ReadOnlySpan<byte> only) =>
        fields.String(out var name) && (name.SequenceEqual(only) || fields.Fail(IntakeRefusal.UnknownRecord));

    private static bool Kind(ref FieldReader fields, out bool extended)
    {
        extended = false;
        if (!fields.String(out var name))
            return false;
        if (name.SequenceEqual("Ballot"u8))
            return true;
        extended = true;
        return name.SequenceEqual("ExtendedBallot"u8) || fields.Fail(IntakeRefusal.UnknownRecord);
    }

    private static SignedBallot? Ballot(ref FieldReader fields, bool extended, out VoteRefusal? own)
    {
        own = null;
        if (!fields.BeginObject())
            return null;
        var (proposal, support, voter, nonce) = (BigInteger.Zero, 0UL, default(Address), 0UL);
        var (reason, data) = (default(RecordText), Array.Empty<byte>());
        var (seen, names) = (0u, extended ? Extended : Plain);
        while (fields.NextField(names, ref seen) is var member and >= 0)
        {
            var fits = member switch
            {
                0 => TypedPost.Number(ref fields, out proposal),
                1 => fields.Number(byte.MaxValue, out support),
                2 => fields.Address(out voter),
                3 => fields.Number(long.MaxValue, out nonce),
                4 => fields.Text(out reason),
                _ => fields.Signature(RecordReader.SignatureBytes, out data),
            };
            if (!fits)
            {
                fields.Within(Encoding.ASCII.GetString(names[member]));
                return null;
            }
        }
        if (fields.Refusal != IntakeRefusal.None)
            return null;
        if (support > (ulong)VoteSupport.Abstain)
            return Own(ref fields, VoteRefusal.BadSupport, "support", out own);
        if (data.Length > 0)
            return Own(ref fields, VoteRefusal.ParamsNotEmpty, "params", out own);
        if (reason.Bytes.Length > SignedBallot.MostReason)
            return Own(ref fields, VoteRefusal.ReasonTooLong, "reason", out own);
        if (reason.Bytes.Length > 0 && CanonicalText.Check(reason) is var text and not IntakeRefusal.None)
        {
            fields.Fail(text, "reason");
            return null;
        }
        return new SignedBallot(proposal, (VoteSupport)support, voter, nonce, extended ? reason : null);
    }

    private static SignedDelegation? DelegationOf(ref FieldReader fields, Address account)
    {
        if (!fields.BeginObject())
            return null;
        var (delegatee, nonce, expiry) = (default(Address), 0UL, 0UL);
        var seen = 0u;
        while (fields.NextField(Delegation, ref seen) is var member and >= 0)
        {
            var fits = member switch
            {
                0 => fields.Address(out delegatee),
                1 => fields.Number(long.MaxValue, out nonce),
                _ => fields.Number(long.MaxValue, out expiry),
            };
            if (!fits)
            {
                fields.Within(Encoding.ASCII.GetString(Delegation[member]));
                return null;
            }
        }
        return fields.Refusal == IntakeRefusal.None ? new SignedDelegation(account, delegatee, nonce, expiry) : null;
    }

    private static SignedBallot? Own(ref FieldReader fields, VoteRefusal refusal, string field, out VoteRefusal? own)
    {
        own = refusal;
        fields.Fail(IntakeRefusal.None, field);
        return null;
    }

    private static T? Failed<T>(ref FieldReader fields, FieldReader part, string name)
        where T : class
    {
        TypedPost.Failed(ref fields, part, name);
        return null;
    }
}
