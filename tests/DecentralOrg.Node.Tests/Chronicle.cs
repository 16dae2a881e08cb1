using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Tests.Importing;

namespace DecentralOrg.Node.Tests;

/// <summary>
/// Tells an <see cref="Organization"/> what the contracts of an honest chain would tell it, so that a test can tell it
/// something else at one place. The ledger of the chain is kept beside it.
/// </summary>
internal sealed class Chronicle
{
    public static readonly Address Settler = Account(900);

    public static readonly Terms Terms = Terms.Default with { DampingBp = 9_000, PointsPerEpoch = 1_000, IntroductionPoints = 10 };

    private readonly LedgerState chain;
    private int announced;

    public Chronicle(params ulong[] reputation)
    {
        var domain = new RecordDomain(31_337, Account(901));
        chain = new LedgerState(domain);
        Organization = new Organization(domain);
        Settled = SettlementVector.Genesis(reputation);
        Organization.Found([.. reputation.Select((amount, i) => new Founder(Account(i), amount))], Settled.Root);
        chain.Found(Enumerable.Range(0, reputation.Length).Select(Account), Terms.PointsPerEpoch, Terms.IntroductionPoints);
        for (var i = 0; i < reputation.Length; i++)
            Organization.Reputation.Set(Account(i), reputation[i]);
        AnnounceMembers();
        Organization.Open(0, 0, Terms, Terms.RewardPerEpoch);
    }

    public Organization Organization { get; }

    public LedgerState Chain => chain;

    /// <summary>The last final settlement.</summary>
    public SettlementVector Settled { get; private set; }

    public EpochHistory Closed => Organization.Epochs[^2];

    public static Address Account(int number) => Accounts.Of(number);

    public static Contribution Contribution(int contributor, string area = "docs", string title = "A guide", params Author[] coAuthors) =>
        new(Account(contributor), RecordText.From(area), RecordText.From(title), RecordText.From(""), default, coAuthors, [], 0);

    public Bytes32 Contribute(Contribution contribution)
    {
        chain.Apply(contribution);
        Organization.Take(chain.Sequence, contribution);
        return contribution.Id;
    }

    public Evaluation Evaluation(int from, params (int To, uint Points, Bytes32 For)[] credits) => new(
        Account(from), chain.Epoch, chain.SpendingOf(Account(from)).Nonce,
        [.. credits.Select(credit => new Credit(credit.For, Account(credit.To), credit.Points))]);

    public void Evaluate(int from, params (int To, uint Points)[] credits) =>
        Evaluate(Evaluation(from, [.. credits.Select(credit => (credit.To, credit.Points, default(Bytes32)))]));

    public void Evaluate(Evaluation evaluation)
    {
        chain.Apply(evaluation);
        AnnounceMembers();
        Organization.Take(chain.Sequence, evaluation);
    }

    public void Close()
    {
        Organization.Close(chain.Epoch, chain.Head, (uint)chain.Members.Count);
        chain.Turn(Terms.PointsPerEpoch, Terms.IntroductionPoints);
        Organization.Open(chain.Epoch, Organization.Governance.LatestSet, Terms, Terms.RewardPerEpoch);
    }

    /// <summary>The right settlement of the closed epoch.</summary>
    public SettlementVector Compute() => EpochComputation.Of(Closed.KernelTerms, Closed.Log!, [.. Settled.State]).Settlement;

    /// <summary>What the contract derives from a vector.</summary>
    public SettlementVector Derive(ulong[] x)
    {
        var seeds = Kernel.Influence.Influence.SeedsOf(x.Length, [.. Settled.State.Select(state => state.Reputation)], Closed.KernelTerms.Influence);
        var earned = x.Zip(seeds).Aggregate(0UL, (sum, pair) => sum + pair.First - pair.Second);
        Assert.That(SettlementVector.TryDerive(x, Settled.State.AsSpan(), Closed.KernelTerms, earned, out var derived, out var refusal), refusal?.Sentence);
        return derived!;
    }

    public void Submit(SettlementVector vector, Bytes32? root = null)
    {
        Organization.Draft(Closed.Number, Settler, 0, vector.InfluencePages(0, Page.Count(vector.Members)));
        Organization.Submit(Closed.Number, Settler, root ?? vector.Root, vector.TotalEarned, vector.Reputation, 0);
    }

    public void Finalize(SettlementVector vector)
    {
        Organization.Finalize(Closed.Number);
        Settled = vector;
    }

    /// <summary>Closes the open epoch, settles it honestly and makes it final.</summary>
    public SettlementVector Settle()
    {
        Close();
        var vector = Compute();
        Submit(vector);
        Finalize(vector);
        return vector;
    }

    /// <summary>Pays a member what the last final settlement gives him and was not paid before.</summary>
    public void Claim(int member, ulong before = 0)
    {
        var state = Settled.State[member];
        Pay(member, state.Cumulative - before, state.Reputation);
    }

    public void Pay(int member, ulong minted, ulong reputation)
    {
        Organization.Token.Transfer(Address.Zero, Account(member), minted * (System.Numerics.BigInteger)1_000_000_000);
        Organization.Reputation.Set(Account(member), reputation);
        Organization.Pay((uint)member, Account(member), minted, reputation);
    }

    private void AnnounceMembers()
    {
        for (; announced < chain.Members.Count; announced++)
            Organization.Register((uint)announced, chain.Members[announced]);
    }
}
