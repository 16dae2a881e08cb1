using DecentralOrg.Acceptance.Tests.Following;
using DecentralOrg.Ethereum;
using DecentralOrg.Ethereum.Tests;

namespace DecentralOrg.Acceptance.Tests.Publishing;

/// <summary>A node that brings records to a chain on which transactions are passed over, lost, crowded out or taken back.</summary>
internal sealed class HardChainTests
{
    private HardChain chain = null!;

    [SetUp]
    public async Task FoundAsync() => chain = await HardChain.FoundAsync();

    [TearDown]
    public void End() => chain.Dispose();

    [Test]
    public async Task A_transaction_that_waits_while_the_base_fee_rises_twentyfold_is_replaced_and_taken()
    {
        using var node = await chain.StartAsync(chain.Anvil.Url, "--replace-after", "1");
        var record = await chain.PostUnminedAsync(node);
        var first = (await chain.PendingAsync()).Single();
        var fee = (await chain.Anvil.Chain.GetBlockAsync())!.BaseFee!.Value * 20;
        await chain.Anvil.Rpc.CallAsync("anvil_setNextBlockBaseFeePerGas", [$"0x{fee:x}"]);
        await chain.Organization.MineAsync(1);
        Assert.That(await chain.Anvil.Chain.GetReceiptAsync(first.Hash), Is.Null, "the block had no place for it");
        await chain.MineUntilAnchoredAsync(node, record);
        Assert.That(await chain.Anvil.Chain.GetReceiptAsync(first.Hash), Is.Null, "another attempt was taken");
        Assert.That(await chain.NonceAsync(), Is.EqualTo(first.Nonce + 1), "with the same nonce");
        await chain.AssertOnceAsync();
    }

    [Test]
    public async Task A_transaction_that_the_chain_has_dropped_is_sent_again()
    {
        using var node = await chain.StartAsync(chain.Anvil.Url);
        var record = await chain.PostUnminedAsync(node);
        var first = (await chain.PendingAsync()).Single();
        await chain.Anvil.Rpc.CallAsync("anvil_dropTransaction", [first.Hash.ToString()]);
        await chain.MineUntilAnchoredAsync(node, record);
        Assert.That(await chain.Anvil.Chain.GetReceiptAsync(first.Hash), Is.Not.Null, "with the same bytes, because nobody asked for more");
        await chain.AssertOnceAsync();
    }

    [Test]
    public async Task A_transaction_of_another_program_on_the_same_nonce_costs_no_record_and_is_told()
    {
        using var node = await chain.StartAsync(chain.Anvil.Url);
        var record = await chain.PostUnminedAsync(node);
        var first = (await chain.PendingAsync()).Single();
        var foreign = new Transaction(
            await chain.Anvil.Chain.GetChainIdAsync(), first.Nonce, 1_000_000_000_000, 1_000_000_000_000, 21_000, new ContractCall(chain.Relayer.Address, [])).Sign(chain.Relayer);
        await chain.Anvil.Chain.SendRawAsync(foreign.Raw);
        await chain.MineUntilAnchoredAsync(node, record);
        Assert.That(await chain.Anvil.Chain.GetReceiptAsync(foreign.Hash), Is.Not.Null);
        Assert.That(await chain.NonceAsync(), Is.EqualTo(first.Nonce + 2));
        Assert.That(HardChain.Sentences(await node.StatusAsync()), Has.Some.Contains("Another program has the key"));
        await node.TerminateAsync();
        var lowered = await Dorg.RunAsync("node", "acknowledge", "foreign_transaction", "--data", chain.Data.Path);
        Assert.That(lowered.ExitCode, Is.Zero, lowered.ToString());
        using var again = await chain.StartAsync(chain.Anvil.Url);
        Assert.That(HardChain.Sentences(await again.StatusAsync()), Has.None.StartsWith("Alarm"));
        await chain.AssertOnceAsync();
    }

    [Test]
    public async Task Nothing_is_published_while_a_final_block_is_missing_and_all_of_it_after()
    {
        var fork = await chain.Organization.HeadAsync();
        await chain.Organization.ContributeAsync(1, "Final");
        await chain.Organization.MineAsync(2 * AnvilOrganization.Window);
        await using var proxy = await FaultProxy.StartAsync(chain.Anvil.Url);
        using var branch = await Anvil.StartAsync("--slots-in-an-epoch", "4", "--fork-url", chain.Anvil.Url.ToString(), "--fork-block-number", $"{fork}");
        await branch.Rpc.CallAsync("anvil_mine", ["0x20"]);
        using var node = await chain.StartAsync(proxy.Url);
        proxy.Target = branch.Url;
        await node.UntilAsync("/status", status => HardChain.Sentences(status)[0].StartsWith("Alarm since ", StringComparison.Ordinal));
        var record = await chain.Organization.PostAsync(node.Http, 0, "Waits");
        var posted = TimeProvider.System.GetUtcNow();
        await node.UntilAsync("/status", status => status["loops"]!.AsArray().Any(loop =>
            loop!["name"]!.GetValue<string>().StartsWith("publishing", StringComparison.Ordinal) && loop["lastSuccess"]!.GetValue<DateTimeOffset>() > posted.AddSeconds(1)));
        Assert.That(await branch.Chain.GetTransactionCountAsync(chain.Relayer.Address), Is.Zero);
        Assert.That((await node.StatusAsync())["ready"]!.GetValue<bool>(), Is.False);
        proxy.Target = chain.Anvil.Url;
        await node.UntilAsync(record, status => status["state"]!.GetValue<string>() == "Anchored");
        await node.ReadyAsync();
        await chain.AssertOnceAsync(records: 2);
    }
}
