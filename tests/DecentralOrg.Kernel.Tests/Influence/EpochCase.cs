using System.Numerics;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Kernel.Tests.Influence;

/// <summary>An epoch to compute, and the formulas of the protocol once more, in arithmetic that cannot overflow.</summary>
internal sealed record EpochCase(InfluenceParameters Parameters, MemberState[] Previous, int Members, LogCredit[] Credits, ulong Reward, int RenewalBp)
{
    /// <summary>Epochs of 1..24 members, from quiet to spent to the last point, with large, small and no reputation.</summary>
    public static readonly Gen<EpochCase> Any =
        from members in Gen.Int[1, 24]
        from damping in Gen.OneOfConst(0, 1, 1000, 3000, 5000, 8500, 9500)
        from budget in Gen.OneOfConst(1, 7, 1000, 1_000_000, 1 << 20)
        from previous in Gen.Select(
            Gen.OneOf(Gen.Const(0UL), Gen.ULong[1, 9], Gen.ULong[1, (1UL << 54) / 25]),
            Gen.ULong[0, 1UL << 62],
            (reputation, cumulative) => new MemberState(cumulative, reputation)).Array[0, members]
        from wishes in Gen.Select(Gen.Int[0, members - 1], Gen.Int[0, members - 1], Gen.OneOf(Gen.Int[1, budget], Gen.Const(budget))).Array[0, 60]
        from reward in Gen.OneOfConst(0UL, 1UL, 10_000_000_000_000UL, 1UL << 53, 1UL << 63)
        from renewal in Gen.OneOfConst(0, 1, 200, 5000, 10_000)
        select new EpochCase(new InfluenceParameters(damping, budget), previous, members, Affordable(wishes, members, budget), reward, renewal);

    public CreditGraph Graph => CreditGraph.From(Members, Credits);

    public ulong[] Reputation => [.. Previous.Select(state => state.Reputation)];

    public EpochTerms Terms => new(Parameters, Reward, RenewalBp);

    private BigInteger TotalReputation => Reputation.Aggregate(BigInteger.Zero, (sum, value) => sum + value);

    public BigInteger Seed(int member)
    {
        var reputation = member < Previous.Length ? Previous[member].Reputation : 0;
        return TotalReputation == 0 ? 0 : (10_000 - Parameters.DampingBp) * BigInteger.Pow(2, 60) * reputation / (10_000 * TotalReputation);
    }

    public BigInteger Row(int member, IReadOnlyList<ulong> x)
    {
        var inflow = Credits.Where(credit => credit.To == member).Aggregate(BigInteger.Zero, (sum, credit) => sum + (BigInteger)x[credit.From] * credit.Points);
        return Seed(member) + Parameters.DampingBp * inflow / (10_000 * (BigInteger)Parameters.PointsPerEpoch);
    }

    private static LogCredit[] Affordable((int From, int To, int Points)[] wishes, int members, int budget)
    {
        var left = Enumerable.Repeat(budget, members).ToArray();
        var credits = new List<LogCredit>();
        foreach (var (from, to, wish) in wishes)
        {
            var points = Math.Min(wish, left[from]);
            if (from == to || points == 0)
                continue;
            left[from] -= points;
            credits.Add(new LogCredit(from, to, (uint)points));
        }
        return [.. credits];
    }
}
