namespace DecentralOrg.Node.Comparing;

/// <summary>
/// Backfeed's Proof of Value as its reference protocol computed it in 2016, with all its edge cases: evaluations cost
/// reputation, pay those who evaluated alike before, and pay the contributor as far as they raise the greatest support yet. In
/// floating point, as there; nothing of it enters a settlement.
/// </summary>
public sealed class ProofOfValue(ProofOfValueRules rules)
{
    private const int None = -1;

    /// <summary>What rounding a reputation and the total leaves of the total at most.</summary>
    private const double Rounding = 1.0 / (1L << 52);

    /// <summary>How much of the total can be in doubt before all is added up anew.</summary>
    private const double Precision = 1.0 / (1L << 36);

    private readonly Blocks<User> users = new();
    private readonly Blocks<Contribution> contributions = new();
    private readonly Blocks<Evaluation> evaluations = new();

    /// <summary>Everybody's together, kept as it changes: to add all up anew for every evaluation takes hours in a large organization.</summary>
    private double total;

    /// <summary>How far the total can be off: where reputation melts away, what rounding left of larger totals would pass all that is left.</summary>
    private double doubt;

    /// <summary>Everybody's reputation, by number.</summary>
    public IReadOnlyList<double> Reputation => users.Read(user => user.Reputation);

    /// <summary>Everybody's tokens, by number.</summary>
    public IReadOnlyList<double> Tokens => users.Read(user => user.Tokens);

    /// <summary>The greatest share of reputation that was ever for each contribution when somebody evaluated it; null before the first who was for it.</summary>
    public IReadOnlyList<double?> Support => contributions.Read(contribution => double.IsNaN(contribution.Support) ? (double?)null : contribution.Support);

    /// <summary>What is left of each contribution's tokens for evaluators.</summary>
    public IReadOnlyList<double> Funds => contributions.Read(contribution => contribution.Fund);

    /// <summary>Adds somebody.</summary>
    /// <param name="tokens">Tokens to begin with.</param>
    /// <param name="reputation">Reputation to begin with.</param>
    /// <param name="referrer">The number of who brought him, if anybody.</param>
    /// <returns>His number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Nobody has the referrer's number. Nothing changed.</exception>
    public int AddUser(double tokens, double reputation, int? referrer = null)
    {
        if (referrer is { } number && (number < 0 || number >= users.Count))
            throw new ArgumentOutOfRangeException(nameof(referrer), referrer, "Nobody has this number.");
        var added = users.Add(new User { Tokens = tokens, Referrer = referrer ?? None });
        Gain(added, reputation);
        return added;
    }

    /// <summary>Adds a contribution, if its contributor can pay the fee.</summary>
    /// <returns>Its number, or null if he cannot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Nobody has the contributor's number. Nothing changed.</exception>
    public int? AddContribution(int contributor, ContributionRules type)
    {
        ArgumentNullException.ThrowIfNull(type);
        ref var user = ref users[contributor];
        if (user.Tokens < type.Fee)
            return null;
        user.Tokens -= type.Fee;
        return contributions.Add(new Contribution(contributor, type));
    }

    /// <summary>Evaluates a contribution; an evaluation of the same person before is replaced.</summary>
    /// <param name="evaluator">The evaluator's number.</param>
    /// <param name="number">The contribution's number.</param>
    /// <param name="value">1 for it, 0 against.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another value, or a number that nobody or no contribution has. Nothing changed.</exception>
    /// <exception cref="InvalidOperationException">For a contribution while nobody has reputation, where theirs divides by zero.</exception>
    public void Evaluate(int evaluator, int number, int value)
    {
        if (value is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(value), value, "An evaluation is 0 or 1.");
        var own = users[evaluator].Reputation;
        ref var contribution = ref contributions[number];
        var before = Total();
        if (value == 1 && before == 0)
            throw new InvalidOperationException("Nobody has reputation, so that no share of it can be for a contribution; give somebody reputation first.");
        var first = Place(ref contribution, evaluator, value);

        // All shares are as they were before the evaluation moved anything, with the evaluator among those engaged.
        var (engaged, alike) = Engaged(contribution, value);
        if (rules.RewardsEvaluators && first)
            PayEvaluator(ref contribution, evaluator, before - (engaged - own));
        if (own != 0)
            Gain(evaluator, -contribution.Type.Stake * own * (1 - Math.Pow(engaged / before, rules.Beta)));
        if (alike != 0)
            PayAlike(contribution, evaluator, value, own / alike);
        if (value == 1)
            Reward(ref contribution, alike / before);
    }

    private void Gain(int user, double reputation)
    {
        users[user].Reputation += reputation;
        total += reputation;
        doubt += Rounding * total;
    }

    private double Total()
    {
        if (doubt <= Precision * total)
            return total;
        // What an addition loses is added with the next one (Kahan 1965).
        var (sum, lost) = (0.0, 0.0);
        for (var user = 0; user < users.Count; user++)
        {
            var added = users[user].Reputation + lost;
            var next = sum + added;
            (sum, lost) = (next, added - (next - sum));
        }
        (total, doubt) = (sum, Rounding * sum);
        return total;
    }

    /// <summary>Puts an evaluation after all others of the contribution, and takes the same person's before away; whether there was none.</summary>
    private bool Place(ref Contribution contribution, int evaluator, int value)
    {
        var place = Remove(ref contribution, evaluator);
        var first = place == None;
        if (first)
            place = evaluations.Add(default);
        evaluations[place] = new Evaluation(evaluator, value, None);
        if (contribution.Last == None)
            contribution.First = place;
        else
            evaluations[contribution.Last].Next = place;
        contribution.Last = place;
        return first;
    }

    private int Remove(ref Contribution contribution, int evaluator)
    {
        var before = None;
        for (var place = contribution.First; place != None; place = evaluations[place].Next)
        {
            if (evaluations[place].By == evaluator)
            {
                var next = evaluations[place].Next;
                if (before == None)
                    contribution.First = next;
                else
                    evaluations[before].Next = next;
                if (next == None)
                    contribution.Last = before;
                return place;
            }
            before = place;
        }
        return None;
    }

    /// <summary>The reputation of all who evaluated a contribution, and of those among them who did so alike.</summary>
    private (double All, double Alike) Engaged(in Contribution contribution, int value)
    {
        var (all, alike) = (0.0, 0.0);
        for (var place = contribution.First; place != None; place = evaluations[place].Next)
        {
            var reputation = users[evaluations[place].By].Reputation;
            all += reputation;
            alike += evaluations[place].Value == value ? reputation : 0;
        }
        return (all, alike);
    }

    /// <summary>Pays a new evaluator his share of the fund, by what share of the reputation not yet engaged he has.</summary>
    private void PayEvaluator(ref Contribution contribution, int evaluator, double unengaged)
    {
        if (unengaged <= 0)
            return;
        ref var user = ref users[evaluator];
        var paid = contribution.Fund * user.Reputation / unengaged;
        user.Tokens += paid;
        contribution.Fund -= paid;
    }

    private void PayAlike(in Contribution contribution, int evaluator, int value, double share)
    {
        for (var place = contribution.First; place != None; place = evaluations[place].Next)
        {
            var by = evaluations[place].By;
            if (by == evaluator || evaluations[place].Value != value)
                continue;
            var flow = users[by].Reputation * contribution.Type.DistributionStake * share;
            Gain(by, flow);
            var referrer = users[by].Referrer;
            if (referrer != None)
                Gain(referrer, rules.ReferralFraction * flow);
        }
    }

    private void Reward(ref Contribution contribution, double support)
    {
        if (support <= contribution.Support)
            return;
        var threshold = contribution.Type.RewardThreshold;
        var rewarded = contribution.Support >= threshold ? support - contribution.Support
            : support > threshold ? support
            : 0;
        contribution.Support = support;
        if (rewarded <= 0)
            return;
        var (tokens, reputation) = (contribution.Type.TokenRewardFactor * rewarded, contribution.Type.ReputationRewardFactor * rewarded);
        users[contribution.By].Tokens += tokens;
        Gain(contribution.By, reputation);
        var referrer = users[contribution.By].Referrer;
        if (referrer == None)
            return;
        users[referrer].Tokens += rules.ReferralFraction * tokens;
        Gain(referrer, rules.ReferralFraction * reputation);
    }

    private struct User
    {
        public double Tokens;
        public double Reputation;
        public int Referrer;
    }

    /// <summary>One that stands, and the place of the next of the same contribution, in the order in which they were made.</summary>
    private struct Evaluation(int by, int value, int next)
    {
        public readonly int By = by;
        public readonly byte Value = (byte)value;
        public int Next = next;
    }

    private struct Contribution(int by, ContributionRules type)
    {
        public readonly int By = by;
        public readonly ContributionRules Type = type;
        public double Fund = type.TokenFundForEvaluators;

        /// <summary>Not a number before the first who was for it: nothing is at most that or at least that.</summary>
        public double Support = double.NaN;

        /// <summary>The places of the first and the last evaluation that stand.</summary>
        public int First = None;
        public int Last = None;
    }
}
