using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Importing;

/// <summary>A credit that is not signed, because the ledger would refuse it.</summary>
public readonly record struct LeftOutCredit(PlannedCredit Credit, Refusal Reason);

/// <summary>What is signed of an epoch's credits, and what is not.</summary>
/// <param name="Evaluations">In the order in which the ledger has to take them.</param>
/// <param name="LeftOut">In the order of the credits.</param>
public sealed record EpochPlan(IReadOnlyList<Evaluation> Evaluations, IReadOnlyList<LeftOutCredit> LeftOut)
{
    /// <summary>How many credits were left out for each reason, for the import's report.</summary>
    public IReadOnlyDictionary<Refusal, int> LeftOutByReason =>
        LeftOut.CountBy(credit => credit.Reason).ToDictionary();
}

/// <summary>
/// Groups an epoch's credits into evaluations that the ledger takes when they arrive in this order, with nothing else in
/// between. A second credit for somebody introduced a moment ago, too small to introduce him itself, begins a new
/// evaluation: in the same one it would take all others down with it.
/// </summary>
public sealed class EpochPlanner
{
    private readonly LedgerState ledger;
    private readonly ImportedRecords records;
    private readonly ulong totalReputation;
    private readonly HashSet<Address> introduced = [];
    private readonly Dictionary<Address, Spending> spending = [];
    private readonly List<Evaluation> evaluations = [];
    private readonly List<LeftOutCredit> leftOut = [];
    private readonly List<Credit> pending = [];
    private readonly HashSet<Address> newcomers = [];
    private int pendingNewcomerCredits;

    private EpochPlanner(LedgerState ledger, ImportedRecords records, ulong totalReputation)
    {
        this.ledger = ledger;
        this.records = records;
        this.totalReputation = totalReputation;
    }

    /// <summary>Plans one epoch. The ledger is only read.</summary>
    /// <param name="ledger">Members, budgets and spending as they stand; its open epoch is the one signed for.</param>
    /// <param name="credits">The epoch's credits, in order.</param>
    /// <param name="records">Accounts and contribution ids.</param>
    /// <param name="reputation">Reputation of an account as the reputation contract holds it, in any unit.</param>
    /// <param name="totalReputation">All reputation there, in the same unit.</param>
    public static EpochPlan Plan(
        LedgerState ledger,
        IEnumerable<PlannedCredit> credits,
        ImportedRecords records,
        Func<Address, ulong> reputation,
        ulong totalReputation)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(credits);
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(reputation);
        var planner = new EpochPlanner(ledger, records, totalReputation);
        foreach (var given in credits.GroupBy(credit => credit.Evaluator))
        {
            var evaluator = records.Accounts[given.Key];
            foreach (var credit in given)
                planner.Take(evaluator, reputation(evaluator), credit);
            planner.End(evaluator);
        }
        return new EpochPlan(planner.evaluations, planner.leftOut);
    }

    private void Take(Address evaluator, ulong reputation, PlannedCredit planned)
    {
        var credit = new Credit(records.Ids[planned.Commit], records.Accounts[planned.Recipient], planned.Points);
        var introduces = ledger.Introduces(credit.Points, reputation, totalReputation);
        if (pending.Count == LedgerState.CreditsPerEvaluation || (newcomers.Contains(credit.Recipient) && !introduces))
            End(evaluator);
        var reason = Check(evaluator, credit, introduces);
        if (reason != Refusal.None)
        {
            leftOut.Add(new LeftOutCredit(planned, reason));
            return;
        }
        if (!IsMember(credit.Recipient))
        {
            newcomers.Add(credit.Recipient);
            pendingNewcomerCredits++;
        }
        pending.Add(credit);
        var spent = SpendingOf(evaluator);
        spending[evaluator] = spent with { Points = spent.Points + credit.Points };
    }

    /// <summary>The ledger's checks of one credit, in the ledger's order.</summary>
    private Refusal Check(Address evaluator, Credit credit, bool introduces)
    {
        if (!IsMember(evaluator))
            return Refusal.UnknownMember;
        if (credit.Recipient == evaluator)
            return Refusal.SelfCredit;
        if (credit.Recipient == Address.Zero)
            return Refusal.ZeroRecipient;
        if (!IsMember(credit.Recipient))
        {
            if (!introduces)
                return Refusal.NotIntroduced;
            if (ledger.Members.Count + introduced.Count + pendingNewcomerCredits >= LedgerState.MostMembers)
                return Refusal.LedgerFull;
        }
        return (ulong)SpendingOf(evaluator).Points + credit.Points > ledger.PointsPerEpoch ? Refusal.OverBudget : Refusal.None;
    }

    private void End(Address evaluator)
    {
        if (pending.Count == 0)
            return;
        var spent = SpendingOf(evaluator);
        evaluations.Add(new Evaluation(evaluator, ledger.Epoch, spent.Nonce, [.. pending]));
        spending[evaluator] = spent with { Nonce = spent.Nonce + 1 };
        introduced.UnionWith(newcomers);
        pending.Clear();
        newcomers.Clear();
        pendingNewcomerCredits = 0;
    }

    private bool IsMember(Address account) => ledger.TryGetMember(account, out _) || introduced.Contains(account);

    private Spending SpendingOf(Address evaluator) =>
        spending.TryGetValue(evaluator, out var spent) ? spent : ledger.SpendingOf(evaluator);
}
