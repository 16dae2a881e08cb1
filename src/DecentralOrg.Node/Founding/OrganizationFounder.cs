using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Founding;

/// <summary>What an organization is founded with.</summary>
/// <param name="Owner">The only account that can change parameters, within their bounds.</param>
/// <param name="Terms">The parameters it starts with.</param>
/// <param name="Founders">1..64 founders; together at most 2^53 reputation.</param>
/// <param name="TokenName">The name of the reward token.</param>
/// <param name="TokenSymbol">Its symbol.</param>
public sealed record Charter(
    Address Owner, Terms Terms, IReadOnlyList<Founder> Founders, string TokenName, string TokenSymbol);

/// <summary>
/// Puts the contracts of an organization on a chain. They name each other by addresses that are fixed before they exist, so
/// that nobody ever has the power to exchange one; the settlement contract refuses to be created where one is wrong.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="sender">Pays; it has no power over the organization afterwards, and must send nothing else meanwhile.</param>
/// <param name="artifacts">Compiled contracts by name.</param>
public sealed class OrganizationFounder(IChain chain, TransactionSender sender, Func<string, ContractArtifact> artifacts)
{
    private const int Parts = 5;

    /// <summary>Founds an organization.</summary>
    /// <returns>The address of its settlement contract, which names all others, and the gas that everything took.</returns>
    /// <exception cref="RevertException">A parameter, a founder or the order of transactions is wrong; the contract says which.</exception>
    public async Task<(Address Settlement, ulong Gas)> FoundAsync(Charter charter, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(charter);
        var nonce = await chain.GetTransactionCountAsync(sender.Address, BlockTag.Pending, stop);
        var at = new Address[Parts];
        for (var i = 0; i < Parts; i++)
            at[i] = CreatedAddress.Of(sender.Address, nonce + (ulong)i);
        var (parameters, token, reputation, ledger, settlement) = (at[0], at[1], at[2], at[3], at[4]);

        byte[][] creations =
        [
            ParametersContract.DeployData(Code("Parameters"), charter.Owner, charter.Terms),
            RewardTokenContract.DeployData(Code("RewardToken"), Text(charter.TokenName), Text(charter.TokenSymbol), settlement),
            ReputationContract.DeployData(Code("Reputation"), settlement),
            LedgerContract.DeployData(Code("Ledger"), settlement, reputation),
            SettlementContract.DeployData(Code("Settlement"), ledger, parameters, token, reputation, charter.Founders),
        ];
        ulong gas = 0;
        for (var i = 0; i < Parts; i++)
        {
            var receipt = await sender.ExecuteAsync(new ContractCall(null, creations[i]), stop: stop);
            gas += receipt.GasUsed;
            if (receipt.Created != at[i])
                throw new InvalidOperationException($"A contract was created at {receipt.Created}, not at {at[i]}: the account sent something else meanwhile.");
        }
        return (settlement, gas);
    }

    private byte[] Code(string contract) => artifacts(contract).Bytecode;

    private static Kernel.Records.RecordText Text(string text) => Kernel.Records.RecordText.From(text);
}
