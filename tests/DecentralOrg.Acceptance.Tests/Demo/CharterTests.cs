using DecentralOrg.Cli.Demo;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Importing;

namespace DecentralOrg.Acceptance.Tests.Demo;

internal sealed class CharterTests
{
    private static readonly Address[] Accounts = [.. Enumerable.Range(1, 2).Select(i => new Address([.. Enumerable.Repeat((byte)i, Address.Length)]))];

    /// <summary>So many that a million reputation times their number passes 64 bits.</summary>
    [TestCase(18_500)]
    [TestCase(1)]
    public void Founders_have_reputation_in_proportion_to_their_contributions(int commits)
    {
        var folder = Directory.CreateTempSubdirectory("dorg-charter-");
        try
        {
            File.WriteAllLines(
                Path.Combine(folder.FullName, CsvHistory.ContributionsFile),
                ["id,time,author,coauthors,domain,lines,builds_on", .. Enumerable.Range(0, commits + 1).Select(i => $"{i:x8},{1_000 + i},{(i < commits ? "p1" : "p2")},,lib,1,")]);
            File.WriteAllText(Path.Combine(folder.FullName, CsvHistory.EvaluationsFile), "evaluator,contribution,kind,time\n");
            var history = CsvHistory.Read(folder.FullName);
            var charter = DemoCharter.For(history, ImportedRecords.From(history, person => Accounts[person.Number]), first: 0);

            const ulong all = 1_000_000_000_000_000;
            Assert.Multiple(() =>
            {
                Assert.That(charter.Founders.Select(founder => founder.Account), Is.EqualTo(Accounts));
                Assert.That(charter.Founders[0].Reputation / charter.Founders[1].Reputation, Is.EqualTo((ulong)commits));
                Assert.That(all - charter.Founders[0].Reputation - charter.Founders[1].Reputation, Is.LessThan(2));
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
