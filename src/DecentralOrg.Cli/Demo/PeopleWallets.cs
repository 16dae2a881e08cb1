using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Importing;

namespace DecentralOrg.Cli.Demo;

/// <summary>
/// A wallet for every person of a history, derived from the mnemonic that all dev chains share: worth nothing anywhere else.
/// </summary>
internal sealed class PeopleWallets : IDisposable
{
    /// <summary>The first accounts are the devnet's own, which hold ether and send transactions.</summary>
    private const int FirstIndex = 100;

    private readonly PrivateKey[] keys;
    private readonly Dictionary<Address, PrivateKey> byAccount;

    public PeopleWallets(IReadOnlyList<Person> people)
    {
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        keys = new PrivateKey[people.Count];
        Parallel.For(0, keys.Length, i => keys[i] = wallet.Key(FirstIndex + i));
        byAccount = keys.ToDictionary(key => key.Address);
        Names = people.ToDictionary(person => keys[person.Number].Address, person => person.Name.Length > 0 ? person.Name : person.Identity);
    }

    /// <summary>What people are called, by account.</summary>
    public IReadOnlyDictionary<Address, string> Names { get; }

    /// <summary>The account of a person.</summary>
    public Address Account(Person person) => keys[person.Number].Address;

    /// <summary>Signs contributions, each with the key of its contributor.</summary>
    public SignedContribution[] Sign(IReadOnlyList<Contribution> records, RecordDomain domain) =>
        Sign(records, record => record.Contributor, record => record.Digest(domain), (record, signature) => new SignedContribution(record, signature));

    /// <summary>Signs evaluations, each with the key of its evaluator.</summary>
    public SignedEvaluation[] Sign(IReadOnlyList<Evaluation> records, RecordDomain domain) =>
        Sign(records, record => record.Evaluator, record => record.Digest(domain), (record, signature) => new SignedEvaluation(record, signature));

    public void Dispose()
    {
        foreach (var key in keys)
            key.Dispose();
    }

    private TSigned[] Sign<TRecord, TSigned>(
        IReadOnlyList<TRecord> records, Func<TRecord, Address> author, Func<TRecord, Bytes32> digest, Func<TRecord, byte[], TSigned> signed)
    {
        var results = new TSigned[records.Count];
        Parallel.For(0, results.Length, i =>
            results[i] = signed(records[i], byAccount[author(records[i])].Sign(digest(records[i])).ToArray()));
        return results;
    }
}
