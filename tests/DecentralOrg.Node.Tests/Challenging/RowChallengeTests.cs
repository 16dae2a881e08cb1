using System.Buffers.Binary;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Challenging;

namespace DecentralOrg.Node.Tests.Challenging;

/// <summary>A challenge holds what the contract checks it against: stored hashes of pages, and the row of the ledger.</summary>
internal sealed class RowChallengeTests
{
    private const int Newcomers = 80;

    private Chronicle chronicle = null!;
    private SettlementVector posted = null!;

    [OneTimeSetUp]
    public void Play()
    {
        // The second epoch has 82 members on two pages, of which the settlement before holds 42.
        chronicle = new Chronicle(1_000_000, 1);
        Introduce(0, Newcomers / 2);
        chronicle.Settle();
        Introduce(Newcomers / 2, Newcomers / 2);
        chronicle.Evaluate(70, (5, 300), (1, 100));
        chronicle.Evaluate(3, (5, 11), (80, 2));
        chronicle.Evaluate(70, (5, 7));
        chronicle.Close();
        posted = chronicle.Compute();
    }

    [TestCase(5, new[] { 0u, 1u })]
    [TestCase(80, new[] { 0u, 1u })]
    [TestCase(0, new[] { 0u })]
    public void Pages_are_those_of_the_member_and_of_all_who_credited_him_with_the_stored_hashes(int member, uint[] pages)
    {
        var challenge = Against(member);
        Assert.That(challenge.Pages.Select(page => page.Number), Is.EqualTo(pages));
        Assert.That(
            challenge.Pages.Select(page => Keccak.Hash(page.Values)),
            Is.EqualTo(pages.Select(page => posted.Pages[(int)page].XHash)));
    }

    [TestCase(5)]
    [TestCase(80)]
    [TestCase(0)]
    public void Credits_replay_to_the_row_of_the_ledger(int member)
    {
        var challenge = Against(member);
        var row = default(CreditRow);
        for (var at = 0; at < challenge.Credits.Length; at += CreditRow.CreditLength)
        {
            row = row.Then(
                BinaryPrimitives.ReadInt32BigEndian(challenge.Credits.AsSpan(at)),
                BinaryPrimitives.ReadUInt32BigEndian(challenge.Credits.AsSpan(at + 4)));
        }
        Assert.That(row, Is.EqualTo(chronicle.Chain.Row(1, member)));
    }

    [Test]
    public void The_state_before_is_the_members_page_as_it_was_stored_and_empty_for_a_newcomer()
    {
        Assert.That(Keccak.Hash(Against(5).PreviousPage), Is.EqualTo(chronicle.Settled.Pages[0].StateHash));
        Assert.That(Against(41).PreviousPage, Is.Not.Empty);
        Assert.That(Against(42).PreviousPage, Is.Empty);
    }

    private RowChallenge Against(int member) => RowChallenge.Against(
        chronicle.Closed.Log!, posted.Influence.AsSpan(), chronicle.Settled.State.AsSpan(), new WrongRow(member, posted.Influence[member], 0));

    private void Introduce(int first, int count) =>
        chronicle.Evaluate(0, [.. Enumerable.Range(first + 2, count).Select(account => (account, 11u))]);
}
