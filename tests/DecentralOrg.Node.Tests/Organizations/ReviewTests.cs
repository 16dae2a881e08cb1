using DecentralOrg.Kernel;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Tests.Organizations;

/// <summary>What a member contributed, got and gave over several epochs.</summary>
internal sealed class ReviewTests
{
    private const int Newcomer = 3;

    private Chronicle chronicle = null!;
    private Bytes32 guide;

    [SetUp]
    public void Play()
    {
        chronicle = new Chronicle(1_000, 1_000, 1_000);
        guide = chronicle.Contribute(Chronicle.Contribution(Newcomer));
        chronicle.Settle();
        Credit(0, (Newcomer, 300, guide), (1, 50, default));
        Credit(1, (Newcomer, 200, guide), (2, 70, guide));
        Credit(0, (Newcomer, 100, guide));
        chronicle.Settle();
        Credit(Newcomer, (0, 10, default), (1, 20, default), (0, 30, default));
    }

    [Test]
    public void Credits_for_a_contribution_are_one_line_and_bring_what_the_explanation_says()
    {
        var review = Of(Newcomer, 0, 2);
        var standings = Standings.Of(chronicle.Organization);
        var explained = Explanation.CreditsOf(chronicle.Organization, standings[1], Newcomer).Aggregate(0UL, (sum, credit) => sum + credit.Influence);
        var got = review.Received.Single();
        Assert.That((got.Epoch, got.Contribution, got.Named?.Area.ToString(), got.Recipient, got.Credits, got.Points, got.Influence),
            Is.EqualTo((1U, guide, "docs", (Address?)null, 3, 600UL, explained)));
    }

    [Test]
    public void What_a_member_gave_is_told_by_recipient()
    {
        var given = Of(Newcomer, 0, 2).Given;
        Assert.That(given.Select(sum => (sum.Epoch, sum.Recipient, sum.Credits, sum.Points)),
            Is.EqualTo(new[] { (2U, (Address?)Chronicle.Account(0), 2, 40UL), (2U, Chronicle.Account(1), 1, 20UL) }));
    }

    [Test]
    public void Credit_to_whom_a_contribution_does_not_name_belongs_to_none()
    {
        var other = Of(2, 0, 2).Received.Single();
        Assert.That((other.Contribution, other.Named, other.Points), Is.EqualTo((guide, (Kernel.Records.Contribution?)null, 70UL)));
    }

    [Test]
    public void A_period_has_only_its_own_epochs_and_those_before_membership_have_contributions_only()
    {
        var all = Of(Newcomer, 0, 2);
        var first = Of(Newcomer, 0, 0);
        var last = Of(Newcomer, 2, 2);
        Assert.Multiple(() =>
        {
            Assert.That(all.Epochs.Select(epoch => (epoch.Epoch, epoch.Open, epoch.Final)), Is.EqualTo(new[] { (1U, false, true), (2U, true, false) }));
            Assert.That(all.Epochs.Select(epoch => epoch.Budget), Is.All.EqualTo(Chronicle.Terms.PointsPerEpoch));
            Assert.That(first.Contributions, Is.EqualTo(new[] { guide }));
            Assert.That((first.Epochs.Count, first.Received.Count), Is.EqualTo((0, 0)));
            Assert.That((last.Contributions.Count, last.Received.Count, last.Given.Count), Is.EqualTo((0, 0, 2)));
        });
    }

    private Review Of(int member, uint from, uint to) => Review.Of(chronicle.Organization, Standings.Of(chronicle.Organization), member, from, to);

    private void Credit(int from, params (int To, uint Points, Bytes32 For)[] credits) => chronicle.Evaluate(chronicle.Evaluation(from, credits));
}
