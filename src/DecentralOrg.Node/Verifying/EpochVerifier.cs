using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Challenging;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Verifying;

/// <summary>
/// Recomputes every closed epoch from its credits and compares what was posted for it. What a final settlement derived is
/// what the next epoch goes on from, even where another vector was right: so does the contract.
/// </summary>
public sealed class EpochVerifier
{
    private readonly Organization organization;
    private readonly List<Finding> findings = [];
    private readonly List<string> notes = [];
    private readonly List<WrongSettlement> wrong = [];
    private readonly List<IReadOnlyList<MemberState>> states = [];

    private EpochVerifier(Organization organization) => this.organization = organization;

    /// <summary>What does not follow.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>What is allowed and worth knowing.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Settlements that stand or are final and are no fixed points.</summary>
    public IReadOnlyList<WrongSettlement> Wrong => wrong;

    /// <summary>The state after genesis, and after each final epoch.</summary>
    public IReadOnlyList<IReadOnlyList<MemberState>> States => states;

    /// <summary>Epochs recomputed.</summary>
    public int Epochs { get; private set; }

    /// <summary>Settlements compared that stand or are final.</summary>
    public int Settlements { get; private set; }

    /// <summary>Settlements that were refuted, with right.</summary>
    public int Refuted { get; private set; }

    /// <summary>Values of influence compared.</summary>
    public int Values { get; private set; }

    /// <summary>Recomputes all closed epochs of an organization that has its founders.</summary>
    public static EpochVerifier Run(Organization organization)
    {
        ArgumentNullException.ThrowIfNull(organization);
        var verifier = new EpochVerifier(organization);
        if (organization.Genesis is not { } genesis)
            return verifier;
        verifier.states.Add(genesis.State);
        foreach (var epoch in organization.Epochs)
        {
            if (epoch is not { Log: { } log, Confirmed: true } || !verifier.Verify(epoch, log))
                break;
        }
        return verifier;
    }

    private bool Verify(EpochHistory epoch, ClosedLog log)
    {
        var previous = states[^1].ToArray();
        var computed = EpochComputation.Of(epoch.KernelTerms, log, previous);
        Epochs++;
        SettlementVector? final = null;
        foreach (var posted in epoch.Settlements)
        {
            var derived = Compare(epoch, computed, previous, posted);
            if (posted.Status == SettlementStatus.Final)
                final = derived;
        }
        if (final is null)
            return false;
        states.Add(final.State);
        return true;
    }

    private SettlementVector? Compare(EpochHistory epoch, EpochComputation computed, MemberState[] previous, PostedSettlement posted)
    {
        ulong[] x = [.. posted.Influence];
        var subject = $"The settlement of epoch {epoch.Number} by {posted.Submitter}";
        if (x.Length != computed.Settlement.Members)
        {
            Find(FindingRule.Derivation, $"{subject} has {x.Length} values for {computed.Settlement.Members} members.");
            return null;
        }
        if (!SettlementVector.TryDerive(x, previous, epoch.KernelTerms, posted.TotalEarned, out var derived, out var refusal))
        {
            Find(FindingRule.Derivation, $"{subject} was taken, but nothing can be derived from it. {refusal.Sentence}");
            return null;
        }
        if (derived.Root != posted.Root || derived.Reputation != posted.Reputation)
        {
            Find(
                FindingRule.Derivation,
                $"{subject} has root {posted.Root} and reputation {posted.Reputation}; its vector gives {derived.Root} and {derived.Reputation}.");
        }

        var row = WrongRowOf(epoch, computed, x);
        if (posted.Status == SettlementStatus.Refuted)
        {
            if (row is null)
                Find(FindingRule.Influence, $"{subject} was refuted, but every row of it holds.");
            else
                Refuted++;
            return null;
        }

        Settlements++;
        Values += x.Length;
        if (row is { } first)
            Blame(epoch, previous, posted, x, first);
        else if (!x.AsSpan().SequenceEqual(computed.Settlement.Influence.AsSpan()))
            notes.Add($"{subject} is a fixed point, but not the least: that is accepted, and worth a few parts in 2^60 of one epoch's reward.");
        return derived;
    }

    /// <summary>
    /// A value that was changed makes rows that depend on it wrong as well. Whoever reads the finding wants the one that was
    /// changed: a wrong row whose value is not that of the solution, if there is one.
    /// </summary>
    private static WrongRow? WrongRowOf(EpochHistory epoch, EpochComputation computed, ulong[] x)
    {
        var terms = epoch.KernelTerms.Influence;
        if (Influence.FirstWrongRow(computed.Graph, computed.Reputation, terms, x) is not { } first)
            return null;
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] == computed.Influence.Values[i])
                continue;
            var found = Influence.Row(computed.Graph, computed.Influence.Seeds[i], x, terms, i);
            if (found != x[i])
                return new WrongRow(i, x[i], found);
        }
        return first;
    }

    private void Blame(EpochHistory epoch, MemberState[] previous, PostedSettlement posted, ulong[] x, WrongRow row)
    {
        var account = organization.Ledger.Members[row.Member];
        wrong.Add(new WrongSettlement(
            epoch.Number, posted.Status, posted.Submitter, account, row, RowChallenge.Against(epoch.Log!, x, previous, row)));
        Find(
            FindingRule.Influence,
            $"Epoch {epoch.Number}, member {row.Member} ({account}): the settlement by {posted.Submitter} posts influence {row.Posted}; its own vector gives {row.Found}."
            + (posted.Status == SettlementStatus.Final ? " It is final and can no longer be refuted." : " It stands and can be refuted."));
    }

    private void Find(FindingRule rule, string sentence) => findings.Add(new Finding(rule, sentence));
}
