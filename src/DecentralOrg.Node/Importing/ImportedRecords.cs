using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Importing;

/// <summary>
/// A history as records: who has which account, and one contribution for each commit. Titles, areas and commit ids are
/// the history's; the URI is empty, because the content hash names the commit already and calldata is paid by the byte.
/// </summary>
public sealed class ImportedRecords
{
    private ImportedRecords(IReadOnlyList<Address> accounts, IReadOnlyList<Contribution> contributions, IReadOnlyList<Bytes32> ids)
    {
        Accounts = accounts;
        Contributions = contributions;
        Ids = ids;
    }

    /// <summary>Accounts by the number of the person.</summary>
    public IReadOnlyList<Address> Accounts { get; }

    /// <summary>Contributions by the index of the commit.</summary>
    public IReadOnlyList<Contribution> Contributions { get; }

    /// <summary>The ids of the contributions, by the index of the commit.</summary>
    public IReadOnlyList<Bytes32> Ids { get; }

    /// <summary>
    /// Makes the records. Of more than 16 co-authors or fixed commits the first 16 are named. Co-authors have equal
    /// shares, rounded down, and the contributor the rest.
    /// </summary>
    /// <param name="history">Where the commits come from.</param>
    /// <param name="account">The account of a person; one account may stand for several.</param>
    public static ImportedRecords From(History history, Func<Person, Address> account)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(account);
        Address[] accounts = [.. history.People.Select(account)];
        var contributions = new List<Contribution>(history.Commits.Count);
        var ids = new List<Bytes32>(history.Commits.Count);
        foreach (var commit in history.Commits)
        {
            var contribution = Record(commit, accounts, ids);
            contributions.Add(contribution);
            ids.Add(contribution.Id);
        }
        return new ImportedRecords(accounts, contributions, ids);
    }

    private static Contribution Record(Commit commit, Address[] accounts, List<Bytes32> ids)
    {
        Address[] authors =
        [
            .. commit.Authors.Select(person => accounts[person]).Distinct().Take(1 + ContributionRules.ListLength),
        ];
        var share = (ushort)(ContributionRules.WholeBp / authors.Length);
        return new Contribution(
            authors[0],
            RecordText.From(commit.Area),
            RecordText.From(commit.Title),
            RecordText.From(""),
            commit.ContentHash,
            [.. authors.Skip(1).Select(coAuthor => new Author(coAuthor, share))],
            [.. commit.BuildsOn.Take(ContributionRules.ListLength).Select(index => ids[index])],
            // The content hash tells any two commits apart.
            Nonce: 0);
    }
}
