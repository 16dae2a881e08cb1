using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Publishing;

/// <summary>
/// A signer whose answers are looked at, and waited for so long. A remote one that signs with another key would send from
/// an account with other nonces; a keystore that lied about its key has been met (web3signer#1018).
/// </summary>
internal sealed class CheckedSigner(ISigner signer, TimeSpan timeout, TimeProvider time) : ISigner
{
    /// <inheritdoc/>
    public Address Address => signer.Address;

    /// <inheritdoc/>
    public Signature Sign(Bytes32 digest)
    {
        var signature = signer.Sign(digest);
        return signature.Recover(digest) == signer.Address
            ? signature
            : throw new PublishingException(
                PublishingFailure.Signer, $"The signer answered with a signature that is not that of {signer.Address}; nothing was sent. Look which key it holds.");
    }

    /// <summary>Signs a transaction.</summary>
    /// <exception cref="PublishingException">The signer gave no answer in time, or a wrong one.</exception>
    public async Task<SignedTransaction> SignAsync(Transaction transaction, CancellationToken stop)
    {
        try
        {
            // On a thread of its own: a signer behind a network can hang, and the interface knows no stopping.
            return await Task.Run(() => transaction.Sign(this), stop).WaitAsync(timeout, time, stop);
        }
        catch (TimeoutException error)
        {
            throw new PublishingException(
                PublishingFailure.Signer, $"The signer of {Address} gave no answer in {timeout.TotalSeconds:0.#} seconds; nothing was sent, and it is asked again.", error);
        }
    }
}
