using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Kernel.Tests.Settlement;

public sealed class PageTests
{
    [TestCase(0, ExpectedResult = 0)]
    [TestCase(1, ExpectedResult = 1)]
    [TestCase(64, ExpectedResult = 1)]
    [TestCase(65, ExpectedResult = 2)]
    [TestCase(int.MaxValue, ExpectedResult = 1 << 25)]
    public int Pages_hold_64_members_each(int members) => Page.Count(members);

    [Test]
    public void Every_member_is_on_its_page_alone() =>
        Gen.Int[1, 300].Sample(members =>
            Enumerable.Range(0, Page.Count(members))
                .SelectMany(page => Enumerable.Range(0, members).Take(Page.Range(page, members)).Select(member => (page, member)))
                .SequenceEqual(Enumerable.Range(0, members).Select(member => (Page.Of(member), member))));

    [Test]
    public void Values_are_packed_big_endian()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Hex.Encode(Page.Pack([1UL, 0x0102030405060708])), Is.EqualTo("0x00000000000000010102030405060708"));
            Assert.That(Hex.Encode(Page.Pack([new MemberState(1, 0x0102030405060708)])), Is.EqualTo("0x00000000000000010102030405060708"));
            Assert.That(() => Page.UnpackInfluence(new byte[12]), Throws.ArgumentException);
            Assert.That(() => Page.UnpackState(new byte[24]), Throws.ArgumentException);
            Assert.That(() => Page.Hash([1], []), Throws.ArgumentException);
        });
    }

    [Test]
    public void What_is_packed_comes_back() =>
        Gen.Select(Gen.ULong.Array, Gen.Select(Gen.ULong, Gen.ULong, (cumulative, reputation) => new MemberState(cumulative, reputation)).Array)
            .Sample((influence, state) =>
                Page.UnpackInfluence(Page.Pack(influence)).SequenceEqual(influence) && Page.UnpackState(Page.Pack(state)).SequenceEqual(state));

    [TestCase(130)]
    [TestCase(64 * 300 + 1)]
    public void Pages_of_a_settlement_have_its_hashes(int members)
    {
        var x = Enumerable.Range(0, members).Select(member => (ulong)member).ToArray();
        var state = x.Select(value => new MemberState(value, value)).ToArray();
        var hashes = Page.Hash(x, state);
        var root = Bytes32.Zero;
        for (var page = 0; page < hashes.Length; page++)
        {
            var range = Page.Range(page, members);
            Assert.That(hashes[page], Is.EqualTo(new PageHashes(Keccak.Hash(Page.Pack(x.AsSpan()[range])), Keccak.Hash(Page.Pack(state.AsSpan()[range])))));
            root = Keccak.Hash([.. root.ToArray(), .. hashes[page].XHash.ToArray(), .. hashes[page].StateHash.ToArray()]);
        }
        Assert.That((hashes.Length, Page.Root(hashes)), Is.EqualTo(((members + 63) / 64, root)));
    }
}
