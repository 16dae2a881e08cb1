using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Voting;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg ballot sign</c>: signs a member's preferred values with the key in a keystore file, without a chain.</summary>
internal static class BallotSignCommand
{
    public static Command Create()
    {
        var name = BallotCommand.Name();
        var set = new Option<string[]>("--set") { Description = "The value that you prefer for a parameter; may be repeated, others stay as they are", HelpName = "NAME=VALUE", Required = true };
        var ledger = BallotCommand.Ledger();
        ledger.Required = true;
        var nonce = new Option<ulong?>("--nonce") { Description = "Of your ballots in a vote the one with the highest counts; the seconds since 1970 if not given", HelpName = "N" };
        nonce.RequireWithin(0, long.MaxValue);
        var dryRun = new Option<bool>("--dry-run") { Description = "Check it and show what would be signed; sign nothing" };
        var key = new KeyOptions();
        var command = new Command("sign", "Write a signed ballot with the values that you prefer, as one line of JSON") { name, set, ledger, nonce, dryRun };
        key.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var address = BallotCommand.ReadAddress(parsed.GetValue(ledger), "--ledger");
            var preferences = ParameterValues.Read(parsed.GetRequiredValue(set));
            var vote = BallotCommand.ReadName(parsed.GetRequiredValue(name));
            var (signer, chainId) = await key.ReadAsync(parsed, stop);
            using (signer)
            {
                var domain = new RecordDomain(chainId, address);
                var number = parsed.GetValue(nonce) ?? (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
                var ballot = new ParameterBallot(signer.Address, vote, number, [.. preferences]);
                if (ballot.Check() is var refusal and not BallotRefusal.None)
                    throw new CommandException(ExitCode.Refused, $"{refusal}: {refusal.Sentence()} {Bounds(ballot)}Nothing was signed.");
                var dry = parsed.GetValue(dryRun);
                if (!dry)
                    await WriteAsync(SignedBallot.Sign(ballot, domain, signer).ToJson(domain), stop);
                Say(ballot, domain, dry);
            }
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static string Bounds(ParameterBallot ballot) => string.Concat(
        from preference in ballot.Preferences
        let bounds = Terms.BoundsOf(preference.Parameter)
        where !bounds.Hold(preference.Value)
        select $"{new ParameterViolation(preference.Parameter, preference.Value, bounds).Sentence} ");

    private static async Task WriteAsync(byte[] line, CancellationToken stop)
    {
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync((byte[])[.. line, (byte)'\n'], stop);
    }

    private static void Say(ParameterBallot ballot, RecordDomain domain, bool dry)
    {
        Terminal.Say($"{(dry ? "Would sign" : "Signed")}: ballot {ballot.Digest(domain)} in the vote {ballot.Ballot}, nonce {ballot.Nonce}");
        Terminal.Say($"  by {ballot.Voter}, for the ledger {domain.Ledger} on chain {domain.ChainId}");
        foreach (var (parameter, value) in ballot.Preferences)
            Terminal.Say($"  {parameter.Name} {value}");
        if (dry)
            Terminal.Say("Nothing was signed.");
    }
}
