using System.Buffers.Binary;
using System.Numerics;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Acceptance.Tests.Arithmetic;

/// <summary>An epoch with any vector that can be settled, a fixed point or not.</summary>
internal sealed record ArithmeticCase(EpochTerms Terms, ulong TotalEarned, ulong[] X, MemberState[] Previous, LogCredit[] Credits)
{
    private const ulong MostReputation = 1UL << 53;

    /// <summary>Vectors of 1..130 members, with the ends of all ranges of a bundle as often as what lies between.</summary>
    public static readonly Gen<ArithmeticCase> Any =
        from members in Gen.Int[1, 130]
        from damping in Gen.OneOf(Gen.OneOfConst(0, 1, 1_000, 9_000, InfluenceParameters.GreatestDampingBp), Gen.Int[0, InfluenceParameters.GreatestDampingBp])
        from budget in Gen.OneOf(Gen.OneOfConst(1, 1_000, InfluenceParameters.GreatestPointsPerEpoch), Gen.Int[1, InfluenceParameters.GreatestPointsPerEpoch])
        from reward in Gen.OneOf(Gen.OneOfConst(0UL, 1UL, 1UL << 53, 1UL << 63), Gen.ULong[0, 1UL << 63])
        from renewal in Gen.OneOf(Gen.OneOfConst(0, 1, 5_000, 10_000), Gen.Int[0, 10_000])
        from cumulatives in Edges((1UL << 63) - 1).Array[members]
        from reputations in Edges(MostReputation).Array[0, members]
        from earnings in Edges(ulong.MaxValue).Array[members]
        from wishes in Gen.Select(Gen.Int[0, members - 1], Gen.Int[0, members - 1], Gen.OneOf(Gen.Const(1), Gen.Const(budget), Gen.Int[1, budget])).Array[0, 200]
        select Of(new EpochTerms(new InfluenceParameters(damping, budget), reward, renewal), cumulatives, reputations, earnings, wishes);

    public static ArithmeticCase Decode(EpochTerms terms, ulong totalEarned, byte[] x, byte[] previous, IReadOnlyList<object> rows) =>
        new(terms, totalEarned, Page.UnpackInfluence(x), Page.UnpackState(previous), [.. rows.SelectMany((row, to) => Unpack((byte[])row, to))]);

    /// <summary>The case as the contract takes it.</summary>
    public object[] Encode() =>
    [
        Terms.Influence.DampingBp, Terms.Influence.PointsPerEpoch, Terms.RenewalBp, Terms.Reward, TotalEarned,
        Page.Pack(X), Page.Pack(Previous),
        Enumerable.Range(0, X.Length).Select(object (member) => CreditRow.Pack(CreditsOf(member))).ToArray(),
    ];

    /// <summary>Demands that the contract came to what the Kernel comes to, to the bit.</summary>
    /// <param name="settled">Seeds, influences, chains, state, earned, reputation and root, as the contract gives them.</param>
    public void Compare(IReadOnlyList<object> settled)
    {
        Assert.That(SettlementVector.TryDerive(X, Previous, Terms, TotalEarned, out var vector, out var refusal), Is.True, refusal?.Sentence);
        var graph = CreditGraph.From(X.Length, Credits);
        for (var member = 0; member < X.Length; member++)
        {
            var chain = CreditsOf(member).Aggregate(default(CreditRow), (row, credit) => row.Then(credit.From, credit.Points));
            Assert.That(At<BigInteger>(settled[0], member), Is.EqualTo((BigInteger)vector!.Seed(member)), "seed");
            Assert.That(
                At<BigInteger>(settled[1], member),
                Is.EqualTo((BigInteger)Influence.Row(graph, vector.Seed(member), X, Terms.Influence, member)), "influence");
            Assert.That(new CreditRow(At<byte[]>(settled[2], member)), Is.EqualTo(chain), "chain");
        }
        Assert.Multiple(() =>
        {
            Assert.That((byte[])settled[3], Is.EqualTo(Page.Pack(vector!.State.AsSpan())), "state");
            Assert.That(settled[4], Is.EqualTo((BigInteger)vector.TotalEarned), "earned");
            Assert.That(settled[5], Is.EqualTo((BigInteger)vector.Reputation), "reputation");
            Assert.That(settled[6], Is.EqualTo(vector.Root), "root");
        });
    }

    private static Gen<ulong> Edges(ulong most) =>
        Gen.OneOf(Gen.OneOfConst(0UL, 1UL, most), Gen.ULong[0, 1_000], Gen.ULong[0, most]);

    private static ArithmeticCase Of(EpochTerms terms, ulong[] cumulatives, ulong[] reputations, ulong[] earnings, (int From, int To, int Points)[] wishes)
    {
        var members = cumulatives.Length;
        var all = MostReputation;
        var reputation = reputations.Select(wish => Take(wish, ref all)).ToArray();
        var seeds = Influence.SeedsOf(members, reputation, terms.Influence);
        var left = terms.MostEarned;
        ulong[] x = [.. seeds.Zip(earnings, (seed, wish) => seed + Take(wish, ref left))];
        MemberState[] previous = [.. reputation.Select((value, member) => new MemberState(cumulatives[member], value))];
        return new ArithmeticCase(terms, terms.MostEarned - left, x, previous, Affordable(wishes, members, terms.Influence.PointsPerEpoch));
    }

    private static LogCredit[] Affordable((int From, int To, int Points)[] wishes, int members, int budget)
    {
        ulong[] left = [.. Enumerable.Repeat((ulong)budget, members)];
        var credits = new List<LogCredit>();
        foreach (var (from, to, wish) in wishes)
        {
            if (from == to || left[from] == 0)
                continue;
            credits.Add(new LogCredit(from, to, (uint)Take((ulong)wish, ref left[from])));
        }
        return [.. credits];
    }

    private static ulong Take(ulong wish, ref ulong left)
    {
        var taken = Math.Min(wish, left);
        left -= taken;
        return taken;
    }

    private static IEnumerable<LogCredit> Unpack(byte[] row, int to) =>
        row.Chunk(CreditRow.CreditLength).Select(credit => new LogCredit(Number(credit[..4]), to, (uint)Number(credit[4..])));

    private static int Number(byte[] bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes);

    private static T At<T>(object values, int index) => (T)((IReadOnlyList<object>)values)[index];

    private LogCredit[] CreditsOf(int member) => [.. Credits.Where(credit => credit.To == member)];
}
