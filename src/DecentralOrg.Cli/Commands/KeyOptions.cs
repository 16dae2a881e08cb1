using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;

namespace DecentralOrg.Cli.Commands;

/// <summary>The options of every command that signs, and the key that they lead to. A key is never an argument.</summary>
internal sealed class KeyOptions
{
    private readonly Option<string?> keystore = new("--keystore")
    {
        Description = "The file with the account's encrypted key (version 3, as Geth and wallets write it)",
        HelpName = "FILE",
    };

    private readonly PasswordOption password = new();

    private readonly Option<ulong?> chainId = new("--chain-id")
    {
        Description = "The chain's id; needed with --keystore, nothing is signed for another chain",
        HelpName = "N",
    };

    private readonly Option<int?> devAccount = new("--dev-account")
    {
        Description = "On a chain for development only: the account of this number that Hardhat and Anvil give ether to",
        HelpName = "N",
    };

    public void AddTo(Command command)
    {
        devAccount.RequireWithin(0, 1_000_000);
        chainId.RequireWithin(1, long.MaxValue);
        command.Options.Add(keystore);
        command.Options.Add(password.File);
        command.Options.Add(chainId);
        command.Options.Add(devAccount);
    }

    /// <summary>The key, after the chain was asked for its id.</summary>
    /// <returns>The key, which the caller disposes, and the chain's id.</returns>
    /// <exception cref="CommandException">An option is missing or wrong, or the chain is another.</exception>
    /// <exception cref="KeystoreException">The keystore gives no key.</exception>
    public async Task<(PrivateKey Key, ulong ChainId)> ReadAsync(ParseResult parsed, IChain chain, CancellationToken stop)
    {
        Require(parsed);
        var id = await chain.GetChainIdAsync(stop);
        return (await ReadAsync(parsed, id, stop), id);
    }

    /// <summary>The key, for the chain that <c>--chain-id</c> names, without asking it.</summary>
    /// <returns>The key, which the caller disposes, and the chain's id.</returns>
    /// <exception cref="CommandException">An option is missing or wrong.</exception>
    /// <exception cref="KeystoreException">The keystore gives no key.</exception>
    public async Task<(PrivateKey Key, ulong ChainId)> ReadAsync(ParseResult parsed, CancellationToken stop)
    {
        Require(parsed);
        var id = parsed.GetValue(chainId) ?? throw new CommandException(ExitCode.Usage, "Which chain do you mean to sign for? Give --chain-id N, 31337 for Hardhat and Anvil.");
        return (await ReadAsync(parsed, id, stop), id);
    }

    /// <summary>The key, for a chain whose id is known.</summary>
    /// <returns>The key, which the caller disposes.</returns>
    /// <exception cref="CommandException">An option is missing or wrong, or the chain is another.</exception>
    /// <exception cref="KeystoreException">The keystore gives no key.</exception>
    public async Task<PrivateKey> ReadAsync(ParseResult parsed, ulong id, CancellationToken stop)
    {
        Require(parsed);
        if (parsed.GetValue(chainId) is { } expected && expected != id)
            throw new CommandException(ExitCode.Refused, $"The chain's id is {id}, not {expected}; nothing was signed. Is that the right endpoint?");
        if (parsed.GetValue(devAccount) is not { } number)
            return Keystore.Read(await ReadTextAsync(parsed.GetValue(keystore)!, stop), await password.ReadAsync(parsed, stop));
        if (!HdWallet.IsForDevelopment(id))
            throw new CommandException(ExitCode.Refused, $"The chain's id is {id}, which is no chain for development: everybody has the key of --dev-account {number}. Give --keystore FILE.");
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        return wallet.Key(number);
    }

    /// <summary>Says what is missing before anybody is asked.</summary>
    public void Require(ParseResult parsed)
    {
        var file = parsed.GetValue(keystore);
        if (file is null == parsed.GetValue(devAccount) is null)
            throw new CommandException(ExitCode.Usage, "Whose key signs? Give --keystore FILE, or --dev-account N on a chain for development.");
        if (file is not null && parsed.GetValue(chainId) is null)
            throw new CommandException(ExitCode.Usage, "Which chain do you mean to sign for? Give --chain-id N, 1 for Ethereum.");
    }

    private static async Task<string> ReadTextAsync(string path, CancellationToken stop)
    {
        using var reader = new StreamReader(InputFile.Open(path, "file"));
        return await reader.ReadToEndAsync(stop);
    }
}
