namespace DecentralOrg.Node.Comparing;

/// <summary>
/// Backfeed's Proof of Value as its reference protocol computed it in 2016, with all its edge cases: evaluations cost
/// reputation, pay those who evaluated alike before, and pay the contributor as far as they raise the greatest support yet. In
/// floating point, as there; nothing of it enters a settlement.
/// </summary>
public sealed class ProofOfValue(ProofOfValueRules rules)
{
    private readonly List<User> users = [];
    private readonly List<Contribution> contributions = [];

    /// <summary>Everybody's together, kept as it changes: to add all up anew for every evaluation takes hours in a large organization.</summary>
    private double total;

    /// <summary>Everybody's reputation, by number.</summary>
    public IReadOnlyList<double> Reputation => [.. users.Select(user => user.Reputation)];

    /// <summary>Everybody's tokens, by number.</summary>
    public IReadOnlyList<double> Tokens => [.. users.Select(user => user.Tokens)];

    /// <summary>The greatest share of reputation that was ever for each contribution when somebody evaluated it; null before the first who was for it.</summary>
    public IReadOnlyList<double?> Support => [.. contributions.Select(contribution => contribution.Support)];

    /// <summary>What is left of each contribution's tokens for evaluators.</summary>
    public IReadOnlyList<double> Funds => [.. contributions.Select(contribution => contribution.Fund)];

    /// <summary>Adds somebody.</summary>
    /// <param name="tokens">Tokens to begin with.</param>
    /// <param name="reputation">Reputation to begin with.</param>
    /// <param name="referrer">The number of who brought him, if anybody.</param>
    /// <returns>His number.</returns>
    public int AddUser(double tokens, double reputation, int? referrer = null)
    {
        users.Add(new User(tokens, reputation, referrer is { } number ? users[number] : null));
        total += reputation;
        return users.Count - 1;
    }

    /// <summary>Adds a contribution, if its contributor can pay the fee.</summary>
    /// <returns>Its number, or null if he cannot.</returns>
    public int? AddContribution(int contributor, ContributionRules type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var user = users[contributor];
        if (user.Tokens < type.Fee)
            return null;
        user.Tokens -= type.Fee;
        contributions.Add(new Contribution(user, type));
        return contributions.Count - 1;
    }

    /// <summary>Evaluates a contribution; an evaluation of the same person before is replaced.</summary>
    /// <param name="evaluator">The evaluator's number.</param>
    /// <param name="number">The contribution's number.</param>
    /// <param name="value">1 for it, 0 against.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another value. Nothing changed.</exception>
    /// <exception cref="InvalidOperationException">For a contribution while nobody has reputation, where theirs divides by zero.</exception>
    public void Evaluate(int evaluator, int number, int value)
    {
        if (value is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(value), value, "An evaluation is 0 or 1.");
        var user = users[evaluator];
        var contribution = contributions[number];
        if (value == 1 && total == 0)
            throw new InvalidOperationException("Nobody has reputation, so that no share of it can be for a contribution; give somebody reputation first.");
        var first = contribution.Evaluations.RemoveAll(evaluation => evaluation.By == user) == 0;
        contribution.Evaluations.Add(new Evaluation(user, value));

        // All shares are as they were before the evaluation moved anything, with the evaluator among those engaged.
        var engaged = contribution.Reputation(_ => true);
        var alike = contribution.Reputation(evaluation => evaluation.Value == value);
        var support = contribution.Reputation(evaluation => evaluation.Value == 1);
        var (own, before) = (user.Reputation, total);
        if (rules.RewardsEvaluators && first)
            contribution.PayEvaluator(user, before - (engaged - own));
        if (own != 0)
            Gain(user, -contribution.Type.Stake * own * (1 - Math.Pow(engaged / before, rules.Beta)));
        if (alike != 0)
            PayAlike(contribution, user, value, own / alike);
        if (value == 1)
            Reward(contribution, support / before);
    }

    private void Gain(User user, double reputation)
    {
        user.Reputation += reputation;
        total += reputation;
    }

    private void PayAlike(Contribution contribution, User evaluator, int value, double share)
    {
        foreach (var (by, others) in contribution.Evaluations)
        {
            if (by == evaluator || others != value)
                continue;
            var flow = by.Reputation * contribution.Type.DistributionStake * share;
            Gain(by, flow);
            if (by.Referrer is { } referrer)
                Gain(referrer, rules.ReferralFraction * flow);
        }
    }

    private void Reward(Contribution contribution, double support)
    {
        if (support <= contribution.Support)
            return;
        var threshold = contribution.Type.RewardThreshold;
        var rewarded = contribution.Support >= threshold ? support - contribution.Support.Value
            : support > threshold ? support
            : 0;
        contribution.Support = support;
        if (rewarded <= 0)
            return;
        var (tokens, reputation) = (contribution.Type.TokenRewardFactor * rewarded, contribution.Type.ReputationRewardFactor * rewarded);
        contribution.By.Tokens += tokens;
        Gain(contribution.By, reputation);
        if (contribution.By.Referrer is not { } referrer)
            return;
        referrer.Tokens += rules.ReferralFraction * tokens;
        Gain(referrer, rules.ReferralFraction * reputation);
    }

    private sealed class User(double tokens, double reputation, User? referrer)
    {
        public double Tokens { get; set; } = tokens;

        public double Reputation { get; set; } = reputation;

        public User? Referrer { get; } = referrer;
    }

    private sealed record Evaluation(User By, int Value);

    private sealed class Contribution(User by, ContributionRules type)
    {
        public User By { get; } = by;

        public ContributionRules Type { get; } = type;

        public double? Support { get; set; }

        public double Fund { get; private set; } = type.TokenFundForEvaluators;

        /// <summary>Those that stand, in the order in which they were made.</summary>
        public List<Evaluation> Evaluations { get; } = [];

        public double Reputation(Func<Evaluation, bool> which) => Evaluations.Where(which).Sum(evaluation => evaluation.By.Reputation);

        /// <summary>Pays a new evaluator his share of the fund, by what share of the reputation not yet engaged he has.</summary>
        public void PayEvaluator(User user, double unengaged)
        {
            if (unengaged <= 0)
                return;
            var paid = Fund * user.Reputation / unengaged;
            user.Tokens += paid;
            Fund -= paid;
        }
    }
}
