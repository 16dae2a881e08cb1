using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Tests.Organizations;

internal sealed class StandingsTests
{
    private const int People = 6;

    private static readonly string[] Areas = ["docs", "code", "people"];

    private static readonly Gen<(int From, int To, uint Points, int Area)> GenCredit =
        Gen.Select(Gen.Int[0, People - 1], Gen.Int[0, People - 1], Gen.UInt[1, 300], Gen.Int[-1, Areas.Length - 1]);

    [Test]
    public void Areas_add_up_to_no_more_than_what_credits_brought_and_fall_short_by_less_than_a_unit_a_credit() =>
        GenCredit.Array[1, 30].Sample(credits =>
        {
            var chronicle = new Chronicle(500, 300, 200, 100, 50, 1);
            var works = Areas.Select(area => Enumerable.Range(0, People).Select(person => chronicle.Contribute(Chronicle.Contribution(person, area))).ToArray()).ToArray();
            foreach (var (from, to, points, area) in credits.Where(credit => credit.From != credit.To))
            {
                if (chronicle.Chain.SpendingOf(Chronicle.Account(from)).Points + points <= Chronicle.Terms.PointsPerEpoch)
                    chronicle.Evaluate(chronicle.Evaluation(from, (to, points, area < 0 ? Bytes32.Zero : works[area][to])));
            }
            var received = chronicle.Chain.Credits.Zip(chronicle.Organization.Epochs[0].Attributions).ToLookup(pair => pair.First.To, pair => pair.Second);
            foreach (var member in Standings.Of(chronicle.Organization)[^1].Members)
            {
                var earned = member.Influence - member.Seed;
                var inAreas = member.Areas.Aggregate(0UL, (sum, area) => sum + area.Influence);
                Assert.That(inAreas, Is.LessThanOrEqualTo(earned));
                if (received[member.Number].All(named => named is not null))
                    Assert.That(earned - inAreas, Is.LessThan((ulong)Math.Max(1, received[member.Number].Count())));
                Assert.That(member.Areas.Select(area => area.Influence), Is.Ordered.Descending);
            }
        }, iter: 50, threads: 1);

    [Test]
    public void The_open_epoch_comes_last_and_counts_credits_at_once()
    {
        var chronicle = new Chronicle(600, 400);
        chronicle.Evaluate(0, (1, 100));
        chronicle.Settle();
        chronicle.Evaluate(0, (1, 200));
        var before = Standings.Of(chronicle.Organization);
        chronicle.Evaluate(1, (0, 300));
        var after = Standings.Of(chronicle.Organization);
        Assert.Multiple(() =>
        {
            Assert.That(before.Select(epoch => epoch.Open), Is.EqualTo(new[] { false, true }));
            Assert.That(after[1].Members.Zip(before[1].Members).All(pair => pair.First.Reward >= pair.Second.Reward), "nobody's gain is another's loss");
            Assert.That(after[1].Members[0].Reward, Is.GreaterThan(before[1].Members[0].Reward));
        });
    }

    [Test]
    public void A_final_epoch_shows_what_became_final_also_where_another_vector_was_right()
    {
        var chronicle = new Chronicle(600, 400);
        chronicle.Evaluate(0, (1, 100));
        chronicle.Close();
        var right = chronicle.Compute();
        var wrong = chronicle.Derive([right.Influence[0], right.Influence[1] + 1_000]);
        chronicle.Submit(wrong);
        Assert.That(Standings.Of(chronicle.Organization)[0].Members[1].Influence, Is.EqualTo(right.Influence[1]), "what stands is not yet the state");
        chronicle.Finalize(wrong);
        Assert.That(Standings.Of(chronicle.Organization)[0].Members[1].Influence, Is.EqualTo(wrong.Influence[1]));
    }

    [Test]
    public void Records_that_were_not_shown_leave_members_out_and_nothing_breaks()
    {
        var chronicle = new Chronicle(600, 400);
        chronicle.Chain.Apply(chronicle.Evaluation(0, (2, 100, default)));
        chronicle.Close();
        var organization = chronicle.Organization;
        organization.Draft(0, Chronicle.Settler, 0, new byte[24]);
        organization.Submit(0, Chronicle.Settler, default, 0, 0, 0);
        organization.Finalize(0);
        Assert.That(Standings.Of(organization).Select(epoch => epoch.Members.Count), Is.EqualTo(new[] { 2, 2 }));
    }

    [Test]
    public void Areas_are_told_apart_by_their_bytes_and_shown_as_text()
    {
        var chronicle = new Chronicle(600, 400);
        Contribution[] works = [.. new byte[][] { [0xff], [0xfe] }.Select(area => Chronicle.Contribution(1) with { Area = new RecordText(area) })];
        foreach (var work in works)
            chronicle.Evaluate(chronicle.Evaluation(0, (1, 100, chronicle.Contribute(work))));
        Assert.That(Standings.Of(chronicle.Organization)[0].Members[1].Areas.Select(area => area.Area), Is.EqualTo(new[] { "\uFFFD", "\uFFFD" }));
    }
}
