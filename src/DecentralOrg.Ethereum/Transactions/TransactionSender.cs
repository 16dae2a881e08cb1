using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>
/// Fills, signs and sends transactions of one account and waits for their receipts. Nonces are counted here, so that several
/// transactions can be on their way; there must be no second sender of the account. Safe for use by several threads.
/// </summary>
public sealed class TransactionSender : IDisposable
{
    /// <summary>Most gas that a transaction can take (EIP-7825).</summary>
    public const ulong MaxGas = 16_777_216;

    private readonly IChain chain;
    private readonly ISigner signer;
    private readonly RevertDecoder reverts;
    private readonly TimeProvider time;
    private readonly TimeSpan pollInterval;
    private readonly SemaphoreSlim turn = new(1, 1);
    private ulong? chainId;
    private ulong? nextNonce;

    /// <summary>Sends for the account of <paramref name="signer"/>.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="signer">Signs.</param>
    /// <param name="reverts">Knows the errors of the contracts that will be called; null for Solidity's own only.</param>
    /// <param name="time">The clock between two looks for a receipt; null for the system's.</param>
    /// <param name="pollInterval">Time between two looks for a receipt; null for half a second.</param>
    public TransactionSender(
        IChain chain, ISigner signer, RevertDecoder? reverts = null, TimeProvider? time = null, TimeSpan? pollInterval = null)
    {
        this.chain = chain;
        this.signer = signer;
        this.reverts = reverts ?? new RevertDecoder();
        this.time = time ?? TimeProvider.System;
        this.pollInterval = pollInterval ?? TimeSpan.FromMilliseconds(500);
    }

    /// <summary>The account that pays and sends.</summary>
    public Address Address => signer.Address;

    /// <summary>Sends and waits until the transaction is in a block.</summary>
    /// <exception cref="RevertException">The contract refused, at the estimate (nothing was sent) or in the block.</exception>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    public async Task<Receipt> ExecuteAsync(ContractCall call, ulong? gasLimit = null, CancellationToken stop = default)
    {
        var sent = await SendAsync(call, gasLimit, stop);
        return await WaitAsync(sent, call, stop);
    }

    /// <summary>Sends and does not wait, so that the next one can follow; <see cref="WaitAsync"/> waits.</summary>
    /// <param name="call">What to call.</param>
    /// <param name="gasLimit">Most gas it may take; null for 1.2 times the estimate on the latest block. Give it where the call depends on one still on its way.</param>
    /// <param name="stop">Gives up; what was sent by then stays sent.</param>
    /// <exception cref="RevertException">The contract refused at the estimate; nothing was sent.</exception>
    /// <exception cref="RpcException">The node gave no usable answer. If it is <see cref="RpcException.IsTransient"/>, the transaction may have been sent for all that.</exception>
    public async Task<SignedTransaction> SendAsync(ContractCall call, ulong? gasLimit = null, CancellationToken stop = default)
    {
        var gas = gasLimit ?? await EstimateAsync(call, stop);
        // One at a time: were a later nonce sent first and this one lost, the later one would never be mined.
        await turn.WaitAsync(stop);
        try
        {
            var nonce = nextNonce ?? await chain.GetTransactionCountAsync(Address, BlockTag.Pending, stop);
            var signed = await SignAsync(call, nonce, gas, stop);
            nextNonce = null;
            _ = await chain.SendRawAsync(signed.Raw, stop);
            nextNonce = nonce + 1;
            return signed;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>1.2 times the gas that the call takes on the latest block, at most <see cref="MaxGas"/>.</summary>
    /// <exception cref="RevertException">The contract refuses the call.</exception>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    public async Task<ulong> EstimateAsync(ContractCall call, CancellationToken stop = default)
    {
        try
        {
            var estimate = await chain.EstimateGasAsync(call, Address, stop);
            return estimate >= MaxGas ? MaxGas : Math.Min(MaxGas, estimate + estimate / 5);
        }
        catch (RpcException error) when (error.RevertData is { } data)
        {
            throw new RevertException(reverts.Decode(data), receipt: null, error);
        }
    }

    /// <summary>Waits until a transaction is in a block. Whether that block stays is for the caller to watch.</summary>
    /// <param name="sent">The transaction.</param>
    /// <param name="call">What it called: asked again on the state after its block, to learn why it reverted.</param>
    /// <param name="stop">Gives up waiting; set a time to it, for a transaction with too low a fee never gets into a block.</param>
    /// <exception cref="RevertException">It reverted.</exception>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    public async Task<Receipt> WaitAsync(SignedTransaction sent, ContractCall call, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(sent);
        Receipt? receipt;
        while ((receipt = await chain.GetReceiptAsync(sent.Hash, stop)) is null)
            await Task.Delay(pollInterval, time, stop);
        return receipt.Succeeded ? receipt : throw await ExplainAsync(receipt, call, stop);
    }

    /// <summary>Ends the use of the sender; the signer stays the caller's.</summary>
    public void Dispose() => turn.Dispose();

    /// <summary>Signs; only for who has the turn.</summary>
    private async Task<SignedTransaction> SignAsync(ContractCall call, ulong nonce, ulong gasLimit, CancellationToken stop)
    {
        var fees = await chain.SuggestFeesAsync(stop);
        var id = chainId ??= await chain.GetChainIdAsync(stop);
        return new Transaction(id, nonce, fees.Tip, fees.Cap, gasLimit, call).Sign(signer);
    }

    private async Task<RevertException> ExplainAsync(Receipt receipt, ContractCall call, CancellationToken stop)
    {
        try
        {
            _ = await chain.CallAsync(call, BlockTag.Number(receipt.BlockNumber), Address, stop);
        }
        catch (RpcException error) when (error.RevertData is { } data)
        {
            return new RevertException(reverts.Decode(data), receipt, error);
        }
        catch (RpcException error)
        {
            return new RevertException(new Revert("", [], "reverted, and the node could not say why"), receipt, error);
        }
        return new RevertException(
            new Revert("", [], $"reverted with {receipt.GasUsed} gas used; the same call now succeeds, so it ran out of gas or the state was another"),
            receipt);
    }
}
