using DecentralOrg.Kernel.Records;
using static DecentralOrg.Kernel.Tests.Records.Samples;

namespace DecentralOrg.Kernel.Tests.Records;

/// <summary>Every literal was computed with viem 2.57 (hashStruct, hashTypedData, domainSeparator, keccak256).</summary>
public sealed class RecordHashingTests
{
    private static readonly RecordDomain Domain = new(31337, Account(0x1e));

    [Test]
    public void Domain_separator_is_that_of_EIP_712() =>
        Assert.That(Domain.Separator.ToString(), Is.EqualTo("0x565900467fe9697de51e9ebd02174773e9a5ff3c50bcf05fef05dcff1063749c"));

    [Test]
    public void Contribution_with_everything_hashes_as_typed_data()
    {
        var contribution = new Contribution(
            Account(0xc0),
            RecordText.From("production"),
            RecordText.From("Größere Öfen für die Bäckerei"),
            RecordText.From("https://example.org/ovens"),
            Id(0xab),
            [new Author(Account(0xc1), 2500), new Author(Account(0xc2), 1)],
            [Id(1), Id(2), Id(3)],
            7);
        Assert.Multiple(() =>
        {
            Assert.That(contribution.Id.ToString(), Is.EqualTo("0x54195a8ecac90ef325daaeb4304ecc2bd2841dee410a4190bd31733f72915db4"));
            Assert.That(contribution.Digest(Domain).ToString(), Is.EqualTo("0xcb5593e9e71633011f42f5745c486c7e9216008ec223ad0eaa58feac453e6d62"));
        });
    }

    [Test]
    public void Contribution_with_empty_lists_and_texts_hashes_as_typed_data()
    {
        var contribution = new Contribution(Account(0xc0), RecordText.From("a"), RecordText.From("t"), default, Bytes32.Zero, [], [], uint.MaxValue);
        Assert.Multiple(() =>
        {
            Assert.That(contribution.Id.ToString(), Is.EqualTo("0x9599e9c46dda1e15d032d3f81cfcbc938394a8b76511b9a4fc61e4bf17710ddc"));
            Assert.That(contribution.Digest(Domain).ToString(), Is.EqualTo("0xb5ea7bf2f636e514548013bd807ba0cfdcec928cba1b75adfd6e17944b8f345f"));
        });
    }

    [Test]
    public void Evaluations_hash_as_typed_data()
    {
        var evaluation = new Evaluation(Account(0xe0), 12, 3, [new Credit(Id(0x11), Account(0xc0), 2500), new Credit(Id(0x22), Account(0xc1), 1)]);
        var empty = new Evaluation(Account(0xe0), 0, 0, []);
        Assert.Multiple(() =>
        {
            Assert.That(evaluation.Id.ToString(), Is.EqualTo("0x46fb6caa699ecc01f9f6f1b99adafbc24f2dcb2286571cafc9dddf6c02171daf"));
            Assert.That(evaluation.Digest(Domain).ToString(), Is.EqualTo("0xfc5d838f14ce4d4c05bdc7966d293a4ad51fbf99b877add750f9c54513524b59"));
            Assert.That(empty.Id.ToString(), Is.EqualTo("0xe6c01cbe36df9050eb349f783247bf60da060bc1668013cd40eb86bef849d050"));
            Assert.That(empty.Digest(Domain).ToString(), Is.EqualTo("0x60ad46b8e81025dc6001294648c47c936bea91009eec60a139442b6e5e2759a3"));
        });
    }

    [Test]
    public void Digest_changes_with_chain_and_ledger()
    {
        var evaluation = new Evaluation(Account(0xe0), 0, 0, []);
        Bytes32[] digests =
        [
            evaluation.Digest(Domain),
            evaluation.Digest(new RecordDomain(1, Domain.Ledger)),
            evaluation.Digest(new RecordDomain(31337, Account(0x1f))),
        ];
        Assert.That(digests, Is.Unique);
    }

    [Test]
    public void Row_chains_giver_and_points_in_28_bytes()
    {
        var row = default(CreditRow).Then(3, 2500);
        Assert.Multiple(() =>
        {
            Assert.That(default(CreditRow).ToString(), Is.EqualTo("0x" + new string('0', 56)));
            Assert.That(row.ToString(), Is.EqualTo("0xcd53a4f80e824885caf94d3abb9d208ffa6d326e85618ef231a95438"));
            Assert.That(row.Then(0, 1).ToString(), Is.EqualTo("0x9626abeeb697d729ce8b98e1c62659da089fab4b7f87c87b288452d4"));
            Assert.That(new CreditRow(Hex.Decode(row.ToString())), Is.EqualTo(row));
            Assert.That(() => new CreditRow(new byte[27]), Throws.ArgumentException);
        });
    }

    [Test]
    public void Credits_of_a_row_are_packed_as_the_chain_reads_them()
    {
        var packed = CreditRow.Pack([new LogCredit(3, 9, 2500), new LogCredit(0x01020304, 9, 1)]);
        Assert.That(Hex.Encode(packed), Is.EqualTo("0x00000003000009c40102030400000001"));
    }

    [Test]
    public void Head_chains_digests_from_zero() =>
        Assert.That(LogHead.Next(Bytes32.Zero, Id(0x11)).ToString(), Is.EqualTo("0x8e4b8e18156a1c7271055ce5b7ef53bb370294ebd631a3b95418a92da46e681f"));
}
