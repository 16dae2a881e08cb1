using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Tests.Contracts;

internal sealed class BindingsTests
{
    private const string Generated = ".g.cs";

    private static readonly string Folder = Path.Combine(Repository.Root(), "src", "DecentralOrg.Node", "Contracts");

    [Test]
    public void Committed_bindings_are_those_of_the_compiled_contracts()
    {
        var committed = Directory.GetFiles(Folder, "*" + Generated).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
        ContractArtifact[] artifacts = [.. committed.Keys.Where(file => file != BindingWriter.StructsFile).Select(file => file[..^Generated.Length]).Select(Artifact)];
        // Structs that the Kernel has are used and not written; its static classes are none.
        var external = typeof(Bytes32).Assembly.GetExportedTypes().Where(type => !type.IsAbstract).Select(type => type.Name).ToHashSet();

        var written = BindingWriter.Write(artifacts, "DecentralOrg.Node.Contracts", external);

        Assert.That(written.Keys, Is.EquivalentTo(committed.Keys));
        Assert.Multiple(() =>
        {
            foreach (var (file, text) in written)
                Assert.That(committed[file], Is.EqualTo(text), $"{file} is stale: run `dotnet run --file scripts/bindings.cs`.");
        });
    }

    private static ContractArtifact Artifact(string contract)
    {
        var path = Path.Combine(Repository.Root(), "artifacts", "contracts", contract + ".sol", contract + ".json");
        Assert.That(path, Does.Exist, "The contracts are not compiled: run scripts/bootstrap.");
        return ContractArtifact.Parse(File.ReadAllText(path));
    }
}
