using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary>Reads an organization for commands that show it.</summary>
internal static class OrganizationReader
{
    /// <summary>Reads all events, and says so if not all of them follow from each other.</summary>
    public static async Task<Organization> ReadAsync(IChain chain, OrganizationContracts contracts, CancellationToken stop)
    {
        var follower = await Follower.StartAsync(chain, contracts, stop);
        var head = await chain.GetBlockAsync(BlockTag.Latest, stop);
        await follower.ReadToAsync(head?.Number ?? 0, stop: stop);
        if (follower.Organization.Findings.Count > 0)
            Terminal.Say($"Beware: {follower.Organization.Findings.Count} things do not follow from the chain's own records; `dorg verify` names them.");
        return follower.Organization;
    }
}
