using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using Microsoft.Playwright;
using Assertions = Microsoft.Playwright.Assertions;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>A wallet that is a contract (ERC-1271), on the chain, whose owner's key signs for it.</summary>
internal sealed class ContractWalletTests : SiteFixture
{
    private static readonly AbiType Owner = AbiType.Parse("(address owner)");

    protected override string[] Settings => ["--relay-key", "dev:11"];

    [Test]
    public async Task A_contract_contributes_becomes_a_member_and_gives_credit_all_by_its_owners_signatures()
    {
        using var owner = PrivateKey.Create();
        var account = await DeployAsync(owner.Address);
        await using var member = await Member.OpenAsync(Site, new TestWallet(owner, account));
        await member.Tab.GoAsync("#/record");
        await member.Main.GetByLabel("Title").FillAsync("A vault for all of us");
        await member.Main.GetByLabel("Area").FillAsync("treasury");
        await member.SignAsync();
        await Assertions.Expect(member.Tab.Page.GetByText("Your account is a contract, and it says that the signature is its own")).ToBeVisibleAsync();
        await member.AnchoredAsync();
        var made = (await Site.GetAsync("/api/contributions"))["items"]!.AsArray().Single(one => one!["title"]!.ToString() == "A vault for all of us")!;
        Assert.That(made["contributor"]!.ToString(), Is.EqualTo(account.ToString()));

        await Site.World.CreditAsync(3, new Credit(Bytes32.Parse(made["id"]!.ToString()), account, 500));
        await Site.Node.UntilAsync($"/accounts/{account}", now => now["member"] is not null);
        await member.Tab.GoAsync("#/evaluate");
        var points = member.Main.GetByLabel("Exact points for").First;
        await points.FillAsync("250");
        await points.PressAsync("Tab");
        await member.SignAsync();
        await member.AnchoredAsync();
        Assert.That((await Site.GetAsync($"/accounts/{account}"))["nonce"]!.GetValue<int>(), Is.EqualTo(1), "the ledger took it");

        await Site.World.SettleAsync();
        await Site.Node.UntilAsync($"/accounts/{account}/governance", now => now["reputation"]!.ToString() != "0");
        await member.Tab.GoAsync("#/delegate");
        await Assertions.Expect(member.Main).ToContainTextAsync("The reputation contract takes signatures of keys only");
        await Assertions.Expect(member.Button("Check and sign")).ToHaveCountAsync(0);
        await member.Main.GetByLabel("To whom").FillAsync(owner.Address.ToString());
        await Assertions.Expect(member.Main.GetByRole(AriaRole.Button, new() { NameRegex = new("^Delegate with my wallet") })).ToBeVisibleAsync();
        member.Tab.AssertQuiet();
    }

    [Test]
    public async Task A_contract_that_another_key_owns_has_not_signed()
    {
        using var owner = PrivateKey.Create();
        var account = await DeployAsync(Site.World[0].Address);
        await using var member = await Member.OpenAsync(Site, new TestWallet(owner, account));
        await member.Tab.GoAsync("#/record");
        await member.Main.GetByLabel("Title").FillAsync("Not mine");
        await member.Main.GetByLabel("Area").FillAsync("docs");
        await member.Button("Check and sign").ClickAsync();
        await member.ConfirmAsync();
        await Assertions.Expect(member.Tab.Page.Locator("dialog[open] dorg-refusal")).ToContainTextAsync("another account than the one that is shown");
        await member.Tab.GoAsync("#/activity");
        await Assertions.Expect(member.Main).ToContainTextAsync("Nothing signed yet");
        member.Tab.AssertQuiet();
    }

    private static async Task<Address> DeployAsync(Address owner)
    {
        var artifact = ContractArtifact.Parse(await File.ReadAllTextAsync(
            Path.Combine(Chains.Root, "artifacts", "contracts", "test", "support", "Wallets.sol", "OwnedWallet.json")));
        var receipt = await Chains.Payer.ExecuteAsync(new ContractCall(null, [.. artifact.Bytecode, .. AbiEncoder.Encode(Owner, [owner])]));
        return receipt.Created!.Value;
    }
}
