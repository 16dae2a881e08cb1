using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Organizations;

/// <summary>
/// An organization rebuilt from the events of its contracts, in their order, with every rule of the ledger checked again on
/// the way. What does not follow becomes a <see cref="Finding"/>; the chain's word is kept all the same, because the next
/// events build on it. Not safe for use by several threads at once.
/// </summary>
public sealed class Organization
{
    private readonly List<Finding> findings = [];
    private readonly List<EpochHistory> epochs = [];
    private readonly Dictionary<Bytes32, Contribution> contributions = [];
    private readonly List<Bytes32> contributionLog = [];
    private readonly Dictionary<Bytes32, uint> contributionEpochs = [];
    private readonly List<(uint Number, Address Account)> registrations = [];
    private readonly List<Claim> claims = [];
    private readonly Dictionary<(uint Epoch, Address Submitter), List<byte[]>> drafts = [];
    private IReadOnlyList<Address> founders = [];
    private ulong rewards;
    private bool broken;

    /// <summary>An organization without events, whose records are signed for <paramref name="domain"/>.</summary>
    public Organization(RecordDomain domain) => Ledger = new LedgerState(domain);

    /// <summary>The ledger as its records make it.</summary>
    public LedgerState Ledger { get; }

    /// <summary>What did not follow, in the order of the chain.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>All epochs, the open one last.</summary>
    public IReadOnlyList<EpochHistory> Epochs => epochs;

    /// <summary>Contributions by id; of equal ones the first record.</summary>
    public IReadOnlyDictionary<Bytes32, Contribution> Contributions => contributions;

    /// <summary>The ids of all contributions in the order in which they were first recorded.</summary>
    public IReadOnlyList<Bytes32> ContributionLog => contributionLog;

    /// <summary>The state that the organization was founded with.</summary>
    public SettlementVector? Genesis { get; private set; }

    /// <summary>What was told of the log: records, credits and members, for a report.</summary>
    public RecordCounts Counts { get; private set; } = new(0, 0, 0, 0);

    /// <summary>Reputation as it was last claimed: what introduces newcomers, and votes.</summary>
    public ReputationBook Reputation { get; } = new();

    /// <summary>Proposals, votes, delegations, roles and settings of parameters.</summary>
    public Governance Governance { get; } = new();

    /// <summary>The parameters as they stand now: what the next epoch opens with.</summary>
    public Terms NextTerms => Governance.Current(epochs[^1].Terms);

    /// <summary>The reward token.</summary>
    public TokenBook Token { get; } = new();

    /// <summary>How many registrations were told; the credits give the members themselves.</summary>
    public int Registrations => registrations.Count;

    /// <summary>All claims, in order.</summary>
    public IReadOnlyList<Claim> Claims => claims;

    /// <summary>The log of an epoch; of the open one, as far as it goes.</summary>
    public ClosedLog LogOf(EpochHistory epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        return epoch.Log ?? new ClosedLog(epoch.Number, Ledger.Head, Ledger.Members.Count, Ledger.Credits);
    }

    /// <summary>The epoch that was open when a contribution was first recorded.</summary>
    /// <param name="contribution">The id of a contribution of the log.</param>
    public uint RecordedIn(Bytes32 contribution) => contributionEpochs[contribution];

    /// <summary>The founders and what they start with; epoch 0 opens next.</summary>
    public void Found(IReadOnlyList<Founder> founding, Bytes32 root)
    {
        ArgumentNullException.ThrowIfNull(founding);
        Genesis = SettlementVector.Genesis([.. founding.Select(founder => founder.Reputation)]);
        if (Genesis.Root != root)
            Find(FindingRule.Derivation, $"The organization was founded with root {root}; its founders give {Genesis.Root}.");
        founders = [.. founding.Select(founder => founder.Account)];
    }

    /// <summary>An epoch opened: the first after founding, any other after the close of the one before.</summary>
    public void Open(uint epoch, uint set, Terms terms, ulong reward)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (epoch != epochs.Count)
            throw new HistoryException($"Epoch {epoch} opened where epoch {epochs.Count} has to.");
        if (epoch > 0 && terms != NextTerms)
            Find(FindingRule.Terms, $"Epoch {epoch} opened with {terms}; {NextTerms} stood then, by what votes had set.");
        if (set != Governance.LatestSet)
            Find(FindingRule.Terms, $"Epoch {epoch} opened with the set {set} of parameters; {Governance.LatestSet} was the latest then.");
        Governance.Open(epoch);
        var points = terms.PointsPerEpoch;
        var introduction = terms.IntroductionPoints;
        if (epoch == 0)
            Ledger.Found(founders, points, introduction);
        else
            Turn(points, introduction);

        var due = Math.Min(terms.RewardPerEpoch, EpochTerms.GreatestReward - rewards);
        if (reward != due)
            Find(FindingRule.Reward, $"Epoch {epoch} opened with a reward of {reward}; {due} follows from the parameters and the rewards before.");
        rewards += reward;
        epochs.Add(new EpochHistory(epoch, set, terms, reward));
    }

    /// <summary>The open epoch closed; the contract froze this head and this number of members.</summary>
    public void Close(uint epoch, Bytes32 head, uint members)
    {
        if (epoch == Ledger.Epoch && head == Ledger.Head && members == Ledger.Members.Count)
        {
            epochs[^1].Confirmed = true;
        }
        else
        {
            Find(
                FindingRule.EpochClose,
                $"Epoch {epoch} closed with {members} members and head {head}; the records give epoch {Ledger.Epoch}, {Ledger.Members.Count} members and head {Ledger.Head}.");
        }
    }

    /// <summary>A contribution was taken as record number <paramref name="sequence"/>.</summary>
    /// <returns>Its digest; null if the log cannot be followed up to it.</returns>
    public Bytes32? Take(ulong sequence, Contribution contribution)
    {
        ArgumentNullException.ThrowIfNull(contribution);
        if (!Follows(sequence))
            return null;
        var refusal = contribution.Check();
        if (refusal != Refusal.None)
            Find(FindingRule.RecordRule, $"Record {sequence} of {contribution.Contributor} was taken against a rule. {refusal.Sentence()}");
        if (contributions.TryAdd(contribution.Id, contribution))
        {
            contributionLog.Add(contribution.Id);
            contributionEpochs.Add(contribution.Id, Ledger.Epoch);
        }
        Counts = Counts with { Contributions = Counts.Contributions + 1 };
        return Ledger.Apply(contribution);
    }

    /// <summary>An evaluation was taken as record number <paramref name="sequence"/>.</summary>
    /// <returns>Its digest; null if the log cannot be followed up to it.</returns>
    public Bytes32? Take(ulong sequence, Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        if (!Follows(sequence))
            return null;
        var refusal = Ledger.Check(evaluation, Reputation[evaluation.Evaluator], Reputation.Total);
        if (refusal != Refusal.None)
            Find(FindingRule.RecordRule, $"Record {sequence} of {evaluation.Evaluator} was taken against a rule. {refusal.Sentence()}");
        if (refusal is not (Refusal.None or Refusal.NotIntroduced))
        {
            // The credits cannot be placed in the model any more, and everything behind builds on them.
            broken = true;
            return null;
        }
        foreach (var credit in evaluation.Credits)
            epochs[^1].Attribute(contributions.TryGetValue(credit.Contribution, out var named) && Names(named, credit.Recipient) ? named : null);
        Counts = Counts with { Evaluations = Counts.Evaluations + 1, Credits = Counts.Credits + evaluation.Credits.Count };
        return Ledger.Apply(evaluation);
    }

    /// <summary>An account was registered as member <paramref name="number"/>, before the record that introduced it.</summary>
    public void Register(uint number, Address account) => registrations.Add((number, account));

    /// <summary>Whether all registrations told are those that the credits give, each with its number.</summary>
    public void CheckRegistrations()
    {
        if (broken)
            return;
        foreach (var (number, account) in registrations)
        {
            if (number >= Ledger.Members.Count || Ledger.Members[(int)number] != account)
                Find(FindingRule.Registration, $"{account} was registered as member {number}, which does not follow from the credits.");
        }
        if (registrations.Count != Ledger.Members.Count)
            Find(FindingRule.Registration, $"{registrations.Count} registrations were told; the credits give {Ledger.Members.Count} members.");
    }

    /// <summary>A batch left a record out.</summary>
    public void Skip() => Counts = Counts with { Skipped = Counts.Skipped + 1 };

    /// <summary>A member was brought up to date.</summary>
    public void Pay(uint member, Address account, ulong minted, ulong reputation) =>
        claims.Add(new Claim(member, account, minted, reputation, epochs.Count(epoch => epoch.Final is not null)));

    /// <summary>A settler brought pages of his draft.</summary>
    public void Draft(uint epoch, Address submitter, uint firstPage, byte[] pages)
    {
        var key = (epoch, submitter);
        if (firstPage == 0 || !drafts.TryGetValue(key, out var draft))
            drafts[key] = draft = [];
        draft.Add(pages);
    }

    /// <summary>A draft became the settlement of its epoch.</summary>
    public void Submit(uint epoch, Address submitter, Bytes32 root, ulong totalEarned, ulong allReputation, ulong deadline)
    {
        if (!drafts.Remove((epoch, submitter), out var draft))
            throw new HistoryException($"A settlement of epoch {epoch} by {submitter} has no pages.");
        byte[] bytes = [.. draft.SelectMany(pages => pages)];
        EpochOf(epoch).Add(new PostedSettlement(submitter, Page.UnpackInfluence(bytes), root, totalEarned, allReputation, deadline));
    }

    /// <summary>The settlement that stood was refuted.</summary>
    public void Refute(uint epoch) => Standing(epoch).Status = SettlementStatus.Refuted;

    /// <summary>The settlement that stood is final.</summary>
    public void Finalize(uint epoch) => Standing(epoch).Status = SettlementStatus.Final;

    private void Turn(uint points, uint introduction)
    {
        var ended = epochs[^1];
        ended.Log = Ledger.Turn(points, introduction);
        if (!ended.Confirmed)
            Find(FindingRule.EpochClose, $"What is told of epoch {ended.Number} does not end in its close as it was told, so its settlements cannot be judged. Ask another endpoint.");
    }

    internal static bool Names(Contribution contribution, Address account) =>
        contribution.Contributor == account || contribution.CoAuthors.Any(author => author.Account == account);

    private EpochHistory EpochOf(uint epoch) =>
        epoch < epochs.Count ? epochs[(int)epoch] : throw new HistoryException($"A settlement is told of epoch {epoch}, which did not open.");

    private PostedSettlement Standing(uint epoch) =>
        EpochOf(epoch).Settlements.LastOrDefault(settlement => settlement.Status == SettlementStatus.Standing)
        ?? throw new HistoryException($"No settlement of epoch {epoch} stands.");

    private bool Follows(ulong sequence)
    {
        if (broken)
            return false;
        if (sequence == Ledger.Sequence + 1)
            return true;
        Find(FindingRule.SequenceHole, $"Record {sequence} follows record {Ledger.Sequence}: what is between was not shown. Ask another endpoint.");
        broken = true;
        return false;
    }

    private void Find(FindingRule rule, string sentence) => findings.Add(new Finding(rule, sentence));
}
