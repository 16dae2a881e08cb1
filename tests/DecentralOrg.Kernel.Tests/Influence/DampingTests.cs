using System.Numerics;
using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

public sealed class DampingTests
{
    private static readonly Gen<InfluenceParameters> Parameters =
        from damping in Gen.Int[0, InfluenceParameters.GreatestDampingBp]
        from points in Gen.OneOf(Gen.Int[1, InfluenceParameters.GreatestPointsPerEpoch], Gen.Const(1), Gen.Const(1 << 20), Gen.Const(1_000_000))
        select new InfluenceParameters(damping, points);

    [Test]
    public void Fraction_is_that_of_the_parameters_in_lowest_terms() =>
        Parameters.Sample(parameters =>
        {
            var damping = parameters.Damping;
            return (BigInteger)damping.Numerator * 10_000 * parameters.PointsPerEpoch == (BigInteger)damping.Denominator * parameters.DampingBp
                && BigInteger.GreatestCommonDivisor(damping.Numerator, damping.Denominator) == 1;
        });

    [Test]
    public void Division_is_exact_to_the_last_unit() =>
        Gen.Select(Parameters, Gen.ULong, Gen.ULong[0, (1UL << 60) - 1], Gen.Int[-1, 1]).Sample((parameters, parts, units, beside) =>
        {
            var damping = parameters.Damping;
            // Also just beside what the denominator divides.
            var edge = (UInt128)units * damping.Denominator;
            edge = beside < 0 && edge > 0 ? edge - 1 : edge + (UInt128)Math.Max(0, beside);
            return damping.Divide(parts) == parts / damping.Denominator
                && damping.Divide((ulong)(edge & ulong.MaxValue)) == (ulong)(edge & ulong.MaxValue) / damping.Denominator
                && damping.DivRem(edge) == ((ulong)(edge / damping.Denominator), (ulong)(edge % damping.Denominator))
                && Floors(damping, (Int128)edge) && Floors(damping, -(Int128)edge);
        });

    [Test]
    public void Fixed_point_number_falls_short_of_the_fraction_by_less_than_its_last_bit() =>
        Gen.Select(Parameters, Gen.Int[0, 31]).Sample((parameters, most) =>
        {
            var damping = parameters.Damping;
            var (bits, factor) = damping.Fixed(most);
            var lacking = ((BigInteger)damping.Numerator << (64 + bits)) - ((BigInteger)factor * damping.Denominator);
            return bits >= 0 && bits <= most && lacking >= 0 && lacking < damping.Denominator;
        });

    private static bool Floors(Damping damping, Int128 parts)
    {
        var (units, left) = damping.FloorRem(parts);
        return left < damping.Denominator && ((Int128)units * damping.Denominator) + left == parts;
    }
}
