using DecentralOrg.Kernel;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Tests.Organizations;

/// <summary>How long somebody took to become as good in an area as half of those who work there.</summary>
internal sealed class CompetenceTests
{
    private const int Newcomer = 2;

    private Chronicle chronicle = null!;
    private Bytes32 mastery;
    private Bytes32 beginning;

    /// <summary>The second member works in docs from the beginning; the third comes to it an epoch later.</summary>
    [SetUp]
    public void Begin()
    {
        chronicle = new Chronicle(1_000, 1_000, 1_000, 1_000);
        mastery = chronicle.Contribute(Chronicle.Contribution(1, title: "A guide"));
        Credit(0, (1, 400, mastery));
        chronicle.Settle();
        beginning = chronicle.Contribute(Chronicle.Contribution(Newcomer, title: "A first try"));
    }

    [Test]
    public void An_epoch_that_is_not_settled_says_nothing()
    {
        Credit(0, (Newcomer, 900, beginning));
        chronicle.Close();
        chronicle.Submit(chronicle.Compute());
        Assert.That(Of(Newcomer), Is.EqualTo(new Competence("docs", 1, FirstEpoch: 1, CompetentEpoch: null, MeasuredEpoch: null, 0, 0, 0)));
    }

    [Test]
    public void Less_than_half_of_the_others_have_is_not_enough_and_as_much_is()
    {
        Credit(0, (1, 500, mastery), (Newcomer, 100, beginning), (3, 300, Contribute(3)));
        chronicle.Settle();
        var missed = Of(Newcomer);
        Assert.Multiple(() =>
        {
            Assert.That((missed.CompetentEpoch, missed.MeasuredEpoch, missed.Members), Is.EqualTo(((uint?)null, (uint?)1, 3)));
            Assert.That(missed.Influence, Is.Positive.And.LessThan(missed.Needed));
        });
        Credit(0, (1, 500, mastery), (Newcomer, 300, beginning), (3, 100, Contribute(3)));
        chronicle.Settle();
        var reached = Of(Newcomer);
        Assert.Multiple(() =>
        {
            Assert.That((reached.FirstEpoch, reached.CompetentEpoch, reached.MeasuredEpoch), Is.EqualTo((1U, (uint?)2, (uint?)2)));
            Assert.That(reached.Influence, Is.EqualTo(reached.Needed), "the one in the middle is as far as half of them");
        });
    }

    [Test]
    public void Who_is_competent_stays_so_from_the_first_epoch_on()
    {
        Credit(0, (Newcomer, 900, beginning));
        chronicle.Settle();
        Credit(0, (1, 900, mastery), (Newcomer, 1, beginning));
        chronicle.Settle();
        Assert.That((Of(Newcomer).CompetentEpoch, Of(Newcomer).MeasuredEpoch), Is.EqualTo(((uint?)1, (uint?)1)));
    }

    [Test]
    public void Who_has_no_credit_is_measured_by_the_last_epoch_in_which_anybody_had()
    {
        Credit(0, (1, 500, mastery));
        chronicle.Settle();
        chronicle.Settle();
        var none = Of(Newcomer);
        Assert.That((none.CompetentEpoch, none.MeasuredEpoch, none.Influence, none.Members), Is.EqualTo(((uint?)null, (uint?)1, 0UL, 1)));
    }

    [Test]
    public void Epochs_before_the_first_contribution_do_not_count_and_a_co_author_contributed_too()
    {
        var together = chronicle.Contribute(Chronicle.Contribution(1, "code", "Together", new Kernel.Records.Author(Chronicle.Account(3), 5_000)));
        Credit(0, (3, 200, together));
        chronicle.Settle();
        var areas = Competence.Of(chronicle.Organization, Standings.Of(chronicle.Organization), 3);
        Assert.That(areas.Select(area => (area.Area, area.Contributions, area.FirstEpoch, area.CompetentEpoch)), Is.EqualTo(new[] { ("code", 1, 1U, (uint?)1) }));
        Assert.That(Competence.Of(chronicle.Organization, Standings.Of(chronicle.Organization), 0), Is.Empty, "he contributed nothing");
    }

    private Competence Of(int member) => Competence.Of(chronicle.Organization, Standings.Of(chronicle.Organization), member).Single();

    private Bytes32 Contribute(int member) => chronicle.Contribute(Chronicle.Contribution(member, title: "Another"));

    private void Credit(int from, params (int To, uint Points, Bytes32 For)[] credits) => chronicle.Evaluate(chronicle.Evaluation(from, credits));
}
