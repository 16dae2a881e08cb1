namespace DecentralOrg.Kernel.Records;

/// <summary>What a member has given in the open epoch.</summary>
/// <param name="Nonce">Evaluations taken: the nonce of the next one.</param>
/// <param name="Points">Points spent.</param>
public readonly record struct Spending(uint Nonce, uint Points);

/// <summary>An epoch as the ledger leaves it behind.</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="Head">The log head at its end.</param>
/// <param name="Members">The number of members at its end.</param>
/// <param name="Credits">All its credits, in log order.</param>
public sealed record ClosedLog(uint Epoch, Bytes32 Head, int Members, IReadOnlyList<LogCredit> Credits);

/// <summary>
/// The ledger in memory: it takes the same records, in the same order, with the same answers as the contract. Whoever
/// plans evaluations asks <see cref="Check"/> before signing; whoever follows a chain applies what was taken there.
/// Not safe for use by several threads at once.
/// </summary>
public sealed class LedgerState(RecordDomain domain)
{
    /// <summary>The most credits of one evaluation.</summary>
    public const int CreditsPerEvaluation = 64;

    /// <summary>The most members a ledger can have.</summary>
    public const int MostMembers = 1 << 20;

    private readonly List<Address> accounts = [];
    private readonly Dictionary<Address, int> numbers = [];
    private List<CreditRow> rows = [];
    private List<CreditRow> rowsBefore = [];
    private List<LogCredit> credits = [];
    private List<Spending> spending = [];

    /// <summary>The domain that digests are made for.</summary>
    public RecordDomain Domain { get; } = domain;

    /// <summary>The open epoch.</summary>
    public uint Epoch { get; private set; }

    /// <summary>The chain over the digests of all records taken.</summary>
    public Bytes32 Head { get; private set; }

    /// <summary>The number of records taken.</summary>
    public ulong Sequence { get; private set; }

    /// <summary>The budget of every member in the open epoch.</summary>
    public uint PointsPerEpoch { get; private set; }

    /// <summary>The points that introduce a newcomer, before they are weighted with the giver's share of reputation.</summary>
    public uint IntroductionPoints { get; private set; }

    /// <summary>All members, in order of their numbers.</summary>
    public IReadOnlyList<Address> Members => accounts;

    /// <summary>The credits of the open epoch so far, in log order.</summary>
    public IReadOnlyList<LogCredit> Credits => credits;

    /// <summary>Registers the founders as members 0, 1, 2, … and opens epoch 0.</summary>
    /// <exception cref="InvalidOperationException">There are members already.</exception>
    /// <exception cref="ArgumentException">A founder is named twice.</exception>
    public void Found(IEnumerable<Address> founders, uint pointsPerEpoch, uint introductionPoints)
    {
        ArgumentNullException.ThrowIfNull(founders);
        if (accounts.Count > 0)
            throw new InvalidOperationException("The ledger has its founders already.");
        foreach (var founder in founders)
            Register(founder);
        (PointsPerEpoch, IntroductionPoints) = (pointsPerEpoch, introductionPoints);
    }

    /// <summary>Ends the open epoch and opens the next one with its budget.</summary>
    public ClosedLog Turn(uint pointsPerEpoch, uint introductionPoints)
    {
        var closed = new ClosedLog(Epoch, Head, accounts.Count, credits);
        (rowsBefore, rows) = (rows, [.. new CreditRow[accounts.Count]]);
        credits = [];
        spending = [.. new Spending[accounts.Count]];
        Epoch++;
        (PointsPerEpoch, IntroductionPoints) = (pointsPerEpoch, introductionPoints);
        return closed;
    }

    /// <summary>Whether <paramref name="account"/> is a member, and its number.</summary>
    public bool TryGetMember(Address account, out int number) => numbers.TryGetValue(account, out number);

    /// <summary>What an account has given in the open epoch; nothing if it is no member.</summary>
    public Spending SpendingOf(Address account) => numbers.TryGetValue(account, out var number) ? spending[number] : default;

    /// <summary>
    /// The chain over the credits that a member got. Only the open epoch and the one before are kept; any other row, and
    /// that of a number not given, reads as zero.
    /// </summary>
    public CreditRow Row(uint epoch, int member)
    {
        var kept = epoch == Epoch ? rows : Epoch > 0 && epoch == Epoch - 1 ? rowsBefore : [];
        return member < kept.Count ? kept[member] : default;
    }

    /// <summary>Whether a credit makes somebody who is no member one.</summary>
    /// <param name="points">The points of this one credit.</param>
    /// <param name="reputation">The giver's reputation, as claimed.</param>
    /// <param name="totalReputation">All reputation, as claimed.</param>
    public bool Introduces(uint points, ulong reputation, ulong totalReputation) =>
        reputation > 0
        && (UInt128)points * reputation >= (UInt128)Math.Min(IntroductionPoints, PointsPerEpoch) * totalReputation;

    /// <summary>The first rule that an evaluation breaks, or <see cref="Refusal.None"/>. Its signature is not looked at.</summary>
    /// <param name="evaluation">What would be signed or relayed.</param>
    /// <param name="reputation">The evaluator's reputation, as claimed.</param>
    /// <param name="totalReputation">All reputation, as claimed.</param>
    /// <param name="waiting">What the evaluator signed for this epoch that the ledger has not taken yet, but will before.</param>
    public Refusal Check(Evaluation evaluation, ulong reputation, ulong totalReputation, Spending waiting = default)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        if (evaluation.Credits.Count is 0 or > CreditsPerEvaluation)
            return Refusal.CreditCount;
        if (evaluation.Epoch != Epoch)
            return Refusal.WrongEpoch;
        if (!numbers.TryGetValue(evaluation.Evaluator, out var evaluator))
            return Refusal.UnknownMember;
        var spent = spending[evaluator];
        if (evaluation.Nonce != (ulong)spent.Nonce + waiting.Nonce)
            return Refusal.WrongNonce;

        var points = (ulong)spent.Points + waiting.Points;
        var membersAfter = accounts.Count;
        foreach (var credit in evaluation.Credits)
        {
            if (credit.Points == 0)
                return Refusal.ZeroPoints;
            if (credit.Recipient == evaluation.Evaluator)
                return Refusal.SelfCredit;
            if (credit.Recipient == Address.Zero)
                return Refusal.ZeroRecipient;
            if (!numbers.ContainsKey(credit.Recipient))
            {
                if (!Introduces(credit.Points, reputation, totalReputation))
                    return Refusal.NotIntroduced;
                membersAfter++;
            }
            points += credit.Points;
        }
        if (membersAfter > MostMembers)
            return Refusal.LedgerFull;
        return points > PointsPerEpoch ? Refusal.OverBudget : Refusal.None;
    }

    /// <summary>Takes a contribution: only head and sequence know of it.</summary>
    /// <returns>Its digest.</returns>
    public Bytes32 Apply(Contribution contribution)
    {
        var digest = contribution.Digest(Domain);
        Chain(digest);
        return digest;
    }

    /// <summary>
    /// Takes an evaluation that the ledger took, or that <see cref="Check"/> found nothing against. Whoever is credited and
    /// no member becomes one.
    /// </summary>
    /// <returns>Its digest.</returns>
    /// <exception cref="ArgumentException">
    /// The evaluation cannot be the next one of this ledger: something was missed or the source is not a ledger. Nothing changed.
    /// </exception>
    public Bytes32 Apply(Evaluation evaluation)
    {
        // Only whether a credit was large enough to introduce is out of sight here: that reputation is another contract's.
        var refusal = Check(evaluation, reputation: 1, totalReputation: 0);
        if (refusal != Refusal.None)
            throw new ArgumentException($"The evaluation does not follow on this state ({refusal}). {refusal.Sentence()}", nameof(evaluation));

        var from = numbers[evaluation.Evaluator];
        foreach (var credit in evaluation.Credits)
        {
            if (!numbers.TryGetValue(credit.Recipient, out var to))
                to = Register(credit.Recipient);
            rows[to] = rows[to].Then(from, credit.Points);
            credits.Add(new LogCredit(from, to, credit.Points, credit.Contribution));
            spending[from] = spending[from] with { Points = spending[from].Points + credit.Points };
        }
        spending[from] = spending[from] with { Nonce = spending[from].Nonce + 1 };
        var digest = evaluation.Digest(Domain);
        Chain(digest);
        return digest;
    }

    private int Register(Address account)
    {
        var number = accounts.Count;
        numbers.Add(account, number);
        accounts.Add(account);
        rows.Add(default);
        spending.Add(default);
        return number;
    }

    private void Chain(Bytes32 digest)
    {
        Head = LogHead.Next(Head, digest);
        Sequence++;
    }
}
