using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Relaying;

namespace DecentralOrg.Node.Tests.Relaying;

internal sealed class RecordBatchTests
{
    /// <summary>Nodes keep no larger transaction in their pools; what else is in it takes a few hundred bytes.</summary>
    private const int MostCalldata = 128 * 1024 - 1024;

    /// <summary>A newcomer's first credit takes about 100,000 gas, and a transaction at most 2^24 (EIP-7825).</summary>
    private const int MostCredits = 150;

    private const int MostContributions = 400;

    /// <summary>Contract accounts can burn 300,000 gas each before the next record's turn, of 2^24 in all.</summary>
    private const int MostAsked = 50;

    private static readonly RecordDomain Domain = new(31_337, Chronicle.Account(7));

    private static readonly Gen<SignedContribution> GenContribution =
        Gen.Select(Gen.Int[1, 32], Gen.Int[1, 140], Gen.Int[0, 256], Gen.Int[0, 16], Gen.Int[0, 16]).Select((area, title, uri, authors, works) =>
            new SignedContribution(
                new Contribution(
                    Chronicle.Account(0), Text(area), Text(title), Text(uri), default,
                    [.. Enumerable.Range(1, authors).Select(i => new Author(Chronicle.Account(i), 1))], new Kernel.Bytes32[works], 0),
                new byte[65]));

    private static readonly Gen<SignedEvaluation> GenEvaluation =
        Gen.Int[1, 64].Select(credits => new SignedEvaluation(
            new Evaluation(Chronicle.Account(0), 0, 0, [.. Enumerable.Range(0, credits).Select(i => new Credit(default, Chronicle.Account(i), 1))]),
            new byte[65]));

    [Test]
    public void Batches_keep_the_order_and_lose_nothing() =>
        Gen.Select(GenContribution.Array[0, 400], GenEvaluation.Array[0, 100]).Sample((contributions, evaluations) =>
        {
            var batches = RecordBatch.Plan(Domain, contributions, evaluations).ToList();
            Assert.That(batches.SelectMany(batch => batch.Contributions), Is.EqualTo(contributions));
            Assert.That(batches.SelectMany(batch => batch.Evaluations), Is.EqualTo(evaluations));
            Assert.That(batches.SkipWhile(batch => batch.Evaluations.Count == 0).All(batch => batch.Contributions.Count == 0), "credits come after what they are for");
        }, iter: 20, threads: 1);

    [Test]
    public void A_batch_fits_a_transaction_and_is_never_empty()
    {
        var ledger = new LedgerContract(null!, Chronicle.Account(7));
        Gen.Select(GenContribution.Array[0, 400], GenEvaluation.Array[0, 100]).Sample((contributions, evaluations) =>
        {
            foreach (var batch in RecordBatch.Plan(Domain, contributions, evaluations))
            {
                Assert.That(ledger.Relay(batch.Contributions, batch.Evaluations).Data, Has.Length.LessThanOrEqualTo(MostCalldata));
                Assert.That(batch.Evaluations.Sum(signed => signed.Record.Credits.Count), Is.LessThanOrEqualTo(MostCredits));
                Assert.That(batch.Contributions, Has.Count.LessThanOrEqualTo(MostContributions));
                Assert.That(batch.Contributions.Count + batch.Evaluations.Count, Is.Positive);
            }
        }, iter: 10, threads: 1);
    }

    [Test]
    public void Few_records_take_one_transaction_of_each_kind() =>
        Gen.Select(GenContribution.Array[1, 20], GenEvaluation.Array[1, 1]).Sample(
            (contributions, evaluations) => Assert.That(RecordBatch.Plan(Domain, contributions, evaluations).Count(), Is.EqualTo(2)), iter: 20, threads: 1);

    [Test]
    public void Contract_accounts_are_planned_with_all_that_they_can_burn()
    {
        SignedContribution[] asked = [.. Enumerable.Repeat(new SignedContribution(Chronicle.Contribution(1), new byte[65]), 100)];
        var batches = RecordBatch.Plan(Domain, asked, []).ToList();
        Assert.That(batches.Select(batch => batch.Contributions.Count), Is.All.LessThan(MostAsked));
        Assert.That(
            batches.Select(batch => batch.GasLimit!.Value - 310_000UL),
            Is.EqualTo(batches.Select(batch => 365_000UL * (ulong)batch.Contributions.Count)).And.All.LessThanOrEqualTo(1 << 24));
    }

    [Test]
    public void Signatures_that_recover_leave_the_gas_to_an_estimate()
    {
        using var key = PrivateKey.Create();
        var record = Chronicle.Contribution(1) with { Contributor = key.Address };
        var signed = new SignedContribution(record, key.Sign(record.Digest(Domain)).ToArray());
        var batch = RecordBatch.Plan(Domain, Enumerable.Repeat(signed, 100), []).Single();
        Assert.That((batch.Contributions.Count, batch.GasLimit), Is.EqualTo((100, (ulong?)null)));
    }

    [Test]
    public void A_long_signature_counts_as_calldata()
    {
        var signed = new SignedContribution(Chronicle.Contribution(1), new byte[60_000]);
        Assert.That(RecordBatch.Plan(Domain, [signed, signed], []).Count(), Is.EqualTo(2));
    }

    [Test]
    public void A_long_signature_has_the_gas_for_its_calldata()
    {
        var signed = new SignedContribution(Chronicle.Contribution(1), [.. Enumerable.Repeat((byte)1, 60_000)]);
        var batch = RecordBatch.Plan(Domain, [signed], []).Single();
        // 40 gas a byte is the floor that EIP-7623 asks before anything runs.
        Assert.That(batch.GasLimit, Is.GreaterThan(21_000 + 40 * 60_000 + 310_000));
    }

    private static RecordText Text(int length) => RecordText.From(new string('x', length));
}
