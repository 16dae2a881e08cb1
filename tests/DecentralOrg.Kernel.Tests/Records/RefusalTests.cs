using System.Text.RegularExpressions;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Tests.Records;

public sealed partial class RefusalTests
{
    [Test]
    public void Refusals_are_those_of_the_ledger_in_its_order() =>
        Assert.That(Enum.GetNames<Refusal>(), Is.EqualTo(EnumOf("ILedger.sol", "Refusal")));

    [Test]
    public void Parameters_are_those_of_the_contract_in_its_order() =>
        Assert.That(Enum.GetNames<Parameter>(), Is.EqualTo(EnumOf("IParameters.sol", "Parameter")));

    [Test]
    public void Every_refusal_has_its_own_sentence()
    {
        var sentences = Enum.GetValues<Refusal>().Select(refusal => refusal.Sentence()).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(sentences, Is.Unique);
            Assert.That(sentences, Has.All.Length.GreaterThan(20).And.All.EndsWith("."));
            Assert.That(() => ((Refusal)99).Sentence(), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    private static string[] EnumOf(string file, string name)
    {
        var source = File.ReadAllText(Repository.PathOf("contracts", "interfaces", file));
        var body = Regex.Match(source, $@"enum {name} \{{(?<body>[^}}]*)\}}").Groups["body"].Value;
        return [.. Words().Matches(Comments().Replace(body, "")).Select(word => word.Value)];
    }

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comments();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
