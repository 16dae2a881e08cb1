namespace DecentralOrg.Kernel.Records;

/// <summary>What the ledger asks of a contribution, for clients that refuse before they ask for a signature.</summary>
public static class ContributionRules
{
    /// <summary>The most bytes of an area.</summary>
    public const int AreaBytes = 32;

    /// <summary>The most bytes of a title.</summary>
    public const int TitleBytes = 140;

    /// <summary>The most bytes of a URI.</summary>
    public const int UriBytes = 256;

    /// <summary>The most co-authors, and the most contributions that one can build on.</summary>
    public const int ListLength = 16;

    /// <summary>All of a contribution, in 1/10000.</summary>
    public const int WholeBp = 10_000;

    /// <summary>The first rule that the contribution breaks, or <see cref="Refusal.None"/>.</summary>
    public static Refusal Check(this Contribution contribution)
    {
        ArgumentNullException.ThrowIfNull(contribution);
        if (contribution.Area.Bytes.Length is 0 or > AreaBytes)
            return Refusal.AreaLength;
        if (contribution.Title.Bytes.Length is 0 or > TitleBytes)
            return Refusal.TitleLength;
        if (contribution.Uri.Bytes.Length > UriBytes)
            return Refusal.UriLength;
        if (contribution.CoAuthors.Count > ListLength)
            return Refusal.CoAuthorCount;
        var named = new HashSet<Address> { contribution.Contributor };
        if (!contribution.CoAuthors.All(author => named.Add(author.Account)))
            return Refusal.CoAuthorRepeated;
        if (contribution.CoAuthors.Any(author => author.ShareBp == 0) || contribution.CoAuthors.Sum(author => author.ShareBp) >= WholeBp)
            return Refusal.ShareOutOfRange;
        return contribution.BuildsOn.Count > ListLength ? Refusal.BuildsOnCount : Refusal.None;
    }
}
