using System.Diagnostics;
using System.Text;

namespace DecentralOrg.Node.Tests.Importing;

/// <summary>A repository made by the real git, with times and people as the test says and no configuration from outside.</summary>
internal sealed class GitRepository : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public GitRepository()
    {
        Git([], "init", "-q", "-b", "main");
    }

    public string Path => folder.Path;

    public void Write(string name, string text) => folder.Write(name, text);

    public void Write(string name, byte[] bytes) => folder.Write(name, bytes);

    public void Move(string from, string to)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(folder.Combine(to))!);
        File.Move(folder.Combine(from), folder.Combine(to));
    }

    /// <summary>Commits all files and gives the id.</summary>
    public string Commit(long time, string name, string email, params string[] lines)
    {
        Git([], "add", "-A");
        Git(Encoding.UTF8.GetBytes(string.Join('\n', lines)), time, name, email, "commit", "-q", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-F", "-");
        return Head();
    }

    /// <summary>Writes a commit byte by byte, as no well-behaved client would, and gives its id. It changes no file.</summary>
    public string CommitRaw(byte[] author, long time, byte[] message, string header = "")
    {
        byte[] commit =
        [
            .. Encoding.ASCII.GetBytes($"tree {Git([], "rev-parse", "HEAD^{tree}")}\nparent {Head()}\nauthor "), .. author,
            .. Encoding.ASCII.GetBytes($" {time} +0000\ncommitter C <c@x.org> {time} +0000\n{header}\n"), .. message,
        ];
        var id = Git(commit, "hash-object", "-t", "commit", "-w", "--stdin");
        Git([], "update-ref", "HEAD", id);
        return id;
    }

    public void Merge(long time, string branch, params string[] lines) =>
        Git([], time, "Mallory", "mallory@x.org", "merge", "-q", "--no-ff", "-m", string.Join('\n', lines), branch);

    public string Head() => Git([], "rev-parse", "HEAD");

    public string Git(byte[] input, params string[] arguments) => Git(input, 0, "Nobody", "nobody@x.org", arguments);

    public void Dispose() => folder.Dispose();

    private string Git(byte[] input, long time, string name, string email, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // Inside a hook these would lead the commands to the repository that runs the tests.
        foreach (var stray in start.Environment.Keys.Where(key => key.StartsWith("GIT_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(stray);
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_AUTHOR_NAME"] = name;
        start.Environment["GIT_AUTHOR_EMAIL"] = email;
        start.Environment["GIT_AUTHOR_DATE"] = "@86400 +0000";
        start.Environment["GIT_COMMITTER_NAME"] = "C";
        start.Environment["GIT_COMMITTER_EMAIL"] = "c@x.org";
        start.Environment["GIT_COMMITTER_DATE"] = $"@{time} +0000";
        using var process = Process.Start(start)!;
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, string.Join(' ', arguments));
        return output.Trim();
    }
}
