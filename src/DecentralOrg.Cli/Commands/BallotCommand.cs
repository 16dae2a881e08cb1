using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg ballot</c>: votes on vectors of numbers, of which the median counts.</summary>
internal static class BallotCommand
{
    public static readonly string[] Examples =
    [
        "dorg ballot sign 2026-q3 --set dampingBp=6000 --ledger 0x5FbDB2315678afecb367f032d93F642f64180aa3 --keystore key.json --chain-id 1 > mine.jsonl",
        "dorg ballot count 2026-q3 ballots.jsonl --rpc http://127.0.0.1:8545 --settlement 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9",
        "dorg ballot count 2026-q3 ballots.jsonl --weights reputation.csv --in-force dampingBp=5000 --chain-id 1 --ledger 0x5FbD…aa3",
        "dorg ballot payouts optimism-rf4 --accept 0x1a2b…9f",
    ];

    public static Command Create(Option<bool> json) => new("ballot", "Sign and count ballots on the parameters, or pay out by a vote on metrics; nothing is sent")
    {
        BallotSignCommand.Create(),
        BallotCountCommand.Create(json),
        BallotPayoutsCommand.Create(json),
    };

    /// <summary>The argument that names a vote.</summary>
    public static Argument<string> Name() => new("NAME") { Description = "The name of the vote, the same in all its ballots; up to 64 bytes" };

    /// <summary>The option that says which ledger ballots are for.</summary>
    public static Option<string?> Ledger() => new("--ledger") { Description = "The organization's ledger, which its ballots are signed for", HelpName = "ADDRESS" };

    /// <summary>The name of a vote as it is signed.</summary>
    public static RecordText ReadName(string text)
    {
        try
        {
            return RecordText.From(text);
        }
        catch (ArgumentException)
        {
            throw new CommandException(ExitCode.Usage, "The name of the vote holds half a character (a lone surrogate); type it again.");
        }
    }

    /// <summary>An account that the user named.</summary>
    public static Address ReadAddress(string? text, string option) =>
        Address.TryParse(text, out var account)
            ? account
            : throw new CommandException(ExitCode.Usage, text is null ? $"Whose ballots? Give {option} ADDRESS." : $"{option} '{text}' is no address: 0x and 40 hex digits.");
}
