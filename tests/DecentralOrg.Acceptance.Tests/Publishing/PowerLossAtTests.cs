using DecentralOrg.Acceptance.Tests.Following;
using DecentralOrg.Node.Tests.Storage;

namespace DecentralOrg.Acceptance.Tests.Publishing;

/// <summary>
/// A node that loses its power in the middle of publishing: with a question to the chain on its way, or answered and not
/// heard. Whatever the chain does while it is down, the record is there once, and no nonce is lost.
/// </summary>
[TestFixture(StorageKind.Sqlite)]
[TestFixture(StorageKind.Postgres)]
internal sealed class PowerLossAtTests(StorageKind kind)
{
    private HardChain chain = null!;
    private FaultProxy proxy = null!;

    /// <summary>What the chain does while the node is down.</summary>
    public enum WhileDown
    {
        Nothing,
        Mined,
        MinedAndTakenBack,
        Dropped,
    }

    [SetUp]
    public async Task FoundAsync()
    {
        chain = await HardChain.FoundAsync(kind);
        proxy = await FaultProxy.StartAsync(chain.Anvil.Url);
        await chain.Anvil.Rpc.CallAsync("evm_setAutomine", [false]);
    }

    [TearDown]
    public async Task EndAsync()
    {
        await proxy.DisposeAsync();
        chain.Dispose();
    }

    // Wanted and committed; simulated and not signed; signed and not sent; sent and not known to be.
    [TestCase("eth_call", false, 0, WhileDown.Nothing)]
    [TestCase("eth_maxPriorityFeePerGas", false, 0, WhileDown.Nothing)]
    [TestCase("eth_getBalance", false, 0, WhileDown.Nothing)]
    [TestCase("eth_sendRawTransaction", false, 0, WhileDown.Nothing)]
    [TestCase("eth_sendRawTransaction", true, 1, WhileDown.Nothing)]
    [TestCase("eth_sendRawTransaction", true, 1, WhileDown.Mined)]
    [TestCase("eth_sendRawTransaction", true, 1, WhileDown.MinedAndTakenBack)]
    [TestCase("eth_sendRawTransaction", true, 1, WhileDown.Dropped)]
    public async Task A_loss_of_power_with_a_question_on_its_way(string method, bool asked, int pending, WhileDown happens)
    {
        using (var node = await chain.StartAsync(proxy.Url))
        {
            var lost = LoseAt(method, asked);
            var record = await chain.Organization.PostAsync(node.Http, 0, "Waits");
            await lost.WaitAsync(TimeSpan.FromSeconds(30));
            node.Kill();
            proxy.Fault = null;
            Assert.That(await chain.PendingAsync(), Has.Count.EqualTo(pending), "what the chain has of it");
            await HappenAsync(happens);
            await GoOnAsync(record);
        }
        Assert.That(await chain.NonceAsync(), Is.EqualTo(1), "one transaction");
    }

    [TestCase(WhileDown.Nothing, TestName = "A loss of power with the receipt on its way")]
    [TestCase(WhileDown.MinedAndTakenBack, TestName = "A loss of power with the receipt on its way, whose block is taken back")]
    public async Task The_receipt(WhileDown happens)
    {
        using (var node = await chain.StartAsync(proxy.Url))
        {
            var record = await chain.PostUnminedAsync(node);
            var lost = LoseAt("eth_getTransactionReceipt", asked: false);
            await chain.Organization.MineAsync(1);
            await lost.WaitAsync(TimeSpan.FromSeconds(30));
            node.Kill();
            proxy.Fault = null;
            if (happens == WhileDown.MinedAndTakenBack)
                await chain.Organization.ReorganizeAsync(1);
            await GoOnAsync(record);
        }
        Assert.That(await chain.NonceAsync(), Is.EqualTo(1), "one transaction");
    }

    [TestCase(false, TestName = "A loss of power after a replacement, which is mined while down")]
    [TestCase(true, TestName = "A loss of power after a replacement, and what it replaced is mined while down")]
    public async Task A_replacement(bool theFirstIsMined)
    {
        using (var node = await chain.StartAsync(proxy.Url, "--replace-after", "1"))
        {
            var record = await chain.PostUnminedAsync(node);
            var first = (await chain.PendingAsync()).Single().Hash;
            var raw = (await chain.Anvil.Rpc.CallAsync("eth_getRawTransactionByHash", [first.ToString()])).GetString()!;
            var lost = LoseAt("eth_sendRawTransaction", asked: true, call => call.Parameter(0)!.ToString() != raw);
            var fee = (await chain.Anvil.Chain.GetBlockAsync())!.BaseFee!.Value * 20;
            await chain.Anvil.Rpc.CallAsync("anvil_setNextBlockBaseFeePerGas", [$"0x{fee:x}"]);
            await chain.Organization.MineAsync(1);
            await lost.WaitAsync(TimeSpan.FromSeconds(30));
            node.Kill();
            proxy.Fault = null;
            var second = (await chain.PendingAsync()).Single().Hash;
            Assert.That(second, Is.Not.EqualTo(first));
            if (theFirstIsMined)
            {
                await chain.Anvil.Rpc.CallAsync("anvil_dropTransaction", [second.ToString()]);
                await chain.Anvil.Rpc.CallAsync("anvil_setNextBlockBaseFeePerGas", ["0x1"]);
                await chain.Organization.MineAsync(1);
                await chain.Anvil.Rpc.CallAsync("eth_sendRawTransaction", [raw]);
            }
            await chain.Organization.MineAsync(1);
            Assert.That(await chain.Anvil.Chain.GetReceiptAsync(theFirstIsMined ? first : second), Is.Not.Null);
            await GoOnAsync(record);
        }
        Assert.That(await chain.NonceAsync(), Is.EqualTo(1), "one nonce");
    }

    /// <summary>Completes when the node's question is here, or is answered; the node never hears of it.</summary>
    private Task LoseAt(string method, bool asked, Predicate<ProxiedCall>? which = null)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Fault = async call =>
        {
            if (call.Method != method || which?.Invoke(call) == false || !IsPublishing(call))
                return false;
            if (asked)
                await call.AskAsync();
            lost.TrySetResult();
            await Task.Delay(Timeout.Infinite, call.Context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        return lost.Task;
    }

    /// <summary>Whether a call is one of the publisher and not of those that follow the chain.</summary>
    private bool IsPublishing(ProxiedCall call) =>
        call.Method != "eth_call" || call.Parameter(0)!["from"]?.ToString().Equals(chain.Relayer.Address.ToString(), StringComparison.OrdinalIgnoreCase) == true;

    private async Task HappenAsync(WhileDown happens)
    {
        if (happens == WhileDown.Dropped)
        {
            var sent = (await chain.PendingAsync()).Single().Hash;
            await chain.Anvil.Rpc.CallAsync("anvil_dropTransaction", [sent.ToString()]);
        }
        if (happens is WhileDown.Mined or WhileDown.MinedAndTakenBack)
        {
            await chain.Organization.MineAsync(1);
            Assert.That(await chain.NonceAsync(), Is.EqualTo(1));
        }
        if (happens == WhileDown.MinedAndTakenBack)
        {
            await chain.Organization.ReorganizeAsync(1);
            Assert.That(await chain.NonceAsync(), Is.Zero);
        }
    }

    private async Task GoOnAsync(string record)
    {
        using var again = await chain.StartAsync(chain.Anvil.Url);
        await chain.MineUntilAnchoredAsync(again, record);
        await chain.AssertOnceAsync();
        Assert.That(HardChain.Sentences(await again.StatusAsync()), Has.None.StartsWith("Alarm"));
    }
}
