using System.Collections.Immutable;
using System.Text;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using Map = DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Settlement;

/// <summary>Reads bundles line by line and refuses the first thing that is wrong. Fields it does not know are passed over.</summary>
public static class BundleReader
{
    /// <summary>Reads a bundle in UTF-8. The stream is left open.</summary>
    /// <exception cref="BundleException">The bundle is refused.</exception>
    public static Bundle Read(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        return Read(reader);
    }

    /// <summary>Reads a bundle. The reader is left open, at its end.</summary>
    /// <exception cref="BundleException">The bundle is refused.</exception>
    public static Bundle Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var text = reader.ReadLine();
        if (string.IsNullOrWhiteSpace(text))
            throw new BundleException(new BundleRefusal(1, BundleRule.Empty, "There is nothing on the first line; a bundle begins with its header."));
        var header = BundleObject.ParseHeader(text);
        var epoch = ReadEpoch(header);
        var terms = ReadTerms(header.Object("parameters"));
        var members = ReadMembers(header);

        var spent = new long[members.Length];
        var credits = ImmutableArray.CreateBuilder<LogCredit>();
        for (var line = 2; (text = reader.ReadLine()) is not null; line++)
            credits.Add(ReadCredit(BundleObject.ParseCredit(line, text), terms.Influence.PointsPerEpoch, spent));
        return new Bundle(epoch, terms, members, credits.DrainToImmutable());
    }

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

    private static LogCredit ReadCredit(BundleObject credit, int budget, long[] spent)
    {
        var from = credit.Integer("from");
        var to = credit.Integer("to");
        var points = credit.Integer("points");
        var text = credit.String("contribution");
        if (!Bytes32.TryParse(text, out var contribution))
            throw credit.Refuse(BundleRule.NotAnId, $"contribution '{text}' is not 0x and 64 hex digits; write the contribution's id.");
        if (from < 0 || from >= spent.Length || to < 0 || to >= spent.Length)
            throw credit.Refuse(BundleRule.UnknownMember, $"The credit goes from {from} to {to}, but the header has members 0 to {spent.Length - 1} only; correct the numbers.");
        if (from == to)
            throw credit.Refuse(BundleRule.SelfCredit, $"Member {from} credits itself, which nobody can; remove the credit.");
        if (points <= 0)
            throw credit.Refuse(BundleRule.ZeroPoints, "A credit has at least one point; remove the credit.");
        if (points > budget - spent[from])
            throw credit.Refuse(BundleRule.OverBudget, $"Member {from} has {budget - spent[from]} of {budget} points left, fewer than this credit gives; give fewer.");
        spent[from] += points;
        return new LogCredit((int)from, (int)to, (uint)points, contribution);
    }
}
