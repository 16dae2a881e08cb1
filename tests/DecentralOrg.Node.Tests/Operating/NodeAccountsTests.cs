using DecentralOrg.Ethereum;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Tests.Importing;

namespace DecentralOrg.Node.Tests.Operating;

/// <summary>Which keys a node opens, and for which chain it signs with them.</summary>
internal sealed class NodeAccountsTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void NewFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void NoFolder() => folder.Dispose();

    [Test]
    public void Roles_with_one_key_share_an_account_and_its_publisher()
    {
        using var accounts = NodeAccounts.Open(With((NodeRole.Relay, new KeySource(null, 5)), (NodeRole.Claim, new KeySource(null, 5)), (NodeRole.Settle, new KeySource(null, 6))));
        Assert.That(accounts.Of(NodeRole.Relay), Is.EqualTo(accounts.Of(NodeRole.Claim)));
        Assert.That(accounts.Signers.Count(), Is.EqualTo(2));
        Assert.That(accounts.Of(NodeRole.Challenge), Is.Null);
    }

    [Test]
    public void An_account_that_everybody_has_the_key_of_signs_on_no_real_chain()
    {
        using var accounts = NodeAccounts.Open(With((NodeRole.Relay, new KeySource(null, 5))));
        Assert.That(() => accounts.RequireChain(31_337), Throws.Nothing);
        Assert.That(() => accounts.RequireChain(1), Throws.TypeOf<OptionsException>().With.Message.Contains("everybody has the keys of its dev accounts"));
    }

    [Test]
    public void A_key_of_one_s_own_is_opened_with_its_password_and_signs_for_the_chain_that_was_meant()
    {
        using var key = PrivateKey.Create();
        var options = WithKeystore(key) with { ChainId = 1, PasswordFiles = new Dictionary<NodeRole, string> { [NodeRole.Relay] = Written("password", "correct horse\nbattery") } };
        using var accounts = NodeAccounts.Open(options);
        Assert.That(accounts.Of(NodeRole.Relay), Is.EqualTo(key.Address));
        Assert.That(() => accounts.RequireChain(1), Throws.Nothing);
        Assert.That(() => accounts.RequireChain(5), Throws.TypeOf<OptionsException>().With.Message.Contains("The chain's id is 5, and chain-id says 1; nothing was signed"));
    }

    [Test]
    public void What_is_missing_is_named()
    {
        using var key = PrivateKey.Create();
        var options = WithKeystore(key);
        Assert.That(() => NodeAccounts.Open(options), Throws.TypeOf<OptionsException>().With.Message.StartsWith("chain-id is missing"));
        Assert.That(() => NodeAccounts.Open(options with { ChainId = 1 }), Throws.TypeOf<OptionsException>().With.Message.StartsWith("relay-password-file is missing"));
        var nowhere = folder.Combine("nowhere");
        Assert.That(
            () => NodeAccounts.Open(options with { ChainId = 1, PasswordFiles = new Dictionary<NodeRole, string> { [NodeRole.Relay] = nowhere } }),
            Throws.TypeOf<OptionsException>().With.Message.StartsWith($"'{nowhere}' cannot be read"));
        Assert.That(
            () => NodeAccounts.Open(options with { ChainId = 1, PasswordFiles = new Dictionary<NodeRole, string> { [NodeRole.Relay] = Written("wrong", "wrong") } }),
            Throws.TypeOf<KeystoreException>());
    }

    private NodeOptions WithKeystore(PrivateKey key) => With((NodeRole.Relay, new KeySource(Written("key.json", Keystore.Write(key, "correct horse")))));

    private static NodeOptions With(params (NodeRole Role, KeySource Source)[] keys) => new() { Keys = keys.ToDictionary(key => key.Role, key => key.Source) };

    private string Written(string name, string text)
    {
        folder.Write(name, text);
        return folder.Combine(name);
    }
}
