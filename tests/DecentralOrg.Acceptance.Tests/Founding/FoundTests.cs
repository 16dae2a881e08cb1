using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using Microsoft.AspNetCore.Http;

namespace DecentralOrg.Acceptance.Tests.Founding;

/// <summary><c>dorg found</c> as its users call it.</summary>
internal sealed class FoundTests
{
    private static readonly string Charter = Path.Combine(Chains.Root, "docs", "examples", "charter.json");

    private static Task<DorgResult> FoundAsync(params string[] more) =>
        Dorg.RunAsync(["found", Charter, "--rpc", Chains.Url.ToString(), .. more]);

    [Test]
    public async Task A_dry_run_shows_the_addresses_and_sends_nothing_and_the_founding_takes_them()
    {
        var planned = await FoundAsync("--dev-account", "7", "--dry-run", "--json");
        var deployer = Address.Parse(planned.Json["deployer"]!.GetValue<string>());
        Assert.That(await Chains.Chain.GetTransactionCountAsync(deployer), Is.Zero, planned.ToString());

        var founded = await FoundAsync("--dev-account", "7", "--json");
        var json = founded.Json;
        Assert.Multiple(() =>
        {
            Assert.That(founded.ExitCode, Is.Zero, founded.ToString());
            Assert.That(Names(json["contracts"]!, "address"), Is.EqualTo(Names(planned.Json["contracts"]!, "address")));
            Assert.That(json["contracts"]!.AsArray().Select(contract => contract!["gas"]!.GetValue<ulong>()), Has.All.LessThan(TransactionSender.MaxGas));
            Assert.That(Names(json["assertions"]!, "name"), Has.Length.EqualTo(34).And.Contains("RoleHeld").And.Contains("TermsWrong"));
            Assert.That(planned.Json["assertions"]!.AsArray(), Is.Empty);
        });
        var verified = await Dorg.RunAsync("verify", "--json", "--rpc", Chains.Url.ToString(), "--settlement", json["settlement"]!.GetValue<string>());
        Assert.Multiple(() =>
        {
            Assert.That(verified.ExitCode, Is.Zero, verified.ToString());
            Assert.That(verified.Json["checked"]!["contracts"]!.GetValue<int>(), Is.EqualTo(8));
        });
    }

    [Test]
    public async Task A_keystore_opens_with_its_password_and_signs_for_the_chain_that_was_meant_only()
    {
        var folder = Directory.CreateTempSubdirectory("dorg-found-");
        try
        {
            using var wallet = new HdWallet(HdWallet.DevMnemonic);
            using var key = wallet.Key(8);
            var keystore = Path.Combine(folder.FullName, "key.json");
            File.WriteAllText(keystore, Keystore.Write(key, "a password", cost: 2));
            var password = Path.Combine(folder.FullName, "password");
            File.WriteAllText(password, "a password\n");
            var wrong = Path.Combine(folder.FullName, "wrong");
            File.WriteAllText(wrong, "another");

            var otherChain = await FoundAsync("--keystore", keystore, "--password-file", password, "--chain-id", "1");
            var noChain = await FoundAsync("--keystore", keystore, "--password-file", password);
            var noPassword = await FoundAsync("--keystore", keystore, "--chain-id", "31337");
            var wrongPassword = await FoundAsync("--keystore", keystore, "--password-file", wrong, "--chain-id", "31337");
            var sent = await Chains.Chain.GetTransactionCountAsync(key.Address);
            var founded = await FoundAsync("--keystore", keystore, "--password-file", password, "--chain-id", "31337");
            Assert.Multiple(() =>
            {
                AssertRefused(otherChain, 1, "The chain's id is 31337, not 1; nothing was signed.");
                AssertRefused(noChain, 2, "Which chain do you mean to sign for?");
                AssertRefused(noPassword, 2, "The password cannot be asked for without a terminal");
                AssertRefused(wrongPassword, 1, "The password does not open the keystore");
                Assert.That(sent, Is.Zero);
                Assert.That(founded.ExitCode, Is.Zero, founded.ToString());
                Assert.That(founded.Output, Does.Contain("Nobody else has reputation."));
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task What_cannot_be_founded_is_refused_with_the_reason()
    {
        var poor = await FoundAsync("--dev-account", "999");
        var nobody = await FoundAsync();
        var missing = await Dorg.RunAsync("found", "no-such-charter.json", "--rpc", Chains.Url.ToString(), "--dev-account", "0");
        var bad = await Dorg.RunAsync(["found", "-", "--rpc", Chains.Url.ToString(), "--dev-account", "0"], "{}", new Dictionary<string, string>());
        await using var mainnet = await Endpoint.StartAsync(async context =>
        {
            var asked = await JsonNode.ParseAsync(context.Request.Body);
            await context.Response.WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = asked!["id"]!.DeepClone(), ["result"] = "0x1" }.ToJsonString());
        });
        var known = await Dorg.RunAsync("found", Charter, "--rpc", mainnet.Url.ToString(), "--dev-account", "0");
        Assert.Multiple(() =>
        {
            AssertRefused(poor, 1, "has no ether on chain 31337");
            AssertRefused(nobody, 2, "Whose key signs?");
            AssertRefused(missing, 3, "There is no file 'no-such-charter.json'.");
            AssertRefused(bad, 1, "MissingField: The field token is missing in the charter.");
            AssertRefused(known, 1, "The chain's id is 1, which is no chain for development");
        });
    }

    private static void AssertRefused(DorgResult result, int code, string sentence)
    {
        Assert.That(result.ExitCode, Is.EqualTo(code), result.ToString());
        Assert.That(result.Errors, Does.Contain(sentence));
        Assert.That(result.Output, Is.Empty);
    }

    private static string[] Names(JsonNode array, string field) => [.. array.AsArray().Select(each => each![field]!.GetValue<string>())];
}
