namespace DecentralOrg.Node.Intake;

/// <summary>
/// Why a post is not accepted, beside the ledger's own rules (<see cref="Kernel.Records.Refusal"/>), which keep their names.
/// In the order in which a post is looked at. Names are part of the interface; no two of both lists are the same.
/// </summary>
public enum IntakeRefusal
{
    /// <summary>Nothing stands against the post.</summary>
    None,

    /// <summary>More requests from one network than are answered.</summary>
    TooManyRequests,

    /// <summary>The body is not declared as JSON.</summary>
    NotJsonType,

    /// <summary>More than 64 KiB.</summary>
    TooLarge,

    /// <summary>The body did not arrive in time, or broke off.</summary>
    BodyIncomplete,

    /// <summary>Bytes that are not UTF-8.</summary>
    NotUtf8,

    /// <summary>Not JSON.</summary>
    NotJson,

    /// <summary>More than 16 levels.</summary>
    TooDeep,

    /// <summary>An escape that is half a surrogate pair.</summary>
    LoneSurrogate,

    /// <summary>A value of another kind than the field's.</summary>
    WrongKind,

    /// <summary>A field that is not one of the record's.</summary>
    UnknownField,

    /// <summary>A field twice in one object.</summary>
    RepeatedField,

    /// <summary>A field is missing.</summary>
    MissingField,

    /// <summary>A number that is not written as one.</summary>
    NumberForm,

    /// <summary>A number beyond its type.</summary>
    NumberRange,

    /// <summary>Not an address.</summary>
    AddressForm,

    /// <summary>An address whose capitals are not those of its checksum.</summary>
    AddressChecksum,

    /// <summary>Not 32 bytes.</summary>
    HashForm,

    /// <summary>A primary type that is no record.</summary>
    UnknownRecord,

    /// <summary>Types that are not those of the record.</summary>
    OtherTypes,

    /// <summary>Signed for a domain of another name.</summary>
    OtherName,

    /// <summary>Signed for another version of the domain.</summary>
    OtherVersion,

    /// <summary>Signed for another chain.</summary>
    OtherChain,

    /// <summary>Signed for another ledger.</summary>
    OtherLedger,

    /// <summary>A control character or line break in a text.</summary>
    ControlCharacter,

    /// <summary>A character that changes the direction of writing.</summary>
    DirectionCharacter,

    /// <summary>A character that nobody sees.</summary>
    InvisibleCharacter,

    /// <summary>A code point without a meaning.</summary>
    UnassignedCharacter,

    /// <summary>More than eight marks on one letter.</summary>
    StackedMarks,

    /// <summary>A text that is not in normal form C.</summary>
    NotNormalized,

    /// <summary>Only white space.</summary>
    BlankText,

    /// <summary>The signature is not hex.</summary>
    SignatureForm,

    /// <summary>A signature of more than 4,096 bytes.</summary>
    SignatureTooLong,

    /// <summary>The chain has not been read yet.</summary>
    NotReady,

    /// <summary>An evaluation with the same nonce is under way.</summary>
    AlreadyBatched,

    /// <summary>The author replaced this evaluation.</summary>
    Superseded,

    /// <summary>Neither 65 nor 64 bytes, from an account without code.</summary>
    SignatureLength,

    /// <summary>A v that is neither 27 nor 28.</summary>
    SignatureParity,

    /// <summary>An r or s of zero or not below the order of the curve.</summary>
    SignatureRange,

    /// <summary>An s above half the order.</summary>
    SignatureHighS,

    /// <summary>The chain cannot be asked what the account says.</summary>
    AccountUnreachable,

    /// <summary>More records of one author in a minute than are taken.</summary>
    TooManyRecords,

    /// <summary>More records of one author wait than are kept.</summary>
    AuthorBacklog,

    /// <summary>More records wait for the chain than are kept.</summary>
    BacklogFull,

    /// <summary>More posts wait to be written than are kept.</summary>
    QueueFull,

    /// <summary>The node's data cannot be written.</summary>
    StorageUnavailable,

    /// <summary>The node is stopping.</summary>
    Stopping,

    /// <summary>The node found no answer in the time that a request has.</summary>
    TimedOut,

    /// <summary>The node only answers; another one takes records in.</summary>
    NotHere,

    /// <summary>No record with this digest.</summary>
    UnknownDigest,
}
