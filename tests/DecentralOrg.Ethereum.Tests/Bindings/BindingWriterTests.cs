using System.Text.Json;

namespace DecentralOrg.Ethereum.Tests;

public sealed class BindingWriterTests
{
    private static readonly HashSet<string> None = [];

    /// <summary>The committed files compile with these tests and are called on a chain by others; here they are what the writer writes.</summary>
    [Test]
    public async Task The_probe_is_written_as_committed()
    {
        var folder = Path.Combine(Repository.TestFolder, "Bindings", "Generated");
        var files = BindingWriter.Write([await Probe.CompileAsync()], "DecentralOrg.Ethereum.Tests", None);
        if (Environment.GetEnvironmentVariable("WRITE_PROBE") == "1")
        {
            foreach (var (name, text) in files)
                await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        }
        Assert.That(files.Keys, Is.EquivalentTo(Directory.GetFiles(folder).Select(Path.GetFileName)));
        foreach (var (name, text) in files)
            Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, name)), Is.EqualTo(text), $"{name}: run these tests once with WRITE_PROBE=1");
    }

    [Test]
    public void A_changed_parameter_changes_the_signature_in_CSharp()
    {
        string Written(string type) => Write(Contract("C", Function("set", "nonpayable", $$"""{"name":"value","type":"{{type}}"}""")))["C.g.cs"];
        Assert.That(Written("uint32"), Does.Contain("public ContractCall Set(uint value)"));
        Assert.That(Written("uint64"), Does.Contain("public ContractCall Set(ulong value)"));
        Assert.That(Written("bytes28"), Does.Contain("public ContractCall Set(byte[] value)"));
    }

    [Test]
    public void Keywords_underscores_and_missing_names_become_names()
    {
        var code = Write(Contract("C", Function("find", "view",
            """{"name":"event","type":"bool"},{"name":"epoch_","type":"uint32"},{"name":"","type":"address"}""", """{"name":"","type":"bool"},{"name":"_at","type":"uint8"}""")))["C.g.cs"];
        Assert.That(code, Does.Contain("Task<(bool Value0, byte At)> FindAsync(bool @event, uint epoch, Address value2, BlockTag? at = null,"));
    }

    [Test]
    public void A_struct_of_two_contracts_is_written_once_and_an_external_one_not_at_all()
    {
        const string point = """{"name":"p","type":"tuple[]","internalType":"struct A.Point[]","components":[{"name":"x","type":"uint64"}]}""";
        var contracts = new[] { Contract("One", Function("f", "nonpayable", point)), Contract("Two", Function("g", "nonpayable", point)) };
        var written = Write(contracts)[BindingWriter.StructsFile];
        Assert.That(written.Split("record Point(ulong X)"), Has.Length.EqualTo(2));
        var external = BindingWriter.Write(contracts, "N", new HashSet<string> { "Point" })[BindingWriter.StructsFile];
        Assert.That(external, Does.Not.Contain("record Point").And.Contain("Point ToPoint(object value)"));
    }

    [Test]
    public void Two_structs_of_one_name_that_differ_are_refused()
    {
        string Point(string member) =>
            $$"""{"name":"p","type":"tuple","internalType":"struct Point","components":[{"name":"{{member}}","type":"uint64"}]}""";
        var refused = Assert.Throws<AbiException>(() => Write(
            Contract("One", Function("f", "view", Point("x"), Point("x"))), Contract("Two", Function("g", "nonpayable", Point("y")))));
        Assert.That(refused!.Message, Does.Contain("Point"));
    }

    [Test]
    public void A_view_without_results_is_left_out()
    {
        var written = Write(Contract("C", Function("check", "view", ""), Function("ask", "view", "", """{"name":"","type":"bool"}""")));
        Assert.That(written["C.g.cs"], Does.Contain("AskAsync").And.Not.Contain("CheckAsync"));
    }

    [Test]
    public void Ether_does_not_clash_with_an_argument_called_value()
    {
        var written = Write(Contract("C", Function("relay", "payable", """{"name":"value","type":"uint256"}""")));
        Assert.That(written["C.g.cs"], Does.Contain("Relay(BigInteger value, UInt128 ether)").And.Contain("Encode([value]), ether)"));
    }

    [Test]
    public void What_has_no_form_in_CSharp_is_refused()
    {
        Assert.Throws<AbiException>(
            () => Write(Contract("C", Function("f", "payable", ""), Function("f", "payable", """{"name":"a","type":"bool"}"""))), "overloads that send");
        Assert.Throws<AbiException>(
            () => Write(Contract("C", Function("f", "payable", """{"name":"a","type":"tuple","components":[{"name":"x","type":"bool"}]}"""))), "a tuple without a name");
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[{}]")]
    [TestCase("[{\"type\":\"function\",\"name\":\"f\"}]")]
    [TestCase("[7]")]
    public void What_is_no_ABI_is_refused(string json) => Assert.Throws<AbiException>(() => AbiDefinition.Parse(json));

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("{\"contractName\":\"C\",\"abi\":[],\"bytecode\":\"0x12__$abc$__\"}")]
    public void What_is_no_linked_artifact_is_refused(string json) => Assert.Throws<AbiException>(() => ContractArtifact.Parse(json));

    private static IReadOnlyDictionary<string, string> Write(params ContractArtifact[] contracts) => BindingWriter.Write(contracts, "N", None);

    private static ContractArtifact Contract(string name, params string[] items) => new(name, $"[{string.Join(',', items)}]", []);

    private static string Function(string name, string mutability, string inputs, string outputs = "") =>
        $$"""{"type":"function","name":{{JsonSerializer.Serialize(name)}},"stateMutability":"{{mutability}}","inputs":[{{inputs}}],"outputs":[{{outputs}}]}""";
}
