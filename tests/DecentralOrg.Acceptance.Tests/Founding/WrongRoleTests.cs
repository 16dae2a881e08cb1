using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Founding;

namespace DecentralOrg.Acceptance.Tests.Founding;

/// <summary>Organizations of which one thing was made wrong on the chain itself: the check and <c>dorg verify</c> name it.</summary>
internal sealed class WrongRoleTests
{
    /// <summary>Where OpenZeppelin's TimelockController keeps its roles and its delay.</summary>
    private const byte RolesSlot = 0;
    private const byte DelaySlot = 2;

    private static readonly Bytes32 Admin = Bytes32.Zero;
    private static readonly Bytes32 Proposer = Keccak.Hash("PROPOSER_ROLE"u8);
    private static readonly Bytes32 Canceller = Keccak.Hash("CANCELLER_ROLE"u8);
    private static readonly Bytes32 Executor = Keccak.Hash("EXECUTOR_ROLE"u8);

    private static readonly Charter Charter = new(
        Terms.Default, [new Founder(Address.Parse("0x00000000000000000000000000000000000A11CE"), 1_000_000)], "Wrong", "WRONG");

    private static OrganizationFounder Founder => new(Chains.Chain, Chains.Payer, Chains.Artifact);

    private static IEnumerable<TestCaseData> Wrongs()
    {
        var (deployer, everybody) = (new Func<Parts, Address>(_ => Chains.Payer.Address), new Func<Parts, Address>(_ => Address.Zero));
        foreach (var (name, role) in (IEnumerable<(string, Bytes32)>)[("admin", Admin), ("proposer", Proposer), ("canceller", Canceller), ("executor", Executor)])
        {
            // Who deployed is not known to whoever verifies later: only the check at the end of a founding asks for his roles.
            yield return Case($"The deployer is {name}", role, deployer, held: true, "RoleHeld", later: false);
        }
        yield return Case("Everybody is admin", Admin, everybody, held: true, "RoleHeld");
        yield return Case("Everybody is proposer", Proposer, everybody, held: true, "RoleHeld");
        yield return Case("The governor is admin", Admin, parts => parts.Governor, held: true, "RoleHeld");
        yield return Case("The settlement contract is proposer", Proposer, parts => parts.Settlement, held: true, "RoleHeld");
        yield return Case("The governor is no proposer", Proposer, parts => parts.Governor, held: false, "GovernorNotProposer");
        yield return Case("The governor is no canceller", Canceller, parts => parts.Governor, held: false, "GovernorNotCanceller");
        yield return Case("Execution is closed", Executor, everybody, held: false, "ExecutionNotOpen");
        yield return Case("The timelock is not its own admin", Admin, parts => parts.Timelock, held: false, "TimelockNotAdmin");
    }

    [TestCaseSource(nameof(Wrongs))]
    public async Task A_wrong_role_is_named(Bytes32 role, Func<Parts, Address> account, bool held, string assertion, bool later)
    {
        var parts = await FoundAsync();
        await Chains.Dev.SetStorageAsync(parts.Timelock, RoleSlot(role, account(parts)), Word(held ? (byte)1 : (byte)0));
        await AssertNamedAsync(parts, assertion, later);
    }

    [Test]
    public async Task A_shorter_delay_is_named()
    {
        var parts = await FoundAsync();
        await Chains.Dev.SetStorageAsync(parts.Timelock, Word(DelaySlot), Word(60));
        await AssertNamedAsync(parts, "DelayWrong", later: true);
    }

    [Test]
    public async Task Code_that_is_not_ours_is_named()
    {
        var parts = await FoundAsync();
        var ledger = (await OrganizationContracts.FindAsync(Chains.Chain, parts.Settlement)).Ledger.Address;
        var code = await Chains.Chain.GetCodeAsync(ledger);
        code[^60] ^= 1;
        await Chains.Dev.SetCodeAsync(ledger, code);
        await AssertFoundAsync(parts, "Code: ", $"The contract at {ledger} does not run the code of Ledger");
    }

    /// <summary>Who owns the parameters stands in their code, where the comparison does not look: what it leads to is checked instead.</summary>
    [Test]
    public async Task Parameters_of_an_account_are_named()
    {
        var parts = await FoundAsync();
        var parameters = (await OrganizationContracts.FindAsync(Chains.Chain, parts.Settlement)).Parameters.Address;
        var code = Convert.ToHexString(await Chains.Chain.GetCodeAsync(parameters));
        var owned = code.Replace(Convert.ToHexString(parts.Timelock.ToArray()), Convert.ToHexString(Chains.Payer.Address.ToArray()), StringComparison.Ordinal);
        await Chains.Dev.SetCodeAsync(parameters, Convert.FromHexString(owned));
        await AssertNamedAsync(parts, "OwnerNotTimelock", later: true);
        await AssertFoundAsync(parts, "Code: ", $"The contract at {Chains.Payer.Address} does not run the code of OrganizationTimelock");
    }

    [Test]
    public async Task A_charter_that_was_not_followed_is_named()
    {
        var parts = await FoundAsync();
        var other = Charter with { Terms = Charter.Terms with { RenewalBp = 201 } };
        Assert.That(
            () => Founder.CheckAsync(other, parts.Settlement, BlockTag.Latest),
            Throws.TypeOf<FoundingException>().With.Property("Assertion").EqualTo("TermsWrong"));
    }

    private static TestCaseData Case(string name, Bytes32 role, Func<Parts, Address> account, bool held, string assertion, bool later = true) =>
        new TestCaseData(role, account, held, assertion, later).SetArgDisplayNames(name);

    private static async Task<Parts> FoundAsync()
    {
        var founded = await Founder.FoundAsync(Charter);
        Address Of(string name) => founded.Contracts.Single(contract => contract.Name == name).Address;
        return new Parts(Of("OrganizationTimelock"), Of("OrganizationGovernor"), founded.Settlement);
    }

    private static async Task AssertNamedAsync(Parts parts, string assertion, bool later)
    {
        Assert.That(
            () => Founder.CheckAsync(Charter, parts.Settlement, BlockTag.Latest),
            Throws.TypeOf<FoundingException>().With.Property("Assertion").EqualTo(assertion));
        if (later)
            await AssertFoundAsync(parts, "Roles: ", $"The check says {assertion}(");
    }

    /// <summary><c>dorg verify</c> finds this.</summary>
    private static async Task AssertFoundAsync(Parts parts, string rule, string sentence)
    {
        var result = await Dorg.RunAsync("verify", "--rpc", Chains.Url.ToString(), "--settlement", parts.Settlement.ToString());
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(5), result.ToString());
            Assert.That(result.Output, Does.Contain(rule).And.Contain(sentence));
        });
    }

    /// <summary>A role is a mapping of accounts in a mapping of roles.</summary>
    private static Bytes32 RoleSlot(Bytes32 role, Address account)
    {
        var members = Keccak.Hash([.. role.ToArray(), .. Word(RolesSlot).ToArray()]);
        return Keccak.Hash([.. new byte[Bytes32.Length - Address.Length], .. account.ToArray(), .. members.ToArray()]);
    }

    private static Bytes32 Word(byte value) => new([.. new byte[Bytes32.Length - 1], value]);

    /// <summary>Addresses of an organization.</summary>
    internal sealed record Parts(Address Timelock, Address Governor, Address Settlement);
}
