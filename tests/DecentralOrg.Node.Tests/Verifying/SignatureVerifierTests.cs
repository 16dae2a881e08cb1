using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Tests.Following;
using DecentralOrg.Node.Verifying;

namespace DecentralOrg.Node.Tests.Verifying;

internal sealed class SignatureVerifierTests
{
    private static readonly Address Ledger = Chronicle.Account(901);
    private static readonly Bytes32 Transaction = Keccak.Hash("a transaction"u8);
    private static readonly RecordDomain Domain = new(31_337, Ledger);

    private FakeChain chain = null!;
    private PrivateKey author = null!;
    private Contribution record = null!;

    [SetUp]
    public void Sign()
    {
        chain = new FakeChain([], (_, _) => { });
        author = PrivateKey.Create();
        record = Chronicle.Contribution(1) with { Contributor = author.Address };
    }

    [TearDown]
    public void Forget() => author.Dispose();

    [Test]
    public async Task A_signature_in_the_batch_is_recovered()
    {
        Relay(author.Sign(record.Digest(Domain)), Ledger);
        Assert.That(await RunAsync(), Is.EqualTo((new SignatureCounts(1, 0, 0, 0), 0)));
    }

    [Test]
    public async Task A_record_that_nobody_signed_is_a_finding()
    {
        using var other = PrivateKey.Create();
        Relay(other.Sign(record.Digest(Domain)), Ledger);
        Assert.That(await RunAsync(), Is.EqualTo((new SignatureCounts(0, 0, 0, 0), 1)));
    }

    [Test]
    public async Task A_signature_for_another_ledger_is_none()
    {
        Relay(author.Sign(record.Digest(new RecordDomain(31_337, Chronicle.Account(902)))), Ledger);
        Assert.That(await RunAsync(), Is.EqualTo((new SignatureCounts(0, 0, 0, 0), 1)));
    }

    [Test]
    public async Task What_only_a_contract_account_can_judge_is_counted_apart()
    {
        chain.Contracts.Add(author.Address);
        using var other = PrivateKey.Create();
        Relay(other.Sign(record.Digest(Domain)), Ledger);
        Assert.That(await RunAsync(), Is.EqualTo((new SignatureCounts(0, 0, 1, 0), 0)));
    }

    [Test]
    public async Task What_another_contract_brought_is_counted_apart()
    {
        Relay(author.Sign(record.Digest(Domain)), Chronicle.Account(903));
        Assert.That(await RunAsync(), Is.EqualTo((new SignatureCounts(0, 0, 0, 1), 0)));
    }

    [Test]
    public async Task What_its_author_sent_needs_no_signature()
    {
        Send(new LedgerContract(chain, Ledger).Contribute(record), author.Address);
        Assert.That(await RunAsync(), Is.EqualTo((new SignatureCounts(0, 1, 0, 0), 0)));
    }

    [Test]
    public async Task What_somebody_else_sent_as_his_own_is_a_finding()
    {
        Send(new LedgerContract(chain, Ledger).Contribute(record), Chronicle.Account(5));
        Assert.That(await RunAsync(), Is.EqualTo((new SignatureCounts(0, 0, 0, 0), 1)));
    }

    [Test]
    public void A_transaction_that_the_endpoint_hides_is_said() =>
        Assert.That(RunAsync, Throws.InstanceOf<RpcException>().With.Message.Contains("ask another endpoint"));

    private void Relay(Signature signature, Address to) =>
        Send(new LedgerContract(chain, to).Relay([new SignedContribution(record, signature.ToArray())], []), Chronicle.Account(7));

    private void Send(ContractCall call, Address from) =>
        chain.Transactions[Transaction] = new SentTransaction(Transaction, from, call.To, call.Data);

    private async Task<(SignatureCounts Counts, int Findings)> RunAsync()
    {
        var verifier = new SignatureVerifier(chain, Ledger, Domain);
        var counts = await verifier.RunAsync([new TakenRecord(record.Digest(Domain), author.Address, Transaction)], BlockTag.Latest, default);
        Assert.That(verifier.Findings.Select(finding => finding.Rule), Is.All.EqualTo(FindingRule.Signature));
        return (counts, verifier.Findings.Count);
    }
}
