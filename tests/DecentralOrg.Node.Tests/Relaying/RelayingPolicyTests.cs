using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Relaying;

namespace DecentralOrg.Node.Tests.Relaying;

internal sealed class RelayingPolicyTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now.AddDays(1);

    private readonly RelayingPolicy policy = new(new RelayingOptions
    {
        Records = 50, Age = TimeSpan.FromSeconds(15), BeforeClose = TimeSpan.FromMinutes(2), Batches = 8,
    });

    [TestCase(0, 60, 0, false, TestName = "Nothing waits, nothing is sent")]
    [TestCase(49, 14, 0, false, TestName = "A few that are young wait for others")]
    [TestCase(50, 0, 0, true, TestName = "Enough for a batch are sent at once")]
    [TestCase(1, 15, 0, true, TestName = "The oldest waits no longer than its age")]
    [TestCase(1, -3_600, 0, true, TestName = "A clock that was set back makes nobody wait")]
    [TestCase(500, 60, 7, true, TestName = "One more batch may be on its way")]
    [TestCase(500, 60, 8, false, TestName = "No more batches than may be on their way")]
    public void Due(int records, int age, int underWay, bool due) =>
        Assert.That(policy.IsDue(new QueueLength(records, records == 0 ? null : Now.AddSeconds(-age), 0), underWay, Later, Now), Is.EqualTo(due));

    [TestCase(121, false)]
    [TestCase(120, true)]
    [TestCase(-5, true)]
    public void Shortly_before_the_close_nobody_waits_for_others(int seconds, bool due) =>
        Assert.That(policy.IsDue(new QueueLength(1, Now, 0), 0, Now.AddSeconds(seconds), Now), Is.EqualTo(due));
}
