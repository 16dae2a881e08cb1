using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;
using static DecentralOrg.Node.Tests.Intake.IntakeWorld;

namespace DecentralOrg.Node.Tests.Intake;

internal sealed class AcceptTests
{
    [Test]
    public async Task A_record_is_committed_before_it_is_answered()
    {
        await using var world = Open();
        var contribution = Contribution(9);
        var answer = await world.PostAsync(contribution);
        Assert.That(answer, Is.EqualTo(new Accepted(contribution.Digest, contribution.Id, 1, ((Accepted)answer).AcceptedAt)));
        using var other = new IntakeWorldReader(world.File);
        Assert.That(other.Digests(), Is.EqualTo([contribution.Digest]));
    }

    [Test]
    public async Task The_same_record_again_gets_the_first_answer_whatever_became_of_it()
    {
        await using var world = Open();
        var (first, second) = (Evaluation(1, 0, (2, 10)), Evaluation(1, 1, (2, 10)));
        var answers = new[] { await world.PostAsync(first), await world.PostAsync(second) };
        var pretty = System.Text.Json.Nodes.JsonNode.Parse(Json(first).ToJsonString())!.ToJsonString(new() { WriteIndented = true });
        Assert.That(await world.PostAsync(pretty), Is.EqualTo(answers[0]));
        await world.BatchAsync();
        Assert.That(await world.PostAsync(second), Is.EqualTo(answers[1]));
        await world.TakeAsync(first, second);
        await world.SyncAsync();
        Assert.That((await world.PostAsync(first), await world.PostAsync(second)), Is.EqualTo((answers[0], answers[1])));
        Assert.That(world.Store.Read(session => session.Number("SELECT COUNT(*) FROM records")), Is.EqualTo(2));
    }

    [Test]
    public async Task Waiting_evaluations_count_for_nonce_and_budget()
    {
        await using var world = Open();
        await AcceptedAsync(world, Evaluation(1, 0, (2, 600)));
        await RefusedAsync(world, Evaluation(1, 0 + 2, (2, 1)), nameof(Refusal.WrongNonce));
        await RefusedAsync(world, Evaluation(1, 1, (2, 401)), nameof(Refusal.OverBudget));
        await AcceptedAsync(world, Evaluation(1, 1, (2, 400)));
        await RefusedAsync(world, Evaluation(1, 2, (2, 1)), nameof(Refusal.OverBudget));
        await AcceptedAsync(world, Evaluation(2, 0, (1, 1000)));
    }

    [Test]
    public async Task An_evaluation_can_be_replaced_until_it_is_under_way()
    {
        await using var world = Open();
        var (first, better, next) = (Evaluation(1, 0, (2, 600)), Evaluation(1, 0, (3, 900)), Evaluation(1, 1, (3, 100)));
        await AcceptedAsync(world, first);
        await AcceptedAsync(world, better);
        await RefusedAsync(world, first, nameof(IntakeRefusal.Superseded));
        await AcceptedAsync(world, next);
        await RefusedAsync(world, Evaluation(1, 0, (3, 901)), nameof(Refusal.OverBudget));
        Assert.That((world.StateOf(first), world.StateOf(better)), Is.EqualTo((RecordState.Superseded, RecordState.Waiting)));
        Assert.That(world.Service.Find(first.Digest)!.ReplacedBy, Is.EqualTo(better.Digest));
        var (_, digests) = await world.BatchAsync();
        Assert.That(digests, Is.EqualTo([better.Digest, next.Digest]));
        await RefusedAsync(world, Evaluation(1, 0, (3, 1)), nameof(IntakeRefusal.AlreadyBatched));
        await world.TakeAsync(better);
        await RefusedAsync(world, Evaluation(1, 0, (3, 1)), nameof(Refusal.WrongNonce));
    }

    [Test]
    public async Task What_waits_survives_a_restart()
    {
        using var folder = new Importing.TemporaryFolder();
        await using (var world = new IntakeWorld(folder: folder.Path).Run())
            await AcceptedAsync(world, Evaluation(1, 0, (2, 600)));
        await using var again = new IntakeWorld(folder: folder.Path).Run();
        await RefusedAsync(again, Evaluation(1, 1, (2, 401)), nameof(Refusal.OverBudget));
        await AcceptedAsync(again, Evaluation(1, 0, (3, 1)));
    }

    [Test]
    public async Task A_full_disk_leaves_nothing_behind_and_stops_nothing()
    {
        await using var world = Open();
        await world.FillAsync();
        var evaluation = Evaluation(1, 0, (2, 600));
        await RefusedAsync(world, evaluation, nameof(IntakeRefusal.StorageUnavailable));
        await world.MakeRoomAsync();
        await AcceptedAsync(world, evaluation);
        Assert.That(world.Store.Waiting.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task A_formula_in_a_title_is_only_a_title()
    {
        await using var world = Open();
        await AcceptedAsync(world, Contribution(9, "=cmd()|' /C calc'!A0"));
        await AcceptedAsync(world, Contribution(9, "<img src=x onerror=alert(1)>"));
    }

    [Test]
    public async Task Composed_and_decomposed_letters_are_one_record()
    {
        await using var world = Open();
        var composed = Contribution(9, "caf\u00e9");
        var decomposed = Json(composed);
        decomposed["message"]!["title"] = "cafe\u0301";
        Assert.That(((Refused)await world.PostAsync(decomposed)).Name, Is.EqualTo(nameof(IntakeRefusal.NotNormalized)));
        Assert.That(Contribution(9, "cafe\u0301").Id, Is.EqualTo(composed.Id));
        await AcceptedAsync(world, composed);
    }

    internal static async Task AcceptedAsync(IntakeWorld world, PostedRecord record) =>
        Assert.That(await world.PostAsync(record), Is.TypeOf<Accepted>());

    internal static async Task RefusedAsync(IntakeWorld world, PostedRecord record, string name) =>
        Assert.That(await world.PostAsync(record), Is.TypeOf<Refused>().With.Property(nameof(Refused.Name)).EqualTo(name));
}
