using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Founding;

/// <summary>
/// Puts the contracts of an organization on a chain. They name each other by addresses that are fixed before they exist, so
/// that nobody ever has the power to exchange one, not even while they are created. The last step asserts every role.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="sender">Pays; it has no power over the organization, and must send nothing else meanwhile.</param>
/// <param name="artifacts">Compiled contracts by name.</param>
public sealed class OrganizationFounder(IChain chain, TransactionSender sender, Func<string, ContractArtifact> artifacts)
{
    /// <summary>The contracts in the order of their creation. The one that opens epoch 0 is the last: nothing begins before it is governed.</summary>
    private static readonly string[] Parts =
        ["OrganizationTimelock", "Parameters", "RewardToken", "Reputation", "Ledger", "OrganizationGovernor", "Roles", "Settlement"];

    /// <summary>The addresses that the contracts would have if they were created now.</summary>
    public async Task<IReadOnlyList<(string Name, Address Address)>> PlanAsync(CancellationToken stop = default)
    {
        var nonce = await chain.GetTransactionCountAsync(sender.Address, BlockTag.Pending, stop);
        return [.. Parts.Select((name, i) => (name, CreatedAddress.Of(sender.Address, nonce + (ulong)i)))];
    }

    /// <summary>Founds an organization.</summary>
    /// <param name="charter">What it is founded with.</param>
    /// <param name="progress">Told the name of each contract that was created.</param>
    /// <param name="stop">Gives up; what was created by then has no use and no power.</param>
    /// <exception cref="RevertException">A parameter or a founder is wrong; the contract says which.</exception>
    /// <exception cref="FoundingException">A contract is not where it was to be, or an assertion does not hold.</exception>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    public async Task<FoundedOrganization> FoundAsync(Charter charter, IProgress<string>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(charter);
        var plan = await PlanAsync(stop);
        var creations = Creations(charter, [.. plan.Select(part => part.Address)]);
        var contracts = new List<FoundedContract>();
        var block = 0UL;
        foreach (var ((name, address), creation) in plan.Zip(creations))
        {
            var receipt = await sender.ExecuteAsync(new ContractCall(null, creation), stop: stop);
            if (receipt.Created != address)
                throw new FoundingException(name, $"{name} was created at {receipt.Created}, not at {address}, as the others expect it: the account sent something else meanwhile. Found again; nobody has any power over what was created.");
            contracts.Add(new FoundedContract(name, address, receipt.GasUsed));
            block = receipt.BlockNumber;
            progress?.Report(name);
        }
        await CheckAsync(charter, contracts[^1].Address, BlockTag.Number(block), stop);
        return new FoundedOrganization(contracts);
    }

    /// <summary>Asserts every role and wiring of an organization that was just founded.</summary>
    /// <exception cref="FoundingException">An assertion does not hold.</exception>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    public async Task CheckAsync(Charter charter, Address settlement, BlockTag at, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(charter);
        var check = FoundingCheckContract.DeployData(
            Code("FoundingCheck"), settlement, sender.Address, charter.Founders, charter.Terms,
            RecordText.From(charter.TokenName), RecordText.From(charter.TokenSymbol));
        try
        {
            _ = await chain.CallAsync(new ContractCall(null, check), at, from: null, stop);
        }
        catch (RpcException error) when (error.RevertData is { } data)
        {
            var revert = new RevertDecoder(FoundingCheckContract.Errors).Decode(data);
            throw new FoundingException(revert.Name, $"The organization must not be used. {Assertions.Denial(revert)}", error);
        }
    }

    private byte[][] Creations(Charter charter, Address[] at)
    {
        var (timelock, parameters, token, reputation, ledger, governor, roles, settlement) = (at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7]);
        return
        [
            OrganizationTimelockContract.DeployData(Code("OrganizationTimelock"), governor, roles),
            ParametersContract.DeployData(Code("Parameters"), timelock, charter.Terms),
            RewardTokenContract.DeployData(Code("RewardToken"), RecordText.From(charter.TokenName), RecordText.From(charter.TokenSymbol), settlement),
            ReputationContract.DeployData(Code("Reputation"), settlement),
            LedgerContract.DeployData(Code("Ledger"), settlement, reputation),
            OrganizationGovernorContract.DeployData(Code("OrganizationGovernor"), reputation, timelock),
            RolesContract.DeployData(Code("Roles"), timelock, settlement),
            SettlementContract.DeployData(Code("Settlement"), ledger, parameters, token, reputation, charter.Founders),
        ];
    }

    private byte[] Code(string contract) => artifacts(contract).Bytecode;
}
