using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace DecentralOrg.Node.Importing;

/// <summary>Runs git on one repository and hands over its output as it comes.</summary>
internal static class Git
{
    internal const int MaxFieldBytes = 1 << 26;
    private const int MaxErrorChars = 2000;

    /// <summary>What points git at another repository than the one it is asked for, as inside a hook.</summary>
    private static readonly string[] Strays =
    [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE",
    ];

    /// <summary>Runs to the end and hands over standard output in fields that end with NUL, or with the output.</summary>
    /// <exception cref="ImportException">git is missing or fails, or a field is longer than 64 MiB.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; git has been ended.</exception>
    internal static async Task RunAsync(
        string directory, IEnumerable<string> arguments, Action<string> field, CancellationToken cancellation)
    {
        using var process = Start(directory, arguments);
        try
        {
            // A pending read of a pipe does not always see the token; the end of the process always ends it.
            await using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
            process.StandardInput.Close();
            var error = ReadErrorAsync(process.StandardError, cancellation);
            await ReadFieldsAsync(process.StandardOutput.BaseStream, field, cancellation);
            var message = await error;
            await process.WaitForExitAsync(cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (process.ExitCode != 0)
                throw Failure(directory, process.ExitCode, message);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string directory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])["--no-pager", "--no-replace-objects", "-C", Path.GetFullPath(directory), .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var stray in Strays)
            start.Environment.Remove(stray);
        start.Environment["LC_ALL"] = "C";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ImportException(
                ImportRefusal.GitMissing,
                "git could not be started, and only git can read a repository: install it, or put it on the PATH.",
                e);
        }
    }

    private static async Task ReadFieldsAsync(Stream output, Action<string> field, CancellationToken cancellation)
    {
        var pending = new ArrayBufferWriter<byte>();
        var buffer = new byte[1 << 16];
        for (int read; (read = await output.ReadAsync(buffer, cancellation)) > 0;)
        {
            var rest = buffer.AsMemory(0, read);
            for (int end; (end = rest.Span.IndexOf((byte)0)) >= 0; rest = rest[(end + 1)..])
            {
                pending.Write(rest.Span[..end]);
                field(Encoding.UTF8.GetString(pending.WrittenSpan));
                pending.ResetWrittenCount();
            }
            pending.Write(rest.Span);
            if (pending.WrittenCount > MaxFieldBytes)
            {
                throw new ImportException(
                    ImportRefusal.UnreadableLog,
                    "A commit message or file name is longer than 64 MiB and would not fit the memory of a small node: "
                    + "import a history without it.");
            }
        }
        if (pending.WrittenCount > 0)
            field(Encoding.UTF8.GetString(pending.WrittenSpan));
    }

    private static async Task<string> ReadErrorAsync(StreamReader error, CancellationToken cancellation)
    {
        // Read to the end even when enough is known: git would wait for ever on a full pipe.
        var text = new StringBuilder();
        var buffer = new char[1024];
        for (int read; (read = await error.ReadAsync(buffer, cancellation)) > 0;)
            text.Append(buffer, 0, Math.Min(read, MaxErrorChars - text.Length));
        return text.ToString().Trim();
    }

    private static ImportException Failure(string directory, int code, string message)
    {
        if (message.Contains("not a git repository", StringComparison.Ordinal))
        {
            return new ImportException(
                ImportRefusal.NotARepository,
                $"'{directory}' is in no git repository, so there is no history to read: name a folder that was cloned.");
        }
        if (message.Contains("does not have any commits yet", StringComparison.Ordinal))
            return Empty(directory);
        return new ImportException(
            ImportRefusal.GitFailed,
            $"git ended with {code} in '{directory}' and says: {message}. Mend that, then import again.");
    }

    internal static ImportException Empty(string directory) => new(
        ImportRefusal.EmptyHistory,
        $"The branch that '{directory}' stands on has no commits: commit something, or check out a branch that has some.");
}
