using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;
using static DecentralOrg.Node.Tests.Intake.IntakeWorld;

namespace DecentralOrg.Node.Tests.Intake;

internal sealed class RefusalTests
{
    private IntakeWorld fresh;

    [OneTimeSetUp]
    public void Begin() => fresh = Open();

    [OneTimeTearDown]
    public async Task End()
    {
        Assert.That(fresh.Store.Read(session => session.Number("SELECT COUNT(*) FROM records")), Is.Zero);
        await fresh.DisposeAsync();
    }

    [TestCaseSource(typeof(BadPosts), nameof(BadPosts.All))]
    public async Task A_bad_post_is_refused_by_name_and_place(byte[] body, string name, string? field)
    {
        var answer = await fresh.Service.AcceptAsync(body);
        Assert.That(answer, Is.TypeOf<Refused>());
        var refused = (Refused)answer;
        Assert.That((refused.Name, refused.Field), Is.EqualTo((name, field)));
    }

    [TestCaseSource(nameof(Situations))]
    public async Task A_situation_has_its_refusal(IntakeRefusal expected, Func<Task<Refused>> arrange)
    {
        var refused = await arrange();
        Assert.Multiple(() =>
        {
            Assert.That(refused.Name, Is.EqualTo(expected.ToString()));
            Assert.That(refused.RetryAfter.HasValue, Is.EqualTo(refused.Status is 429 or 503), "whoever can only wait is told how long");
        });
    }

    [Test]
    public void Every_refusal_is_reached_by_a_case()
    {
        string[] reached =
        [
            .. BadPosts.All().Select(bad => (string)bad.Arguments[1]!),
            .. Situations().Select(situation => situation.Arguments[0]!.ToString()!),
            // What a request can do wrong before it is a post: RouteTests.
            nameof(IntakeRefusal.TooManyRequests), nameof(IntakeRefusal.NotJsonType), nameof(IntakeRefusal.BodyIncomplete), nameof(IntakeRefusal.TimedOut), nameof(IntakeRefusal.NotHere), nameof(IntakeRefusal.UnknownDigest),
        ];
        string[] names = [.. Enum.GetNames<IntakeRefusal>(), .. Enum.GetNames<Refusal>()];
        // A ledger with 2^20 members is left to the kernel's tests.
        Assert.That(names.Except(reached), Is.EquivalentTo([nameof(IntakeRefusal.None), nameof(Refusal.LedgerFull)]));
    }

    [Test]
    public void Names_are_unique_and_sentences_whole()
    {
        var refusals = Enum.GetValues<IntakeRefusal>();
        var sentences = refusals.Select(refusal => refusal.Sentence()).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(Enum.GetNames<IntakeRefusal>().Skip(1).Intersect(Enum.GetNames<Refusal>()), Is.Empty);
            Assert.That(sentences.Concat(Enum.GetValues<Refusal>().Select(refusal => refusal.Sentence())), Is.Unique);
            Assert.That(sentences, Has.All.Length.GreaterThan(20).And.All.EndsWith("."));
            Assert.That(refusals.Skip(1).Select(refusal => refusal.Status()), Is.All.InRange(400, 503));
            Assert.That(() => ((IntakeRefusal)999).Sentence(), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    private static IEnumerable<TestCaseData> Situations()
    {
        yield return Situation(IntakeRefusal.NotReady, new(), (world, _) => world.PostAsync(Contribution(9)), founded: false);
        yield return Situation(IntakeRefusal.TooManyRecords, new() { RecordsPerMinute = 2 }, async (world, _) =>
        {
            await world.PostAsync(Contribution(9, nonce: 1));
            await world.PostAsync(Contribution(9, nonce: 2));
            await AcceptTests.AcceptedAsync(world, Contribution(8));
            await AcceptTests.AcceptedAsync(world, Contribution(9, nonce: 2));
            return await world.PostAsync(Contribution(9, nonce: 3));
        });
        yield return Situation(IntakeRefusal.AuthorBacklog, new() { AuthorBacklog = 1 }, async (world, _) =>
        {
            await world.PostAsync(Evaluation(1, 0, (2, 1)));
            await AcceptTests.AcceptedAsync(world, Evaluation(1, 0, (2, 2)));
            return await world.PostAsync(Evaluation(1, 1, (2, 1)));
        });
        yield return Situation(IntakeRefusal.BacklogFull, new() { Backlog = 1 }, async (world, _) =>
        {
            await world.PostAsync(Contribution(8));
            return await world.PostAsync(Contribution(9));
        });
        yield return Situation(IntakeRefusal.QueueFull, new() { Queue = 1 }, async (world, _) =>
        {
            // Nobody writes yet, so the first one waits.
            var first = world.PostAsync(Contribution(8));
            var second = await world.PostAsync(Contribution(9));
            world.Run();
            Assert.That(await first, Is.TypeOf<Accepted>());
            return second;
        }, running: false);
        yield return Situation(IntakeRefusal.Stopping, new(), async (world, stop) =>
        {
            await stop();
            return await world.PostAsync(Contribution(9));
        });
        yield return Situation(IntakeRefusal.StorageUnavailable, new(), async (world, _) =>
        {
            await world.FillAsync();
            return await world.PostAsync(Contribution(9));
        });
        yield return Situation(IntakeRefusal.AlreadyBatched, new(), async (world, _) =>
        {
            await world.PostAsync(Evaluation(1, 0, (2, 1)));
            await world.BatchAsync();
            return await world.PostAsync(Evaluation(1, 0, (2, 2)));
        });
        yield return Situation(IntakeRefusal.Superseded, new(), async (world, _) =>
        {
            await world.PostAsync(Evaluation(1, 0, (2, 1)));
            await world.PostAsync(Evaluation(1, 0, (2, 2)));
            return await world.PostAsync(Evaluation(1, 0, (2, 1)));
        });
        yield return Situation(IntakeRefusal.AccountUnreachable, new(), async (world, _) =>
        {
            world.Chain.Contracts.Add(Account(9));
            world.Chain.OnCall = (_, _) => throw new RpcException(RpcFailure.Unreachable, "gone");
            var post = Json(Contribution(9));
            post["signature"] = "0x01";
            return await world.PostAsync(post);
        });
    }

    private static TestCaseData Situation(
        IntakeRefusal expected, IntakeOptions options, Func<IntakeWorld, Func<Task>, Task<IntakeAnswer>> arrange, bool founded = true, bool running = true) =>
        new TestCaseData(expected, async () =>
        {
            await using var world = new IntakeWorld(options, founded: founded);
            if (running)
                world.Run();
            return (Refused)await arrange(world, world.StopAsync);
        }).SetArgDisplayNames(expected.ToString());
}
