using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary>The options of every command that signs transactions, and the key that they lead to. A key is never an argument.</summary>
internal sealed class KeyOptions
{
    private readonly Option<string?> keystore = new("--keystore")
    {
        Description = "The file with the account's encrypted key (version 3, as Geth and wallets write it)",
        HelpName = "FILE",
    };

    private readonly Option<string?> passwordFile = new("--password-file")
    {
        Description = "A file whose first line is the password, - for standard input; asked for if not given",
        HelpName = "FILE",
    };

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
        command.Options.Add(passwordFile);
        command.Options.Add(chainId);
        command.Options.Add(devAccount);
    }

    /// <summary>The key, after the chain was asked for its id.</summary>
    /// <returns>The key, which the caller disposes, and the chain's id.</returns>
    /// <exception cref="CommandException">An option is missing or wrong, or the chain is another.</exception>
    /// <exception cref="KeystoreException">The keystore gives no key.</exception>
    public async Task<(PrivateKey Key, ulong ChainId)> ReadAsync(ParseResult parsed, IChain chain, CancellationToken stop)
    {
        var file = parsed.GetValue(keystore);
        var account = parsed.GetValue(devAccount);
        if (file is null == account is null)
            throw new CommandException(ExitCode.Usage, "Who pays? Give --keystore FILE, or --dev-account N on a chain for development.");
        var expected = parsed.GetValue(chainId);
        if (file is not null && expected is null)
            throw new CommandException(ExitCode.Usage, "Which chain do you mean to sign for? Give --chain-id N, 1 for Ethereum.");
        var id = await chain.GetChainIdAsync(stop);
        if (expected is not null && expected != id)
            throw new CommandException(ExitCode.Refused, $"The chain's id is {id}, not {expected}; nothing was signed. Is --rpc the right endpoint?");
        if (account is not { } number)
            return (Keystore.Read(await ReadTextAsync(file!, stop), await PasswordAsync(parsed, stop)), id);
        if (!HdWallet.IsForDevelopment(id))
            throw new CommandException(ExitCode.Refused, $"The chain's id is {id}, which is no chain for development: everybody has the key of --dev-account {number}. Give --keystore FILE.");
        using var wallet = new HdWallet(HdWallet.DevMnemonic);
        return (wallet.Key(number), id);
    }

    private async Task<string> PasswordAsync(ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(passwordFile) is { } file)
        {
            var text = await ReadTextAsync(file, stop);
            var end = text.IndexOfAny(['\r', '\n']);
            return end < 0 ? text : text[..end];
        }
        if (Console.IsInputRedirected)
            throw new CommandException(ExitCode.Usage, "The password cannot be asked for without a terminal; give --password-file FILE.");
        // Asked on standard error, so that standard output has data only.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.PromptAsync(new TextPrompt<string>("Password of the keystore:").Secret(null).AllowEmpty(), stop);
    }

    private static async Task<string> ReadTextAsync(string path, CancellationToken stop)
    {
        using var reader = new StreamReader(InputFile.Open(path, "file"));
        return await reader.ReadToEndAsync(stop);
    }
}
