#!/usr/bin/env dotnet
#:project ../src/DecentralOrg.Ethereum/DecentralOrg.Ethereum.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property RestoreLockedMode=false

// Writes the C# bindings of the contracts from what Hardhat compiled: a contract that changed cannot be called wrongly.
using System.Text;
using DecentralOrg.Ethereum;

const string Usage = """
    dotnet run scripts/bindings.cs [-- --check]

    Writes src/DecentralOrg.Node/Contracts/*.g.cs from Hardhat's artifacts; run `npm run compile` first.
      --check   writes nothing; exit code 1 and the file's name if a file is not what would be written
    """;

string[] contracts =
[
    "Ledger", "Settlement", "Parameters", "RewardToken", "Reputation",
    "OrganizationGovernor", "OrganizationTimelock", "Roles", "OrganizationCheck", "FoundingCheck",
];
// Kernel has these, field for field; a second type for each would need a mapper between twins.
HashSet<string> external = ["Author", "Contribution", "Credit", "Evaluation", "Terms"];

if (args is not ([] or ["--check"]))
{
    Console.WriteLine(Usage);
    return args is ["--help"] ? 0 : 2;
}
var root = FindRoot();
if (root is null)
    return Fail("DecentralOrg.sln was not found in this folder or above; run this in the repository.");
IReadOnlyDictionary<string, string> files;
try
{
    files = BindingWriter.Write([.. contracts.Select(name => Read(root, name))], "DecentralOrg.Node.Contracts", external);
}
catch (Exception error) when (error is AbiException or FileNotFoundException or DirectoryNotFoundException)
{
    return Fail($"{error.Message} Is everything compiled? Run `npm run compile` first.");
}
var folder = Path.Combine(root, "src", "DecentralOrg.Node", "Contracts");
return args is [] ? Write(folder, files) : Check(folder, files);

static ContractArtifact Read(string root, string name) =>
    ContractArtifact.Parse(File.ReadAllText(Path.Combine(root, "artifacts", "contracts", name + ".sol", name + ".json")));

static int Write(string folder, IReadOnlyDictionary<string, string> files)
{
    Directory.CreateDirectory(folder);
    foreach (var (name, text) in files)
        File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    Console.WriteLine($"{files.Count} files written to {Path.GetRelativePath(Environment.CurrentDirectory, folder)}.");
    return 0;
}

static int Check(string folder, IReadOnlyDictionary<string, string> files)
{
    var stale = files.Where(f => !File.Exists(Path.Combine(folder, f.Key)) || File.ReadAllText(Path.Combine(folder, f.Key)) != f.Value)
        .Select(f => f.Key).ToList();
    foreach (var name in stale)
        Console.Error.WriteLine($"{name} is stale; run `dotnet run scripts/bindings.cs`.");
    return stale.Count == 0 ? 0 : 1;
}

static string? FindRoot()
{
    var folder = new DirectoryInfo(Environment.CurrentDirectory);
    while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DecentralOrg.sln")))
        folder = folder.Parent;
    return folder?.FullName;
}

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}
