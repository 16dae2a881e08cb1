using DecentralOrg.Ethereum;
using DecentralOrg.Ethereum.Tests;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Founding;
using DecentralOrg.Node.Publishing;

namespace DecentralOrg.Acceptance.Tests.Publishing;

/// <summary>What a real chain does to transactions, and what becomes of them.</summary>
internal sealed class PublishingTests
{
    private const ulong Gwei = 1_000_000_000;

    private Anvil anvil = null!;
    private Desk desk = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => anvil = await Anvil.StartAsync();

    [OneTimeTearDown]
    public void Stop() => anvil.Dispose();

    [SetUp]
    public async Task OpenAsync()
    {
        await anvil.Dev.SetAutomineAsync(false);
        await BaseFeeAsync(Gwei);
        desk = await Desk.OpenAsync(anvil);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        desk.Dispose();
        await anvil.Rpc.CallAsync("anvil_dropAllTransactions", []);
    }

    [Test]
    public async Task Three_in_a_row_are_mined_and_final()
    {
        foreach (var key in (string[])["a", "b", "c"])
            await desk.WantAsync(key);
        await desk.StepAsync();
        Assert.That(desk.Intents.Page().Select(intent => (intent.State, intent.Nonce)), Is.EqualTo(new (IntentState, ulong?)[]
        {
            (IntentState.Offered, 0), (IntentState.Offered, 1), (IntentState.Offered, 2),
        }));
        await anvil.Dev.MineAsync();
        await desk.StepAsync();
        Assert.That(desk.Intents.Page().Select(intent => intent.State), Is.All.EqualTo(IntentState.Seen));
        await desk.FinalizeAsync();
        Assert.That(desk.Intents.Page().Select(intent => (intent.State, intent.Live)), Is.All.EqualTo((IntentState.Final, false)));
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo((UInt128)3));
        Assert.That(desk["a"].Fee, Is.GreaterThan((UInt128)21_000 * Gwei));
    }

    [Test]
    public async Task A_base_fee_risen_twentyfold_is_followed()
    {
        await desk.WantAsync("a");
        await desk.StepAsync();
        await BaseFeeAsync(20 * Gwei);
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo(UInt128.Zero));
        await desk.StepAsync();
        Assert.That(desk.Attempts("a"), Has.Length.EqualTo(1), "not before its time");
        await desk.LaterAsync();
        var (first, second) = (desk.Attempts("a")[0].Bid, desk.Attempts("a")[1].Bid);
        Assert.That(second.Tip * 10, Is.GreaterThanOrEqualTo(first.Tip * 11));
        Assert.That(second.Cap, Is.GreaterThanOrEqualTo((UInt128)40 * Gwei));
        await desk.SettleAsync();
        Assert.That((desk["a"].State, desk["a"].MinedHash), Is.EqualTo((IntentState.Final, (Bytes32?)desk.Attempts("a")[1].Signed.Hash)));
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo((UInt128)1));
    }

    [Test]
    public async Task At_the_ceiling_it_is_held_and_goes_on_when_the_fee_falls()
    {
        desk.Options = desk.Options with { CeilingWeiPerGas = 10 * Gwei };
        desk.Open();
        await desk.WantAsync("a");
        await desk.StepAsync();
        await BaseFeeAsync(20 * Gwei);
        await desk.LaterAsync();
        await BaseFeeAsync(20 * Gwei);
        await desk.LaterAsync();
        Assert.That(desk.Attempts("a").Select(attempt => attempt.Bid.Cap), Is.Ordered.And.All.LessThanOrEqualTo((UInt128)10 * Gwei));
        Assert.That((desk["a"].State, desk["a"].Reason), Is.EqualTo((IntentState.Held,
            "fee ceiling reached; current base fee 20000000000, ceiling 10000000000 wei per gas. It goes on when the fee falls; to pay more, raise the ceiling.")));
        await BaseFeeAsync(Gwei);
        await desk.SettleAsync();
        Assert.That((desk["a"].State, desk["a"].Reason), Is.EqualTo((IntentState.Final, (string?)null)));
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo((UInt128)1));
    }

    [Test]
    public async Task What_the_pool_dropped_is_offered_again()
    {
        await desk.WantAsync("a");
        await desk.WantAsync("b");
        await desk.StepAsync();
        await DropAsync(desk.Attempts("a")[0]);
        await DropAsync(desk.Attempts("b")[0]);
        await desk.SettleAsync();
        Assert.That((desk["a"].State, desk["b"].State), Is.EqualTo((IntentState.Final, IntentState.Final)));
        Assert.That(desk.Attempts("a"), Has.Length.EqualTo(1));
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo((UInt128)2));
    }

    [Test]
    public async Task A_stranger_on_our_nonce_is_told_and_ours_goes_out_with_another()
    {
        await desk.WantAsync("a");
        await desk.StepAsync();
        await SendForeignAsync();
        for (var look = 0; look < Watching.LooksForAStranger; look++)
            await desk.StepAsync();
        Assert.That((desk["a"].State, desk["a"].Ended), Is.EqualTo((IntentState.Superseded, false)));
        Assert.That(desk.Alarm, Does.StartWith("The nonce 0 of ").And.Contain("reserved for a"));
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo(UInt128.Zero));
        await desk.FinalizeAsync();
        await desk.SettleAsync();
        Assert.That((desk["a"].State, desk["a"].Nonce), Is.EqualTo((IntentState.Final, (ulong?)1)));
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo((UInt128)1));
    }

    [Test]
    public async Task The_first_attempt_may_be_the_one_that_is_mined()
    {
        await desk.WantAsync("a");
        await desk.StepAsync();
        await BaseFeeAsync(20 * Gwei);
        await desk.LaterAsync();
        var attempts = desk.Attempts("a");
        Assert.That(attempts, Has.Length.EqualTo(2));
        await DropAsync(attempts[1]);
        await BaseFeeAsync(Gwei);
        await anvil.Chain.SendRawAsync(attempts[0].Signed.Raw);
        await anvil.Dev.MineAsync();
        await desk.StepAsync();
        await desk.FinalizeAsync();
        Assert.That((desk["a"].State, desk["a"].MinedHash), Is.EqualTo((IntentState.Final, (Bytes32?)attempts[0].Signed.Hash)));
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo((UInt128)1));
    }

    [TestCase(false, TestName = "A reorganization takes a mined transaction back")]
    [TestCase(true, TestName = "A reorganization takes a mined transaction back while the node is down")]
    public async Task Reorganization(bool down)
    {
        await desk.WantAsync("a");
        await desk.StepAsync();
        await anvil.Dev.MineAsync();
        await desk.StepAsync();
        Assert.That(desk["a"].State, Is.EqualTo(IntentState.Seen));
        if (down)
            desk.Open();
        await anvil.Rpc.CallAsync("anvil_reorg", [1, Array.Empty<object>()]);
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo(UInt128.Zero));
        await desk.StepAsync();
        Assert.That((desk["a"].State, desk["a"].Block), Is.EqualTo((IntentState.Offered, (ulong?)null)));
        await desk.SettleAsync();
        Assert.That(desk["a"].State, Is.EqualTo(IntentState.Final));
        Assert.That(desk.Attempts("a"), Has.Length.EqualTo(1));
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo((UInt128)1));
    }

    [TestCase(false, TestName = "A revert in the block is decoded and ends it")]
    [TestCase(true, TestName = "Another who was first did it for us")]
    public async Task Revert(bool asked)
    {
        await anvil.Dev.SetAutomineAsync(true);
        using var stranger = new HdWallet(HdWallet.DevMnemonic);
        using var key = stranger.Key(1);
        using var sender = new TransactionSender(anvil.Chain, key, pollInterval: TimeSpan.FromMilliseconds(5));
        var charter = new Charter(Terms.Default, [new Founder(key.Address, 1_000_000)], "Test Reward", "TEST");
        var founded = await new OrganizationFounder(anvil.Chain, sender, Chains.Artifact).FoundAsync(charter);
        var settlement = new SettlementContract(anvil.Chain, founded.Settlement);
        await anvil.Dev.IncreaseTimeAsync(Terms.Default.EpochSeconds);
        await anvil.Dev.MineAsync();
        await anvil.Dev.SetAutomineAsync(false);

        if (asked)
            desk.Oracles["close"] = async (_, _, at, stop) => (await anvil.Chain.GetCodeAsync(settlement.Address, at, stop)).Length > 0 && await settlement.OpenEpochAsync(at, stop) > 0;
        await desk.WantAsync("close/0", "close", settlement.CloseEpoch(), null);
        await desk.StepAsync();
        Assert.That(desk["close/0"].State, Is.EqualTo(IntentState.Offered));
        var fees = await anvil.Chain.SuggestFeesAsync();
        var faster = new Transaction(31_337, await anvil.Chain.GetTransactionCountAsync(key.Address), 9 * fees.Tip, 20 * fees.Cap, 1_000_000, settlement.CloseEpoch()).Sign(key);
        await anvil.Chain.SendRawAsync(faster.Raw);
        await anvil.Dev.MineAsync();
        await desk.StepAsync();
        Assert.That((desk["close/0"].State, desk["close/0"].Ended), Is.EqualTo((IntentState.Refused, false)));
        Assert.That(desk["close/0"].Reason, Is.EqualTo("NotFinal(epoch: 0)"));
        await desk.FinalizeAsync();
        Assert.That((desk["close/0"].State, desk["close/0"].Ended), Is.EqualTo((asked ? IntentState.Superseded : IntentState.Refused, true)));
        await desk.SettleAsync();
        Assert.That(desk.Attempts("close/0"), Has.Length.EqualTo(1), "no second try");
    }

    [Test]
    public async Task A_simulation_that_is_refused_is_decoded_and_nothing_is_sent()
    {
        await anvil.Dev.SetAutomineAsync(true);
        using var key = new HdWallet(HdWallet.DevMnemonic).Key(2);
        using var sender = new TransactionSender(anvil.Chain, key, pollInterval: TimeSpan.FromMilliseconds(5));
        var founded = await new OrganizationFounder(anvil.Chain, sender, Chains.Artifact)
            .FoundAsync(new Charter(Terms.Default, [new Founder(key.Address, 1_000_000)], "Test Reward", "TEST"));
        await desk.WantAsync("close/0", "close", new SettlementContract(anvil.Chain, founded.Settlement).CloseEpoch(), null);
        await desk.StepAsync();
        Assert.That((desk["close/0"].State, desk["close/0"].Ended, desk["close/0"].Nonce), Is.EqualTo((IntentState.Refused, true, (ulong?)null)));
        Assert.That(desk["close/0"].Reason, Does.StartWith("TooEarly(until: "));
    }

    [Test]
    public async Task An_account_that_ran_dry_is_held_and_goes_on_when_it_has_ether()
    {
        await desk.WantAsync("a");
        await desk.StepAsync();
        await DropAsync(desk.Attempts("a")[0]);
        await desk.FundAsync(5);
        await desk.WantAsync("b");
        await desk.StepAsync();
        Assert.That((desk["a"].State, desk["b"].State, desk["b"].Nonce), Is.EqualTo((IntentState.Held, IntentState.Held, (ulong?)null)));
        Assert.That(desk["a"].Reason, Does.Contain("has not enough ether: Insufficient funds"));
        await desk.FundAsync(1_000_000 * (UInt128)Gwei);
        await desk.SettleAsync();
        Assert.That((desk["a"].State, desk["b"].State), Is.EqualTo((IntentState.Final, IntentState.Final)));
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo((UInt128)2));
    }

    [Test]
    public async Task Every_point_of_a_crash_costs_nothing([Values] PublishingPoint point, [Values] bool minedWhileDown)
    {
        await desk.WantAsync("a");
        desk.CrashAt = point;
        Assert.That(() => desk.StepAsync(), Throws.TypeOf<CrashException>());
        if (minedWhileDown)
            await anvil.Dev.MineAsync();
        desk.Open();
        await desk.SettleAsync();
        Assert.That((desk["a"].State, desk["a"].Nonce), Is.EqualTo((IntentState.Final, (ulong?)0)));
        Assert.That(desk.Attempts("a"), Has.Length.EqualTo(1));
        Assert.That(await desk.ReceivedAsync(), Is.EqualTo((UInt128)1));
        Assert.That(desk.Alarm, Is.Null);
    }

    /// <summary>Mines a block with this base fee; the next asks for about as much.</summary>
    private async Task BaseFeeAsync(ulong wei)
    {
        await anvil.Rpc.CallAsync("anvil_setNextBlockBaseFeePerGas", [string.Create(System.Globalization.CultureInfo.InvariantCulture, $"0x{wei:x}")]);
        await anvil.Dev.MineAsync();
    }

    private async Task DropAsync(Attempt attempt) => await anvil.Rpc.CallAsync("anvil_dropTransaction", [attempt.Signed.Hash.ToString()]);

    /// <summary>Another program with the key sends something that pays more, and it is mined.</summary>
    private async Task SendForeignAsync()
    {
        var foreign = new Transaction(31_337, 0, 50 * Gwei, 100 * Gwei, 21_000, new ContractCall(desk.Key.Address, [])).Sign(desk.Key);
        await anvil.Chain.SendRawAsync(foreign.Raw);
        await anvil.Dev.MineAsync();
    }
}
