using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Endpoints;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// Whether a record, or a vote, is its author's, as the ledger's library <c>Signatures</c> judges it: by key first, then, if the account
/// has code, by asking it (ERC-1271) with the gas that the ledger gives it.
/// </summary>
internal sealed class SignatureCheck(IChain chain, IntakeOptions options, TimeProvider time) : IDisposable
{
    /// <summary>The gas a contract account gets, as in <c>Signatures.ANSWER_GAS</c>.</summary>
    public const ulong AnswerGas = 300_000;

    private static readonly AbiFunction IsValidSignature = AbiFunction.Parse("isValidSignature(bytes32 hash, bytes signature)", "(bytes4)", "view");
    private static readonly byte[] Yes = [.. IsValidSignature.Selector, .. new byte[28]];

    private readonly SemaphoreSlim asking = new(options.AccountsAtOnce);

    /// <summary>What stands against a record's signature; null if it is the author's.</summary>
    public ValueTask<Refused?> CheckAsync(PostedRecord record, CancellationToken stop) => CheckAsync(record.Author, record.Digest, record.Signature, stop);

    /// <summary>What stands against a signature; null if it is the account's.</summary>
    public async ValueTask<Refused?> CheckAsync(Address account, Bytes32 digest, byte[] bytes, CancellationToken stop)
    {
        var read = Signature.TryRead(bytes, out var signature);
        if (read && signature.Recover(digest) == account)
            return null;
        using var within = new CancellationTokenSource(options.AccountTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, stop);
        try
        {
            return await AskAsync(account, digest, bytes, either.Token) switch
            {
                Answer.Yes => null,
                Answer.No => Refused.Because(Refusal.SignatureInvalid, "signature"),
                _ => Because(bytes, read, signature),
            };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Refused.Because(IntakeRefusal.AccountUnreachable, "signature");
        }
        catch (Exception error) when (EndpointFault.Is(error))
        {
            return Refused.Because(IntakeRefusal.AccountUnreachable, "signature");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => asking.Dispose();

    private enum Answer
    {
        NoCode,
        Yes,
        No,
    }

    private async Task<Answer> AskAsync(Address account, Bytes32 digest, byte[] signature, CancellationToken stop)
    {
        await asking.WaitAsync(stop);
        try
        {
            if ((await chain.GetCodeAsync(account, BlockTag.Latest, stop)).Length == 0)
                return Answer.NoCode;
            var question = IsValidSignature.Encode(digest, signature);
            var answer = await chain.CallAsync(new ContractCall(account, question, Gas: AnswerGas + Intrinsic(question)), BlockTag.Latest, stop: stop);
            return answer.AsSpan().StartsWith(Yes) ? Answer.Yes : Answer.No;
        }
        catch (RpcException error) when (error.RevertData is not null || IsOfTheAccount(error))
        {
            return Answer.No;
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>What a transaction costs before the account sees any gas (EIP-2028).</summary>
    private static ulong Intrinsic(byte[] data)
    {
        var zeros = (ulong)data.AsSpan().Count((byte)0);
        return 21_000 + 4 * zeros + 16 * ((ulong)data.Length - zeros);
    }

    /// <summary>
    /// Nodes have no code for a call that failed without a revert. Geth says "out of gas" or "invalid opcode", Anvil
    /// "EVM error OutOfGas", Hardhat "VM Exception" or "ran out of gas"; what is none of these is trouble of the node.
    /// </summary>
    private static bool IsOfTheAccount(RpcException error) =>
        error.Kind == RpcFailure.ErrorResponse
        && ((string[])["out of gas", "outofgas", "opcode", "evm error", "vm exception", "invalid jump", "stack "]).Any(
            word => error.Text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static Refused Because(byte[] bytes, bool read, Signature signature)
    {
        if (!read)
        {
            var refusal = bytes.Length == Signature.Length ? IntakeRefusal.SignatureParity : IntakeRefusal.SignatureLength;
            return Refused.Because(refusal, "signature");
        }
        return signature.Range switch
        {
            SignatureRange.HighS => Refused.Because(IntakeRefusal.SignatureHighS, "signature"),
            SignatureRange.Outside => Refused.Because(IntakeRefusal.SignatureRange, "signature"),
            _ => Refused.Because(Refusal.SignatureInvalid, "signature"),
        };
    }
}
