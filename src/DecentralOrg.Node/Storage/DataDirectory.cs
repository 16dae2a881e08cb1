namespace DecentralOrg.Node.Storage;

/// <summary>
/// The folder of one node's data, held by one process at a time: two nodes on the same data would send the same
/// transactions twice. The system lets go of the lock when the process ends, however it ends.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream held;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The database in it.</summary>
    public string DatabaseFile => FileIn(Path);

    /// <summary>Where a data directory has its database, without taking it.</summary>
    public static string FileIn(string path) => System.IO.Path.Combine(path, "node.db");

    /// <summary>Takes the folder, and creates it for its owner alone if it is not there.</summary>
    /// <exception cref="StorageException">It cannot be used, or another process has it.</exception>
    public static DataDirectory Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = System.IO.Path.GetFullPath(path);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, OwnerOnly);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, error);
        }
        try
        {
            var held = new FileStream(
                System.IO.Path.Combine(path, "node.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataDirectory(path, held);
        }
        catch (UnauthorizedAccessException error)
        {
            throw Unusable(path, error);
        }
        catch (IOException error)
        {
            throw new StorageException(
                StorageFailure.InUse, $"{path} is in use by another node, or cannot be written: {error.Message} Stop the other node, or give this one a data directory of its own.", error);
        }
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose() => held.Dispose();

    private static StorageException Unusable(string path, Exception error) =>
        new(StorageFailure.DirectoryUnusable, $"The data directory {path} cannot be used: {error.Message} Give one that this user may write.", error);
}
