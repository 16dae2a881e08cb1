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
