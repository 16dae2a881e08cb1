using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Tests.Organizations;

/// <summary>Whatever happens in between, live standings are those that follow from nothing, bit by bit.</summary>
internal sealed class LiveStandingsTests
{
    private const int People = 7;

    private static readonly Gen<Happening> GenHappening = Gen.OneOf(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, People - 1], Gen.UInt[1, 200], (from, to, points) => new Happening(What.Credit, from, to, points)),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, People - 1], Gen.UInt[1, 200], (from, to, points) => new Happening(What.Credit, from, to, points)),
        Gen.OneOfConst(What.Close, What.Finalize, What.FinalizeWrong, What.Restart, What.Ask).Select(what => new Happening(what, 0, 0, 0)));

    private enum What
    {
        Credit,
        Close,
        Finalize,
        FinalizeWrong,
        Restart,
        Ask,
    }

    [Test]
    public void They_are_those_from_nothing_whatever_happens() => GenHappening.Array[1, 40].Sample(happenings =>
    {
        var live = new LiveStandings();
        var chronicle = new Chronicle(500, 300, 200, 100);
        foreach (var happening in happenings)
        {
            chronicle = After(chronicle, happening);
            if (happening.What is not What.Credit || happening.Points % 2 == 0)
                Assert.That(StandingsText.Of(live.Of(chronicle.Organization)), Is.EqualTo(StandingsText.Of(Standings.Of(chronicle.Organization))));
        }
    }, iter: 200, threads: 1);

    [Test]
    public void A_closed_epoch_is_computed_once_and_again_when_another_settlement_becomes_final()
    {
        var live = new LiveStandings();
        var chronicle = new Chronicle(600, 400);
        chronicle.Evaluate(0, (1, 100));
        chronicle.Close();
        var first = live.Of(chronicle.Organization);
        chronicle.Evaluate(1, (0, 100));
        Assert.That(live.Of(chronicle.Organization)[0], Is.SameAs(first[0]));
        var wrong = Wrong(chronicle);
        chronicle.Submit(wrong);
        chronicle.Finalize(wrong);
        Assert.That(live.Of(chronicle.Organization)[0].Members[1].Influence, Is.EqualTo(wrong.Influence[1]));
    }

    private static Chronicle After(Chronicle chronicle, Happening happening)
    {
        var (what, from, to, points) = happening;
        var isClosed = chronicle.Organization.Epochs.Count > 1 && chronicle.Closed.Final is null;
        switch (what)
        {
            case What.Credit when from != to && chronicle.Chain.SpendingOf(Chronicle.Account(from)).Points + points <= Chronicle.Terms.PointsPerEpoch:
                chronicle.Evaluate(from, (to, points));
                break;
            case What.Close when !isClosed:
                chronicle.Close();
                break;
            case What.Finalize or What.FinalizeWrong when isClosed:
                var vector = what == What.Finalize ? chronicle.Compute() : Wrong(chronicle);
                chronicle.Submit(vector);
                chronicle.Finalize(vector);
                break;
            case What.Restart:
                // As after a reorganization to before all of it.
                return new Chronicle(500, 300, 200, 100);
        }
        return chronicle;
    }

    private static Kernel.Settlement.SettlementVector Wrong(Chronicle chronicle)
    {
        ulong[] x = [.. chronicle.Compute().Influence];
        x[1] += 1_000;
        return chronicle.Derive(x);
    }

    private sealed record Happening(What What, int From, int To, uint Points);
}
