using System.Numerics;
using DecentralOrg.Kernel.Influence;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

public sealed class PhaseScaleTests
{
    private static readonly Gen<InfluenceParameters> Parameters =
        from damping in Gen.OneOf(Gen.Int[1, InfluenceParameters.GreatestDampingBp], Gen.OneOfConst(1, 5000, 8500, 9500))
        from points in Gen.OneOf(Gen.Int[1, InfluenceParameters.GreatestPointsPerEpoch], Gen.OneOfConst(1, 2, 1 << 20, 1_000_000))
        select new InfluenceParameters(damping, points);

    /// <summary>A number of any length up to so many bits.</summary>
    private static Gen<ulong> UpTo(int bits) => Gen.Select(Gen.ULong, Gen.Int[64 - bits, 63]).Select((value, shift) => value >> shift);

    /// <summary>The phase of some rows, of which the one that passes its value by most does so by a part of all.</summary>
    private static readonly Gen<(InfluenceParameters Parameters, PhaseScale Scale, Damping Damping, ulong MostPassed)> Phase =
        from parameters in Parameters
        from rows in Gen.Int[1, CreditGraph.MostMembers]
        from passed in UpTo(60)
        from most in Gen.ULong[0, passed]
        select (parameters, new PhaseScale(parameters, rows, passed, most), parameters.Damping, most);

    [Test]
    public void Sums_of_a_row_fit_whatever_rises() =>
        Phase.Sample(phase =>
            (BigInteger)2 * phase.Scale.Most * phase.Parameters.PointsPerEpoch < BigInteger.Pow(2, 63)
            && (!phase.Scale.Exact || (BigInteger)phase.Scale.FurthestLeap * phase.Damping.Denominator <= BigInteger.Pow(2, 61)));

    /// <summary>Beside what a row really has: never above it, the same if the scale is exact, and otherwise less by rounding only.</summary>
    [Test]
    public void Row_rises_to_what_it_has_and_never_beyond() =>
        (from phase in Phase
         from units in Gen.Select(UpTo(60), Gen.Bool).Select((units, negative) => negative ? -(long)units : (long)Math.Min(units, phase.MostPassed))
         from parts in Gen.ULong[0, phase.Damping.Denominator - 1]
         from others in Gen.ULong[0, Math.Min(phase.Scale.Most, phase.Scale.FurthestLeap)]
         from points in Gen.ULong[0, (ulong)phase.Parameters.PointsPerEpoch]
         from own in Gen.ULong[0, Math.Min(Math.Min(phase.Scale.Most, phase.Scale.FurthestLeap), uint.MaxValue)]
         from checking in Gen.Bool
         select (phase, units, parts, sum: others * points, rise: (uint)own, checking)).Sample(
            row =>
            {
                var (scale, damping) = (row.phase.Scale, row.phase.Damping);
                var change = scale.Change(scale.Spare(row.units, row.parts), row.sum, row.rise, row.checking ? scale.Unit : 0);
                // In parts of the denominator of a unit: what it has at the beginning, from others, and has to keep.
                var has = ((BigInteger)(row.units - (row.checking ? 1 : 0)) * damping.Denominator) + row.parts
                    + (((BigInteger)row.sum * damping.Numerator) << scale.Shift);
                var exact = (long)Floor(has, (BigInteger)damping.Denominator << scale.Shift) - row.rise;
                var farShort = exact < 0 && change == -(long)row.rise;
                return farShort || (scale.Exact ? change == exact : change <= exact && change >= exact - 4);
            },
            iter: 20_000);

    [Test]
    public void Little_that_is_left_is_exact_and_much_is_not()
    {
        var parameters = new InfluenceParameters(8501, (1 << 20) - 1);
        Assert.Multiple(() =>
        {
            Assert.That(new PhaseScale(parameters, 1 << 20, passed: 1 << 24, mostPassed: 1 << 10), Has.Property(nameof(PhaseScale.Exact)).True);
            Assert.That(new PhaseScale(parameters, 1 << 20, passed: 1UL << 30, mostPassed: 1 << 10), Has.Property(nameof(PhaseScale.Exact)).False);
            Assert.That(new PhaseScale(parameters, 1 << 20, passed: Whole / 2, mostPassed: Whole / 4).Shift, Is.GreaterThan(20));
        });
    }

    [Test]
    public void Row_that_falls_far_short_stays_where_it_is()
    {
        var parameters = new InfluenceParameters(8501, (1 << 20) - 1);
        var scale = new PhaseScale(parameters, 1 << 20, passed: 1 << 24, mostPassed: 1 << 10);
        var spare = scale.Spare(-(1L << 59), 0);
        Assert.That(scale.Change(spare, sum: 1UL << 62, rise: 0, margin: 0), Is.Zero);
        Assert.That(scale.Change(spare, sum: 1UL << 62, rise: 7, scale.Unit), Is.EqualTo(-7), "A leap is taken back.");
    }

    private static BigInteger Floor(BigInteger value, BigInteger divisor) =>
        BigInteger.Divide(value - (((value % divisor) + divisor) % divisor), divisor);
}
