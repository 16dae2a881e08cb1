using System.Globalization;
using System.Text.Json.Nodes;
using DecentralOrg.Acceptance.Tests.Following;
using DecentralOrg.Ethereum;
using DecentralOrg.Ethereum.Tests;
using DecentralOrg.Kernel;

namespace DecentralOrg.Acceptance.Tests.Publishing;

/// <summary>A node that brings records to a chain on which transactions are passed over, lost, crowded out or taken back.</summary>
internal sealed class HardChainTests
{
    /// <summary>The relaying account: one that anvil has given ether, and that nobody else here uses.</summary>
    private const int Relayer = 9;

    private const int MostLooks = 1_000;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly HdWallet wallet = new(HdWallet.DevMnemonic);
    private PrivateKey relayer = null!;
    private AnvilOrganization organization = null!;
    private DataFolder data = null!;

    [OneTimeSetUp]
    public void Derive() => relayer = wallet.Key(Relayer);

    [OneTimeTearDown]
    public void Forget()
    {
        relayer.Dispose();
        wallet.Dispose();
    }

    [SetUp]
    public async Task FoundAsync()
    {
        organization = await AnvilOrganization.FoundAsync();
        data = new DataFolder();
    }

    [TearDown]
    public void End()
    {
        data.Dispose();
        organization.Dispose();
    }

    [Test]
    public async Task A_transaction_that_waits_while_the_base_fee_rises_twentyfold_is_replaced_and_taken()
    {
        using var node = await StartAsync(organization.Anvil.Url, "--replace-after", "1");
        var record = await PostUnminedAsync(node);
        var first = (await PendingAsync()).Single();
        var fee = (await organization.Anvil.Chain.GetBlockAsync())!.BaseFee!.Value * 20;
        await organization.Anvil.Rpc.CallAsync("anvil_setNextBlockBaseFeePerGas", [$"0x{fee:x}"]);
        await organization.MineAsync(1);
        Assert.That(await organization.Anvil.Chain.GetReceiptAsync(first.Hash), Is.Null, "the block had no place for it");
        await MineUntilAnchoredAsync(node, record);
        Assert.That(await organization.Anvil.Chain.GetReceiptAsync(first.Hash), Is.Null, "another attempt was taken");
        Assert.That(await NonceAsync(), Is.EqualTo(first.Nonce + 1), "with the same nonce");
        await AssertOnceAsync();
    }

    [Test]
    public async Task A_transaction_that_the_chain_has_dropped_is_sent_again()
    {
        using var node = await StartAsync(organization.Anvil.Url);
        var record = await PostUnminedAsync(node);
        var first = (await PendingAsync()).Single();
        await organization.Anvil.Rpc.CallAsync("anvil_dropTransaction", [first.Hash.ToString()]);
        await MineUntilAnchoredAsync(node, record);
        Assert.That(await organization.Anvil.Chain.GetReceiptAsync(first.Hash), Is.Not.Null, "with the same bytes, because nobody asked for more");
        await AssertOnceAsync();
    }

    [Test]
    public async Task A_transaction_of_another_program_on_the_same_nonce_costs_no_record_and_is_told()
    {
        using var node = await StartAsync(organization.Anvil.Url);
        var record = await PostUnminedAsync(node);
        var first = (await PendingAsync()).Single();
        var foreign = new Transaction(
            await organization.Anvil.Chain.GetChainIdAsync(), first.Nonce, 1_000_000_000_000, 1_000_000_000_000, 21_000, new ContractCall(relayer.Address, [])).Sign(relayer);
        await organization.Anvil.Chain.SendRawAsync(foreign.Raw);
        await MineUntilAnchoredAsync(node, record);
        Assert.That(await organization.Anvil.Chain.GetReceiptAsync(foreign.Hash), Is.Not.Null);
        Assert.That(await NonceAsync(), Is.EqualTo(first.Nonce + 2));
        Assert.That(Sentences(await node.StatusAsync()), Has.Some.Contains("Another program has the key"));
        await node.TerminateAsync();
        var lowered = await Dorg.RunAsync("node", "acknowledge", "foreign_transaction", "--data", data.Path);
        Assert.That(lowered.ExitCode, Is.Zero, lowered.ToString());
        using var again = await StartAsync(organization.Anvil.Url);
        Assert.That(Sentences(await again.StatusAsync()), Has.None.StartsWith("Alarm"));
        await AssertOnceAsync();
    }

    [Test]
    public async Task Nothing_is_published_while_a_final_block_is_missing_and_all_of_it_after()
    {
        var fork = await organization.HeadAsync();
        await organization.ContributeAsync(1, "Final");
        await organization.MineAsync(2 * AnvilOrganization.Window);
        await using var proxy = await FaultProxy.StartAsync(organization.Anvil.Url);
        using var branch = await Anvil.StartAsync("--slots-in-an-epoch", "4", "--fork-url", organization.Anvil.Url.ToString(), "--fork-block-number", $"{fork}");
        await branch.Rpc.CallAsync("anvil_mine", ["0x20"]);
        using var node = await StartAsync(proxy.Url);
        proxy.Target = branch.Url;
        await node.UntilAsync("/status", status => Sentences(status)[0].StartsWith("Alarm since ", StringComparison.Ordinal));
        var record = await organization.PostAsync(node.Http, 0, "Waits");
        var posted = TimeProvider.System.GetUtcNow();
        await node.UntilAsync("/status", status => status["loops"]!.AsArray().Any(loop =>
            loop!["name"]!.GetValue<string>().StartsWith("publishing", StringComparison.Ordinal) && loop["lastSuccess"]!.GetValue<DateTimeOffset>() > posted.AddSeconds(1)));
        Assert.That(await branch.Chain.GetTransactionCountAsync(relayer.Address), Is.Zero);
        Assert.That((await node.StatusAsync())["ready"]!.GetValue<bool>(), Is.False);
        proxy.Target = organization.Anvil.Url;
        await node.UntilAsync(record, status => status["state"]!.GetValue<string>() == "Anchored");
        await node.ReadyAsync();
        await AssertOnceAsync(records: 2);
    }

    private static List<string> Sentences(JsonNode status) => [.. status["sentences"]!.AsArray().Select(sentence => sentence!.GetValue<string>())];

    private async Task<NodeProcess> StartAsync(Uri endpoint, params string[] more)
    {
        var node = await NodeProcess.StartAsync(
            endpoint, organization.Settlement.ToString(), data.Path, ["--relay-age", "0", "--relay-key", $"dev:{Relayer}", .. more]);
        await node.ReadyAsync();
        return node;
    }

    /// <summary>Posts a record while nobody mines, and waits for its transaction.</summary>
    private async Task<string> PostUnminedAsync(NodeProcess node)
    {
        await organization.Anvil.Rpc.CallAsync("evm_setAutomine", [false]);
        var record = await organization.PostAsync(node.Http, 0, "Waits");
        for (var looks = 0; (await PendingAsync()).Count == 0; looks++)
        {
            Assert.That(looks, Is.LessThan(MostLooks), "nothing was sent");
            await Task.Delay(Pace);
        }
        return record;
    }

    private async Task<List<(Bytes32 Hash, ulong Nonce)>> PendingAsync()
    {
        var pool = await organization.Anvil.Rpc.CallAsync("txpool_content", []);
        return
        [
            .. pool.GetProperty("pending").EnumerateObject()
                .Where(sender => Address.Parse(sender.Name) == relayer.Address)
                .SelectMany(sender => sender.Value.EnumerateObject())
                .Select(entry => (Bytes32.Parse(entry.Value.GetProperty("hash").GetString()!), ulong.Parse(entry.Name, CultureInfo.InvariantCulture))),
        ];
    }

    private async Task<ulong> NonceAsync() => await organization.Anvil.Chain.GetTransactionCountAsync(relayer.Address);

    /// <summary>Mines block after block until the record is where it belongs.</summary>
    private async Task MineUntilAnchoredAsync(NodeProcess node, string record)
    {
        for (var looks = 0; (await node.GetAsync(record))["state"]!.GetValue<string>() != "Anchored"; looks++)
        {
            Assert.That(looks, Is.LessThan(MostLooks), "it does not come to the chain");
            await organization.MineAsync(1);
            await Task.Delay(Pace);
        }
    }

    private async Task AssertOnceAsync(int records = 1) =>
        Assert.That(await organization.TruthAsync(), Does.Contain($"\"Sequence\":{records},").And.Contain("Waits"));
}
