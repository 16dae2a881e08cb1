using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DecentralOrg.Cli.Bundles;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg simulate</c>: what other parameters would have made of past epochs, and what a ring could gain.</summary>
internal static class SimulateCommand
{
    private const int MostNewAccounts = 1 << 20;
    private const decimal UnitsOfToken = 1_000_000_000m;

    public static readonly string[] Examples =
    [
        "dorg simulate epoch-12.jsonl --damping 8500",
        "dorg simulate epoch-10.jsonl epoch-11.jsonl epoch-12.jsonl --reward 20000 --renewal 400 --top 20",
        "dorg simulate epoch-12.jsonl --ring 3,17 --new-accounts 50 --json",
    ];

    public static Command Create(Option<bool> json)
    {
        var paths = new Argument<string[]>("BUNDLE") { Description = "Bundles of epochs that follow each other, in order; - for standard input", Arity = ArgumentArity.OneOrMore };
        var damping = new Option<int?>("--damping") { Description = "Share of influence that comes from credits, in 1/10000", HelpName = "BP" };
        var points = new Option<int?>("--points") { Description = "Points that every member can give; credits of whoever gave more are scaled down", HelpName = "N" };
        var reward = new Option<ulong?>("--reward") { Description = "Tokens that an epoch can mint, with up to 9 digits behind the point", HelpName = "TOKENS", CustomParser = ReadTokens };
        var renewal = new Option<int?>("--renewal") { Description = "Share of reputation that changes hands in a full epoch, in 1/10000", HelpName = "BP" };
        var ring = new Option<int[]>("--ring") { Description = "Members who would credit only each other in the last epoch, by number", HelpName = "N,N,…", CustomParser = ReadRing, DefaultValueFactory = _ => [], Arity = ArgumentArity.ExactlyOne };
        var newcomers = new Option<int>("--new-accounts") { Description = "How many new accounts would be in the ring beside them", HelpName = "N" };
        damping.RequireWithin(0, InfluenceParameters.GreatestDampingBp);
        points.RequireWithin(1, InfluenceParameters.GreatestPointsPerEpoch);
        renewal.RequireWithin(0, InfluenceParameters.WholeBp);
        newcomers.RequireWithin(0, MostNewAccounts);
        var threads = Computation.Threads();
        var top = new TopOption("members");
        var command = new Command("simulate", "Compute past epochs under other parameters, and what a ring of members could gain; nothing is changed")
        {
            paths, damping, points, reward, renewal, ring, newcomers, threads,
        };
        top.AddTo(command, json);
        command.Computes((parsed, progress) =>
        {
            var change = new ParameterChange(parsed.GetValue(damping), parsed.GetValue(points), parsed.GetValue(reward), parsed.GetValue(renewal));
            var (members, accounts) = (parsed.GetValue(ring)!, parsed.GetValue(newcomers));
            if (change == new ParameterChange() && members.Length + accounts == 0)
                throw new CommandException(ExitCode.Usage, "What would be other? Give --damping, --points, --reward, --renewal, --ring or --new-accounts.");
            if (members.Length + accounts == 1)
                throw new CommandException(ExitCode.Usage, "A ring has two members at least, because nobody can credit himself: name more, or add --new-accounts.");
            if (parsed.GetRequiredValue(paths).Count(path => path == "-") > 1)
                throw new CommandException(ExitCode.Usage, "Standard input can be read once only: give - once, and name files for the other bundles.");
            var (epochs, last) = SimulatedEpoch.Run(parsed.GetRequiredValue(paths), change, parsed.GetValue(threads), progress);
            progress.Show(() => "trying the ring …");
            var attack = members.Length + accounts == 0 ? null : SimulatedAttack.Of(epochs, last, change, members, accounts, parsed.GetValue(threads));
            progress.Dispose();
            if (parsed.GetValue(json))
                Terminal.WriteJson(writer => SimulationJson.Write(writer, change, epochs, attack));
            else
                SimulationTables.Write(epochs, attack, top.Of(parsed), new Terminal(Json: false).Out);
            return ExitCode.Ok;
        });
        return command;
    }

    private static ulong? ReadTokens(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        const decimal most = EpochTerms.GreatestReward / UnitsOfToken;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var tokens)
            && tokens <= most && decimal.IsInteger(tokens * UnitsOfToken))
        {
            return (ulong)(tokens * UnitsOfToken);
        }
        result.AddError($"--reward takes 0 to {most.ToString(CultureInfo.InvariantCulture)} tokens with up to 9 digits behind the point, not {text}.");
        return null;
    }

    private static int[] ReadRing(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var ring = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var member) || ring.Contains(member))
            {
                result.AddError($"--ring takes numbers of members with commas between them, each once, not {text}.");
                return [];
            }
            ring.Add(member);
        }
        return [.. ring];
    }
}
