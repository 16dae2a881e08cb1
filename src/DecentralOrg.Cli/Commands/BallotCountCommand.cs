using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Voting;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg ballot count</c>: the median of what members prefer, weighted by reputation, as the text of a proposal.</summary>
internal static class BallotCountCommand
{
    public static Command Create(Option<bool> json)
    {
        var name = BallotCommand.Name();
        var paths = new Argument<string[]>("FILE") { Description = "Files with signed ballots, one on a line; - for standard input", Arity = ArgumentArity.OneOrMore };
        var weights = new Option<string?>("--weights") { Description = "The reputation of accounts: CSV with the columns account and reputation, in units of 10^-9", HelpName = "FILE" };
        var bundle = new Option<string?>("--bundle") { Description = "Take the reputation of the members from the header of this bundle", HelpName = "FILE" };
        var inForce = new Option<string[]>("--in-force") { Description = "The value in force of a parameter that ballots name; may be repeated", HelpName = "NAME=VALUE", DefaultValueFactory = _ => [] };
        var ledger = BallotCommand.Ledger();
        var chainId = new Option<ulong?>("--chain-id") { Description = "The id of the organization's chain", HelpName = "N" };
        chainId.RequireWithin(1, long.MaxValue);
        var chain = new ChainOptions();
        var command = new Command("count", "Count ballots by the median weighted by reputation, and write the text of a proposal") { name, paths, weights, bundle, inForce, ledger, chainId };
        chain.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var (csv, from) = (parsed.GetValue(weights), parsed.GetValue(bundle));
            if (csv is not null && from is not null)
                throw new CommandException(ExitCode.Usage, "Whose reputation? Give --weights or --bundle, not both.");
            Electorate electorate = null!;
            if ((csv ?? from) is null)
            {
                if (parsed.GetValue(inForce)!.Length > 0 || parsed.GetValue(ledger) is not null || parsed.GetValue(chainId) is not null)
                    throw new CommandException(ExitCode.Usage, "A chain says itself which ledger is its and what is in force: give --rpc and --settlement alone, or --weights or --bundle.");
                await chain.RunAsync(parsed, async (connection, contracts) =>
                {
                    var organization = await OrganizationReader.ReadAsync(connection, contracts, stop);
                    var terms = await contracts.Parameters.CurrentAsync(stop: stop);
                    electorate = new Electorate(
                        new RecordDomain(await connection.GetChainIdAsync(stop), contracts.Ledger.Address),
                        organization.Reputation.Accounts.ToDictionary(account => account, account => organization.Reputation[account]),
                        Enum.GetValues<Parameter>().ToDictionary(parameter => parameter, parameter => terms[parameter]));
                    return ExitCode.Ok;
                }, stop);
            }
            else
            {
                var id = parsed.GetValue(chainId) ?? throw new CommandException(ExitCode.Usage, "Which chain were the ballots signed for? Give --chain-id N.");
                electorate = new Electorate(
                    new RecordDomain(id, BallotCommand.ReadAddress(parsed.GetValue(ledger), "--ledger")),
                    csv is null ? Reputation(from!) : ReputationFile.Read(csv), InForce(parsed.GetValue(inForce)!));
            }
            var vote = BallotCommand.ReadName(parsed.GetRequiredValue(name));
            var given = parsed.GetRequiredValue(paths).SelectMany(path => Read(path, electorate.Domain)).ToList();
            var valid = given.Where(ballot => ballot.Fault is null).ToList();
            var count = BallotCount.Of(vote, electorate.Reputation, [.. valid.Select(each => each.Ballot!)]);
            for (var i = 0; i < valid.Count; i++)
            {
                if (count.Refusals[i] is var refusal and not BallotRefusal.None)
                    valid[i].Refuse(refusal);
            }
            foreach (var line in given.Where(each => each.Fault is not null))
                Terminal.Say(line.Sentence);
            if (count.Counted.IsEmpty)
                throw new CommandException(ExitCode.Refused, $"NoBallots: none of {Amounts.Of(given.Count, "ballot")} counts in the vote {vote}, so there is nothing to propose. Is it its name?");
            var missing = count.Named.Where(parameter => !electorate.InForce.ContainsKey(parameter)).Select(parameter => $"--in-force {parameter.Name}=VALUE").ToList();
            if (missing.Count > 0)
                throw new CommandException(ExitCode.Usage, $"Ballots name parameters whose values in force are not known: give {string.Join(" ", missing)}.");
            var outcomes = count.Outcomes(electorate.InForce);
            var all = electorate.Reputation.Values.Aggregate(UInt128.Zero, (sum, reputation) => sum + reputation);
            if (parsed.GetValue(json))
                Terminal.WriteJson(writer => WriteJson(writer, vote, electorate.Domain, count, outcomes, all, given));
            else
                Write(vote, electorate.Domain, count, outcomes, all, given.Count);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Dictionary<Address, ulong> Reputation(string path)
    {
        using var stream = InputFile.Open(path, "bundle");
        return new BundleScanner(stream).Header.Members.ToDictionary(member => Address.Parse(member.Account), member => member.State.Reputation);
    }

    private static Dictionary<Parameter, UInt128> InForce(string[] texts)
    {
        var values = new Dictionary<Parameter, UInt128>();
        foreach (var (parameter, value) in ParameterValues.Read(texts))
        {
            if (!values.TryAdd(parameter, value))
                throw new CommandException(ExitCode.Usage, $"--in-force names {parameter.Name} twice; name it once.");
            if (Terms.BoundsOf(parameter) is var bounds && !bounds.Hold(value))
                throw new CommandException(ExitCode.Usage, $"--in-force: {new ParameterViolation(parameter, value, bounds).Sentence}");
        }
        return values;
    }

    private static IEnumerable<GivenBallot> Read(string path, RecordDomain domain)
    {
        using var reader = new StreamReader(InputFile.Open(path, "file with ballots"));
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0)
                continue;
            var (signed, fault) = SignedBallot.Read(Encoding.UTF8.GetBytes(text), domain);
            var given = new GivenBallot(path, line, signed?.Ballot) { Fault = fault };
            if (signed is not null && !signed.IsSignedByVoter(domain))
                given.Refuse(BallotRefusal.SignatureInvalid);
            yield return given;
        }
    }

    private static void Write(RecordText vote, RecordDomain domain, BallotCount count, IReadOnlyList<ParameterOutcome> outcomes, UInt128 all, int given)
    {
        Console.Out.WriteLine($"Parameters by the vote {vote}");
        Console.Out.WriteLine();
        foreach (var outcome in outcomes)
        {
            var what = outcome.To == outcome.From ? $"{outcome.Parameter.Name}: stays {outcome.From}" : $"{outcome.Parameter.Name}: {outcome.From} → {outcome.To}";
            Console.Out.WriteLine($"{what} ({Share(outcome.Higher, count.Weight)} prefer more, {Share(outcome.Lower, count.Weight)} less)");
        }
        Console.Out.WriteLine();
        Console.Out.WriteLine($"The median of {count.Counted.Length} of {Amounts.Of(given, "ballot")}, weighted by reputation; they have {Share(count.Weight, all)} of all.");
        Console.Out.WriteLine($"Ballots signed for the ledger {domain.Ledger} on chain {domain.ChainId}; those that count have the hash {count.Hash(domain)}.");
    }

    private static string Share(UInt128 part, UInt128 whole) => Amounts.Percent((double)part / (double)whole);

    private static void WriteJson(
        Utf8JsonWriter json, RecordText vote, RecordDomain domain, BallotCount count, IReadOnlyList<ParameterOutcome> outcomes, UInt128 all, List<GivenBallot> given)
    {
        json.WriteStartObject();
        json.WriteString("ballot", vote.ToString());
        json.WriteString("ledger", domain.Ledger.ToString());
        json.WriteString("chainId", domain.ChainId.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("ballots", given.Count);
        json.WriteNumber("counted", count.Counted.Length);
        json.WriteString("hash", count.Hash(domain).ToString());
        Units(json, "weight", count.Weight);
        Units(json, "reputation", all);
        json.WriteStartArray("parameters");
        foreach (var outcome in outcomes)
        {
            json.WriteStartObject();
            json.WriteString("name", outcome.Parameter.Name);
            Units(json, "from", outcome.From);
            Units(json, "to", outcome.To);
            Units(json, "preferLess", outcome.Lower);
            Units(json, "preferMore", outcome.Higher);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("leftOut");
        foreach (var each in given.Where(each => each.Fault is not null))
        {
            json.WriteStartObject();
            json.WriteString("file", each.Path);
            json.WriteNumber("line", each.Line);
            if (each.Ballot is { } ballot)
                json.WriteString("voter", ballot.Voter.ToString());
            json.WriteString("refusal", each.Fault!.Name);
            json.WriteString("sentence", each.Fault.Sentence);
            if (each.Fault.Field is { } field)
                json.WriteString("field", field);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Units(Utf8JsonWriter json, string name, UInt128 value) => json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whose ballots are counted.</summary>
    private sealed record Electorate(RecordDomain Domain, IReadOnlyDictionary<Address, ulong> Reputation, IReadOnlyDictionary<Parameter, UInt128> InForce);

    /// <summary>A line with a ballot, and why it does not count.</summary>
    private sealed record GivenBallot(string Path, int Line, ParameterBallot? Ballot)
    {
        public BallotFault? Fault { get; set; }

        public string Sentence => $"{Path}, line {Line}: {Fault!.Name}{(Fault.Field is { } place ? $" at {place}" : "")}: {Fault.Sentence} Left out.";

        public void Refuse(BallotRefusal refusal) => Fault = BallotFault.Of(refusal);
    }
}
