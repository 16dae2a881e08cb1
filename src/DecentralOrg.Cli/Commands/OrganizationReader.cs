using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary>Reads an organization for commands that show it.</summary>
internal static class OrganizationReader
{
    /// <summary>Reads all events, and says so if they do not follow from each other, or do not end in the ledger's head.</summary>
    /// <exception cref="HistoryException">The endpoint does not show how the organization was founded.</exception>
    public static async Task<Organization> ReadAsync(IChain chain, OrganizationContracts contracts, CancellationToken stop)
    {
        var follower = await Follower.StartAsync(chain, contracts, stop);
        var head = await chain.GetBlockAsync(BlockTag.Latest, stop);
        var block = head?.Number ?? 0;
        await follower.ReadToAsync(block, stop: stop);
        var organization = follower.Organization;
        if (organization.Genesis is null || organization.Epochs.Count == 0)
            throw new HistoryException("The endpoint does not show the events of the organization's founding; some keep only newer ones. Ask another endpoint.");
        // An endpoint that leaves out the newest events would otherwise pass for an older state without a word.
        var behind = await contracts.Ledger.HeadAsync(BlockTag.Number(block), stop) != organization.Ledger.Head;
        if (organization.Findings.Count > 0 || behind)
            Terminal.Say("Beware: what the endpoint shows does not follow from the chain's own records; `dorg verify` says what.");
        return organization;
    }
}
