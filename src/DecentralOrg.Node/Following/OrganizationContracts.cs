using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Endpoints;

namespace DecentralOrg.Node.Following;

/// <summary>The contracts of one organization, found from its settlement contract.</summary>
/// <param name="Settlement">The settlement contract.</param>
/// <param name="Ledger">Its ledger.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Token">Its reward token.</param>
/// <param name="Reputation">Its reputation.</param>
public sealed record OrganizationContracts(
    SettlementContract Settlement,
    LedgerContract Ledger,
    ParametersContract Parameters,
    RewardTokenContract Token,
    ReputationContract Reputation)
{
    /// <summary>The addresses that the organization's events come from.</summary>
    public IReadOnlyList<Address> Addresses => [Settlement.Address, Ledger.Address, Token.Address, Reputation.Address];

    /// <summary>Knows all errors of the contracts.</summary>
    public static RevertDecoder Reverts { get; } = new(
    [
        .. SettlementContract.Errors, .. LedgerContract.Errors, .. ParametersContract.Errors,
        .. RewardTokenContract.Errors, .. ReputationContract.Errors,
        .. OrganizationGovernorContract.Errors, .. OrganizationTimelockContract.Errors, .. RolesContract.Errors,
    ]);

    /// <summary>The same contracts, asked at another endpoint.</summary>
    public OrganizationContracts At(IChain chain) => new(
        new SettlementContract(chain, Settlement.Address), new LedgerContract(chain, Ledger.Address), new ParametersContract(chain, Parameters.Address),
        new RewardTokenContract(chain, Token.Address), new ReputationContract(chain, Reputation.Address));

    /// <summary>The contracts of an organization that is known.</summary>
    internal static OrganizationContracts Of(IChain chain, Identity known) => new(
        new SettlementContract(chain, known.Settlement), new LedgerContract(chain, known.Ledger), new ParametersContract(chain, known.Parameters),
        new RewardTokenContract(chain, known.Token), new ReputationContract(chain, known.Reputation));

    /// <summary>Asks the settlement contract for the others.</summary>
    /// <exception cref="NoOrganizationException">There is no settlement contract at the address.</exception>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    public static async Task<OrganizationContracts> FindAsync(IChain chain, Address address, BlockTag? at = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(chain);
        if ((await chain.GetCodeAsync(address, at ?? BlockTag.Latest, stop)).Length == 0)
            throw new NoOrganizationException($"There is no contract at {address} on this chain; is it the right chain, and has it been restarted?");
        var settlement = new SettlementContract(chain, address);
        try
        {
            return new OrganizationContracts(
                settlement,
                new LedgerContract(chain, await settlement.LedgerAsync(at, stop)),
                new ParametersContract(chain, await settlement.ParametersAsync(at, stop)),
                new RewardTokenContract(chain, await settlement.TokenAsync(at, stop)),
                new ReputationContract(chain, await settlement.ReputationAsync(at, stop)));
        }
        catch (Exception error) when (error is AbiException or RevertException)
        {
            throw new NoOrganizationException($"The contract at {address} is not the settlement contract of an organization.", error);
        }
    }
}

/// <summary>There is no organization where one was looked for.</summary>
public sealed class NoOrganizationException(string message, Exception? inner = null) : EndpointException(message, inner);
