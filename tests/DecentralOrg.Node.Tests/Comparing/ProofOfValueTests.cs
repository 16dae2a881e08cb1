using System.Text.Json;
using DecentralOrg.Node.Comparing;

namespace DecentralOrg.Node.Tests.Comparing;

/// <summary>Against what Backfeed's own implementation was seen to compute; tests/vectors/proof-of-value.json says which.</summary>
internal sealed class ProofOfValueTests
{
    private static IEnumerable<TestCaseData> Cases()
    {
        using var file = File.OpenRead(Path.Combine(Repository.Root(), "tests", "vectors", "proof-of-value.json"));
        foreach (var one in JsonDocument.Parse(file).RootElement.GetProperty("cases").EnumerateArray())
            yield return new TestCaseData(one.Clone()).SetArgDisplayNames(one.GetProperty("id").GetString()!);
    }

    [TestCaseSource(nameof(Cases))]
    public void After_every_evaluation_all_is_as_their_implementation_had_it(JsonElement one)
    {
        var parameters = one.GetProperty("parameters");
        var scenario = one.GetProperty("scenario");
        var proof = new ProofOfValue(new ProofOfValueRules(
            Number(parameters, "beta"), Number(parameters, "referral_reward_fraction"), parameters.GetProperty("reward_tokens_to_evaluators").GetBoolean()));
        foreach (var user in scenario.GetProperty("users").EnumerateArray())
            proof.AddUser(Number(user, "tokens"), Number(user, "reputation"), user.TryGetProperty("referrer", out var referrer) ? referrer.GetInt32() : null);
        foreach (var contribution in scenario.GetProperty("contributions").EnumerateArray())
            Assert.That(proof.AddContribution(contribution.GetProperty("user").GetInt32(), RulesOf(parameters, contribution)), Is.Not.Null);

        var steps = one.GetProperty("observed_steps").EnumerateArray().ToArray();
        var evaluations = scenario.GetProperty("evaluations").EnumerateArray().ToArray();
        Assert.That(steps, Has.Length.EqualTo(evaluations.Length).And.Not.Empty);
        foreach (var (evaluation, step) in evaluations.Zip(steps))
        {
            proof.Evaluate(evaluation.GetProperty("user").GetInt32(), evaluation.GetProperty("contribution").GetInt32(), evaluation.GetProperty("value").GetInt32());
            AssertNear(proof.Reputation.Cast<double?>(), step.GetProperty("reputation"));
            AssertNear(proof.Tokens.Cast<double?>(), step.GetProperty("tokens"));
            AssertNear(proof.Support, step.GetProperty("max_score"));
            AssertNear(proof.Funds.Cast<double?>(), step.GetProperty("token_fund"));
            AssertNear([proof.Reputation.Sum()], step.GetProperty("total_reputation"));
        }
    }

    // What theirs took from who evaluated alone, for reputation out of so much in all.
    [TestCase(0.0, 1, 0.0)]
    [TestCase(0.25, 1, 0.0025000000000000022)]
    [TestCase(0.33, 1, 0.002808588653284927)]
    [TestCase(0.5, 1, 0.002928932188134503)]
    [TestCase(1.0, 1, 0.0)]
    [TestCase(0.314, 1, 0.0027609578575981675)]
    [TestCase(314.0, 1_000, 2.7609578575981573)]
    public void Evaluation_costs_who_is_the_first_what_it_cost_there(double reputation, double all, double fee)
    {
        var proof = Contributed(new ProofOfValueRules(), new ContributionRules(), all - reputation, reputation);
        proof.Evaluate(evaluator: 1, number: 0, value: 0);
        Assert.That(reputation - proof.Reputation[1], Is.EqualTo(fee).Within(1e-9 * Math.Max(1, fee)));
        Assert.That(proof.Reputation[0], Is.EqualTo(all - reputation));
    }

    [Test]
    public void Support_that_only_reaches_the_threshold_pays_nothing_and_is_lost_to_later_pay()
    {
        // Evaluations move nothing here: a half of all, then three quarters, then the contributor himself.
        var proof = Contributed(new ProofOfValueRules(), new ContributionRules(Fee: 0, Stake: 0, DistributionStake: 0), 1, 2, 1);
        proof.Evaluate(1, 0, 1);
        Assert.That((proof.Tokens[0], proof.Reputation[0], proof.Support[0]), Is.EqualTo((50.0, 1.0, (double?)0.5)));
        proof.Evaluate(2, 0, 1);
        Assert.That((proof.Tokens[0], proof.Reputation[0], proof.Support[0]), Is.EqualTo((50 + (0.25 * 50), 1 + (0.25 * 5), (double?)0.75)));
        var before = proof.Tokens[0];
        // Less support than there was already pays nothing and is not taken note of; neither does the same again.
        proof.Evaluate(2, 0, 0);
        proof.Evaluate(2, 0, 1);
        Assert.That((proof.Tokens[0], proof.Support[0]), Is.EqualTo((before, (double?)0.75)));
        proof.Evaluate(0, 0, 1);
        Assert.That((proof.Tokens[0], proof.Support[0]), Is.EqualTo((before + (0.25 * 50), (double?)1)));
    }

    [Test]
    public void Support_beyond_the_threshold_at_once_is_paid_in_full_and_the_referrer_on_top()
    {
        var proof = new ProofOfValue(new ProofOfValueRules(ReferralFraction: 0.25));
        proof.AddUser(tokens: 0, reputation: 1);
        proof.AddUser(tokens: 1, reputation: 0, referrer: 0);
        proof.AddUser(tokens: 0, reputation: 3);
        proof.AddContribution(1, new ContributionRules(Stake: 0));
        proof.Evaluate(2, 0, 1);
        Assert.That(proof.Tokens, Is.EqualTo(new[] { 0.75 * 50 * 0.25, 0.75 * 50, 0 }));
        Assert.That(proof.Reputation, Is.EqualTo(new[] { 1 + (0.75 * 5 * 0.25), 0.75 * 5, 3 }));
    }

    [Test]
    public void Who_evaluated_alike_before_gets_of_his_own_reputation_by_the_share_that_the_new_one_is()
    {
        // 1 and 2 are against, 3 for, then 4 against: a half of all that is against is his.
        var proof = Contributed(new ProofOfValueRules(ReferralFraction: 0), new ContributionRules(Stake: 0, RewardThreshold: 1), 0, 1, 1, 5, 2);
        proof.Evaluate(1, 0, 0);
        proof.Evaluate(2, 0, 0);
        // 2 is a half of both, so 1 has 1 + 0.08 / 2 now.
        Assert.That(proof.Reputation, Is.EqualTo(new[] { 0, 1.04, 1, 5, 2 }).Within(1e-9));
        proof.Evaluate(3, 0, 1);
        proof.Evaluate(4, 0, 0);
        var share = 0.08 * 2 / 4.04;
        Assert.That(proof.Reputation, Is.EqualTo(new[] { 0, 1.04 * (1 + share), 1 + share, 5, 2 }).Within(1e-9));
    }

    [Test]
    public void Fund_pays_who_evaluates_first_time_by_his_share_of_those_not_yet_engaged()
    {
        var proof = Contributed(new ProofOfValueRules(RewardsEvaluators: true), new ContributionRules(Stake: 0, DistributionStake: 0, RewardThreshold: 1, TokenFundForEvaluators: 12), 1, 1, 2);
        proof.Evaluate(1, 0, 0);
        Assert.That((proof.Tokens[1], proof.Funds[0]), Is.EqualTo((50 + 3.0, 9.0)));
        proof.Evaluate(1, 0, 1);
        Assert.That((proof.Tokens[1], proof.Funds[0]), Is.EqualTo((50 + 3.0, 9.0)), "A change of mind is paid again.");
        proof.Evaluate(2, 0, 0);
        Assert.That((proof.Tokens[2], proof.Funds[0]), Is.EqualTo((50 + 6.0, 3.0)));
        // The last one is all that is left.
        proof.Evaluate(0, 0, 0);
        Assert.That((proof.Tokens[0], proof.Funds[0]), Is.EqualTo((49 + 3.0, 0.0)));
    }

    [Test]
    public void Shares_are_of_what_reputation_is_left_however_much_melted_away()
    {
        // Whoever has more evaluates alone, again and again, which costs him 0.6 % each time: so the two stay about equal.
        const int evaluations = 20_000;
        var proof = Contributed(new ProofOfValueRules(), new ContributionRules(Fee: 0), 1, 1);
        var greatestError = 0.0;
        for (var i = 0; i < evaluations; i++)
        {
            var had = proof.Reputation;
            var more = had[1] > had[0] ? 1 : 0;
            proof.Evaluate(more, proof.AddContribution(0, new ContributionRules(Fee: 0))!.Value, value: 0);
            var expected = had[more] * (1 - (0.02 * (1 - Math.Sqrt(had[more] / (had[0] + had[1])))));
            greatestError = Math.Max(greatestError, Math.Abs((proof.Reputation[more] / expected) - 1));
        }
        Assert.That(proof.Reputation[0], Is.LessThan(1e-20), "Nothing melted away, so nothing was tested.");
        Assert.That(greatestError, Is.LessThan(1e-11));
    }

    [Test]
    public void An_evaluation_stands_once_whoever_evaluates_again_in_whatever_order()
    {
        const int length = 5;
        const int choices = 6;
        for (var sequence = 0; sequence < (int)Math.Pow(choices, length); sequence++)
        {
            var proof = Contributed(new ProofOfValueRules(), new ContributionRules(Fee: 0, Stake: 0, DistributionStake: 0, RewardThreshold: 1), 1, 2, 4, 1);
            var (stands, support, evaluations) = (new int[3], (double?)null, new List<string>());
            for (var (i, left) = (0, sequence); i < length; i++, left /= choices)
            {
                var (by, value) = Math.DivRem(left % choices, 2);
                proof.Evaluate(by, 0, value);
                stands[by] = value << by;
                support = value == 0 ? support : Math.Max(support ?? 0, stands.Sum() / 8.0);
                evaluations.Add($"{by}: {value}");
            }
            Assert.That(proof.Support[0], Is.EqualTo(support), string.Join(", ", evaluations));
        }
    }

    [Test]
    public void Who_is_not_there_can_do_nothing()
    {
        var proof = Contributed(new ProofOfValueRules(), new ContributionRules(), 1);
        Assert.That(() => proof.AddUser(1, 1, referrer: 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => proof.AddContribution(1, new ContributionRules()), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => proof.Evaluate(1, 0, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => proof.Evaluate(0, 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That((proof.Reputation, proof.Tokens, proof.Funds), Is.EqualTo((new[] { 1.0 }, new[] { 49.0 }, new[] { 10.0 })));
    }

    [Test]
    public void Contribution_whose_fee_cannot_be_paid_is_none_and_costs_nothing()
    {
        var proof = new ProofOfValue(new ProofOfValueRules());
        proof.AddUser(tokens: 1.5, reputation: 1);
        Assert.That(proof.AddContribution(0, new ContributionRules(Fee: 1)), Is.Zero);
        Assert.That(proof.AddContribution(0, new ContributionRules(Fee: 1)), Is.Null);
        Assert.That(proof.Tokens, Is.EqualTo(new[] { 0.5 }));
        Assert.That(proof.Funds, Has.Count.EqualTo(1));
    }

    [Test]
    public void What_is_no_evaluation_is_refused_and_changes_nothing()
    {
        var proof = new ProofOfValue(new ProofOfValueRules());
        proof.AddUser(tokens: 1, reputation: 0);
        proof.AddContribution(0, new ContributionRules());
        Assert.That(() => proof.Evaluate(0, 0, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => proof.Evaluate(0, 0, 1), Throws.InvalidOperationException);
        Assert.That(() => proof.Evaluate(0, 0, 0), Throws.Nothing);
        Assert.That((proof.Reputation[0], proof.Tokens[0], proof.Support[0]), Is.EqualTo((0.0, 0.0, (double?)null)));
    }

    /// <summary>Users with 50 tokens and such reputation, and a contribution of the first of them.</summary>
    private static ProofOfValue Contributed(ProofOfValueRules rules, ContributionRules type, params double[] reputation)
    {
        var proof = new ProofOfValue(rules);
        foreach (var own in reputation)
            proof.AddUser(tokens: 50, own);
        proof.AddContribution(0, type);
        return proof;
    }

    private static ContributionRules RulesOf(JsonElement parameters, JsonElement contribution)
    {
        var name = contribution.TryGetProperty("type", out var type) ? type.GetString() : null;
        var rules = parameters.GetProperty("types").GetProperty(name ?? "article");
        return new ContributionRules(
            Number(rules, "fee"), Number(rules, "stake"), Number(rules, "distribution_stake"), Number(rules, "reward_threshold"),
            Number(rules, "token_reward_factor"), Number(rules, "reputation_reward_factor"), Number(rules, "token_fund_for_evaluators"));
    }

    private static double Number(JsonElement at, string name) => at.GetProperty(name).GetDouble();

    private static void AssertNear(IEnumerable<double?> values, JsonElement expected)
    {
        JsonElement[] all = expected.ValueKind == JsonValueKind.Array ? [.. expected.EnumerateArray()] : [expected];
        var found = values.ToArray();
        Assert.That(found, Has.Length.EqualTo(all.Length));
        foreach (var (value, observed) in found.Zip(all))
        {
            if (observed.ValueKind == JsonValueKind.Null)
                Assert.That(value, Is.Null);
            else
                Assert.That(value, Is.EqualTo(observed.GetDouble()).Within(1e-9 * Math.Max(1, Math.Abs(observed.GetDouble()))));
        }
    }
}
