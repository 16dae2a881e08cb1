using System.Globalization;
using DecentralOrg.Kernel.Governance;

namespace DecentralOrg.Kernel.Tests.Governance;

public sealed class TermsTests
{
    private static readonly UInt128 Ether = UInt128.Parse("1000000000000000000", CultureInfo.InvariantCulture);

    [Test]
    public void Defaults_are_those_of_the_protocol_and_within_bounds()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Terms.Default, Is.EqualTo(new Terms(5000, 1_000_000, 1_000, 10_000_000_000_000, 200, 604_800, 86_400, Ether)));
            Assert.That(Terms.Default.Check(), Is.Empty);
        });
    }

    private static IEnumerable<TestCaseData<Parameter, UInt128, UInt128>> Bounds()
    {
        yield return new(Parameter.DampingBp, 1000, 9000);
        yield return new(Parameter.PointsPerEpoch, 1000, 1_048_576);
        yield return new(Parameter.IntroductionPoints, 1, 1_048_576);
        yield return new(Parameter.RewardPerEpoch, 0, 9_007_199_254_740_992);
        yield return new(Parameter.RenewalBp, 1, 5000);
        yield return new(Parameter.EpochSeconds, 60, 31_536_000);
        yield return new(Parameter.ChallengeSeconds, 3600, 2_592_000);
        yield return new(Parameter.Bond, Ether / 1000, Ether * 1000);
    }

    [TestCaseSource(nameof(Bounds))]
    public void Each_parameter_is_held_to_its_bounds(Parameter parameter, UInt128 minimum, UInt128 maximum)
    {
        var bounds = new ParameterBounds(minimum, maximum);
        Assert.Multiple(() =>
        {
            Assert.That(Terms.BoundsOf(parameter), Is.EqualTo(bounds));
            Assert.That(Terms.Default.With(parameter, minimum).Check(), Is.Empty);
            Assert.That(Terms.Default.With(parameter, maximum).Check(), Is.Empty);
            Assert.That(Terms.Default.With(parameter, maximum)[parameter], Is.EqualTo(maximum));
            Assert.That(Terms.Default.With(parameter, maximum + 1).Check(), Is.EqualTo([new ParameterViolation(parameter, maximum + 1, bounds)]));
            if (minimum > 0)
                Assert.That(Terms.Default.With(parameter, minimum - 1).Check(), Is.EqualTo([new ParameterViolation(parameter, minimum - 1, bounds)]));
        });
    }

    [Test]
    public void Violations_name_parameter_value_and_bounds_in_order()
    {
        var violations = (Terms.Default with { RenewalBp = 0, DampingBp = 9001 }).Check();
        Assert.Multiple(() =>
        {
            Assert.That(violations.Select(violation => violation.Parameter), Is.EqualTo([Parameter.DampingBp, Parameter.RenewalBp]));
            Assert.That(violations[0].Sentence, Does.Contain("DampingBp is 9001").And.Contain("1000 to 9000"));
        });
    }

    [Test]
    public void Value_wider_than_on_chain_is_not_cut() =>
        Assert.That(() => Terms.Default.With(Parameter.DampingBp, 65_536 + 5_000), Throws.TypeOf<OverflowException>());
}
