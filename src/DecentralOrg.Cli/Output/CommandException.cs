namespace DecentralOrg.Cli.Output;

/// <summary>Ends a command with a sentence for its user: what, why, and what to do next.</summary>
internal sealed class CommandException(ExitCode code, string sentence) : Exception(sentence)
{
    /// <summary>How the process ends.</summary>
    public ExitCode Code { get; } = code;
}
