using DecentralOrg.Kernel.Records;
using static DecentralOrg.Kernel.Tests.Records.Samples;

namespace DecentralOrg.Kernel.Tests.Records;

public sealed class LedgerOrderTests
{
    private const uint Budget = 1000;
    private const uint Introduction = 100;
    private static readonly Address Evaluator = NumberedAccount(0);
    private static readonly Address Stranger = NumberedAccount(-1);

    private static readonly Gen<Credit> AnyCredit = Gen.Select(
        Gen.OneOfConst(Evaluator, Stranger, Address.Zero, NumberedAccount(-2), NumberedAccount(1), NumberedAccount(2), NumberedAccount(3)),
        Gen.OneOfConst(0u, 99u, 100u, 500u, 1001u),
        (recipient, points) => new Credit(Bytes32.Zero, recipient, points));

    // Mostly sound, so that the later rules are reached as well.
    private static readonly Gen<Evaluation> AnyEvaluation = Gen.Select(
        Gen.Frequency((3, Gen.Const(Evaluator)), (1, Gen.Const(Stranger))),
        Gen.Frequency((3, Gen.Const(0u)), (1, Gen.Const(1u))),
        Gen.Frequency((3, Gen.Const(0u)), (1, Gen.Const(1u))),
        Gen.Frequency((8, AnyCredit.Array[1, 3]), (1, AnyCredit.Array[0, 66])),
        (evaluator, epoch, nonce, credits) => new Evaluation(evaluator, epoch, nonce, credits));

    [TestCase(10)]
    [TestCase(LedgerState.MostMembers - 1)]
    [TestCase(LedgerState.MostMembers)]
    public void First_broken_rule_in_the_protocols_order_is_the_reason(int members)
    {
        var ledger = new LedgerState(new RecordDomain(1, Account(9)));
        ledger.Found(Enumerable.Range(0, members).Select(NumberedAccount), Budget, Introduction);
        var seen = new HashSet<Refusal>();
        AnyEvaluation.Sample(
            evaluation =>
            {
                var refusal = ledger.Check(evaluation, reputation: 1, totalReputation: 1);
                seen.Add(refusal);
                return refusal == Rules(ledger, evaluation).FirstOrDefault(rule => rule.Broken).Reason;
            },
            iter: 5_000,
            threads: 1);
        Refusal[] never = members < LedgerState.MostMembers - 1 ? [Refusal.LedgerFull, Refusal.SignatureInvalid] : [Refusal.SignatureInvalid];
        Assert.That(seen, Is.EquivalentTo(Enum.GetValues<Refusal>().Where(refusal => refusal is Refusal.None or >= Refusal.CreditCount).Except(never)));
    }

    private static IEnumerable<(Refusal Reason, bool Broken)> Rules(LedgerState ledger, Evaluation evaluation)
    {
        yield return (Refusal.CreditCount, evaluation.Credits.Count is < 1 or > 64);
        yield return (Refusal.WrongEpoch, evaluation.Epoch != 0);
        yield return (Refusal.UnknownMember, evaluation.Evaluator != Evaluator);
        yield return (Refusal.WrongNonce, evaluation.Nonce != 0);
        foreach (var credit in evaluation.Credits)
        {
            yield return (Refusal.ZeroPoints, credit.Points == 0);
            yield return (Refusal.SelfCredit, credit.Recipient == Evaluator);
            yield return (Refusal.ZeroRecipient, credit.Recipient == Address.Zero);
            yield return (Refusal.NotIntroduced, !ledger.TryGetMember(credit.Recipient, out _) && credit.Points < Introduction);
        }
        var newcomers = evaluation.Credits.Count(credit => !ledger.TryGetMember(credit.Recipient, out _));
        yield return (Refusal.LedgerFull, ledger.Members.Count + newcomers > 1 << 20);
        yield return (Refusal.OverBudget, evaluation.Credits.Sum(credit => credit.Points) > Budget);
    }
}
