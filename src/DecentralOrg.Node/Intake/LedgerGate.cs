using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Following;

namespace DecentralOrg.Node.Intake;

/// <summary>The ledger's own rules, asked as if everything that waits here had been taken.</summary>
internal sealed class LedgerGate(OrganizationView view, WaitingRecords waiting)
{
    /// <summary>What an account may give next, if all that waits here is taken; null before the founding was read.</summary>
    public AccountBudget? BudgetOf(Address account) => view.Read(organization =>
    {
        if (organization.Genesis is null)
            return null;
        var ledger = organization.Ledger;
        var taken = ledger.SpendingOf(account);
        var more = waiting.Before(account, ledger.Epoch, taken.Nonce);
        int? member = ledger.TryGetMember(account, out var number) ? number : null;
        var budget = member is null ? 0 : organization.Epochs[^1].Terms.PointsPerEpoch;
        var spent = (ulong)taken.Points + more.Points;
        return new AccountBudget(account, member, ledger.Epoch, taken.Nonce + more.Nonce, spent < budget ? (uint)(budget - spent) : 0);
    });

    /// <summary>What stands against a record, and whose place it would take.</summary>
    public Refused? Check(PostedRecord record, out WaitingRecord? replaced)
    {
        replaced = null;
        if (record is PostedContribution made)
        {
            return made.Record.Check() is var rule and not Refusal.None ? Refused.Because(rule, "message")
                : view.Read(organization => organization.Genesis is not null) ? null : Refused.Because(IntakeRefusal.NotReady);
        }
        var evaluation = ((PostedEvaluation)record).Record;
        var (refusal, place) = view.Read<(Refusal? Refusal, WaitingRecord? Place)>(organization =>
        {
            if (organization.Genesis is null)
                return (null, null);
            var ledger = organization.Ledger;
            var before = waiting.Before(evaluation, ledger.SpendingOf(evaluation.Evaluator).Nonce, out var taken);
            return (ledger.Check(evaluation, organization.Reputation[evaluation.Evaluator], organization.Reputation.Total, before), taken);
        });
        if (refusal is null)
            return Refused.Because(IntakeRefusal.NotReady);
        if (refusal != Refusal.None)
            return Refused.Because(refusal.Value, "message");
        if (place is { State: RecordState.Batched } && place.Digest != record.Digest)
            return Refused.Because(IntakeRefusal.AlreadyBatched, "message.nonce");
        replaced = place?.Digest == record.Digest ? null : place;
        return null;
    }
}

/// <summary>What an account may give next.</summary>
/// <param name="Account">The account.</param>
/// <param name="Member">Its number; null if it is no member, and can give nothing.</param>
/// <param name="Epoch">The open epoch.</param>
/// <param name="Nonce">The nonce of its next evaluation.</param>
/// <param name="Points">Points left.</param>
public sealed record AccountBudget(Address Account, int? Member, uint Epoch, uint Nonce, uint Points);
