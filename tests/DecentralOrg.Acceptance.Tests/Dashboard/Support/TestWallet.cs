using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Acceptance.Tests.Dashboard;

/// <summary>What a wallet's user does when he is asked for a signature or a transaction.</summary>
internal enum WalletAnswer
{
    Signs,

    /// <summary>Error 4001.</summary>
    Refuses,

    /// <summary>Looks away.</summary>
    Hangs,

    /// <summary>Signs with an account that the page does not show, as a wallet does whose user changed it meanwhile.</summary>
    SignsWithAnotherAccount,
}

/// <summary>
/// A wallet as a page sees it, announced by EIP-6963. Its key stays in the test's process; what it does not sign it asks the
/// devnet.
/// </summary>
internal sealed class TestWallet : IDisposable
{
    public const ulong DevnetChain = 31_337;

    /// <summary>User refused (EIP-1193).</summary>
    private const int Refused = 4001;

    /// <summary>The wallet does not know this chain (EIP-3326).</summary>
    private const int UnknownChain = 4902;

    private readonly JsonRpcClient rpc = new(Chains.Url);
    private readonly PrivateKey stranger = PrivateKey.Create();
    private readonly TaskCompletionSource gone = new();
    private readonly Address? contract;
    private PrivateKey key;

    /// <summary>A wallet of one account.</summary>
    /// <param name="key">The account's key, which the caller disposes.</param>
    /// <param name="contract">A contract account (ERC-1271) whose owner has the key; null for the key's own account.</param>
    public TestWallet(PrivateKey key, Address? contract = null)
    {
        this.key = key;
        this.contract = contract;
    }

    public string Name { get; init; } = "Test Wallet";

    /// <summary>The name by which pages remember it.</summary>
    public string Rdns { get; init; } = "org.decentralorg.test";

    public WalletAnswer Answer { get; set; } = WalletAnswer.Signs;

    /// <summary>The network that it is on.</summary>
    public ulong ChainId { get; set; } = DevnetChain;

    /// <summary>Whether it follows when a page asks for another network, or refuses.</summary>
    public bool SwitchesNetwork { get; set; } = true;

    /// <summary>Whether its user let the page see the account.</summary>
    public bool Connected { get; set; }

    public Address Account => contract ?? key.Address;

    /// <summary>All methods that pages called.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>All messages that it was asked to sign.</summary>
    public ConcurrentQueue<TypedMessage> Messages { get; } = [];

    /// <summary>Tells its pages of a change: <c>accountsChanged</c>, <c>chainChanged</c>.</summary>
    public event Func<string, JsonNode, Task>? Changed;

    public Task SwitchAccountAsync(PrivateKey to)
    {
        key = to;
        return RaiseAsync("accountsChanged", new JsonArray(Account.ToString()));
    }

    public Task SwitchNetworkAsync(ulong chainId)
    {
        ChainId = chainId;
        return RaiseAsync("chainChanged", Chain());
    }

    /// <summary>Answers a page: JSON of <c>method</c> and <c>params</c> in, JSON of <c>result</c> or <c>error</c> out.</summary>
    public async Task<string> AnswerAsync(string asked)
    {
        var request = JsonNode.Parse(asked)!;
        var method = request["method"]!.GetValue<string>();
        Asked.Enqueue(method);
        try
        {
            return new JsonObject { ["result"] = await AnswerAsync(method, request["params"] as JsonArray ?? []) }.ToJsonString();
        }
        catch (WalletError error)
        {
            return Error(error.Code, error.Message, null);
        }
        catch (RevertException error)
        {
            return Error(3, error.Message, null);
        }
        catch (RpcException error) when (error.Kind == RpcFailure.ErrorResponse)
        {
            return Error((int)error.Code, error.Text, error.RevertData is { } data ? Hex.Encode(data) : null);
        }
    }

    public void Dispose()
    {
        gone.TrySetCanceled();
        rpc.Dispose();
        stranger.Dispose();
    }

    private async Task<JsonNode?> AnswerAsync(string method, JsonArray given)
    {
        switch (method)
        {
            case "eth_requestAccounts":
                await DecideAsync();
                Connected = true;
                return new JsonArray(Account.ToString());
            case "eth_accounts":
                return Connected ? new JsonArray(Account.ToString()) : [];
            case "eth_chainId":
                return Chain();
            case "wallet_switchEthereumChain":
                await FollowAsync(given[0]!["chainId"]!.GetValue<string>());
                return null;
            case "eth_signTypedData_v4":
                await DecideAsync();
                var message = new TypedMessage(given[1]!.GetValue<string>());
                Messages.Enqueue(message);
                return Hex.Encode((Answer == WalletAnswer.SignsWithAnotherAccount ? stranger : key).Sign(message.Digest).ToArray());
            case "eth_sendTransaction":
                await DecideAsync();
                return await SendAsync(given[0]!);
            default:
                return JsonNode.Parse((await rpc.CallAsync(method, [.. given])).GetRawText());
        }
    }

    private async Task DecideAsync()
    {
        if (Answer == WalletAnswer.Refuses)
            throw new WalletError(Refused, "User rejected the request.");
        if (Answer == WalletAnswer.Hangs)
            await gone.Task;
    }

    private async Task FollowAsync(string chain)
    {
        if (!SwitchesNetwork)
            throw new WalletError(Refused, "User rejected the request.");
        if (chain != $"0x{DevnetChain:x}")
            throw new WalletError(UnknownChain, "Unrecognized chain ID.");
        await SwitchNetworkAsync(DevnetChain);
    }

    private async Task<string> SendAsync(JsonNode transaction)
    {
        await Chains.Dev.SetBalanceAsync(key.Address, (UInt128)1_000_000_000_000_000_000 * 1_000);
        using var sender = Chains.SenderOf(key);
        var value = transaction["value"]?.GetValue<string>() is { } wei ? UInt128.Parse(wei.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : 0;
        var data = transaction["data"]?.GetValue<string>() ?? "0x";
        var sent = await sender.SendAsync(new ContractCall(Address.Parse(transaction["to"]!.GetValue<string>()), Convert.FromHexString(data.AsSpan(2)), value));
        return sent.Hash.ToString();
    }

    private async Task RaiseAsync(string name, JsonNode value)
    {
        foreach (var handler in Changed?.GetInvocationList() ?? [])
            await ((Func<string, JsonNode, Task>)handler)(name, value);
    }

    private string Chain() => $"0x{ChainId:x}";

    private static string Error(int code, string message, string? data) =>
        new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["data"] = data } }.ToJsonString();

    private sealed class WalletError(int code, string message) : Exception(message)
    {
        public int Code { get; } = code;
    }
}
