using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Publishing;
using DecentralOrg.Node.Tests.Storage;

namespace DecentralOrg.Node.Tests.Publishing;

/// <summary>One happening each, on a scripted chain.</summary>
[TestFixture(StorageKind.Sqlite)]
[TestFixture(StorageKind.Postgres)]
internal sealed class PublisherTests(StorageKind kind)
{
    private Office office = null!;

    [SetUp]
    public void Open() => office = new Office(kind: kind);

    [TearDown]
    public void Close() => office.Dispose();

    [Test]
    public async Task What_a_simulation_refuses_costs_no_gas_and_no_nonce()
    {
        await office.WantAsync("bad", [ScriptedChain.RefusedEverywhere]);
        await office.WantAsync("good", budget: "epoch/2");
        await office.StepAsync();
        Assert.That((office["bad"].State, office["bad"].Nonce, office["bad"].Ended), Is.EqualTo((IntentState.Refused, (ulong?)null, true)));
        Assert.That(office["bad"].Reason, Is.EqualTo("TooEarly(until: 7)"));
        Assert.That(office["good"].Nonce, Is.Zero);
        Assert.That(office.Chain.Sent, Is.EqualTo(1));
    }

    [Test]
    public async Task A_refusal_is_no_refusal_while_what_it_needs_is_on_its_way()
    {
        await office.WantAsync("first");
        await office.WantAsync("second", [ScriptedChain.RefusedEverywhere]);
        await office.StepAsync();
        Assert.That(office["second"].State, Is.EqualTo(IntentState.Wanted));
        office.Chain.Mine();
        await office.StepAsync();
        Assert.That(office["second"].State, Is.EqualTo(IntentState.Refused));
    }

    [Test]
    public async Task What_a_block_refuses_is_decoded_and_not_tried_again_until_it_is_wanted_again()
    {
        await office.WantAsync("late", [ScriptedChain.RefusedInBlock]);
        await office.StepAsync();
        office.Chain.Mine();
        await office.StepAsync();
        Assert.That((office["late"].State, office["late"].Reason, office["late"].Ended), Is.EqualTo((IntentState.Refused, "TooEarly(until: 7)", false)));
        await office.SettleAsync();
        Assert.That((office["late"].Ended, office.Chain.Sent), Is.EqualTo((true, 1)));
        Assert.That(await office.Database.WriteAsync(session => office.Intents.WantAgain(session, "late")), Is.True);
        Assert.That(await office.Database.WriteAsync(session => office.Intents.WantAgain(session, "late")), Is.False);
        await office.SettleAsync();
        Assert.That((office["late"].State, office["late"].Nonce, office.Chain.Sent), Is.EqualTo((IntentState.Refused, (ulong?)1, 2)));
    }

    [Test]
    public async Task A_refusal_in_a_block_that_is_taken_back_is_none()
    {
        await office.WantAsync("late", [ScriptedChain.RefusedInBlock]);
        await office.StepAsync();
        office.Chain.Mine();
        await office.StepAsync();
        office.Chain.Reorganize(1, lost: true);
        await office.StepAsync();
        Assert.That((office["late"].State, office["late"].Reason), Is.EqualTo((IntentState.Offered, (string?)null)));
        Assert.That(office.Chain.Pool, Is.EqualTo(new ulong[] { 0 }), "it was offered again");
    }

    [Test]
    public async Task At_the_ceiling_it_is_offered_and_held_and_goes_on_when_the_fee_falls()
    {
        office.Options = office.Options with { CeilingWeiPerGas = 100 };
        office.Open();
        await office.WantAsync("a");
        await office.StepAsync();
        office.Chain.BaseFee = 200;
        for (var i = 0; i < 40; i++)
        {
            office.Time.Advance(TimeSpan.FromSeconds(46));
            office.Chain.Mine();
            await office.StepAsync();
        }
        var attempts = office.Intents.Attempts(office["a"]);
        Assert.That(attempts.Select(attempt => attempt.Bid.Cap), Is.Ordered.And.All.LessThanOrEqualTo((UInt128)100));
        Assert.That(attempts[^1].Bid.Cap, Is.GreaterThan((UInt128)88));
        Assert.That(office["a"].State, Is.EqualTo(IntentState.Held));
        Assert.That(office["a"].Reason, Does.StartWith("fee ceiling reached; current base fee 200, ceiling 100"));
        await office.WantAsync("b");
        await office.StepAsync();
        Assert.That((office["b"].State, office["b"].Nonce), Is.EqualTo((IntentState.Held, (ulong?)null)));
        office.Chain.BaseFee = 10;
        await office.StepAsync();
        Assert.That((office["a"].State, office["b"].State), Is.EqualTo((IntentState.Offered, IntentState.Offered)));
        await office.SettleAsync();
        Assert.That(office["a"].State, Is.EqualTo(IntentState.Final));
    }

    [Test]
    public async Task A_budget_holds_back_only_its_own()
    {
        office.Options = office.Options with { BudgetWei = 60_000 * 21 };
        office.Open();
        await office.WantAsync("a1", budget: "a");
        await office.WantAsync("a2", budget: "a");
        await office.WantAsync("b1", budget: "b");
        await office.StepAsync();
        Assert.That(office["a2"].Reason, Does.StartWith("budget reached; 1260000 of 1260000 wei"));
        Assert.That((office["a1"].State, office["b1"].State), Is.EqualTo((IntentState.Offered, IntentState.Offered)));
        office.Chain.Mine();
        await office.StepAsync();
        Assert.That(office["a2"].State, Is.EqualTo(IntentState.Offered), "the block took less than was promised");
    }

    [Test]
    public async Task A_purse_holds_back_every_budget_that_is_paid_out_of_it()
    {
        office.Options = office.Options with { PurseWei = 60_000 * 21 };
        office.Open();
        await office.WantAsync("a", budget: "p/1/a", purse: "p/1");
        await office.WantAsync("b", budget: "p/1/b", purse: "p/1");
        await office.WantAsync("c", budget: "p/2/a", purse: "p/2");
        await office.WantAsync("d", budget: "d");
        await office.StepAsync();
        Assert.That(office["b"].Reason, Does.StartWith("budget of all accounts together reached; 1260000 of 1260000 wei"));
        Assert.That(
            (office["a"].State, office["c"].State, office["d"].State), Is.EqualTo((IntentState.Offered, IntentState.Offered, IntentState.Offered)), "others have their own");
        Assert.That(office.Database.Read(session => Intents.Purse(session, "p/1")), Is.EqualTo(((UInt128)1_260_000, 1L)));
        office.Chain.Mine();
        await office.StepAsync();
        Assert.That(office["b"].State, Is.EqualTo(IntentState.Offered), "the block took less than was promised");
    }

    [Test]
    public async Task Without_ether_nothing_is_signed_and_it_goes_on_when_there_is_some()
    {
        office.Chain.Balance = 1;
        await office.WantAsync("a");
        await office.StepAsync();
        Assert.That((office["a"].State, office["a"].Nonce), Is.EqualTo((IntentState.Held, (ulong?)null)));
        Assert.That(office["a"].Reason, Does.Contain("has not enough ether: 1260000 wei are needed, 1 are there"));
        office.Chain.Balance = 1_260_000;
        await office.SettleAsync();
        Assert.That(office["a"].State, Is.EqualTo(IntentState.Final));
    }

    [Test]
    public async Task No_more_than_sixteen_wait()
    {
        for (var i = 0; i < 20; i++)
            await office.WantAsync($"{i}");
        await office.StepAsync();
        await office.StepAsync();
        Assert.That(office.Chain.Pool.Count(), Is.EqualTo(16));
        office.Chain.Mine();
        await office.StepAsync();
        Assert.That(office.Chain.Pool, Is.EqualTo(new ulong[] { 16, 17, 18, 19 }));
    }

    [Test]
    public async Task A_node_that_refuses_one_gets_none_of_those_behind_it()
    {
        for (var i = 0; i < 3; i++)
            await office.WantAsync($"{i}");
        office.Chain.Before = method =>
        {
            if (method == "send")
                throw ScriptedChain.Error("exceeds block gas limit");
        };
        await office.StepAsync();
        Assert.That(office["0"].Reason, Does.Contain("\"exceeds block gas limit\""));
        Assert.That((office["0"].State, office["1"].State), Is.EqualTo((IntentState.Held, IntentState.Wanted)));
        office.Chain.Before = _ => { };
        await office.SettleAsync();
        Assert.That(office.Chain.Effects.Count(), Is.EqualTo(3));
    }

    [Test]
    public void Another_chain_is_refused_before_anything_is_signed()
    {
        office.Chain.ChainId = 1;
        Assert.That(
            () => office.StepAsync(),
            Throws.TypeOf<PublishingException>().With.Property("Reason").EqualTo(PublishingFailure.OtherChain).And.Message.Contains("chain id 1, not 31337"));
        office.Chain.ChainId = 31_337;
        var other = new Publisher(
            office.Database, new Liar(office.Account, default), new PublishingChain(31_337, Keccak.Hash([1])), office.Options,
            new Dictionary<string, IntentOracle>(), office.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<Publisher>.Instance);
        Assert.That(() => other.StepAsync(office.Chain), Throws.TypeOf<PublishingException>().With.Message.Contains("block 0"));
    }

    [Test]
    public async Task A_chain_that_changes_between_simulation_and_signature_gets_no_signature()
    {
        await office.WantAsync("a");
        office.Chain.Before = method => office.Chain.ChainId = method == "balance" ? 5UL : office.Chain.ChainId;
        Assert.That(() => office.StepAsync(), Throws.TypeOf<PublishingException>());
        Assert.That((office["a"].State, office["a"].Nonce), Is.EqualTo((IntentState.Wanted, (ulong?)null)));
    }

    [Test]
    public async Task A_signer_that_signs_with_another_key_sends_nothing()
    {
        using var other = PrivateKey.Create();
        office.Signer = new Liar(office.Account, other.Sign(Keccak.Hash([1])));
        office.Open();
        await office.WantAsync("a");
        Assert.That(() => office.StepAsync(), Throws.TypeOf<PublishingException>().With.Property("Reason").EqualTo(PublishingFailure.Signer));
        Assert.That((office["a"].Nonce, office.Chain.Sent), Is.EqualTo(((ulong?)null, 0)));
        office.Signer = null;
        office.Open();
        await office.SettleAsync();
        Assert.That((office["a"].State, office["a"].Nonce), Is.EqualTo((IntentState.Final, (ulong?)0)));
    }

    [Test]
    public async Task The_newer_of_two_publishers_goes_on_and_the_older_can_write_nothing()
    {
        await office.WantAsync("a");
        await office.StepAsync();
        var newer = office.NewPublisher();
        await newer.StepAsync(office.Chain);
        Assert.That(() => office.StepAsync(), Throws.TypeOf<PublishingException>().With.Property("Reason").EqualTo(PublishingFailure.LeaseLost));
        await newer.StepAsync(office.Chain);
    }

    [Test]
    public async Task Where_processes_share_a_database_the_second_waits_for_the_lease_to_end()
    {
        office.Options = office.Options with { SeizeLease = false };
        office.Open();
        await office.StepAsync();
        var second = office.NewPublisher();
        Assert.That(() => second.StepAsync(office.Chain), Throws.TypeOf<PublishingException>().With.Property("Reason").EqualTo(PublishingFailure.LeaseHeld));
        office.Time.Advance(office.Options.Lease);
        await second.StepAsync(office.Chain);
        Assert.That(() => office.StepAsync(), Throws.TypeOf<PublishingException>().With.Property("Reason").EqualTo(PublishingFailure.LeaseLost));
    }

    [Test]
    public async Task A_stranger_on_our_nonce_raises_the_alarm_and_it_is_planned_anew_once_that_is_final()
    {
        await office.WantAsync("a");
        await office.StepAsync();
        office.Chain.MineForeign();
        for (var look = 1; look < Watching.LooksForAStranger; look++)
            await office.StepAsync();
        Assert.That(office.Alarm(), Is.Null, "it may be that the endpoint does not know the receipt yet");
        await office.StepAsync();
        Assert.That((office["a"].State, office["a"].Nonce, office["a"].Ended), Is.EqualTo((IntentState.Superseded, (ulong?)0, false)));
        Assert.That(office.Alarm(), Does.Contain("The nonce 0"));
        await office.SettleAsync();
        Assert.That((office["a"].State, office["a"].Nonce), Is.EqualTo((IntentState.Final, (ulong?)1)));
        Assert.That(office.Intents.Attempts(office["a"]).Select(attempt => attempt.Signed.Nonce), Is.EqualTo(new ulong[] { 0, 1 }));
    }

    [Test]
    public async Task An_endpoint_that_learns_of_receipts_late_makes_no_stranger_of_us()
    {
        await office.WantAsync("a");
        await office.StepAsync();
        office.Chain.KnowsReceipts = false;
        office.Chain.Mine();
        for (var look = 1; look < Watching.LooksForAStranger; look++)
            await office.StepAsync();
        office.Chain.KnowsReceipts = true;
        await office.StepAsync();
        Assert.That(office["a"].State, Is.EqualTo(IntentState.Seen));
        office.Chain.KnowsReceipts = false;
        await office.StepAsync();
        office.Chain.KnowsReceipts = true;
        await office.SettleAsync();
        Assert.That((office["a"].State, office["a"].Nonce, office.Alarm()), Is.EqualTo((IntentState.Final, (ulong?)0, (string?)null)));
        Assert.That(office.Chain.Effects.Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_stranger_taken_back_leaves_our_attempt_to_be_mined_once()
    {
        await office.WantAsync("a");
        await office.StepAsync();
        office.Chain.MineForeign();
        await office.StepAsync();
        await office.StepAsync();
        office.Chain.Reorganize(1, lost: false);
        office.Chain.Mine();
        await office.SettleAsync();
        Assert.That((office["a"].State, office["a"].Nonce, office.Chain.Effects.Count()), Is.EqualTo((IntentState.Final, (ulong?)0, 1)));
    }

    [Test]
    public async Task A_hole_that_a_stranger_left_is_filled()
    {
        await office.StepAsync();
        office.Chain.MineForeign();
        await office.WantAsync("a");
        await office.StepAsync();
        Assert.That(office["a"].Nonce, Is.EqualTo(1));
        office.Chain.Reorganize(1, lost: true);
        await office.SettleAsync();
        Assert.That(office["a"].State, Is.EqualTo(IntentState.Final));
        Assert.That(office.Intents.Page(IntentState.Final).Single(intent => intent.Nonce == 0).Request.Kind, Is.EqualTo("filler"));
    }

    [Test]
    public async Task Holes_are_filled_before_a_full_pool()
    {
        await office.StepAsync();
        office.Chain.MineForeign();
        office.Chain.MineForeign();
        for (var i = 0; i < 20; i++)
            await office.WantAsync($"{i}");
        await office.StepAsync();
        office.Chain.Reorganize(2, lost: true);
        await office.StepAsync();
        Assert.That(office.Chain.Pool, Is.EqualTo(Enumerable.Range(0, 18).Select(nonce => (ulong)nonce)));
        await office.SettleAsync();
        Assert.That(office.Chain.Effects.Count(data => data.Length > 0), Is.EqualTo(20));
    }

    [Test]
    public async Task Many_that_are_held_do_not_starve_the_others()
    {
        office.Options = office.Options with { BudgetWei = 60_000 * 21 };
        office.Open();
        for (var i = 0; i < 200; i++)
            await office.WantAsync($"a{i}", budget: "a", gas: 21_000 * (ulong)(i == 0 ? 1 : 700));
        await office.WantAsync("b", budget: "b");
        await office.StepAsync();
        Assert.That((office["a1"].State, office["b"].State), Is.EqualTo((IntentState.Held, IntentState.Offered)));
    }

    [Test]
    public async Task A_database_of_yesterday_does_nothing_twice_that_the_contract_knows()
    {
        office.Dispose();
        office = new Office(oracle: Holds, kind: kind);
        await office.WantAsync("done", kind: "asked");
        await office.WantAsync("open", kind: "asked");
        var yesterday = office.Backup();
        await office.SettleAsync();
        await office.WantAsync("forgotten", kind: "asked");
        await office.SettleAsync();
        office.Restore(yesterday);
        await office.WantAsync("new", kind: "asked");
        await office.SettleAsync();
        Assert.That(office["done"].Reason, Does.StartWith("the contract holds it already"));
        Assert.That((office["done"].State, office["new"].State, office["new"].Nonce), Is.EqualTo((IntentState.Superseded, IntentState.Final, (ulong?)3)));
        Assert.That(office.Chain.Effects.Count(), Is.EqualTo(4));
    }

    [Test]
    public async Task Nonces_used_since_the_backup_are_named()
    {
        await office.WantAsync("a");
        await office.StepAsync();
        var yesterday = office.Backup();
        await office.WantAsync("b");
        await office.WantAsync("c");
        await office.SettleAsync();
        office.Restore(yesterday);
        await office.SettleAsync();
        Assert.That(office["a"].State, Is.EqualTo(IntentState.Final));
        Assert.That(office.Alarm(), Does.StartWith("Nonces 1 to 2 of"));
    }

    [Test]
    public async Task Final_is_what_the_contract_says_not_what_the_receipt_says()
    {
        office.Dispose();
        var holds = false;
        office = new Office(oracle: (_, _, _, _) => Task.FromResult(holds), kind: kind);
        await office.WantAsync("a", kind: "asked");
        await office.SettleAsync();
        Assert.That((office["a"].State, office["a"].Live), Is.EqualTo((IntentState.Held, false)));
        Assert.That(office["a"].Reason, Does.Contain("the contract does not hold what it wants"));
        holds = true;
        await office.StepAsync();
        Assert.That((office["a"].State, office["a"].Reason), Is.EqualTo((IntentState.Final, (string?)null)));
    }

    [TestCase(PublishingPoint.AfterCommit, 0)]
    [TestCase(PublishingPoint.BeforeSigning, 0)]
    [TestCase(PublishingPoint.AfterSigning, 1)]
    [TestCase(PublishingPoint.BeforeSend, 1)]
    [TestCase(PublishingPoint.AfterSend, 1)]
    public async Task A_crash_at_any_point_costs_nothing(PublishingPoint point, int attempts)
    {
        await office.WantAsync("a");
        office.CrashAt = point;
        Assert.That(() => office.StepAsync(), Throws.TypeOf<CrashException>());
        office.Open();
        Assert.That(office.Intents.Attempts(office["a"]), Has.Count.EqualTo(attempts));
        await office.SettleAsync();
        Assert.That((office["a"].State, office["a"].Nonce, office.Chain.Effects.Count()), Is.EqualTo((IntentState.Final, (ulong?)0, 1)));
        Assert.That(office.Intents.Attempts(office["a"]), Has.Count.EqualTo(1), "the same bytes were sent again");
    }

    private Task<bool> Holds(IChain chain, Intent intent, BlockTag at, CancellationToken stop) =>
        Task.FromResult(office.Chain.Effects.Any(data => data.AsSpan().SequenceEqual(intent.Request.Call.Data)));

    /// <summary>Signs everything with what it has.</summary>
    private sealed class Liar(Address account, Signature signature) : ISigner
    {
        public Address Address => account;

        public Signature Sign(Bytes32 digest) => signature;
    }
}
