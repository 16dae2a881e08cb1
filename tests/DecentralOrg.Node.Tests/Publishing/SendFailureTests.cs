using DecentralOrg.Ethereum;
using DecentralOrg.Node.Publishing;

namespace DecentralOrg.Node.Tests.Publishing;

/// <summary>What nodes say, word for word.</summary>
internal sealed class SendFailureTests
{
    // geth
    [TestCase("already known", SendFailure.AlreadyKnown)]
    [TestCase("nonce too low: next nonce 5, tx nonce 4", SendFailure.NonceTooLow)]
    [TestCase("replacement transaction underpriced: new tx gas fee cap 3 <= 3 queued", SendFailure.ReplacementUnderpriced)]
    [TestCase("future transaction tries to replace pending", SendFailure.ReplacementUnderpriced)]
    [TestCase("transaction underpriced: gas tip cap 0, minimum needed 1", SendFailure.Underpriced)]
    [TestCase("max fee per gas less than block base fee: address 0x00, maxFeePerGas: 1, baseFee: 7", SendFailure.Underpriced)]
    [TestCase("insufficient funds for gas * price + value: balance 0, tx cost 5, overshot 5", SendFailure.InsufficientFunds)]
    [TestCase("address already reserved", SendFailure.AlreadyReserved)]
    [TestCase("txpool is full", SendFailure.Transient)]
    [TestCase("tx fee (2.00 ether) exceeds the configured cap (1.00 ether)", SendFailure.Unknown)]
    [TestCase("exceeds block gas limit", SendFailure.Unknown)]
    // anvil and reth
    [TestCase("transaction already imported", SendFailure.AlreadyKnown)]
    [TestCase("nonce too low", SendFailure.NonceTooLow)]
    [TestCase("replacement transaction underpriced", SendFailure.ReplacementUnderpriced)]
    [TestCase("Insufficient funds for gas * price + value", SendFailure.InsufficientFunds)]
    [TestCase("max fee per gas less than block base fee", SendFailure.Underpriced)]
    [TestCase("transaction underpriced", SendFailure.Underpriced)]
    // hardhat
    [TestCase("Known transaction: 0x5cd4e15a08dd7e0ec2c5ca1b5bbe47a1f1a4ad04", SendFailure.AlreadyKnown)]
    [TestCase("Nonce too low. Expected nonce to be 4 but got 3.", SendFailure.NonceTooLow)]
    [TestCase("Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 2200000000 is necessary to replace the existing transaction with nonce 0.", SendFailure.ReplacementUnderpriced)]
    [TestCase("Sender doesn't have enough funds to send tx. The max upfront cost is: 9 and the sender's balance is: 1.", SendFailure.InsufficientFunds)]
    [TestCase("Transaction maxFeePerGas (1) is too low. The next block has a base fee of 875000000", SendFailure.Underpriced)]
    // nethermind
    [TestCase("AlreadyKnown", SendFailure.AlreadyKnown)]
    [TestCase("OldNonce, Current nonce: 5, nonce of rejected tx: 4", SendFailure.NonceTooLow)]
    [TestCase("ReplacementNotAllowed", SendFailure.ReplacementUnderpriced)]
    [TestCase("FeeTooLow, MaxFeePerGas too low", SendFailure.Underpriced)]
    [TestCase("FeeTooLowToCompete", SendFailure.ReplacementUnderpriced)]
    [TestCase("InsufficientFunds, Account balance: 0, cumulative cost: 1", SendFailure.InsufficientFunds)]
    [TestCase("PendingTxsOfConflictingType", SendFailure.AlreadyReserved)]
    // erigon
    [TestCase("existing tx with same hash", SendFailure.AlreadyKnown)]
    [TestCase("could not replace existing tx", SendFailure.ReplacementUnderpriced)]
    [TestCase("fee too low", SendFailure.Underpriced)]
    // the trap
    [TestCase("unknown transaction", SendFailure.Unknown)]
    [TestCase("Unknown transaction type 0x05", SendFailure.Unknown)]
    [TestCase("", SendFailure.Unknown)]
    [TestCase("knownothing", SendFailure.Unknown)]
    // providers
    [TestCase("Too Many Requests", SendFailure.Transient)]
    [TestCase("request timed out", SendFailure.Transient)]
    [TestCase("Internal error", SendFailure.Transient)]
    public void Words_of_nodes(string words, SendFailure meaning) => Assert.That(SendFailures.Of(words), Is.EqualTo(meaning));

    [TestCase(RpcFailure.Unreachable)]
    [TestCase(RpcFailure.Timeout)]
    [TestCase(RpcFailure.HttpStatus)]
    [TestCase(RpcFailure.NotJson)]
    [TestCase(RpcFailure.Malformed)]
    [TestCase(RpcFailure.TooLarge)]
    public void No_answer_says_nothing(RpcFailure kind) =>
        Assert.That(SendFailures.Of(new RpcException(kind, "nonce too low")), Is.EqualTo(SendFailure.Transient));

    [Test]
    public void Any_words_have_a_meaning() => Gen.String.Sample(text => Enum.IsDefined(SendFailures.Of(text)));
}
