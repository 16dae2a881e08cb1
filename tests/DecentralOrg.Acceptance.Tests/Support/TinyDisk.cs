using System.Diagnostics;
using System.Globalization;

namespace DecentralOrg.Acceptance.Tests;

/// <summary>
/// A file system of its own that a test can fill, enlarge and write-protect: a tmpfs that only programs see which are started
/// through <see cref="Enter"/>. It is gone with the test, also with one that was killed.
/// </summary>
internal sealed class TinyDisk : IDisposable
{
    private readonly Process holder;
    private readonly DataFolder folder;

    private TinyDisk(Process holder, DataFolder folder)
    {
        this.holder = holder;
        this.folder = folder;
    }

    /// <summary>Where it is mounted, for a program that is started through <see cref="Enter"/>.</summary>
    public string Path => folder.Path;

    /// <summary>What programs are started through.</summary>
    public string[] Enter => ["nsenter", "--target", holder.Id.ToString(CultureInfo.InvariantCulture), "--user", "--mount", "--preserve-credentials"];

    /// <summary>Mounts one.</summary>
    /// <param name="size">Its size, as mount(8) takes it.</param>
    public static async Task<TinyDisk> MountAsync(string size)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("A file system of one's own without privileges is there on Linux only.");
        var folder = new DataFolder();
        // Its standard input ends with this process, and with it the mount.
        var holder = Process.Start(new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "sh", "-c", $"mount -t tmpfs -o size={size} tmpfs '{folder.Path}' && echo mounted && exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (await holder.StandardOutput.ReadLineAsync() != "mounted")
            Assert.Ignore($"This system lets nobody mount a file system of his own: {await holder.StandardError.ReadToEndAsync()}");
        return new TinyDisk(holder, folder);
    }

    /// <summary>Mounts it again with other options, as mount(8) takes them.</summary>
    public async Task RemountAsync(string options)
    {
        using var mount = Process.Start(Enter[0], [.. Enter[1..], "mount", "-o", $"remount,{options}", Path]);
        await mount.WaitForExitAsync();
        Assert.That(mount.ExitCode, Is.Zero, options);
    }

    public void Dispose()
    {
        holder.StandardInput.Close();
        holder.WaitForExit();
        holder.Dispose();
        folder.Dispose();
    }
}
