using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Tests.Storage;
using static DecentralOrg.Node.Tests.Intake.AcceptTests;
using static DecentralOrg.Node.Tests.Intake.IntakeWorld;

namespace DecentralOrg.Node.Tests.Intake;

[TestFixture(StorageKind.Sqlite)]
[TestFixture(StorageKind.Postgres)]
internal sealed class QueueTests(StorageKind kind)
{
    private TestStorage storage = null!;

    [SetUp]
    public void NewStorage() => storage = TestStorage.New(kind);

    [TearDown]
    public void NoStorage() => storage.Dispose();

    [Test]
    public async Task Contributions_come_first_then_every_authors_evaluations_by_nonce()
    {
        await using var world = Open(storage);
        PostedRecord[] posted = [Evaluation(1, 0, (2, 1)), Evaluation(1, 1, (2, 1)), Evaluation(2, 0, (1, 1)), Contribution(8), Contribution(9)];
        foreach (var record in posted)
            await AcceptedAsync(world, record);
        Assert.That(world.Queue.Length().Records, Is.EqualTo(5));
        var (keys, digests) = await world.BatchAsync();
        Assert.That(digests, Is.EqualTo(new[] { 3, 4, 0, 2, 1 }.Select(i => posted[i].Digest)));
        Assert.That(keys, Has.Count.EqualTo(2).And.Unique);
        Assert.That(posted.Select(world.StateOf), Is.All.EqualTo(RecordState.Batched));
        Assert.That((await world.BatchAsync()).Keys, Is.Empty);
        Assert.That(world.Queue.Length(), Is.EqualTo(new QueueLength(0, null, 0)));
    }

    [Test]
    public async Task A_batch_that_is_not_written_is_not_marked()
    {
        await using var world = Open(storage);
        await AcceptedAsync(world, Evaluation(1, 0, (2, 1)));
        Assert.That(() => world.Queue.BatchAsync((_, _, _) => throw new InvalidOperationException("no")), Throws.InvalidOperationException);
        Assert.That((await world.BatchAsync()).Digests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_refused_batch_rests_and_goes_again_under_another_key()
    {
        await using var world = Open(storage);
        await AcceptedAsync(world, Evaluation(1, 0, (2, 1)));
        var (first, _) = await world.BatchAsync();
        Assert.That(await world.Queue.ReleaseAsync(first[0], Rest), Is.EqualTo(1));
        Assert.That(world.Queue.Length(), Is.EqualTo(new QueueLength(0, null, 1)));
        Assert.That((await world.BatchAsync()).Keys, Is.Empty);
        world.Time.Advance(Rest);
        var (second, digests) = await world.BatchAsync();
        Assert.That((second[0] != first[0], digests.Count), Is.EqualTo((true, 1)));
    }

    [Test]
    public async Task What_is_refused_twice_goes_alone_and_rests_longer_each_time()
    {
        await using var world = Open(storage);
        PostedRecord[] posted = [Contribution(8), Contribution(9), Evaluation(1, 0, (2, 1)), Evaluation(2, 0, (1, 1)), Evaluation(1, 1, (2, 1))];
        foreach (var record in posted)
            await AcceptedAsync(world, record);
        await RefuseAsync(world, 2, Rest);
        await RefuseAsync(world, 2, Rest * 2);
        await AcceptedAsync(world, Contribution(7));
        await AcceptedAsync(world, Evaluation(3, 0, (1, 1)));
        var (keys, _) = await world.BatchAsync();
        Assert.That(keys, Has.Count.EqualTo(7), "five alone, and the new contribution and the new evaluation");
        foreach (var key in keys)
            Assert.That(await world.Queue.ReleaseAsync(key, Rest), Is.EqualTo(1));
        world.Time.Advance(Rest);
        Assert.That((await world.BatchAsync()).Keys, Has.Count.EqualTo(2), "those that were refused once");
        world.Time.Advance(Rest * 3);
        Assert.That((await world.BatchAsync()).Keys, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task What_rests_holds_up_its_author_and_nobody_else()
    {
        await using var world = Open(storage);
        await AcceptedAsync(world, Evaluation(1, 0, (2, 1)));
        var (keys, _) = await world.BatchAsync();
        await world.Queue.ReleaseAsync(keys[0], Rest);
        PostedRecord[] next = [Evaluation(1, 1, (2, 1)), Evaluation(2, 0, (1, 1)), Contribution(9)];
        foreach (var record in next)
            await AcceptedAsync(world, record);
        Assert.That((await world.BatchAsync()).Digests, Is.EqualTo(new[] { next[2].Digest, next[1].Digest }));
        world.Time.Advance(Rest);
        Assert.That((await world.BatchAsync()).Digests, Has.Count.EqualTo(2).And.Member(next[0].Digest));
    }

    [Test]
    public async Task Nothing_rests_for_more_than_an_hour_even_where_the_clock_is_set_back()
    {
        await using var world = Open(storage);
        await AcceptedAsync(world, Contribution(9));
        for (var refusals = 0; refusals < 70; refusals++)
            await RefuseAsync(world, 1, TimeSpan.FromHours(1));
        var (keys, _) = await world.BatchAsync();
        await world.Queue.ReleaseAsync(keys[0], Rest);
        world.Time.Advance(TimeSpan.FromDays(-1));
        Assert.That((await world.BatchAsync()).Keys, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_the_log_takes_is_anchored_whoever_brought_it()
    {
        await using var world = Open(storage);
        var (ours, theirs, unposted) = (Contribution(9), Evaluation(1, 0, (2, 1)), Evaluation(2, 0, (1, 5)));
        await AcceptedAsync(world, ours);
        await AcceptedAsync(world, theirs);
        await world.TakeAsync(ours, theirs, unposted);
        Assert.That(await world.SyncAsync(), Is.EqualTo(new SyncStep(2, 0, 0)));
        Assert.That(await world.SyncAsync(), Is.EqualTo(default(SyncStep)));
        Assert.That(world.Service.Find(theirs.Digest), Has.Property(nameof(RecordStatus.Sequence)).EqualTo(2).And.Property(nameof(RecordStatus.Block)).EqualTo(1));
        Assert.That(world.Store.Waiting.Count, Is.Zero);
        Assert.That(await world.PostAsync(unposted), Is.TypeOf<Accepted>().With.Property(nameof(Accepted.Place)).Zero);
        Assert.That(world.StateOf(unposted), Is.EqualTo(RecordState.Anchored));
    }

    [Test]
    public async Task What_the_chain_takes_back_is_under_way_or_waits_again()
    {
        await using var world = Open(storage);
        var (sent, relayed) = (Contribution(9), Evaluation(1, 0, (2, 1)));
        await AcceptedAsync(world, sent);
        await world.BatchAsync();
        await AcceptedAsync(world, relayed);
        await world.TakeAsync(Contribution(8));
        await world.TakeAsync(sent, relayed);
        await world.SyncAsync();
        await world.TakeBackAsync(1);
        Assert.That((await world.SyncAsync()).Returned, Is.EqualTo(2));
        Assert.That((world.StateOf(sent), world.StateOf(relayed)), Is.EqualTo((RecordState.Batched, RecordState.Waiting)));
        await world.TakeAsync(relayed);
        await world.SyncAsync();
        Assert.That(world.StateOf(relayed), Is.EqualTo(RecordState.Anchored));
    }

    [TestCase(true, TestName = "What the chain takes back and has again is found there, though its new block is final before anybody looked")]
    [TestCase(false, TestName = "What the chain takes back is under way again, though other blocks are final before anybody looked")]
    public async Task Final_before_it_was_compared(bool takenAgain)
    {
        await using var world = Open(storage);
        var sent = Contribution(9);
        await AcceptedAsync(world, sent);
        await world.BatchAsync();
        await world.TakeAsync(Contribution(7));
        await world.SyncAsync();
        await world.TakeAsync(sent);
        await world.SyncAsync();
        await world.TakeBackAsync(1);
        await world.TakeAsync(Contribution(8, "A third guide"));
        await world.TakeAsync(takenAgain ? sent : Contribution(6, "Another guide"));
        await world.Facts.FinalizeAsync(world.Facts.Cursor()!.Value);
        await world.SyncAsync();
        var found = world.Service.Find(sent.Digest)!;
        Assert.That((found.State, found.Block), Is.EqualTo(takenAgain ? (RecordState.Anchored, (ulong?)3) : (RecordState.Batched, null)));
    }

    [Test]
    public async Task A_record_that_others_let_the_ledger_leave_out_is_not_lost()
    {
        await using var world = Open(storage);
        var evaluation = Evaluation(1, 0, (2, 1));
        await AcceptedAsync(world, evaluation);
        await world.BatchAsync();
        await world.SkipAsync(evaluation, Refusal.SignatureInvalid);
        await world.SyncAsync(ours: false);
        Assert.That(world.StateOf(evaluation), Is.EqualTo(RecordState.Batched));
    }

    [Test]
    public async Task A_record_that_the_ledger_left_out_keeps_its_reason_and_can_be_posted_again()
    {
        await using var world = Open(storage);
        var evaluation = Evaluation(1, 0, (2, 1));
        await AcceptedAsync(world, evaluation);
        await world.BatchAsync();
        await world.SkipAsync(evaluation, Refusal.OverBudget);
        await world.SyncAsync();
        Assert.That(world.Service.Find(evaluation.Digest), Has.Property(nameof(RecordStatus.Reason)).EqualTo(Refusal.OverBudget));
        await AcceptedAsync(world, evaluation);
        Assert.That(world.StateOf(evaluation), Is.EqualTo(RecordState.Waiting));
    }

    [Test]
    public async Task An_evaluation_that_came_too_early_waits_for_its_turn()
    {
        await using var world = Open(storage);
        var (first, second) = (Evaluation(1, 0, (2, 1)), Evaluation(1, 1, (2, 1)));
        await AcceptedAsync(world, first);
        await AcceptedAsync(world, second);
        await world.BatchAsync();
        await world.SkipAsync(second, Refusal.WrongNonce);
        await world.SyncAsync();
        Assert.That((world.StateOf(first), world.StateOf(second)), Is.EqualTo((RecordState.Batched, RecordState.Waiting)));
    }

    [Test]
    public async Task Evaluations_of_a_closed_epoch_are_not_sent_to_be_left_out()
    {
        await using var world = Open(storage);
        var late = Evaluation(1, 0, (2, 1));
        await AcceptedAsync(world, late);
        await world.TurnAsync();
        await world.SyncAsync();
        Assert.That(world.Service.Find(late.Digest), Has.Property(nameof(RecordStatus.Reason)).EqualTo(Refusal.WrongEpoch));
        Assert.That((await world.BatchAsync()).Keys, Is.Empty);
        await RefusedAsync(world, late, nameof(Refusal.WrongEpoch));
        await world.TakeBackAsync(0);
        await world.SyncAsync();
        Assert.That(world.StateOf(late), Is.EqualTo(RecordState.Waiting));
    }

    [Test]
    public async Task An_evaluation_whose_place_another_one_took_is_not_sent()
    {
        await using var world = Open(storage);
        var (first, better) = (Evaluation(1, 0, (2, 1)), Evaluation(1, 0, (3, 1)));
        await AcceptedAsync(world, first);
        await AcceptedAsync(world, better);
        await world.TakeAsync(first);
        await world.SyncAsync();
        Assert.That((world.StateOf(first), world.StateOf(better)), Is.EqualTo((RecordState.Anchored, RecordState.Skipped)));
        Assert.That((await world.BatchAsync()).Keys, Is.Empty);
    }

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    /// <summary>All that waits is sent and refused, and the time is over that it rests.</summary>
    private static async Task RefuseAsync(IntakeWorld world, int batches, TimeSpan rest)
    {
        var (keys, _) = await world.BatchAsync();
        Assert.That(keys, Has.Count.EqualTo(batches));
        foreach (var key in keys)
            await world.Queue.ReleaseAsync(key, Rest);
        world.Time.Advance(rest);
    }
}
