using DecentralOrg.Ethereum;
using DecentralOrg.Node.Publishing;

namespace DecentralOrg.Node.Tests.Publishing;

/// <summary>Whatever happens in whatever order, each intent takes effect once and no nonce is lost.</summary>
internal sealed class InterleavingTests
{
    public enum Happening
    {
        Want,
        Step,
        Crash,
        CrashAtPoint,
        Mine,
        MineOne,
        Pass,
        Drop,
        Expensive,
        Cheap,
        Reorganize,
        ReorganizeAndLose,
        Foreign,
        FailNext,
        LoseAnswer,
        MineFirstAttempt,
    }

    private static readonly Gen<(Happening What, int Number)[]> Histories =
        Gen.Select(Gen.Frequency((4, Gen.Const(Happening.Step)), (6, Gen.Enum<Happening>())), Gen.Int[0, 20]).Array[10, 60];

    [Test]
    public void Every_intent_ends_once() => Histories.Sample(history => Play(history).GetAwaiter().GetResult(), iter: 80, threads: 1);

    private static async Task Play((Happening What, int Number)[] history)
    {
        using var office = new Office();
        var wanted = 0;
        foreach (var (what, number) in history)
        {
            var stepped = what == Happening.Step && await StepAsync(office);
            switch (what)
            {
                case Happening.Want:
                    await office.WantAsync($"want/{wanted++}", budget: $"epoch/{number % 3}");
                    break;
                case Happening.Crash:
                    office.Open();
                    break;
                case Happening.CrashAtPoint:
                    office.CrashAt = (PublishingPoint)(number % 5);
                    await StepAsync(office);
                    office.Open();
                    break;
                default:
                    Happen(office, what, number);
                    break;
            }
            AssertNonces(office, stepped && !office.Chain.HoleMade);
        }
        office.Chain.Before = _ => { };
        office.Chain.AfterSend = () => { };
        office.Chain.BaseFee = 10;
        await office.StepAsync();
        await office.StepAsync();
        AssertNonces(office, contiguous: true);
        await office.SettleAsync();
        Assert.That(office.Intents.Page(count: 1_000).Where(intent => !intent.Ended), Is.Empty);
        var effects = office.Chain.Effects.Where(data => data.Length > 0).Select(System.Text.Encoding.ASCII.GetString);
        Assert.That(effects, Is.EquivalentTo(Enumerable.Range(0, wanted).Select(number => $"want/{number}")));
        Assert.That(Enumerable.Range(0, wanted).Select(number => office[$"want/{number}"].State), Is.All.EqualTo(IntentState.Final));
        var mined = office.Intents.Page(IntentState.Final, count: 1_000);
        Assert.That(mined.Select(intent => intent.Nonce), Is.Unique);
    }

    private static void Happen(Office office, Happening what, int number)
    {
        var chain = office.Chain;
        switch (what)
        {
            case Happening.Mine:
                chain.Mine();
                break;
            case Happening.MineOne:
                chain.Mine(1);
                break;
            case Happening.Pass:
                office.Time.Advance(TimeSpan.FromSeconds(5 * number));
                chain.Mine(0);
                break;
            case Happening.Drop:
                chain.Drop();
                break;
            case Happening.Expensive:
                chain.BaseFee = 10 + (UInt128)number * 20;
                break;
            case Happening.Cheap:
                chain.BaseFee = 10;
                break;
            case Happening.Reorganize:
                chain.Reorganize(1 + (number % 3), lost: false);
                break;
            case Happening.ReorganizeAndLose:
                chain.Reorganize(1 + (number % 3), lost: true);
                break;
            case Happening.Foreign:
                chain.MineForeign();
                break;
            case Happening.FailNext:
                var left = number;
                chain.Before = _ =>
                {
                    if (left-- == 0)
                        throw new RpcException(RpcFailure.Unreachable, "gone");
                };
                break;
            case Happening.LoseAnswer:
                chain.AfterSend = () =>
                {
                    chain.AfterSend = () => { };
                    throw new RpcException(RpcFailure.Timeout, "the answer is lost");
                };
                break;
            case Happening.MineFirstAttempt:
                if (office.Intents.Page(count: 1_000).FirstOrDefault(intent => intent.Live && intent.Nonce == chain.Nonce) is { } next
                    && office.Intents.Attempts(next).First(attempt => attempt.Signed.Nonce == chain.Nonce) is { FirstSent: not null } first)
                    chain.MineRaw(first.Signed.Raw);
                break;
        }
    }

    /// <summary>A step that may meet a failing endpoint or a crash.</summary>
    private static async Task<bool> StepAsync(Office office)
    {
        try
        {
            await office.StepAsync();
            return true;
        }
        catch (Exception error) when (error is RpcException or CrashException)
        {
            return false;
        }
    }

    private static void AssertNonces(Office office, bool contiguous)
    {
        var live = office.Intents.Page(count: 1_000).Where(intent => intent.Live).Select(intent => intent.Nonce!.Value).Order().ToList();
        Assert.That(live, Is.Unique);
        if (!contiguous)
            return;
        var waiting = live.Where(nonce => nonce >= office.Chain.Nonce).ToList();
        Assert.That(waiting, Is.EqualTo(waiting.Select((_, i) => office.Chain.Nonce + (ulong)i)));
    }
}
