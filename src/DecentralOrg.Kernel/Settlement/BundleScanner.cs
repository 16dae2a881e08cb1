using System.Collections.Immutable;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using Map = DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Settlement;

/// <summary>
/// Reads a bundle in UTF-8 credit by credit and refuses the first thing that is wrong. Fields it does not know are passed over.
/// It keeps the members and none of the credits, so that a bundle can be longer than memory.
/// </summary>
public sealed class BundleScanner
{
    /// <summary>The most bytes of the first line; members up to their limit take about 600 MB.</summary>
    public const int MostHeaderBytes = 1 << 30;

    /// <summary>The most bytes of a credit's line; without other fields it takes 150 at most.</summary>
    public const int MostCreditBytes = 1 << 20;

    private readonly Utf8Lines lines;
    private readonly uint[] spent;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The bundle; it is read on, never back, and left open.</param>
    /// <exception cref="BundleException">The header is refused.</exception>
    public BundleScanner(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        lines = new Utf8Lines(stream);
        if (!lines.TryRead(MostHeaderBytes, out var line))
            line = default;
        var header = BundleObject.ParseHeader(line);
        var epoch = ReadEpoch(header);
        var terms = ReadTerms(header.Object("parameters"));
        Header = new BundleHeader(epoch, terms, ReadMembers(header));
        spent = new uint[Header.Members.Length];
    }

    /// <summary>The header.</summary>
    public BundleHeader Header { get; }

    /// <summary>The lines read so far, the header among them.</summary>
    public int Lines => lines.Number;

    /// <summary>The points that each member has given so far.</summary>
    public ReadOnlySpan<uint> Spent => spent;

    /// <summary>Reads the next credit, which keeps every rule together with those before.</summary>
    /// <param name="credit">The credit.</param>
    /// <returns>Whether there is one; if not, the bundle is at its end.</returns>
    /// <exception cref="BundleException">The line is refused. Nothing can be read after it.</exception>
    public bool TryRead(out LogCredit credit)
    {
        credit = default;
        if (!lines.TryRead(MostCreditBytes, out var line))
            return false;
        credit = Check(CreditLine.Parse(lines.Number, line));
        return true;
    }

    private LogCredit Check(CreditLine credit)
    {
        var (from, to, points, contribution) = credit;
        var budget = (uint)Header.Terms.Influence.PointsPerEpoch;
        if (from < 0 || from >= spent.Length || to < 0 || to >= spent.Length)
            throw Refuse(BundleRule.UnknownMember, $"The credit goes from {from} to {to}, but the header has members 0 to {spent.Length - 1} only; correct the numbers.");
        if (from == to)
            throw Refuse(BundleRule.SelfCredit, $"Member {from} credits itself, which nobody can; remove the credit.");
        if (points <= 0)
            throw Refuse(BundleRule.ZeroPoints, "A credit has at least one point; remove the credit.");
        if (points > budget - spent[from])
            throw Refuse(BundleRule.OverBudget, $"Member {from} has {budget - spent[from]} of {budget} points left, fewer than this credit gives; give fewer.");
        spent[from] += (uint)points;
        return new LogCredit((int)from, (int)to, (uint)points, contribution);
    }

    private BundleException Refuse(BundleRule rule, string sentence) => new(new BundleRefusal(lines.Number, rule, sentence));

    private static uint ReadEpoch(BundleObject header)
    {
        var epoch = header.Integer("epoch");
        return epoch is >= 0 and <= uint.MaxValue
            ? (uint)epoch
            : throw header.Refuse(BundleRule.EpochOutOfRange, $"epoch is not a number of 0 to {uint.MaxValue}; write the number of the epoch.");
    }

    private static EpochTerms ReadTerms(BundleObject parameters)
    {
        var damping = parameters.Integer("dampingBp");
        if (damping is < 0 or > InfluenceParameters.GreatestDampingBp)
            throw parameters.Refuse(BundleRule.DampingOutOfRange, $"dampingBp must be 0 to {InfluenceParameters.GreatestDampingBp}, because beyond it credits in a circle keep nearly all influence; lower it.");
        var points = parameters.Integer("pointsPerEpoch");
        if (points is < 1 or > InfluenceParameters.GreatestPointsPerEpoch)
            throw parameters.Refuse(BundleRule.PointsPerEpochOutOfRange, $"pointsPerEpoch must be 1 to {InfluenceParameters.GreatestPointsPerEpoch}; write the budget of the epoch.");
        var reward = parameters.Decimal("rewardPerEpoch");
        if (reward > EpochTerms.GreatestReward)
            throw parameters.Refuse(BundleRule.RewardTooLarge, $"rewardPerEpoch must be at most {EpochTerms.GreatestReward}, all that is ever minted; lower it.");
        var renewal = parameters.Integer("renewalBp");
        if (renewal is < 0 or > InfluenceParameters.WholeBp)
            throw parameters.Refuse(BundleRule.RenewalOutOfRange, $"renewalBp must be 0 to {InfluenceParameters.WholeBp}, a share of all reputation; lower it.");
        return new EpochTerms(new InfluenceParameters((int)damping, (int)points), (ulong)reward, (int)renewal);
    }

    private static ImmutableArray<BundleMember> ReadMembers(BundleObject header)
    {
        var members = ImmutableArray.CreateBuilder<BundleMember>();
        var accounts = new HashSet<Address>();
        var left = Map.ReputationLimit;
        if (header.Length("members") > CreditGraph.MostMembers)
            throw header.Refuse(BundleRule.TooManyMembers, $"There are {header.Length("members")} members, but influence is computed for {CreditGraph.MostMembers} at most, four times as many as a ledger takes; split the organization.");
        foreach (var member in header.Objects("members"))
        {
            var text = member.String("account");
            if (!Address.TryParse(text, out var account))
                throw member.Refuse(BundleRule.NotAnAccount, $"account '{text}' of member {members.Count} is not 0x and 40 hex digits; correct it.");
            if (!accounts.Add(account))
                throw member.Refuse(BundleRule.AccountRepeated, $"account '{text}' of member {members.Count} stands twice, but an account is one member; remove the repetition.");
            var reputation = member.Decimal("reputation");
            if (reputation >= left)
                throw member.Refuse(BundleRule.ReputationTooLarge, $"All reputation together is 2^54 or more with member {members.Count}, beyond what can be computed exactly; lower it.");
            left -= (ulong)reputation;
            var cumulative = member.Decimal("cumulative");
            if (cumulative > ulong.MaxValue)
                throw member.Refuse(BundleRule.CumulativeTooLarge, $"cumulative of member {members.Count} passes 2^64 - 1, beyond what a settlement can hold; lower it.");
            members.Add(new BundleMember(text, new MemberState((ulong)cumulative, (ulong)reputation)));
        }
        return members.Count > 0
            ? members.DrainToImmutable()
            : throw header.Refuse(BundleRule.NoMembers, "There are no members, so there is nobody to compute influence for; export an epoch with members.");
    }
}
