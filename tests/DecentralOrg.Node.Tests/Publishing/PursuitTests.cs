using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Tests.Storage;

namespace DecentralOrg.Node.Tests.Publishing;

/// <summary>Who looks again and again wants each thing once, and what was refused once more some time later.</summary>
[TestFixture(StorageKind.Sqlite)]
[TestFixture(StorageKind.Postgres)]
internal sealed class PursuitTests(StorageKind kind)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(12);

    private Office office = null!;
    private Pursuit pursuit = null!;

    [SetUp]
    public void Open()
    {
        office = new Office(kind: kind);
        pursuit = new Pursuit(office.Database, office.Intents, office.Time);
    }

    [TearDown]
    public void Close() => office.Dispose();

    [Test]
    public async Task What_is_wanted_already_changes_nothing()
    {
        Assert.That(await WantAsync(office.Request("close/1")), Is.True);
        office.Time.Advance(Rest);
        Assert.That(await WantAsync(office.Request("close/1")), Is.False);
        Assert.That(await WantAsync(office.Request("close/1"), office.Request("close/2")), Is.True);
        Assert.That(office.Intents.Page(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_was_refused_is_wanted_again_after_a_rest_and_each_time()
    {
        var request = office.Request("early", [ScriptedChain.RefusedEverywhere]);
        await WantAsync(request);
        for (var refusal = 0; refusal < 3; refusal++)
        {
            await office.StepAsync();
            Assert.That(office["early"].State, Is.EqualTo(IntentState.Refused));
            office.Time.Advance(Rest - TimeSpan.FromMilliseconds(1));
            Assert.That(await WantAsync(request), Is.False);
            office.Time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.That(await WantAsync(request), Is.True);
            Assert.That(office["early"].State, Is.EqualTo(IntentState.Wanted));
        }
    }

    [Test]
    public async Task What_a_block_refused_is_not_wanted_again_before_the_block_is_final()
    {
        var request = office.Request("late", [ScriptedChain.RefusedInBlock]);
        await WantAsync(request);
        await office.StepAsync();
        office.Chain.Mine();
        await office.StepAsync();
        office.Time.Advance(Rest);
        Assert.That((office["late"].State, office["late"].Ended, await WantAsync(request)), Is.EqualTo((IntentState.Refused, false, false)));
        await office.SettleAsync();
        office.Time.Advance(Rest);
        Assert.That((office["late"].Ended, await WantAsync(request)), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task What_can_be_wanted_any_number_of_times_is_so_one_after_another()
    {
        for (var round = 0; round < 3; round++)
        {
            await WantNextAsync();
            await WantNextAsync();
            Assert.That(office.Intents.Page().Select(intent => intent.Request.Key), Is.EqualTo(Enumerable.Range(0, round + 1).Select(number => $"withdraw/{number}")));
            await office.StepAsync();
            office.Chain.Mine();
            await office.SettleAsync();
        }
    }

    private Task<bool> WantAsync(params IntentRequest[] requests) => pursuit.WantAsync(requests, CancellationToken.None);

    private Task WantNextAsync() => pursuit.WantNextAsync("told", office.Account, number => office.Request($"withdraw/{number}"), CancellationToken.None);
}
