using DecentralOrg.Kernel.Records;
using static DecentralOrg.Kernel.Tests.Records.Samples;

namespace DecentralOrg.Kernel.Tests.Records;

public sealed class ContributionRulesTests
{
    private static readonly Contribution Good = new(
        Account(1), Text(32), Text(140), Text(256), Id(1), Authors(16, 624), [.. Enumerable.Repeat(Id(2), 16)], 0);

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case(Good, Refusal.None);
        yield return Case(Good with { Area = Text(1), Title = Text(1), Uri = Text(0), CoAuthors = [], BuildsOn = [] }, Refusal.None);
        yield return Case(Good with { CoAuthors = [new Author(Account(2), 9999)] }, Refusal.None);
        yield return Case(Good with { Area = Text(0) }, Refusal.AreaLength);
        yield return Case(Good with { Area = Text(33) }, Refusal.AreaLength);
        yield return Case(Good with { Title = Text(0) }, Refusal.TitleLength);
        yield return Case(Good with { Title = Text(141) }, Refusal.TitleLength);
        yield return Case(Good with { Uri = Text(257) }, Refusal.UriLength);
        yield return Case(Good with { CoAuthors = Authors(17, 1) }, Refusal.CoAuthorCount);
        yield return Case(Good with { CoAuthors = [new Author(Account(2), 1), new Author(Account(2), 1)] }, Refusal.CoAuthorRepeated);
        yield return Case(Good with { CoAuthors = [new Author(Account(1), 1)] }, Refusal.CoAuthorRepeated);
        yield return Case(Good with { CoAuthors = [new Author(Account(2), 0)] }, Refusal.ShareOutOfRange);
        yield return Case(Good with { CoAuthors = [new Author(Account(2), 5000), new Author(Account(3), 5000)] }, Refusal.ShareOutOfRange);
        yield return Case(Good with { BuildsOn = [.. Enumerable.Repeat(Id(2), 17)] }, Refusal.BuildsOnCount);
    }

    [TestCaseSource(nameof(Cases))]
    public void Contribution_is_checked_as_the_ledger_does(Contribution contribution, Refusal expected) =>
        Assert.That(contribution.Check(), Is.EqualTo(expected));

    [Test]
    public void First_broken_rule_is_the_reason()
    {
        Func<Contribution, Contribution>[] breaks =
        [
            good => good with { Area = Text(0) },
            good => good with { Title = Text(0) },
            good => good with { Uri = Text(257) },
            good => good with { CoAuthors = [.. Enumerable.Repeat(new Author(Account(1), 0), 17)] },
            good => good with { CoAuthors = [new Author(Account(1), 0)] },
            good => good with { CoAuthors = [new Author(Account(2), 0)] },
            good => good with { BuildsOn = [.. Enumerable.Repeat(Id(2), 17)] },
        ];
        Gen.Int[0, breaks.Length - 1].Array[1, breaks.Length].Sample(chosen =>
        {
            // Later breaks first, so that of two that change the same field the earlier one stays.
            var broken = chosen.OrderDescending().Aggregate(Good, (contribution, index) => breaks[index](contribution));
            return broken.Check() == Refusal.AreaLength + chosen.Min();
        });
    }

    private static TestCaseData Case(Contribution contribution, Refusal expected) =>
        new TestCaseData(contribution, expected).SetArgDisplayNames(expected.ToString(), contribution.Id.ToString());

    private static RecordText Text(int bytes) => RecordText.From(new string('x', bytes));

    private static Author[] Authors(int count, ushort share) =>
        [.. Enumerable.Range(2, count).Select(number => new Author(Account((byte)number), share))];
}
