using System.Text.Json;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>What went wrong with a call to a chain's node.</summary>
public enum RpcFailure
{
    /// <summary>No connection, or it broke.</summary>
    Unreachable,

    /// <summary>No whole answer in time.</summary>
    Timeout,

    /// <summary>An HTTP status that is not 200 and no JSON-RPC error in the body.</summary>
    HttpStatus,

    /// <summary>More bytes than are read.</summary>
    TooLarge,

    /// <summary>The answer is not JSON, nested too deeply, or holds a string that is no text.</summary>
    NotJson,

    /// <summary>JSON that is not the answer to the question: another id, a field missing, null where a value must be.</summary>
    Malformed,

    /// <summary>The node answered with an error.</summary>
    ErrorResponse,
}

/// <summary>A call to a chain's node that gave no answer that can be used.</summary>
public sealed class RpcException : Exception
{
    /// <summary>What went wrong.</summary>
    public RpcException(RpcFailure kind, string message, Exception? inner = null) : base(message, inner) => Kind = kind;

    private RpcException(string method, long code, string text, byte[]? data)
        : base($"{method}: the node answered with error {code}: {AbiText.Readable(text)}")
    {
        Kind = RpcFailure.ErrorResponse;
        Code = code;
        Text = text;
        RevertData = data;
    }

    /// <summary>What went wrong.</summary>
    public RpcFailure Kind { get; }

    /// <summary>The code of an error answer; 0 otherwise.</summary>
    public long Code { get; }

    /// <summary>The message of an error answer as the node wrote it; empty otherwise.</summary>
    public string Text { get; } = "";

    /// <summary>What the contract reverted with, if the error carries it; may be empty. Null if it is no revert.</summary>
    public byte[]? RevertData { get; }

    /// <summary>Whether the node refused because it was asked too often (HTTP status 429).</summary>
    public bool AskedTooOften { get; internal init; }

    /// <summary>How long the node wants to be left alone, by the Retry-After of its answer; null if it did not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>Whether asking again later can help: nothing is known about what the node did with the call.</summary>
    public bool IsTransient => Kind is RpcFailure.Unreachable or RpcFailure.Timeout or RpcFailure.HttpStatus;

    /// <summary>From the <c>error</c> member of an answer.</summary>
    /// <param name="method">What was asked.</param>
    /// <param name="error">The member.</param>
    /// <param name="askedTooOften">Whether it came with HTTP status 429.</param>
    /// <param name="retryAfter">What the answer's Retry-After says.</param>
    internal static RpcException From(string method, JsonElement error, bool askedTooOften = false, TimeSpan? retryAfter = null)
    {
        if (error.ValueKind != JsonValueKind.Object
            || !error.TryGetProperty("code", out var code) || code.ValueKind != JsonValueKind.Number || !code.TryGetInt64(out var number))
            return new RpcException(RpcFailure.Malformed, $"{method}: the node answered with an error without a code.");
        var text = error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? message.GetString()! : "";
        return new RpcException(method, number, text, ReadRevert(number, text, error)) { AskedTooOften = askedTooOften, RetryAfter = retryAfter };
    }

    /// <summary>Geth and Anvil put the data under <c>data</c>, Hardhat puts it one level deeper for transactions.</summary>
    private static byte[]? ReadRevert(long code, string text, JsonElement error)
    {
        var found = error.TryGetProperty("data", out var data);
        if (found && data.ValueKind == JsonValueKind.Object)
            found = data.TryGetProperty("data", out data);
        if (found && data.ValueKind == JsonValueKind.String && data.GetString() is { } hex && hex.StartsWith("0x", StringComparison.Ordinal))
        {
            var bytes = new byte[(hex.Length - 2) / 2];
            if (Hex.TryDecode(hex, bytes))
                return bytes;
        }
        return code == 3 || text.Contains("revert", StringComparison.OrdinalIgnoreCase) ? [] : null;
    }
}
