using DecentralOrg.Ethereum;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Verifying;

namespace DecentralOrg.Node.Tests.Verifying;

internal sealed class ContractCodeTests
{
    private static readonly ContractArtifact Artifact = new("C", "[]", [])
    {
        DeployedBytecode = [1, 2, 0, 0, 0, 6, 0, 8],
        Immutables = [2..5, 6..7],
    };

    [Test]
    public void Any_value_of_an_immutable_variable_is_the_same_code() =>
        Assert.That(ContractCode.Runs(Artifact, [1, 2, 33, 44, 55, 6, 77, 8]), Is.True);

    [Test]
    public void Any_other_byte_is_another_code()
    {
        Assert.Multiple(() =>
        {
            foreach (var at in new[] { 0, 1, 5, 7 })
            {
                byte[] changed = [1, 2, 33, 44, 55, 6, 77, 8];
                changed[at] ^= 1;
                Assert.That(ContractCode.Runs(Artifact, changed), Is.False, $"byte {at}");
            }
        });
    }

    [Test]
    public void Another_length_is_another_code()
    {
        Assert.Multiple(() =>
        {
            Assert.That(ContractCode.Runs(Artifact, []), Is.False);
            Assert.That(ContractCode.Runs(Artifact, [1, 2, 0, 0, 0, 6, 0]), Is.False);
            Assert.That(ContractCode.Runs(Artifact, [1, 2, 0, 0, 0, 6, 0, 8, 0]), Is.False);
            Assert.That(ContractCode.Runs(new ContractArtifact("I", "[]", []), []), Is.False, "an interface has no code");
        });
    }

    [Test]
    public void Every_error_of_the_checks_has_its_assertion()
    {
        string[] founding = [.. FoundingCheckContract.Errors.Select(error => error.Name)];
        string[] always = [.. OrganizationCheckContract.Errors.Select(error => error.Name)];
        Assert.Multiple(() =>
        {
            Assert.That(Assertions.OfOrganization.Select(assertion => assertion.Error), Is.EquivalentTo(always));
            Assert.That(Assertions.OfOrganization.Concat(Assertions.OfFounding).Select(assertion => assertion.Error), Is.EquivalentTo(founding));
        });
    }
}
