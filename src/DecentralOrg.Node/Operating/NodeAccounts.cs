using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Operating;

/// <summary>What a node can do with an account.</summary>
public enum NodeRole
{
    /// <summary>Brings accepted records to the ledger.</summary>
    Relay,

    /// <summary>Closes epochs, posts settlements under a bond, makes them final.</summary>
    Settle,

    /// <summary>Refutes wrong settlements.</summary>
    Challenge,

    /// <summary>Claims for members.</summary>
    Claim,
}

/// <summary>Where the key of a role is.</summary>
/// <param name="Keystore">The file with the encrypted key (version 3); null for an account of a chain for development.</param>
/// <param name="DevAccount">The number of that account.</param>
public sealed record KeySource(string? Keystore, int DevAccount = 0);

/// <summary>
/// The accounts that a node signs with: opened before the first socket, so that a node that cannot sign does not begin. Roles
/// with one key share one account, and with it its publisher.
/// </summary>
internal sealed class NodeAccounts : IDisposable
{
    private readonly Dictionary<NodeRole, Address> roles = [];
    private readonly Dictionary<KeySource, PrivateKey> keys = [];
    private readonly ulong? chainId;

    private NodeAccounts(ulong? chainId) => this.chainId = chainId;

    /// <summary>The keys, one for each account.</summary>
    public IEnumerable<ISigner> Signers => keys.Values.DistinctBy(key => key.Address);

    /// <summary>Opens all keys.</summary>
    /// <exception cref="OptionsException">A file is missing or a setting that goes with it.</exception>
    /// <exception cref="KeystoreException">A keystore gives no key.</exception>
    public static NodeAccounts Open(NodeOptions options)
    {
        var accounts = new NodeAccounts(options.ChainId);
        try
        {
            foreach (var (role, source) in options.Keys)
                accounts.roles.Add(role, accounts.Key(source, () => Password(options, role)).Address);
            return accounts;
        }
        catch
        {
            accounts.Dispose();
            throw;
        }
    }

    /// <summary>The account of a role; null if it has none.</summary>
    public Address? Of(NodeRole role) => roles.TryGetValue(role, out var account) ? account : null;

    /// <summary>Refuses to sign for a chain that was not meant.</summary>
    /// <param name="id">The chain's id.</param>
    /// <exception cref="OptionsException">It is not the one that was told, or everybody has the key of an account.</exception>
    public void RequireChain(ulong id)
    {
        if (chainId is { } expected && expected != id)
            throw new OptionsException($"The chain's id is {id}, and chain-id says {expected}; nothing was signed. Is rpc the right endpoint?");
        if (keys.Keys.Any(source => source.Keystore is null) && !HdWallet.IsForDevelopment(id))
            throw new OptionsException($"The chain's id is {id}, which is no chain for development: everybody has the keys of its dev accounts. Name keystore files.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in keys.Values)
            key.Dispose();
    }

    private PrivateKey Key(KeySource source, Func<string> password)
    {
        if (keys.TryGetValue(source, out var known))
            return known;
        if (source.Keystore is null)
        {
            using var wallet = new HdWallet(HdWallet.DevMnemonic);
            return keys[source] = wallet.Key(source.DevAccount);
        }
        if (chainId is null)
            throw new OptionsException($"chain-id is missing: with the key in {source.Keystore} nothing is signed for any other chain. Give --chain-id N, 1 for Ethereum.");
        return keys[source] = Keystore.Read(ReadFile(source.Keystore), password());
    }

    private static string Password(NodeOptions options, NodeRole role)
    {
        if (!options.PasswordFiles.TryGetValue(role, out var file))
            throw new OptionsException($"{NodeSettings.NameOf(role)}-password-file is missing: the file whose first line is the password of {options.Keys[role].Keystore}.");
        var text = ReadFile(file);
        var end = text.IndexOfAny(['\r', '\n']);
        return end < 0 ? text : text[..end];
    }

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OptionsException($"'{path}' cannot be read: {error.Message}", error);
        }
    }
}
