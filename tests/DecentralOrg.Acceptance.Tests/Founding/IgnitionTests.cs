using System.Diagnostics;
using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;

namespace DecentralOrg.Acceptance.Tests.Founding;

/// <summary>The same organization by Hardhat Ignition: one transaction after another, the check as the last.</summary>
internal sealed class IgnitionTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private DirectoryInfo folder = null!;

    /// <summary>Ignition keeps its journal in the repository, under this name.</summary>
    private string Id => folder.Name;

    private string Parameters => Path.Combine(folder.FullName, "parameters.json");

    [SetUp]
    public void Create() => folder = Directory.CreateTempSubdirectory("dorg-ignition-");

    [TearDown]
    public void Forget()
    {
        folder.Delete(recursive: true);
        var journal = Path.Combine(Chains.Root, "scripts", "ignition", "deployments", Id);
        if (Directory.Exists(journal))
            Directory.Delete(journal, recursive: true);
    }

    [Test]
    public async Task A_deployment_ends_with_the_check_and_is_an_organization_like_any_other()
    {
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        using var deployer = wallet.Key(5);
        var expected = await WriteParametersAsync(deployer);
        var (code, output) = await DeployAsync(deployer);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain($"Organization#Settlement - {expected["settlement"]}").And.Contain("Organization#FoundingCheck - "));

        var verified = await Dorg.RunAsync("verify", "--json", "--rpc", Chains.Url.ToString(), "--settlement", expected["settlement"]!.GetValue<string>());
        Assert.That(verified.ExitCode, Is.Zero, verified.ToString());
        Assert.That(verified.Json["checked"]!["contracts"]!.GetValue<int>(), Is.EqualTo(8));

        var sent = await Chains.Chain.GetTransactionCountAsync(deployer.Address);
        var (again, said) = await DeployAsync(deployer);
        Assert.That(again, Is.Zero, said);
        Assert.That(await Chains.Chain.GetTransactionCountAsync(deployer.Address), Is.EqualTo(sent), "a deployment that is done sends nothing");
    }

    [Test]
    public async Task A_wrong_governor_fails_the_deployment_at_the_check()
    {
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        using var deployer = wallet.Key(6);
        var wrong = await WriteParametersAsync(deployer);
        wrong["governor"] = deployer.Address.ToString();
        await File.WriteAllTextAsync(Parameters, new JsonObject { ["Organization"] = wrong }.ToJsonString());
        var (code, output) = await DeployAsync(deployer);
        Assert.That(code, Is.Not.Zero, output);
        Assert.That(output, Does.Contain("GovernorMissing").And.Contain("Organization#FoundingCheck"));
    }

    private async Task<JsonObject> WriteParametersAsync(PrivateKey deployer)
    {
        var charter = Path.Combine(Chains.Root, "docs", "examples", "charter.json");
        var (code, output) = await NodeAsync(Path.Combine(Chains.Root, "scripts", "ignition", "parameters.js"), charter, deployer.Address.ToString());
        Assert.That(code, Is.Zero, output);
        await File.WriteAllTextAsync(Parameters, output);
        var all = JsonNode.Parse(output)!["Organization"]!.AsObject();
        return all.DeepClone().AsObject();
    }

    private Task<(int Code, string Output)> DeployAsync(PrivateKey deployer) => NodeAsync(
        Path.Combine(Chains.Root, "node_modules", "hardhat", "dist", "src", "cli.js"), "--build-profile", "default", "--network", "chain",
        "ignition", "deploy", "scripts/ignition/modules/Organization.js",
        "--parameters", Parameters, "--deployment-id", Id, "--default-sender", deployer.Address.ToString());

    private static async Task<(int Code, string Output)> NodeAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Chains.Root, "node_modules", ".bin", "node"), arguments)
        {
            WorkingDirectory = Chains.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ETH_RPC_URL"] = Chains.Url.ToString();
        start.Environment["HARDHAT_DISABLE_TELEMETRY_PROMPT"] = "true";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, process.ExitCode == 0 ? await output : $"{await output}\n{await errors}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
