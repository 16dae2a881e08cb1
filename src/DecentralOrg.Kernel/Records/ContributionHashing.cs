namespace DecentralOrg.Kernel.Records;

/// <summary>Id and digest of contributions (EIP-712).</summary>
public static class ContributionHashing
{
    extension(Contribution contribution)
    {
        /// <summary>The id of the contribution: its EIP-712 struct hash, the same on every chain.</summary>
        public Bytes32 Id
        {
            get
            {
                ArgumentNullException.ThrowIfNull(contribution);
                var authors = new TypedWords(new byte[Bytes32.Length * contribution.CoAuthors.Count]);
                foreach (var author in contribution.CoAuthors)
                    authors.Add(StructHash(author));
                var buildsOn = new TypedWords(new byte[Bytes32.Length * contribution.BuildsOn.Count]);
                foreach (var id in contribution.BuildsOn)
                    buildsOn.Add(id);

                var words = new TypedWords(stackalloc byte[9 * Bytes32.Length]);
                words.Add(RecordTypes.ContributionHash);
                words.Add(contribution.Contributor);
                words.Add(Keccak.Hash(contribution.Area.Bytes));
                words.Add(Keccak.Hash(contribution.Title.Bytes));
                words.Add(Keccak.Hash(contribution.Uri.Bytes));
                words.Add(contribution.ContentHash);
                words.Add(authors.Hash());
                words.Add(buildsOn.Hash());
                words.Add(contribution.Nonce);
                return words.Hash();
            }
        }

        /// <summary>What the contributor signs, and what the log chains.</summary>
        public Bytes32 Digest(RecordDomain domain)
        {
            ArgumentNullException.ThrowIfNull(domain);
            return domain.Digest(contribution.Id);
        }
    }

    private static Bytes32 StructHash(Author author)
    {
        var words = new TypedWords(stackalloc byte[3 * Bytes32.Length]);
        words.Add(RecordTypes.AuthorHash);
        words.Add(author.Account);
        words.Add(author.ShareBp);
        return words.Hash();
    }
}
