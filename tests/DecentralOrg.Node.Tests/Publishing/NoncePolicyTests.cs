using DecentralOrg.Node.Publishing;

namespace DecentralOrg.Node.Tests.Publishing;

internal sealed class NoncePolicyTests
{
    private readonly NoncePolicy policy = new(16);

    [TestCase(5UL, 0UL, new ulong[0], 5UL, TestName = "The chain's own where nothing is reserved")]
    [TestCase(5UL, 0UL, new ulong[] { 5, 6 }, 7UL, TestName = "The one after the highest reserved")]
    [TestCase(7UL, 0UL, new ulong[] { 5, 6 }, 7UL, TestName = "The chain's own where all reserved are mined")]
    [TestCase(3UL, 9UL, new ulong[0], 9UL, TestName = "Not what was used for good, whatever a lagging endpoint says")]
    [TestCase(5UL, 0UL, new ulong[] { 6, 7 }, 5UL, TestName = "The hole before the reserved")]
    public void Next(ulong chain, ulong used, ulong[] reserved, ulong next)
    {
        Assert.That(policy.Next(chain, used, reserved.ToHashSet(), 0), Is.EqualTo(next));
        Assert.That(NoncePolicy.Holes(chain, used, reserved.ToHashSet()), Is.EqualTo(reserved.Length > 0 && next < reserved[0] ? new[] { next } : []));
    }

    [Test]
    public void No_more_wait_than_may()
    {
        Assert.That(policy.Next(5, 0, new HashSet<ulong>(), 15), Is.EqualTo(5));
        Assert.That(policy.Next(5, 0, new HashSet<ulong>(), 16), Is.Null);
        Assert.That(policy.Next(5, 0, new HashSet<ulong> { 6 }, 16), Is.EqualTo(5), "those behind a hole wait for it");
    }

    [Test]
    public void Whatever_is_reserved_the_next_fills_the_first_hole_or_follows() =>
        Gen.Select(Gen.ULong[0, 20], Gen.ULong[0, 20], Gen.ULong[0, 30].Array[0, 10]).Sample((chain, used, reserved) =>
        {
            var set = reserved.ToHashSet();
            var next = policy.Next(chain, used, set, 0)!.Value;
            var first = Math.Max(chain, used);
            return next >= first && !set.Contains(next)
                && Enumerable.Range((int)first, (int)(next - first)).All(nonce => set.Contains((ulong)nonce))
                && NoncePolicy.Holes(chain, used, set).SequenceEqual(Enumerable.Range((int)first, 31).Select(nonce => (ulong)nonce).Where(nonce => !set.Contains(nonce) && set.Any(later => later > nonce)));
        });
}
