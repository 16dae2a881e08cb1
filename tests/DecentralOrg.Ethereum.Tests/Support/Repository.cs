namespace DecentralOrg.Ethereum.Tests;

/// <summary>Where things are in the checkout that the tests run from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string TestFolder { get; } = Path.Combine(Root, "tests", "DecentralOrg.Ethereum.Tests");

    /// <summary>A path under node_modules, which must be there: the oracle and the dev chain are what these tests are about.</summary>
    public static string NodeModule(params string[] parts)
    {
        var path = Path.Combine([Root, "node_modules", .. parts]);
        return File.Exists(path) || Directory.Exists(path)
            ? path
            : throw new InvalidOperationException($"{Path.GetRelativePath(Root, path)} is missing; run `npm ci` in the root of the repository first.");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DecentralOrg.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("DecentralOrg.sln was not found above the tests.");
    }
}
