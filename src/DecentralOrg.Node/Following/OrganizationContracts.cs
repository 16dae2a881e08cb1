using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Endpoints;

namespace DecentralOrg.Node.Following;

/// <summary>Where the contracts of one organization are.</summary>
/// <param name="Settlement">The settlement contract.</param>
/// <param name="Ledger">Its ledger.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Token">Its reward token.</param>
/// <param name="Reputation">Its reputation.</param>
/// <param name="Timelock">Its timelock.</param>
/// <param name="Governor">Its governor.</param>
/// <param name="Roles">Its members' roles.</param>
public sealed record ContractAddresses(
    Address Settlement, Address Ledger, Address Parameters, Address Token, Address Reputation, Address Timelock, Address Governor, Address Roles);

/// <summary>The contracts of one organization, found from its settlement contract.</summary>
/// <param name="Settlement">The settlement contract.</param>
/// <param name="Ledger">Its ledger.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Token">Its reward token.</param>
/// <param name="Reputation">Its reputation.</param>
/// <param name="Timelock">The owner of its parameters, which does what was voted.</param>
/// <param name="Governor">Where its members vote; at the zero address if the owner names none, which a check then says.</param>
/// <param name="Roles">Where its members' roles are; at the zero address if the owner names none, which a check then says.</param>
public sealed record OrganizationContracts(
    SettlementContract Settlement,
    LedgerContract Ledger,
    ParametersContract Parameters,
    RewardTokenContract Token,
    ReputationContract Reputation,
    OrganizationTimelockContract Timelock,
    OrganizationGovernorContract Governor,
    RolesContract Roles)
{
    /// <summary>The addresses that the organization's events come from.</summary>
    public IReadOnlyList<Address> Addresses =>
    [
        Settlement.Address, Ledger.Address, Token.Address, Reputation.Address, Parameters.Address, Timelock.Address, Governor.Address, Roles.Address,
    ];

    /// <summary>Where they are.</summary>
    public ContractAddresses Places => new(
        Settlement.Address, Ledger.Address, Parameters.Address, Token.Address, Reputation.Address, Timelock.Address, Governor.Address,
        Roles.Address);

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
        new RewardTokenContract(chain, Token.Address), new ReputationContract(chain, Reputation.Address),
        new OrganizationTimelockContract(chain, Timelock.Address), new OrganizationGovernorContract(chain, Governor.Address),
        new RolesContract(chain, Roles.Address));

    /// <summary>The contracts of an organization that is known.</summary>
    internal static OrganizationContracts Of(IChain chain, Identity known) => new(
        new SettlementContract(chain, known.Settlement), new LedgerContract(chain, known.Ledger), new ParametersContract(chain, known.Parameters),
        new RewardTokenContract(chain, known.Token), new ReputationContract(chain, known.Reputation),
        new OrganizationTimelockContract(chain, known.Timelock), new OrganizationGovernorContract(chain, known.Governor),
        new RolesContract(chain, known.Roles));

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
            var parameters = new ParametersContract(chain, await settlement.ParametersAsync(at, stop));
            var timelock = new OrganizationTimelockContract(chain, await parameters.OwnerAsync(at, stop));
            return new OrganizationContracts(
                settlement,
                new LedgerContract(chain, await settlement.LedgerAsync(at, stop)),
                parameters,
                new RewardTokenContract(chain, await settlement.TokenAsync(at, stop)),
                new ReputationContract(chain, await settlement.ReputationAsync(at, stop)),
                timelock,
                new OrganizationGovernorContract(chain, await NamedAsync(timelock.GovernorAsync, at, stop)),
                new RolesContract(chain, await NamedAsync(timelock.RolesAsync, at, stop)));
        }
        catch (Exception error) when (error is AbiException or RevertException)
        {
            throw new NoOrganizationException($"The contract at {address} is not the settlement contract of an organization.", error);
        }
    }

    /// <summary>What a timelock names; zero where it names none.</summary>
    private static async Task<Address> NamedAsync(Func<BlockTag?, CancellationToken, Task<Address>> part, BlockTag? at, CancellationToken stop)
    {
        try
        {
            return await part(at, stop);
        }
        catch (Exception error) when (error is AbiException or RevertException)
        {
            return Address.Zero;
        }
    }
}

/// <summary>There is no organization where one was looked for.</summary>
public sealed class NoOrganizationException(string message, Exception? inner = null) : EndpointException(message, inner);
