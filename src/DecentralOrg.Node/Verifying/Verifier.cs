using System.Globalization;
using System.Numerics;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Verifying;

/// <summary>
/// Verifies an organization from its chain alone: reads all events, chains the digests of all records, checks every rule
/// again, recomputes every epoch, and compares with what the contracts answer. Nothing is believed but the chain.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="contracts">The organization.</param>
/// <param name="artifacts">Compiled contracts by name, to compare with.</param>
public sealed class Verifier(IChain chain, OrganizationContracts contracts, Func<string, ContractArtifact> artifacts)
{
    private readonly List<Finding> findings = [];

    /// <summary>Verifies everything up to the newest block.</summary>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    /// <exception cref="HistoryException">The events are not those of one organization.</exception>
    public async Task<(Verification Result, Organization Organization)> RunAsync(IProgress<string>? progress = null, CancellationToken stop = default)
    {
        var head = await chain.GetBlockAsync(BlockTag.Latest, stop)
            ?? throw new RpcException(RpcFailure.Malformed, "The node does not know its latest block.");
        var follower = await Follower.StartAsync(chain, contracts, stop);
        progress?.Report(string.Create(CultureInfo.InvariantCulture, $"reading events up to block {head.Number}"));
        await follower.ReadToAsync(head.Number, stop: stop);
        var organization = follower.Organization;
        organization.CheckRegistrations();

        progress?.Report(string.Create(CultureInfo.InvariantCulture, $"recovering the signatures of {follower.Records.Count} records"));
        var at = BlockTag.Number(head.Number);
        var signatures = new SignatureVerifier(chain, contracts.Ledger.Address, organization.Ledger.Domain);
        var signed = await signatures.RunAsync(follower.Records, at, stop);

        progress?.Report(string.Create(CultureInfo.InvariantCulture, $"recomputing {organization.Epochs.Count(epoch => epoch.Log is not null)} closed epochs"));
        var epochs = EpochVerifier.Run(organization);
        var payments = PaymentVerifier.Run(organization, epochs.States).ToList();

        progress?.Report("comparing with what the contracts are and answer");
        var ours = new ContractVerifier(chain, contracts, artifacts);
        var running = await ours.RunAsync(at, stop);
        await CheckPartsAsync(at, stop);
        await CheckStateAsync(organization, at, stop);
        await CheckBooksAsync(organization, at, stop);
        await CheckGovernanceAsync(organization.Governance, at, stop);
        if ((await chain.GetBlockAsync(at, stop))?.Hash != head.Hash)
            throw new RpcException(RpcFailure.Malformed, "The chain was reorganized while it was read; verify again.");

        var counts = new CheckedCounts
        {
            Contracts = running,
            Records = organization.Ledger.Sequence,
            Signatures = signed,
            Contributions = organization.Counts.Contributions,
            Evaluations = organization.Counts.Evaluations,
            Credits = organization.Counts.Credits,
            Members = organization.Ledger.Members.Count,
            Epochs = epochs.Epochs,
            Settlements = epochs.Settlements,
            Refuted = epochs.Refuted,
            Values = epochs.Values,
            Claims = organization.Claims.Count,
            Balances = organization.Token.Balances.Count,
            Reputations = organization.Reputation.Accounts.Count,
            Proposals = organization.Governance.Proposals.Count,
            Roles = organization.Governance.Roles.All.Count,
        };
        Finding[] all = [.. ours.Findings, .. organization.Findings, .. signatures.Findings, .. epochs.Findings, .. payments, .. findings];
        return (new Verification(head.Number, counts, all, epochs.Notes, epochs.Wrong), organization);
    }

    private async Task CheckPartsAsync(BlockTag at, CancellationToken stop)
    {
        var settlement = contracts.Settlement.Address;
        Expect(FindingRule.Parts, "The ledger's settlement contract", await contracts.Ledger.SettlementAsync(at, stop), settlement);
        Expect(FindingRule.Parts, "The token's minter", await contracts.Token.SettlementAsync(at, stop), settlement);
        Expect(FindingRule.Parts, "The reputation's writer", await contracts.Reputation.SettlementAsync(at, stop), settlement);
        Expect(FindingRule.Parts, "The ledger's reputation contract", await contracts.Ledger.ReputationAsync(at, stop), contracts.Reputation.Address);
    }

    private async Task CheckStateAsync(Organization organization, BlockTag at, CancellationToken stop)
    {
        var ledger = organization.Ledger;
        Expect(FindingRule.SequenceHole, "The number of records", await contracts.Ledger.SequenceAsync(at, stop), ledger.Sequence);
        Expect(FindingRule.LogHead, "The log head", await contracts.Ledger.HeadAsync(at, stop), ledger.Head);
        Expect(FindingRule.State, "The number of members", await contracts.Ledger.MemberCountAsync(at, stop), (uint)ledger.Members.Count);
        Expect(FindingRule.State, "The open epoch", await contracts.Settlement.OpenEpochAsync(at, stop), ledger.Epoch);

        Expect(FindingRule.State, "The parameters", await contracts.Parameters.CurrentAsync(at, stop), organization.NextTerms);

        var final = await contracts.Settlement.FinalSettlementAsync(at, stop);
        var known = organization.Epochs.LastOrDefault(epoch => epoch.Final is not null)?.Final;
        Expect(FindingRule.State, "The root of the last final settlement", final.Root, known?.Root ?? organization.Genesis?.Root);
    }

    private async Task CheckBooksAsync(Organization organization, BlockTag at, CancellationToken stop)
    {
        Expect(FindingRule.Payment, "The supply of the token", await contracts.Token.TotalSupplyAsync(at, stop), organization.Token.Minted);
        foreach (var (account, balance) in organization.Token.Balances)
            Expect(FindingRule.Payment, $"The token balance of {account}", await contracts.Token.BalanceOfAsync(account, at, stop), balance);
        Expect(FindingRule.State, "All reputation", await contracts.Reputation.TotalReputationAsync(at, stop), organization.Reputation.Total);
        foreach (var account in organization.Reputation.Accounts)
        {
            Expect(
                FindingRule.State, $"The reputation of {account}", await contracts.Reputation.ReputationOfAsync(account, at, stop), organization.Reputation[account]);
        }
    }

    private async Task CheckGovernanceAsync(Governance governance, BlockTag at, CancellationToken stop)
    {
        foreach (var proposal in governance.Proposals)
        {
            var votes = await contracts.Governor.ProposalVotesAsync(proposal.Id, at, stop);
            Expect(
                FindingRule.State, $"The count of votes against, for and abstaining on proposal {proposal.Id}",
                (votes.AgainstVotes, votes.ForVotes, votes.AbstainVotes), ((BigInteger)proposal.Tally.Against, (BigInteger)proposal.Tally.For, (BigInteger)proposal.Tally.Abstain));
        }
        foreach (var (name, account) in governance.Roles.All.Select(role => (role.Name, role.Account)).Concat(governance.Roles.Revoked))
        {
            if (!governance.Roles.Gives(name, account, await contracts.Roles.HoldingOfAsync(name, account, at, stop)))
                findings.Add(new Finding(FindingRule.State, $"What {account} holds of the role with the hash {Keccak.Hash(name.Bytes)} is not what follows from the events."));
        }
    }

    private void Expect<T>(FindingRule rule, string what, T answered, T followed)
    {
        if (!EqualityComparer<T>.Default.Equals(answered, followed))
            findings.Add(new Finding(rule, $"{what} is {answered}; {followed} follows from the events."));
    }
}
