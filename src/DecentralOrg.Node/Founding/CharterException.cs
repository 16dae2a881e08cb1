namespace DecentralOrg.Node.Founding;

/// <summary>The rules of a charter, by what breaks them.</summary>
public enum CharterRule
{
    /// <summary>Not a JSON object.</summary>
    NotJson,

    /// <summary>A field stands twice in an object.</summary>
    RepeatedField,

    /// <summary>A field that is needed is not there.</summary>
    MissingField,

    /// <summary>A field that no charter has: misspelt, its default would be taken in silence.</summary>
    UnknownField,

    /// <summary>A field has not the JSON type that is asked for.</summary>
    WrongType,

    /// <summary>A number that is no integer without sign, or no decimal string.</summary>
    NotANumber,

    /// <summary>Empty, too long, or with control characters.</summary>
    NotAName,

    /// <summary>A string that is not <c>0x</c> and 40 hex digits, or whose checksum does not fit.</summary>
    NotAnAccount,

    /// <summary>An account stands twice.</summary>
    AccountRepeated,

    /// <summary>Fewer than 1 or more than 64 founders.</summary>
    FounderCount,

    /// <summary>A founder without reputation.</summary>
    NoReputation,

    /// <summary>All reputation together is above 2^53.</summary>
    ReputationTooLarge,

    /// <summary>A parameter is out of its bounds.</summary>
    OutOfBounds,
}

/// <summary>A charter was refused.</summary>
public sealed class CharterException : Exception
{
    internal CharterException(CharterRule rule, string sentence, Exception? inner = null)
        : base($"{rule}: {sentence}", inner) => Rule = rule;

    /// <summary>The rule that is broken.</summary>
    public CharterRule Rule { get; }
}
