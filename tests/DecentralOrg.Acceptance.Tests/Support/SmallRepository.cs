using System.Diagnostics;

namespace DecentralOrg.Acceptance.Tests;

/// <summary>A git repository of three commits by two people who reviewed each other.</summary>
internal sealed class SmallRepository : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dorg-demo-");

    public SmallRepository()
    {
        Git("Ada", "init", "-q", "-b", "main");
        Commit("Ada", "docs/guide.md", "Write a guide\n\nReviewed-by: Ben <ben@x.org>");
        Commit("Ben", "src/main.c", "Start the program\n\nReviewed-by: Ada <ada@x.org>\nTested-by: Ada <ada@x.org>");
        Commit("Ada", "docs/index.md", "Write an index\n\nAcked-by: Ben <ben@x.org>");
    }

    public string Path => folder.FullName;

    public void Dispose()
    {
        // Git writes its objects read-only, which stops deleting on some systems.
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            file.Attributes = FileAttributes.Normal;
        folder.Delete(recursive: true);
    }

    private void Commit(string author, string file, string message)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, message);
        Git(author, "add", "-A");
        Git(author, "commit", "-q", "-m", message);
    }

    private void Git(string author, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Path };
        // Inside a hook these would lead the commands to the repository that runs the tests.
        foreach (var stray in start.Environment.Keys.Where(key => key.StartsWith("GIT_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(stray);
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = author;
            start.Environment[$"GIT_{role}_EMAIL"] = $"{author.ToLowerInvariant()}@x.org";
            start.Environment[$"GIT_{role}_DATE"] = "@1600000000 +0000";
        }
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, string.Join(' ', arguments));
    }
}
