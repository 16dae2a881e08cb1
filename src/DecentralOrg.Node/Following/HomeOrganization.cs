using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Following;

/// <summary>The organization that a node's data is about, of which nothing is read yet.</summary>
/// <param name="Identity">What the data is about.</param>
/// <param name="Contracts">Its contracts.</param>
/// <param name="Domain">What records are signed for.</param>
/// <param name="View">The organization, empty.</param>
internal sealed record HomeOrganization(Identity Identity, OrganizationContracts Contracts, RecordDomain Domain, OrganizationView View)
{
    /// <summary>Prepares to follow it; from now on no endpoint of another chain is used.</summary>
    /// <param name="identity">What the data is about.</param>
    /// <param name="settlement">The settlement contract of the organization that is to be followed.</param>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="chain">Whom its contracts ask.</param>
    /// <exception cref="StorageException">The data is about another organization.</exception>
    public static HomeOrganization Of(Identity identity, Address settlement, EndpointPool endpoints, IChain chain)
    {
        if (identity.Settlement != settlement)
            throw new StorageException(StorageFailure.OtherOrganization, FactStore.Difference(identity, identity with { Settlement = settlement }));
        endpoints.Belong(new HomeChain(identity.ChainId, identity.Genesis));
        var contracts = OrganizationContracts.Of(chain, identity);
        var domain = new RecordDomain(identity.ChainId, identity.Ledger);
        return new HomeOrganization(identity, contracts, domain, new OrganizationView(contracts, domain));
    }
}
