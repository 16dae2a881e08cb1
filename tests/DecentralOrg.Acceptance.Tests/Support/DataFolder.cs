namespace DecentralOrg.Acceptance.Tests;

/// <summary>A folder for a node's data that ends with the test.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dorg-node-").FullName;

    public string Database => System.IO.Path.Combine(Path, "node.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
