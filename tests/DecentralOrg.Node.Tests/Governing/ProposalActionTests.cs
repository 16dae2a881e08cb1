using System.Globalization;
using System.Numerics;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Tests.Following;
using DecentralOrg.Node.Tests.Intake;

namespace DecentralOrg.Node.Tests.Governing;

/// <summary>What members are told that a proposal does, before they sign.</summary>
internal sealed class ProposalActionTests
{
    private static readonly OrganizationContracts Contracts = LedgerLogs.Contracts(new FakeChain([], (_, _) => { }));
    private static readonly Address Someone = Chronicle.Account(3);
    private static readonly AbiFunction Set = AbiFunction.Parse("set(uint8 parameter, uint256 value)");

    [Test]
    public void A_parameter_within_its_bounds_is_set_without_a_warning()
    {
        var action = Of(Contracts.Parameters.Address, 0, Set.Encode((byte)0, (BigInteger)8_500));
        Assert.That(action, Is.EqualTo(new ProposalAction(
            ProposalActionKind.SetParameter, "Set dampingBp to 8500, within 1000 to 9000.", null, Parameter.DampingBp, 8_500)));
    }

    [TestCase("9001", "Set dampingBp to 9001.", "OutOfBounds: the contract takes 1000 to 9000 only")]
    [TestCase("115792089237316195423570985008687907853269984665640564039457584007913129639935", "Set dampingBp to 1157", "OutOfBounds")]
    public void A_value_outside_the_bounds_is_warned_of_and_is_no_value(string value, string sentence, string warning)
    {
        var action = Of(Contracts.Parameters.Address, 0, Set.Encode((byte)0, BigInteger.Parse(value, CultureInfo.InvariantCulture)));
        Assert.That((action.Kind, action.Value), Is.EqualTo((ProposalActionKind.SetParameter, (UInt128?)null)));
        Assert.That(action.Sentence, Does.StartWith(sentence));
        Assert.That(action.Warning, Does.StartWith(warning));
    }

    [Test]
    public void Ether_with_a_parameter_is_warned_of() =>
        Assert.That(Of(Contracts.Parameters.Address, 7, Set.Encode((byte)0, (BigInteger)8_500)).Warning, Does.StartWith("It also sends 7 wei"));

    [Test]
    public void A_parameter_that_there_is_none_of_is_warned_of() =>
        Assert.That(Of(Contracts.Parameters.Address, 0, Set.Encode((byte)8, (BigInteger)1)).Warning, Does.StartWith("There is no such parameter"));

    [Test]
    public void Grants_name_the_amount_to_the_last_digit_and_who_gets_it()
    {
        var tokens = Of(Contracts.Token.Address, 0, Contracts.Token.Transfer(Someone, BigInteger.Pow(10, 18) * 3 / 2).Data);
        var ether = Of(Someone, BigInteger.One, []);
        Assert.Multiple(() =>
        {
            Assert.That(tokens, Is.EqualTo(new ProposalAction(ProposalActionKind.Grant, $"Grant 1.5 reward tokens of the treasury to {Someone}.", null)));
            Assert.That(ether, Is.EqualTo(new ProposalAction(ProposalActionKind.Grant, $"Grant 0.000000000000000001 ether of the treasury to {Someone}.", null)));
        });
    }

    [Test]
    public void A_role_is_named_with_its_holder_its_end_and_what_it_asks_for()
    {
        var given = Of(Contracts.Roles.Address, 0, Grant("steward of area docs", new RoleCondition(250, RecordText.From("docs"), 1_000, 4)));
        var plain = Of(Contracts.Roles.Address, 0, Grant("treasurer", new RoleCondition(0, default, 0, 0)));
        var taken = Of(Contracts.Roles.Address, 0, Contracts.Roles.Revoke(RecordText.From("treasurer"), Someone).Data);
        Assert.Multiple(() =>
        {
            Assert.That(given, Is.EqualTo(new ProposalAction(
                ProposalActionKind.GrantRole,
                $"Give {Someone} the role 'steward of area docs' until 2026-01-02 00:00:00 UTC, as long as nobody shows that he has less than 2.5 % of all influence; 10 % of the influence of area docs over the last 4 epochs is asked for and only reported.",
                null)));
            Assert.That(plain, Is.EqualTo(new ProposalAction(ProposalActionKind.GrantRole, $"Give {Someone} the role 'treasurer' until 2026-01-02 00:00:00 UTC.", null)));
            Assert.That(taken, Is.EqualTo(new ProposalAction(ProposalActionKind.RevokeRole, $"Take the role 'treasurer' from {Someone}.", null)));
        });
    }

    private static IEnumerable<TestCaseData> Mistakes() =>
    [
        new TestCaseData(0, Grant("", new RoleCondition(0, default, 0, 0)), "RoleLength").SetArgDisplayNames("no name"),
        new TestCaseData(0, Grant(new string('a', 65), new RoleCondition(0, default, 0, 0)), "RoleLength").SetArgDisplayNames("a long name"),
        new TestCaseData(0, Grant("a", new RoleCondition(10_001, default, 0, 0)), "ShareInvalid").SetArgDisplayNames("more than all influence"),
        new TestCaseData(0, Grant("a", new RoleCondition(0, default, 1, 0)), "AreaInvalid").SetArgDisplayNames("a share of no area"),
        new TestCaseData(0, Grant("a", new RoleCondition(0, RecordText.From("docs"), 1, 0)), "AreaInvalid").SetArgDisplayNames("over no epochs"),
        new TestCaseData(0, Grant("a", new RoleCondition(0, RecordText.From(new string('d', 33)), 1, 1)), "AreaInvalid").SetArgDisplayNames("a long area"),
        new TestCaseData(5, Grant("a", new RoleCondition(0, default, 0, 0)), "It also sends 5 wei").SetArgDisplayNames("with ether"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void A_role_that_the_contract_refuses_is_warned_of(int value, byte[] data, string warning)
    {
        var action = Of(Contracts.Roles.Address, value, data);
        Assert.That(action.Kind, Is.EqualTo(ProposalActionKind.GrantRole));
        Assert.That(action.Warning, Does.StartWith(warning));
    }

    private static byte[] Grant(string role, RoleCondition condition) => Contracts.Roles.Grant(RecordText.From(role), Someone, 1_767_312_000, condition).Data;

    private static IEnumerable<TestCaseData> Others() =>
    [
        Case(Someone, 0, Set.Encode((byte)0, (BigInteger)8_500), $"of {Someone}, which is no contract of this organization with 64 bytes", "the parameters of somebody else"),
        Case(Contracts.Token.Address, 1, Contracts.Token.Transfer(Someone, 1).Data, "the reward token", "tokens with ether"),
        Case(Contracts.Governor.Address, 0, [1, 2, 3, 4, 5], "Calls function 0x01020304 of the governor ", "the governor"),
        Case(Someone, 0, Grant("a", new RoleCondition(0, default, 0, 0)), "which is no contract of this organization", "a role of somebody else's contract"),
        Case(Contracts.Roles.Address, 0, Contracts.Roles.Show(default, Someone, []).Data, "of the roles ", "showing a role"),
        Case(Contracts.Timelock.Address, 0, [1, 2], "Calls no function of the timelock ", "no function"),
        Case(Someone, 0, [], "Calls no function of ", "nothing at all"),
        Case(Contracts.Parameters.Address, 0, [.. Set.Selector, 1], "Calls function 0x", "arguments that are cut off"),
    ];

    [TestCaseSource(nameof(Others))]
    public void Anything_else_is_shown_as_what_it_is_with_a_warning(Address target, int value, byte[] data, string words)
    {
        var action = Of(target, value, data);
        Assert.Multiple(() =>
        {
            Assert.That(action.Kind, Is.EqualTo(ProposalActionKind.Other));
            Assert.That(action.Sentence, Does.Contain(words));
            Assert.That(action.Warning, Is.Not.Null);
            Assert.That((action.Parameter, action.Value), Is.EqualTo(((Parameter?)null, (UInt128?)null)));
        });
    }

    private static TestCaseData Case(Address target, int value, byte[] data, string words, string name) =>
        new TestCaseData(target, value, data, words).SetArgDisplayNames(name);

    private static ProposalAction Of(Address target, BigInteger value, byte[] data) => ProposalAction.Of(new ProposedCall(target, value, data), Contracts.Places);
}
