namespace DecentralOrg.Cli.Output;

/// <summary>A file that the user named.</summary>
internal static class InputFile
{
    /// <summary>Opens a file; - is standard input.</summary>
    /// <param name="path">What the user wrote.</param>
    /// <param name="what">What should be in it, as a word.</param>
    /// <exception cref="CommandException">There is no such file, or it cannot be read.</exception>
    public static Stream Open(string path, string what)
    {
        if (path == "-")
            return Console.OpenStandardInput();
        if (Directory.Exists(path))
            throw new CommandException(ExitCode.Refused, $"'{path}' is a folder; name a {what} in it.");
        if (!File.Exists(path))
            throw new CommandException(ExitCode.NotFound, $"There is no file '{path}'.");
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Refused, $"'{path}' cannot be read: {error.Message}");
        }
    }
}
