using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;

namespace DecentralOrg.Cli;

/// <summary>The repository this program was built in: commands need its compiled contracts, the demonstration its devnet and sample.</summary>
internal static class Repository
{
    private const string Mark = "hardhat.config.js";

    /// <summary>Looks from the program upwards, then from the current folder: another clone may not be built.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static string Find() =>
        Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory)
        ?? throw new CommandException(ExitCode.NotFound, "This command runs inside the DecentralOrg repository; clone it and run scripts/dorg or scripts/demo there.");

    /// <summary>Reads a compiled contract.</summary>
    /// <exception cref="CommandException">The contracts are not compiled.</exception>
    public static ContractArtifact Artifact(string root, string contract)
    {
        var path = Path.Combine(root, "artifacts", "contracts", contract + ".sol", contract + ".json");
        return File.Exists(path)
            ? ContractArtifact.Parse(File.ReadAllText(path))
            : throw new CommandException(ExitCode.NotFound, $"The contract {contract} is not compiled: run scripts/bootstrap first.");
    }

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, Mark)) && Directory.Exists(Path.Combine(at.FullName, "contracts")))
                return at.FullName;
        }
        return null;
    }
}
