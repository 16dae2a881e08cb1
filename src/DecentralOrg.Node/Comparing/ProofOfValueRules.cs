namespace DecentralOrg.Node.Comparing;

/// <summary>The rules of a type of contribution in Backfeed's protocol, with the defaults of its base contract.</summary>
/// <param name="Fee">Tokens that a contribution costs, which nobody gets.</param>
/// <param name="Stake">The share of an evaluator's reputation that an evaluation costs at most.</param>
/// <param name="DistributionStake">The share of reputation that flows to those who evaluated alike before.</param>
/// <param name="RewardThreshold">The share of reputation that has to be for a contribution until it is paid.</param>
/// <param name="TokenRewardFactor">Tokens for a contribution that all reputation is for.</param>
/// <param name="ReputationRewardFactor">Reputation for a contribution that all reputation is for.</param>
/// <param name="TokenFundForEvaluators">Tokens that its evaluators share.</param>
public sealed record ContributionRules(
    double Fee = 1,
    double Stake = 0.02,
    double DistributionStake = 0.08,
    double RewardThreshold = 0.5,
    double TokenRewardFactor = 50,
    double ReputationRewardFactor = 5,
    double TokenFundForEvaluators = 10);

/// <summary>The rules of a contract of Backfeed's protocol, with the defaults of its base contract.</summary>
/// <param name="Beta">How much less the evaluation costs as more reputation has evaluated.</param>
/// <param name="ReferralFraction">What a referrer gets on top of what the referred gets.</param>
/// <param name="RewardsEvaluators">Whether evaluators share a fund of tokens.</param>
public sealed record ProofOfValueRules(double Beta = 0.5, double ReferralFraction = 0.2, bool RewardsEvaluators = false);
