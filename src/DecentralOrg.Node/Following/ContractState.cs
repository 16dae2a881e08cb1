using System.Numerics;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Following;

/// <summary>
/// What the contracts hold after a block. Logs can be left out without a trace; what follows from all of them cannot, so
/// facts are only kept where they give this. Read from the same endpoint as the logs, whose index of logs and whose state
/// are kept apart.
/// </summary>
/// <param name="Head">The head of the ledger's log.</param>
/// <param name="OpenEpoch">The open epoch.</param>
/// <param name="Standing">The root of the settlement that stands; zero for none.</param>
/// <param name="Final">The root of the last final settlement.</param>
/// <param name="Supply">All tokens, in units of 10^-18.</param>
/// <param name="Reputation">All reputation, in units of 10^-9.</param>
/// <param name="Terms">The parameters.</param>
/// <param name="Tallies">The votes on some proposals, in units of 10^-9.</param>
/// <param name="Roles">Some roles of some accounts.</param>
internal sealed record ContractState(
    Bytes32 Head, uint OpenEpoch, Bytes32 Standing, Bytes32 Final, BigInteger Supply, BigInteger Reputation, Terms Terms,
    IReadOnlyList<(BigInteger Proposal, VoteTally Votes)> Tallies, IReadOnlyList<(RecordText Role, Address Account, RoleHolding Holding)> Roles)
{
    /// <summary>Claims are told in units of 10^-9 token.</summary>
    private static readonly BigInteger UnitsOfClaims = 1_000_000_000;

    /// <summary>Asks for it; null before the settlement contract was created, which is the founding.</summary>
    /// <exception cref="RpcException">The endpoint gave no usable answer.</exception>
    /// <param name="chain">The endpoint.</param>
    /// <param name="parts">The organization's contracts.</param>
    /// <param name="block">The block's hash.</param>
    /// <param name="proposals">The proposals whose votes are asked for.</param>
    /// <param name="roles">The roles that are asked for.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<ContractState?> ReadAsync(
        IChain chain, OrganizationContracts parts, Bytes32 block, IReadOnlyList<BigInteger> proposals,
        IReadOnlyList<(RecordText Role, Address Account)> roles, CancellationToken stop)
    {
        var at = BlockTag.Hash(block);
        if ((await chain.GetCodeAsync(parts.Settlement.Address, at, stop)).Length == 0)
            return null;
        var there = parts.At(chain);
        try
        {
            var head = there.Ledger.HeadAsync(at, stop);
            var epoch = there.Settlement.OpenEpochAsync(at, stop);
            var standing = there.Settlement.StandingAsync(at, stop);
            var final = there.Settlement.FinalSettlementAsync(at, stop);
            var supply = there.Token.TotalSupplyAsync(at, stop);
            var reputation = there.Reputation.TotalReputationAsync(at, stop);
            var terms = there.Parameters.CurrentAsync(at, stop);
            var tallies = Task.WhenAll(proposals.Select(id => there.Governor.ProposalVotesAsync(id, at, stop)));
            var holdings = Task.WhenAll(roles.Select(one => there.Roles.HoldingOfAsync(one.Role, one.Account, at, stop)));
            await Task.WhenAll(head, epoch, standing, final, supply, reputation, terms, tallies, holdings);
            return new ContractState(
                await head, await epoch, (await standing).Root, (await final).Root, await supply, await reputation, await terms,
                [.. proposals.Zip(await tallies, (id, votes) => (id, new VoteTally((ulong)votes.AgainstVotes, (ulong)votes.ForVotes, (ulong)votes.AbstainVotes)))],
                [.. roles.Zip(await holdings, (one, holding) => (one.Role, one.Account, holding))]);
        }
        catch (Exception error) when (error is AbiException or RevertException)
        {
            throw new RpcException(RpcFailure.Malformed, $"The endpoint does not answer for the organization's contracts at block {block} as they do: {error.Message}", error);
        }
    }

    /// <summary>What the facts do not give of what the contracts hold, in words; null if they give all.</summary>
    /// <param name="state">What they hold; null before the founding.</param>
    /// <param name="organization">What the facts give.</param>
    /// <exception cref="HistoryException">A settlement came without all of its pages: what is missing stands before.</exception>
    public static string? Missing(ContractState? state, Organization organization) => state switch
    {
        { } => state.Missing(organization),
        null when organization.Genesis is null => null,
        _ => "there is no settlement contract there, and the events tell of its founding",
    };

    private string? Missing(Organization organization)
    {
        if (organization.Genesis is not { } genesis || organization.Epochs.Count == 0)
            return "the organization is founded there, which is not among the events";
        if (organization.Ledger.Head != Head)
            return $"the ledger's head there is {Head}, and the events give {organization.Ledger.Head}";
        if (organization.Registrations != organization.Ledger.Members.Count)
            return $"there are {organization.Ledger.Members.Count} members there, and {organization.Registrations} registrations among the events";
        if (organization.Epochs.Count - 1 != OpenEpoch)
            return $"epoch {OpenEpoch} is open there, and epoch {organization.Epochs.Count - 1} by the events";
        if (organization.Epochs.Count > 1 && !organization.Epochs[^2].Confirmed)
            return $"the close of epoch {organization.Epochs.Count - 2} is not among the events";
        var posted = organization.Epochs.TakeLast(2).SelectMany(epoch => epoch.Settlements.Select(one => (epoch.Log, one.Influence))).ToArray();
        if (posted.Any(one => one.Log is { } log && one.Influence.Count != log.Members))
            throw new HistoryException("a settlement was submitted with fewer pages than it has.");
        var standing = organization.Epochs.SelectMany(epoch => epoch.Settlements).LastOrDefault(posted => posted.Status == SettlementStatus.Standing)?.Root ?? Bytes32.Zero;
        if (standing != Standing)
            return $"the settlement that stands there has the root {Standing}, and {standing} by the events";
        var final = organization.Epochs.LastOrDefault(epoch => epoch.Final is not null)?.Final!.Root ?? genesis.Root;
        if (final != Final)
            return $"the last final settlement there has the root {Final}, and {final} by the events";
        if (organization.Token.Minted != Supply)
            return $"there are {Supply} units of the token there, and {organization.Token.Minted} by the events";
        if (UnitsOfClaims * organization.Claims.Aggregate(BigInteger.Zero, (sum, claim) => sum + claim.Minted) != Supply)
            return $"there are {Supply} units of the token there, which do not all come from a claim among the events";
        if (organization.Reputation.Total != Reputation)
            return $"there are {Reputation} units of reputation there, and {organization.Reputation.Total} by the events";
        if (organization.NextTerms != Terms)
            return $"the parameters there are {Terms}, and {organization.NextTerms} by the events";
        foreach (var (id, votes) in Tallies)
        {
            if (organization.Governance.Find(id)?.Tally != votes)
                return $"the votes on proposal {id} there are {votes}, and {organization.Governance.Find(id)?.Tally} by the events";
        }
        foreach (var (role, holder, holding) in Roles)
        {
            if (!organization.Governance.Roles.Gives(role, holder, holding))
                return $"the roles of {holder} there are not those that the events give";
        }
        return Unclaimed(organization, genesis) is { } account
            ? $"the reputation of {account} comes neither from the founding nor from a claim among the events"
            : null;
    }

    private static Address? Unclaimed(Organization organization, SettlementVector genesis)
    {
        var due = new Dictionary<Address, ulong>();
        for (var founder = 0; founder < genesis.Members; founder++)
            due[organization.Ledger.Members[founder]] = genesis.State[founder].Reputation;
        foreach (var claim in organization.Claims)
            due[claim.Account] = claim.Reputation;
        foreach (var account in organization.Reputation.Accounts)
        {
            if (organization.Reputation[account] != due.GetValueOrDefault(account))
                return account;
        }
        return null;
    }
}
