using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Tests.Organizations;

/// <summary>Roles as the events tell them.</summary>
internal sealed class RoleBookTests
{
    private const ulong Until = 5_000;

    private static readonly Address Holder = Chronicle.Account(1);
    private static readonly RecordText Steward = RecordText.From("steward of area docs");
    private static readonly RecordText Editor = RecordText.From("editor");

    private RoleBook roles = null!;

    [SetUp]
    public void Give()
    {
        roles = new RoleBook();
        Grant(Steward, Holder);
    }

    [Test]
    public void A_role_is_held_until_its_end_by_the_time_of_blocks()
    {
        var role = roles.Find(Steward, Holder)!;
        Assert.That((role.StateAt(Until - 1), role.StateAt(Until)), Is.EqualTo((RoleState.Held, RoleState.Over)));
        Assert.That(roles.Find(Steward, Chronicle.Account(2)), Is.Null);
        Assert.That(roles.Find(Editor, Holder), Is.Null);
    }

    [Test]
    public void What_is_shown_suspends_and_restores_it_but_not_when_it_is_over()
    {
        Show(new ShownCondition(3, 17, false));
        var suspended = roles.Find(Steward, Holder)!;
        Assert.That((suspended.Shown, suspended.StateAt(Until - 1), suspended.StateAt(Until)), Is.EqualTo((new ShownCondition(3, 17, false), RoleState.Suspended, RoleState.Over)));
        Show(new ShownCondition(4, 18, true));
        Assert.That(roles.Find(Steward, Holder)!.StateAt(Until - 1), Is.EqualTo(RoleState.Held));
    }

    [Test]
    public void A_role_that_is_given_anew_has_its_new_end_and_is_not_suspended()
    {
        Show(new ShownCondition(3, 17, false));
        Grant(Editor, Holder);
        Grant(Steward, Holder, Until + 10);
        Assert.That(roles.All.Select(role => (role.Name, role.StateAt(Until))), Is.EqualTo(new[] { (Steward, RoleState.Held), (Editor, RoleState.Over) }));
    }

    [Test]
    public void A_revoked_role_is_gone_and_the_others_stay_with_their_own()
    {
        Grant(Editor, Holder);
        Grant(Editor, Chronicle.Account(2));
        roles.Revoke(IdOf(Steward), Holder, Steward);
        Assert.That(roles.All.Select(role => (role.Name, role.Account)), Is.EqualTo(new[] { (Editor, Holder), (Editor, Chronicle.Account(2)) }));
        roles.Show(IdOf(Editor), Chronicle.Account(2), new ShownCondition(1, 1, false));
        Assert.That((roles.Find(Steward, Holder), roles.Find(Editor, Holder)!.IsSuspended, roles.Find(Editor, Chronicle.Account(2))!.IsSuspended), Is.EqualTo(((HeldRole?)null, false, true)));
        Grant(Steward, Holder);
        Assert.That(roles.All[^1].Name, Is.EqualTo(Steward));
    }

    [Test]
    public void What_contradicts_the_contract_is_not_believed() => Assert.Multiple(() =>
    {
        Assert.That(() => roles.Revoke(IdOf(Editor), Holder, Editor), Throws.TypeOf<HistoryException>().With.Message.Contains("whose giving was not shown"));
        Assert.That(() => roles.Show(IdOf(Editor), Holder, new ShownCondition(1, 1, true)), Throws.TypeOf<HistoryException>());
        Assert.That(() => roles.Revoke(IdOf(Steward), Holder, Editor), Throws.TypeOf<HistoryException>().With.Message.Contains("whose hash is not"));
        Assert.That(() => roles.Grant(IdOf(Editor), roles.All[0]), Throws.TypeOf<HistoryException>());
        Assert.That(() => Grant(Editor, Holder, ulong.MaxValue), Throws.TypeOf<HistoryException>().With.Message.Contains("which the contract does not take"));
        Assert.That(roles.All, Has.Count.EqualTo(1));
    });

    internal static Bytes32 IdOf(RecordText name) => Keccak.Hash(name.Bytes);

    private void Grant(RecordText name, Address account, ulong until = Until) =>
        roles.Grant(IdOf(name), new HeldRole(name, account, until, new RoleCondition(500, RecordText.From(""), 0, 0), 1, default));

    private void Show(ShownCondition shown) => roles.Show(IdOf(Steward), Holder, shown);
}
