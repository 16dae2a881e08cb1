using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Comparing;

/// <summary>
/// An epoch's credits as <see cref="ProofOfValue"/> could have had them, for comparison: a contribution named by a credit is the
/// recipient's, and the credit is an evaluation of it with 1 by its giver, in the order of the log. Rules are those of Backfeed's
/// base contract, except that a contribution costs no fee: that it was credited shows that it was taken.
/// </summary>
/// <remarks>
/// <para>
/// Members begin with their reputation before the epoch, scaled so that it is <see cref="MeanReputation"/> a member, what the base
/// contract begins with: rewards there are amounts and not shares, so that without it they would mean nothing.
/// </para>
/// <para>
/// What cannot be told: how many points a credit has, because an evaluation there is for or against; evaluations against, because
/// there are no negative credits; a repeated credit, because it replaces the one before; a contribution of several authors, which
/// counts as one of each who was credited for it; and who referred whom. Members who give many credits lose reputation by each.
/// </para>
/// <para>
/// Time follows how many evaluated a contribution, squared, and memory the evaluations, which it cannot forget: 12 bytes for each
/// that stands, and 92 to 108 for each contribution. A repeated credit takes nothing.
/// </para>
/// </remarks>
public sealed class ProofOfValueCredits
{
    /// <summary>What a user of Backfeed's base contract begins with.</summary>
    public const double MeanReputation = 20;

    private readonly ProofOfValue protocol = new(new ProofOfValueRules());
    private readonly ContributionRules type = new(Fee: 0);
    private readonly Blocks<(Bytes32 Contribution, int Recipient)> contributions = new();
    private readonly HashSet<int>.AlternateLookup<(Bytes32 Contribution, int Recipient)> numbers;
    private readonly bool nobody;

    /// <param name="reputation">Reputation before the epoch, by member number.</param>
    public ProofOfValueCredits(IReadOnlyCollection<ulong> reputation)
    {
        ArgumentNullException.ThrowIfNull(reputation);
        numbers = new HashSet<int>(new Numbering(contributions)).GetAlternateLookup<(Bytes32, int)>();
        var total = reputation.Sum(value => (double)value);
        nobody = total == 0;
        foreach (var value in reputation)
            protocol.AddUser(tokens: 0, nobody ? 0 : value * MeanReputation * reputation.Count / total);
    }

    /// <summary>Reputation after all credits so far, by member number.</summary>
    public IReadOnlyList<double> Reputation => protocol.Reputation;

    /// <summary>Tokens earned by all credits so far, by member number.</summary>
    public IReadOnlyList<double> Tokens => protocol.Tokens;

    /// <summary>Evaluates what a credit is for. Without any reputation nothing can be evaluated there, and nothing happens.</summary>
    public void Add(LogCredit credit)
    {
        if (nobody)
            return;
        var contribution = (credit.Contribution, credit.To);
        if (!numbers.TryGetValue(contribution, out var number))
        {
            number = protocol.AddContribution(credit.To, type)!.Value;
            numbers.Add(contribution);
        }
        protocol.Evaluate(credit.From, number, value: 1);
    }

    /// <summary>Finds a contribution's number by the contribution, which is kept once: a dictionary keeps it in two tables while it grows.</summary>
    private sealed class Numbering(Blocks<(Bytes32 Contribution, int Recipient)> contributions)
        : IEqualityComparer<int>, IAlternateEqualityComparer<(Bytes32 Contribution, int Recipient), int>
    {
        public bool Equals(int number, int other) => number == other;

        public int GetHashCode(int number) => GetHashCode(contributions[number]);

        public bool Equals((Bytes32 Contribution, int Recipient) alternate, int other) => contributions[other] == alternate;

        public int GetHashCode((Bytes32 Contribution, int Recipient) alternate) => alternate.GetHashCode();

        /// <summary>Contributions get the numbers 0, 1, 2, … here as in the protocol.</summary>
        public int Create((Bytes32 Contribution, int Recipient) alternate) => contributions.Add(alternate);
    }
}
