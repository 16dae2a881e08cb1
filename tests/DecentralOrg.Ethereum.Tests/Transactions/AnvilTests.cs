using System.Numerics;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>Against a real chain: what is signed here is mined there, and what it says is understood here.</summary>
public sealed class AnvilTests
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly HdWallet wallet = new(HdWallet.DevMnemonic);
    private Anvil anvil = null!;
    private PrivateKey key = null!;
    private TransactionSender sender = null!;
    private ProbeContract probe = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        anvil = await Anvil.StartAsync();
        key = wallet.Key(0);
        sender = new TransactionSender(anvil.Chain, key, new RevertDecoder(ProbeContract.Errors), pollInterval: Poll);
        var artifact = await Probe.CompileAsync();
        var receipt = await sender.ExecuteAsync(new ContractCall(null, ProbeContract.DeployData(artifact.Bytecode, key.Address, 40), 5));
        probe = new ProbeContract(anvil.Chain, receipt.Created!.Value);
        Assert.That(await anvil.Chain.GetBalanceAsync(probe.Address), Is.EqualTo((UInt128)5));
    }

    [OneTimeTearDown]
    public void Stop()
    {
        sender?.Dispose();
        key?.Dispose();
        wallet.Dispose();
        anvil?.Dispose();
    }

    [Test]
    public async Task A_chain_tells_who_it_is()
    {
        Assert.That(await anvil.Chain.GetChainIdAsync(), Is.EqualTo(31337ul));
        var genesis = await anvil.Chain.GetBlockAsync(BlockTag.Number(0));
        Assert.That(await anvil.Chain.GetGenesisHashAsync(), Is.EqualTo(genesis!.Hash));
        Assert.That(await anvil.Chain.GetBlockAsync(BlockTag.Hash(genesis.Hash)), Is.EqualTo(genesis));
        Assert.That(await anvil.Chain.GetBlockAsync(BlockTag.Number(1_000_000)), Is.Null);
        Assert.That(await anvil.Chain.GetCodeAsync(probe.Address), Is.Not.Empty);
        Assert.That(await anvil.Chain.GetCodeAsync(Address.Zero), Is.Empty);
    }

    [Test]
    public async Task Structs_go_through_a_contract_and_come_back()
    {
        var shape = SomeShape();
        Bytes32[] ids = [Keccak.Hash([1]), Keccak.Hash([2])];
        var (back, list, count) = await probe.EchoAsync(shape, ids);
        AssertSame(back, shape);
        Assert.That(list, Is.EqualTo(ids));
        Assert.That(count, Is.EqualTo((BigInteger)2));
        Assert.That(await probe.OwnerAsync(), Is.EqualTo(key.Address));
    }

    [Test]
    public async Task An_event_is_read_from_its_receipt_and_from_its_block()
    {
        var shape = SomeShape();
        var call = probe.Draw(shape, 7);
        Assert.That(ProbeContract.TryDecodeDraw(call.Data, out var decoded), Is.True);
        AssertSame(decoded!.Shape, shape);
        Assert.That(ProbeContract.TryDecodeRefuseIn(call.Data, out _), Is.False);
        var receipt = await sender.ExecuteAsync(call);
        Assert.That(ProbeContract.DrawnEvent.TryDecode(receipt.Logs.Single(), out var drawn), Is.True);
        AssertSame(drawn!.Shape, shape);
        Assert.That(drawn.Label, Is.EqualTo(Keccak.Hash(shape.Name.Bytes)));
        Assert.That((drawn.Value, drawn.Number > 40), Is.EqualTo(((BigInteger)7, true)));

        var block = await anvil.Chain.GetLogsAsync(LogFilter.InBlock(receipt.BlockHash, probe.Address));
        Assert.That(block.Single().Data, Is.EqualTo(receipt.Logs[0].Data));
        var range = await anvil.Chain.GetLogsAsync(new LogFilter(
            [probe.Address], [[ProbeContract.DrawnEvent.Topic], null, [drawn.Label]], BlockTag.Number(receipt.BlockNumber), BlockTag.Number(receipt.BlockNumber)));
        Assert.That(range.Single().TransactionHash, Is.EqualTo(receipt.TransactionHash));
        Assert.That(await anvil.Chain.GetLogsAsync(LogFilter.InBlock(receipt.BlockHash, Address.Zero)), Is.Empty);
    }

    [Test]
    public void A_revert_of_a_view_is_told_in_words()
    {
        var refused = Assert.ThrowsAsync<RevertException>(() => probe.RefuseAsync(3));
        Assert.That(refused!.Revert.Words, Is.EqualTo("Refused(member: 3, reason: \"no\uFFFD\", at: (x: -1, y: 2))"));
        Assert.That(refused.Revert.Values[0], Is.EqualTo(3u));
    }

    [TestCase(0x01, "an assertion failed")]
    [TestCase(0x12, "division by zero")]
    [TestCase(0x32, "an index out of bounds")]
    public void A_panic_is_told_in_words(int code, string meaning)
    {
        Assert.That(Assert.ThrowsAsync<RevertException>(() => probe.PanicAsync(code))!.Message, Does.EndWith(meaning));
    }

    [Test]
    public async Task A_revert_at_the_estimate_sends_nothing()
    {
        var before = await anvil.Chain.GetTransactionCountAsync(key.Address, BlockTag.Pending);
        var refused = Assert.ThrowsAsync<RevertException>(async () => await sender.SendAsync(probe.RefuseIn(await probe.DrawnAsync() + 1)));
        Assert.That((refused!.Revert.Words, refused.Receipt), Is.EqualTo(("not this one", (Receipt?)null)));
        Assert.That(await anvil.Chain.GetTransactionCountAsync(key.Address, BlockTag.Pending), Is.EqualTo(before));
    }

    [Test]
    public async Task A_revert_in_a_block_comes_with_its_receipt_and_its_reason()
    {
        var call = probe.RefuseIn(await probe.DrawnAsync() + 1);
        var sent = await sender.SendAsync(call, gasLimit: 200_000);
        var refused = Assert.ThrowsAsync<RevertException>(() => sender.WaitAsync(sent, call));
        Assert.That(refused!.Revert.Words, Is.EqualTo("not this one"));
        Assert.That((refused.Receipt!.TransactionHash, refused.Receipt.Succeeded), Is.EqualTo((sent.Hash, false)));
    }

    [Test]
    public async Task Running_out_of_gas_is_told_as_such()
    {
        var call = probe.Draw(SomeShape(), 0);
        var estimate = await anvil.Chain.EstimateGasAsync(call, key.Address);
        var sent = await sender.SendAsync(call, gasLimit: estimate - 3_000);
        Assert.That(Assert.ThrowsAsync<RevertException>(() => sender.WaitAsync(sent, call))!.Message, Does.Contain("gas"));
    }

    [Test]
    public async Task Many_are_on_their_way_at_once_and_all_arrive()
    {
        var before = await probe.DrawnAsync();
        await anvil.Dev.SetAutomineAsync(false);
        try
        {
            var call = probe.Draw(SomeShape(), 0);
            var sent = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => sender.SendAsync(call, gasLimit: 300_000)));
            Assert.That(sent.Select(s => s.Nonce).Order(), Is.EqualTo(Enumerable.Range(0, 25).Select(i => sent.Min(s => s.Nonce) + (ulong)i)));
            var receipts = Task.WhenAll(sent.Select(s => sender.WaitAsync(s, call)));
            Assert.That(await anvil.Chain.GetReceiptAsync(sent[0].Hash), Is.Null);
            Assert.That(await anvil.Chain.SendRawAsync(sent[0].Raw), Is.EqualTo(sent[0].Hash), "sending twice is harmless");
            await anvil.Dev.MineAsync();
            Assert.That((await receipts).Select(r => r.BlockHash).Distinct().Count(), Is.EqualTo(1));
        }
        finally
        {
            await anvil.Dev.SetAutomineAsync(true);
        }
        Assert.That(await probe.DrawnAsync(), Is.EqualTo(before + 25));
    }

    [Test]
    public async Task A_refused_transaction_leaves_no_hole_in_the_nonces()
    {
        var call = probe.Draw(SomeShape(), 0);
        Assert.ThrowsAsync<RpcException>(() => sender.SendAsync(call with { Value = UInt128.MaxValue >> 1 }, gasLimit: 300_000));
        Assert.That((await sender.ExecuteAsync(call)).Succeeded, Is.True);
    }

    [Test]
    public async Task Waiting_can_be_given_up()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(60));
        Assert.That(() => sender.WaitAsync(new SignedTransaction(default, 0, []), probe.Draw(SomeShape(), 0), stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await anvil.Chain.GetReceiptAsync(default), Is.Null);
    }

    [Test]
    public async Task Estimates_have_a_margin()
    {
        var call = probe.Draw(SomeShape(), 0);
        var estimate = await anvil.Chain.EstimateGasAsync(call, key.Address);
        Assert.That(await sender.EstimateAsync(call), Is.InRange(estimate + estimate / 6, estimate + estimate / 4));
    }

    [Test]
    public void An_address_without_a_contract_is_no_empty_answer()
    {
        var nowhere = new ProbeContract(anvil.Chain, Address.Parse("0x00000000000000000000000000000000000000aa"));
        Assert.That(Assert.ThrowsAsync<AbiException>(() => nowhere.OwnerAsync())!.Message, Does.Contain("no contract"));
    }

    [Test]
    public async Task Time_ether_and_code_are_the_test_s_to_set()
    {
        var now = (await anvil.Chain.GetBlockAsync())!.Timestamp;
        await anvil.Dev.SetNextBlockTimestampAsync(now + 1000);
        await anvil.Dev.MineAsync();
        Assert.That((await anvil.Chain.GetBlockAsync())!.Timestamp, Is.EqualTo(now + 1000));
        await anvil.Dev.IncreaseTimeAsync(5000);
        await anvil.Dev.MineAsync();
        Assert.That((await anvil.Chain.GetBlockAsync())!.Timestamp, Is.InRange(now + 6000, now + 6100));
        var account = Address.Parse("0x00000000000000000000000000000000000000bb");
        await anvil.Dev.SetBalanceAsync(account, 123);
        await anvil.Dev.SetCodeAsync(account, [0x00]);
        Assert.That(await anvil.Chain.GetBalanceAsync(account), Is.EqualTo((UInt128)123));
        Assert.That(await anvil.Chain.GetCodeAsync(account), Is.EqualTo(new byte[] { 0 }));
        var snapshot = await anvil.Dev.SnapshotAsync();
        await anvil.Dev.SetBalanceAsync(account, 1);
        await anvil.Dev.RevertToAsync(snapshot);
        Assert.That(await anvil.Chain.GetBalanceAsync(account), Is.EqualTo((UInt128)123));
    }

    private static Shape SomeShape() => new(
        new RecordText(new byte[] { 0x61, 0xff, 0x00 }), Enumerable.Range(1, 28).Select(i => (byte)i).ToArray(), [1, 2, 3],
        [new Point(-5, UInt128.MaxValue), new Point(BigInteger.Pow(2, 127) - 1, 0)], [1, ulong.MaxValue], 1);

    /// <summary>Records compare their arrays by reference; calldata compares everything.</summary>
    private void AssertSame(Shape actual, Shape expected) =>
        Assert.That(probe.Draw(actual, 0).Data, Is.EqualTo(probe.Draw(expected, 0).Data));
}
