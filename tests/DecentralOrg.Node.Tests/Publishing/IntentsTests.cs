using System.Data.Common;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Tests.Storage;

namespace DecentralOrg.Node.Tests.Publishing;

[TestFixture(StorageKind.Sqlite)]
[TestFixture(StorageKind.Postgres)]
internal sealed class IntentsTests(StorageKind kind)
{
    private Office office = null!;

    [SetUp]
    public void Open() => office = new Office(kind: kind);

    [TearDown]
    public void Close() => office.Dispose();

    [Test]
    public async Task Wanting_twice_is_wanting_once()
    {
        Assert.That(await office.WantAsync("close/1"), Is.EqualTo(WantResult.Added));
        Assert.That(await office.WantAsync("close/1"), Is.EqualTo(WantResult.AlreadyThere));
        Assert.That(await office.WantAsync("close/1", [9]), Is.EqualTo(WantResult.Differs));
        Assert.That(office.Intents.Page(), Has.Count.EqualTo(1));
        Assert.That(office["close/1"].Request.Call.Data, Is.EqualTo("close/1"u8.ToArray()));
    }

    [Test]
    public void What_throws_after_wanting_leaves_nothing_wanted()
    {
        Assert.That(
            () => office.Database.WriteAsync(session =>
            {
                office.Intents.Want(session, office.Request("close/1"));
                throw new InvalidOperationException("the fact could not be written");
            }),
            Throws.InvalidOperationException);
        Assert.That(office.Intents.Find("close/1"), Is.Null);
    }

    [Test]
    public async Task All_of_an_intent_comes_back()
    {
        var request = office.Request("close/1", [1, 2], "asked", "epoch/3", 77_000);
        request = request with { Call = request.Call with { To = null, Value = UInt128.MaxValue } };
        await office.Database.WriteAsync(session => office.Intents.Want(session, request));
        office.Open();
        var intent = office["close/1"];
        Assert.That(intent.Request with { Call = request.Call }, Is.EqualTo(request));
        Assert.That((intent.Request.Call.To, intent.Request.Call.Value), Is.EqualTo(((Kernel.Address?)null, UInt128.MaxValue)));
        Assert.That((intent.State, intent.Nonce, intent.Live, intent.Ended), Is.EqualTo((IntentState.Wanted, (ulong?)null, false, false)));
        Assert.That(intent.Created, Is.EqualTo(office.Time.GetUtcNow()));
    }

    [Test]
    public async Task Pages_follow_each_other_by_state()
    {
        foreach (var name in "abcde")
            await office.WantAsync(name.ToString());
        await office.WantAsync("bad", [ScriptedChain.RefusedEverywhere], budget: "other");
        await office.StepAsync();
        var first = office.Intents.Page(IntentState.Offered, count: 2);
        var second = office.Intents.Page(IntentState.Offered, after: first[^1].Id);
        Assert.That(first.Concat(second).Select(intent => intent.Request.Key), Is.EqualTo(new[] { "a", "b", "c", "d", "e" }));
        Assert.That(office.Intents.Counts(), Is.EquivalentTo(new Dictionary<IntentState, long> { [IntentState.Offered] = 5, [IntentState.Refused] = 1 }));
        office.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.That(office.Intents.OldestAge(), Is.EqualTo(TimeSpan.FromMinutes(3)));
        await office.SettleAsync();
        Assert.That(office.Intents.OldestAge(), Is.Null);
    }

    [Test]
    public void A_gas_limit_that_no_transaction_has_is_refused() =>
        Assert.That(() => office.WantAsync("close/1", gas: 20_999), Throws.ArgumentException.With.Message.Contains("20999"));

    [Test]
    public async Task The_database_itself_refuses_one_nonce_for_two()
    {
        await office.WantAsync("a");
        await office.WantAsync("b");
        await office.StepAsync();
        Assert.That(
            () => office.Database.WriteAsync(session => session.Execute("UPDATE intents SET nonce = 0 WHERE key = 'b'")),
            Throws.InstanceOf<DbException>().With.Message.Contains("unique").IgnoreCase);
    }

    [Test]
    public async Task Metrics_are_read_from_the_database()
    {
        using var metrics = new PublishingMetrics(office.Intents);
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        var seen = new Dictionary<string, object>();
        listener.InstrumentPublished = (instrument, itself) =>
        {
            if (instrument.Meter.Name == Telemetry.Name)
                itself.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.Start();
        await office.WantAsync("a");
        office.Time.Advance(TimeSpan.FromSeconds(5));
        listener.RecordObservableInstruments();
        metrics.Paid(2_000_000_000);
        metrics.Replaced();
        Assert.That(seen, Is.EquivalentTo(new Dictionary<string, object>
        {
            ["decentralorg.publishing.intents"] = 1L,
            ["decentralorg.publishing.oldest.age"] = 5.0,
            ["decentralorg.publishing.fees"] = 2.0,
            ["decentralorg.publishing.replacements"] = 1L,
        }));
    }
}
