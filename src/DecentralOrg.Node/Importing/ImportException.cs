namespace DecentralOrg.Node.Importing;

/// <summary>Why a history cannot be read.</summary>
public enum ImportRefusal
{
    /// <summary>The folder is not there.</summary>
    PathMissing,

    /// <summary>No <c>git</c> on the PATH.</summary>
    GitMissing,

    /// <summary>The folder is in no git repository.</summary>
    NotARepository,

    /// <summary>A shallow clone: its first commit seems to add every file, and what was fixed may be missing.</summary>
    ShallowRepository,

    /// <summary>There are no commits.</summary>
    EmptyHistory,

    /// <summary>git ended with another error, which the message repeats.</summary>
    GitFailed,

    /// <summary>git wrote what this reader does not understand, or a field beyond its bound.</summary>
    UnreadableLog,

    /// <summary>One of the two CSV files is not there.</summary>
    FileMissing,

    /// <summary>The first line of a CSV file is not the header that was asked for.</summary>
    WrongHeader,

    /// <summary>A line of a CSV file breaks a rule that the message names.</summary>
    BadRow,
}

/// <summary>A history that cannot be read. The message says what, why and what to do next.</summary>
public sealed class ImportException : Exception
{
    internal ImportException(ImportRefusal reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    /// <summary>The cause, to be acted on.</summary>
    public ImportRefusal Reason { get; }
}
