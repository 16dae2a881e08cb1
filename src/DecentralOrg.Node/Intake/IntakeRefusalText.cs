using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Intake;

/// <summary>The sentences behind refusals at the door (what is wrong, why, what to do next) and their HTTP status.</summary>
public static class IntakeRefusalText
{
    /// <summary>The sentence of a refusal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number that this version does not know.</exception>
    public static string Sentence(this IntakeRefusal refusal) => refusal switch
    {
        IntakeRefusal.None => "The record can be accepted.",
        IntakeRefusal.TooManyRequests => "More requests come from your network than this node answers in a minute, so that everybody gets a turn; send again after the time given.",
        IntakeRefusal.NotJsonType => "The body must be declared as application/json, because nothing else is read here; set the Content-Type.",
        IntakeRefusal.TooLarge => "The body has more than 64 KiB, which no record needs; send one record at a time.",
        IntakeRefusal.BodyIncomplete => "The body did not arrive whole within the time it has; send it again over a better connection.",
        IntakeRefusal.NotUtf8 => "The body has bytes that are not UTF-8, so its text cannot be what was signed; encode it as UTF-8.",
        IntakeRefusal.NotJson => "The body is not JSON as RFC 8259 writes it; serialize the record with a JSON library.",
        IntakeRefusal.TooDeep => "The JSON is nested more than 16 levels deep, and a record needs 5; send the record itself.",
        IntakeRefusal.LoneSurrogate => "A string has an escape that is half a surrogate pair and so no character; remove it from the text and sign again.",
        IntakeRefusal.WrongKind => "The field holds another kind of value than it must; write it as the record's type says.",
        IntakeRefusal.UnknownField => "The object has a field that is not part of the record, and nothing unsigned is kept; leave it out.",
        IntakeRefusal.RepeatedField => "The object has a field twice, and readers differ in which one counts; keep one of them.",
        IntakeRefusal.MissingField => "The object lacks a field that is signed; add it.",
        IntakeRefusal.NumberForm => "A number must be an integer in plain digits, without fraction, exponent, negative zero or leading zeros, as a JSON number or a string; write it so.",
        IntakeRefusal.NumberRange => "The number is negative or beyond the bits of its type; take one within them.",
        IntakeRefusal.AddressForm => "An address is 0x and 40 hex digits; write it in full.",
        IntakeRefusal.AddressChecksum => "The capitals of the address are not those of its checksum (EIP-55), so a digit may be wrong; copy it again, or write it in lower case if you are sure.",
        IntakeRefusal.HashForm => "A hash or id is 0x and 64 hex digits; write it in full.",
        IntakeRefusal.UnknownRecord => "The primary type is neither Contribution nor Evaluation, the only records of the ledger; sign one of these.",
        IntakeRefusal.OtherTypes => "The types are not exactly those that the ledger hashes, so the signature is one for something else; take them from the reference and sign again.",
        IntakeRefusal.OtherName => "The domain's name is not \"DecentralOrg\", so the record is signed for another application; sign it for this one.",
        IntakeRefusal.OtherVersion => "The domain's version is not \"1\", so the record is signed for another version of the ledger; sign it again.",
        IntakeRefusal.OtherChain => "The domain's chain id is not this organization's, so the record is worth nothing here; switch the wallet to its chain and sign again.",
        IntakeRefusal.OtherLedger => "The domain's contract is not this organization's ledger; sign the record for this one, or post it to the node of the other.",
        IntakeRefusal.ControlCharacter => "The text has a control character or a line break, which could disturb whoever shows it; write one line of plain text.",
        IntakeRefusal.DirectionCharacter => "The text has a character that changes the direction of writing and so can make it look like another text; remove it, letters bring their direction with them.",
        IntakeRefusal.InvisibleCharacter => "The text has a character that nobody can see, so it could pass for another text; remove it.",
        IntakeRefusal.UnassignedCharacter => "The text has a code point that means nothing, or something else to everybody; use characters that Unicode defines.",
        IntakeRefusal.StackedMarks => "A letter of the text has more than eight marks, which no language needs and which run into the lines around; remove some.",
        IntakeRefusal.NotNormalized => "The text is not in Unicode's normal form C, so the same words would be two records; normalize it before signing.",
        IntakeRefusal.BlankText => "The text is only white space and tells nobody anything; write what it is about.",
        IntakeRefusal.SignatureForm => "The signature must be 0x and an even number of hex digits; send what the wallet gave.",
        IntakeRefusal.SignatureTooLong => "The signature has more than 4,096 bytes, and relaying so many costs more than the record; use an account with a shorter one, or send the record to the ledger yourself.",
        IntakeRefusal.NotReady => "This node has not read the organization from its chain yet and cannot judge records; send it again in a moment.",
        IntakeRefusal.AlreadyBatched => "Another evaluation of yours with this nonce is on its way to the ledger and cannot be replaced any more; sign this one with the next nonce.",
        IntakeRefusal.Superseded => "You replaced this evaluation by another one, and nobody shall be able to bring it back against you; if you want it after all, sign it with its credits in another order.",
        IntakeRefusal.SignatureLength => "The signature of an account without code has 65 bytes, or 64 in the short form (ERC-2098); send it whole.",
        IntakeRefusal.SignatureParity => "The last byte of the signature must be 27 or 28, as the ledger takes no other; add 27 to it if it is 0 or 1.",
        IntakeRefusal.SignatureRange => "A part of the signature is zero or not below the order of the curve, so it signs nothing; sign again.",
        IntakeRefusal.SignatureHighS => "The signature's s is in the upper half, which the ledger refuses so that a record has one signature (EIP-2); sign again with a wallet that follows this.",
        IntakeRefusal.AccountUnreachable => "The signature is no key's, and the chain cannot be asked now what the account says of it; send it again in a moment.",
        IntakeRefusal.TooManyRecords => "You sent more records than this node takes from one author in a minute; send the next after the time given.",
        IntakeRefusal.AuthorBacklog => "As many of your records as this node keeps for one author wait for the chain; send the next when some are there.",
        IntakeRefusal.BacklogFull => "As many records as this node keeps wait for the chain; send it again later, or to the ledger yourself.",
        IntakeRefusal.QueueFull => "More records arrive than can be written at once; send it again after the time given.",
        IntakeRefusal.StorageUnavailable => "The node cannot write its data, so nothing is accepted that could be lost; its operator is told. Send it again later.",
        IntakeRefusal.Stopping => "This node is stopping; send it again in a moment.",
        IntakeRefusal.TimedOut => "The node did not come to an answer in the time that a request has, and the record may be accepted all the same; send it again, and the answer tells.",
        IntakeRefusal.NotHere => "This node only answers for what is on the chain; post to, and ask for records at, the node that takes them in.",
        IntakeRefusal.UnknownDigest => "No record with this digest was accepted here or taken by the ledger; compare the digest, or post the record.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal that this version does not know."),
    };

    /// <summary>The status of HTTP (RFC 9110) that goes with a refusal.</summary>
    public static int Status(this IntakeRefusal refusal) => refusal switch
    {
        IntakeRefusal.UnknownDigest => 404,
        IntakeRefusal.BodyIncomplete => 408,
        IntakeRefusal.AlreadyBatched or IntakeRefusal.Superseded => 409,
        IntakeRefusal.TooLarge => 413,
        IntakeRefusal.NotJsonType => 415,
        IntakeRefusal.NotHere => 421,
        IntakeRefusal.TooManyRequests or IntakeRefusal.TooManyRecords or IntakeRefusal.AuthorBacklog => 429,
        IntakeRefusal.NotReady or IntakeRefusal.AccountUnreachable or IntakeRefusal.BacklogFull or IntakeRefusal.QueueFull
            or IntakeRefusal.StorageUnavailable or IntakeRefusal.Stopping or IntakeRefusal.TimedOut => 503,
        < IntakeRefusal.UnknownRecord => 400,
        IntakeRefusal.SignatureForm => 400,
        _ => 422,
    };

    /// <summary>The status that goes with a rule of the ledger: 409 where the ledger's state decides, 422 where the record does.</summary>
    public static int Status(this Refusal refusal) => refusal switch
    {
        Refusal.WrongEpoch or Refusal.UnknownMember or Refusal.WrongNonce or Refusal.NotIntroduced or Refusal.LedgerFull
            or Refusal.OverBudget => 409,
        _ => 422,
    };
}
