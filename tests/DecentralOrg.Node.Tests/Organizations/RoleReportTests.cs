using System.Globalization;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Tests.Organizations;

/// <summary>Whether what a role asks for is met: what can be shown on the chain, and what is only reported.</summary>
internal sealed class RoleReportTests
{
    private const ulong Until = 5_000;
    private const int Holder = 1;

    private static readonly RecordText Name = RecordText.From("steward");

    private Chronicle chronicle = null!;

    [SetUp]
    public void Begin() => chronicle = new Chronicle(1_000, 1_000, 1_000);

    [Test]
    public void Before_an_epoch_is_final_nothing_is_shown_or_reported()
    {
        chronicle.Close();
        chronicle.Submit(chronicle.Compute());
        var report = Report(new RoleCondition(500, RecordText.From("docs"), 100, 2));
        Assert.Multiple(() =>
        {
            Assert.That((report.Influence!.Met, report.Influence.Epoch, report.Influence.Effect), Is.EqualTo(((bool?)null, (uint?)null, ShowEffect.None)));
            Assert.That((report.Area!.Met, report.Area.First, report.Area.Last), Is.EqualTo(((bool?)null, (uint?)null, (uint?)null)));
            Assert.That(RoleReport.PageOf(chronicle.Organization, Chronicle.Account(Holder)), Is.Empty);
        });
    }

    [Test]
    public void Showing_suspends_and_restores_exactly_where_the_last_final_settlement_says_otherwise()
    {
        Play("docs", 1, 300);
        var share = ShareOf(Holder);
        var met = Report(new RoleCondition(share, default, 0, 0)).Influence!;
        var missed = Report(new RoleCondition((ushort)(share + 1), default, 0, 0)).Influence!;
        var shown = new ShownCondition(0, met.Influence, false);
        Assert.Multiple(() =>
        {
            Assert.That((met.Met, met.Effect, met.Epoch, met.Influence), Is.EqualTo(((bool?)true, ShowEffect.None, (uint?)0, chronicle.Settled.Influence[Holder])));
            Assert.That((missed.Met, missed.Effect), Is.EqualTo(((bool?)false, ShowEffect.Suspends)));
            Assert.That(missed.Sentence, Does.EndWith("not met. Showing it would suspend the role."));
            Assert.That(Report(new RoleCondition(share, default, 0, 0), shown).Influence!.Effect, Is.EqualTo(ShowEffect.Restores));
            Assert.That(Report(new RoleCondition((ushort)(share + 1), default, 0, 0), shown).Influence!.Effect, Is.EqualTo(ShowEffect.None));
            Assert.That(Report(new RoleCondition((ushort)(share + 1), default, 0, 0), time: Until).Influence!.Effect, Is.EqualTo(ShowEffect.None), "it is over");
            Assert.That(Report(new RoleCondition(0, default, 0, 0)).Influence, Is.Null);
        });
    }

    [Test]
    public void The_page_that_is_shown_is_the_one_that_was_submitted_and_none_for_a_later_member()
    {
        Play("docs", 1, 300);
        chronicle.Evaluate(0, (7, 900));
        var late = Report(new RoleCondition(1, default, 0, 0), account: 7);
        Assert.Multiple(() =>
        {
            Assert.That(RoleReport.PageOf(chronicle.Organization, Chronicle.Account(Holder)), Is.EqualTo(chronicle.Settled.InfluencePages(0)));
            Assert.That(RoleReport.PageOf(chronicle.Organization, Chronicle.Account(7)), Is.Empty);
            Assert.That((late.Member, late.Influence!.Influence, late.Influence.Effect), Is.EqualTo(((int?)3, 0UL, ShowEffect.Suspends)));
        });
    }

    [Test]
    public void The_share_of_an_area_is_that_of_all_credits_for_it_over_the_last_final_epochs()
    {
        Play("docs", 1, 300);
        Play("docs", 2, 600);
        var (first, second) = (Part(0, 300), Part(1, 600));
        Play("code", 2, 100);
        chronicle.Evaluate(chronicle.Evaluation(0, (2, 50, chronicle.Contribute(Chronicle.Contribution(2, "docs", "Open")))));
        var needed = (ushort)((UInt128)first * 10_000 / ((UInt128)first + second));

        var three = Area(needed, 3);
        Assert.Multiple(() =>
        {
            Assert.That((three.Influence, three.Whole, three.First, three.Last), Is.EqualTo(((UInt128)first, (UInt128)first + second, (uint?)0, (uint?)2)));
            Assert.That(three.Met, Is.True);
            Assert.That(Area((ushort)(needed + 1), 3).Met, Is.False);
            Assert.That(Area(needed, ushort.MaxValue), Is.EqualTo(three with { Epochs = ushort.MaxValue, Sentence = three.Sentence.Replace("3 final", "65535 final", StringComparison.Ordinal) }));
            Assert.That((Area(1, 2).Influence, Area(1, 2).Whole, Area(1, 2).Met), Is.EqualTo(((UInt128)0, (UInt128)second, (bool?)false)));
            Assert.That((Area(1, 1).Whole, Area(1, 1).Met), Is.EqualTo(((UInt128)0, (bool?)false)), "nobody has influence in it");
            Assert.That(three.Sentence, Does.Contain("only reported: the chain does not hold it"));
        });
    }

    private AreaReport Area(ushort needed, ushort epochs) => Report(new RoleCondition(0, RecordText.From("docs"), needed, epochs)).Area!;

    private RoleReport Report(RoleCondition condition, ShownCondition? shown = null, ulong time = Until - 1, int account = Holder) => RoleReport.Of(
        chronicle.Organization, Standings.Of(chronicle.Organization), new HeldRole(Name, Chronicle.Account(account), Until, condition, 1, default) { Shown = shown }, time);

    /// <summary>An epoch in which the first founder credits a contribution; it becomes final.</summary>
    private void Play(string area, int contributor, uint points)
    {
        var made = chronicle.Contribute(Chronicle.Contribution(contributor, area, $"{area} {chronicle.Chain.Epoch.ToString(CultureInfo.InvariantCulture)}"));
        chronicle.Evaluate(chronicle.Evaluation(0, (contributor, points, made)));
        chronicle.Settle();
    }

    private ulong Part(int epoch, uint points)
    {
        var history = chronicle.Organization.Epochs[epoch];
        return Influence.Part(history.Final!.Influence[0], points, history.KernelTerms.Influence);
    }

    private ushort ShareOf(int member) => (ushort)((UInt128)chronicle.Settled.Influence[member] * 10_000 / Influence.Whole);
}
