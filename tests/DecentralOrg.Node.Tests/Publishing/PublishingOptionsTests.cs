using DecentralOrg.Node.Publishing;

namespace DecentralOrg.Node.Tests.Publishing;

internal sealed class PublishingOptionsTests
{
    private static IEnumerable<TestCaseData> Wrong() =>
    [
        Case(new() { CeilingWeiPerGas = 0 }, "CeilingWeiPerGas"),
        Case(new() { CeilingWeiPerGas = UInt128.MaxValue }, "CeilingWeiPerGas"),
        Case(new() { BudgetWei = 0 }, "BudgetWei"),
        Case(new() { PurseWei = 0 }, "PurseWei"),
        Case(new() { ReplaceAfter = TimeSpan.Zero }, "ReplaceAfter"),
        Case(new() { OfferEvery = TimeSpan.FromSeconds(-1) }, "OfferEvery"),
        Case(new() { MostWaiting = 0 }, "MostWaiting"),
        Case(new() { MostWaiting = 65 }, "MostWaiting"),
        Case(new() { Window = 100_001 }, "Window"),
        Case(new() { SigningTimeout = TimeSpan.Zero }, "SigningTimeout"),
        Case(new() { Lease = TimeSpan.FromSeconds(1) }, "Lease"),
    ];

    [TestCaseSource(nameof(Wrong))]
    public void The_wrong_option_is_named(PublishingOptions options, string name) =>
        Assert.That(options.Validate, Throws.ArgumentException.With.Message.StartsWith($"Publishing:{name} is ").And.Property("ParamName").EqualTo(name));

    [Test]
    public void Defaults_are_valid() => Assert.That(new PublishingOptions().Validate, Throws.Nothing);

    private static TestCaseData Case(PublishingOptions options, string name) => new TestCaseData(options, name).SetArgDisplayNames(name);
}
