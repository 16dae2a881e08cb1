using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Founding;
using DecentralOrg.Node.Importing;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Clients;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Cli.Commands;

/// <summary>The command line <c>dorg</c>: its commands, and how failures become exit codes and sentences.</summary>
internal static class CommandLine
{
    /// <summary>How long a stopped command has to end: in less it could be in the middle of a computation, and would leave a devnet behind that nobody ends.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code; see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            // That a command is missing is only worth saying where nothing says what stands in its place.
            var misspelt = parsed.UnmatchedTokens.Count > 0;
            foreach (var error in parsed.Errors.Where((_, i) => !misspelt || parsed.Errors.Count == 1 || i > 0))
                await Console.Error.WriteLineAsync(error.Message);
            return await EndWithUsageAsync(parsed);
        }
        try
        {
            return await InvokeAsync(parsed);
        }
        catch (Exception failure) when (CodeOf(failure) is { } code)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return code == ExitCode.Usage ? await EndWithUsageAsync(parsed) : (int)code;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return (int)ExitCode.Stopped;
        }
        catch (Exception defect)
        {
            await Console.Error.WriteLineAsync($"This is a defect of dorg, please report it with what you did: {defect}");
            return (int)ExitCode.Internal;
        }
    }

    /// <summary>Runs a command until it ends, or is stopped by SIGINT or SIGTERM.</summary>
    private static async Task<int> InvokeAsync(ParseResult parsed)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
        // The library would look for signals only once the command waits for the first time: one before would end it without a word.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        var command = parsed.InvokeAsync(configuration, stop.Token);
        await Task.WhenAny(command, Task.Delay(Timeout.Infinite, stop.Token));
        return await Task.WhenAny(command, Task.Delay(TimeToStop)) == command ? await command : throw new OperationCanceledException(stop.Token);
    }

    private static async Task<int> EndWithUsageAsync(ParseResult parsed)
    {
        await Console.Error.WriteLineAsync($"See: {PathOf(parsed.CommandResult)} --help");
        return (int)ExitCode.Usage;
    }

    /// <summary>The command as it is typed, with those it belongs to.</summary>
    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "dorg";

    private static RootCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of tables", Recursive = true };
        var root = new RootCommand("Organizations without managers: contributions, influence, settlements and rewards on a chain") { json };
        var examples = new Dictionary<Command, string[]>();
        void Add(Command command, string[] lines)
        {
            root.Subcommands.Add(command);
            AddExamples(command, lines);
        }
        void AddExamples(Command command, string[] lines)
        {
            examples.Add(command, lines);
            foreach (var sub in command.Subcommands)
                AddExamples(sub, [.. lines.Where(line => $"{line} ".Contains($" {sub.Name} ", StringComparison.Ordinal))]);
        }
        Add(DemoCommand.Create(json), DemoCommand.Examples);
        Add(VerifyCommand.Create(json), VerifyCommand.Examples);
        Add(MembersCommand.Create(json), MembersCommand.Examples);
        Add(ShowCommand.Create(json), ShowCommand.Examples);
        Add(InfluenceCommand.Create(json), InfluenceCommand.Examples);
        Add(SimulateCommand.Create(json), SimulateCommand.Examples);
        Add(CompareCommand.Create(json), CompareCommand.Examples);
        Add(BallotCommand.Create(json), BallotCommand.Examples);
        Add(ImportCommand.Create(json), ImportCommand.Examples);
        Add(FoundCommand.Create(json), FoundCommand.Examples);
        Add(RecordCommands.Contribute(json), RecordCommands.ContributeExamples);
        Add(RecordCommands.Evaluate(json), RecordCommands.EvaluateExamples);
        Add(WhyCommand.Create(json), WhyCommand.Examples);
        Add(ClaimCommand.Create(json), ClaimCommand.Examples);
        Add(ParamsCommand.Create(json), ParamsCommand.Examples);
        Add(ProposalsCommand.Create(json), ProposalsCommand.Examples);
        Add(ProposeCommand.Create(json), ProposeCommand.Examples);
        Add(VoteCommand.Create(json), VoteCommand.Examples);
        Add(DelegateCommand.Create(json), DelegateCommand.Examples);
        Add(RolesCommand.Create(json), RolesCommand.Examples);
        Add(KeysCommand.Create(json), KeysCommand.Examples);
        Add(NodeCommand.Create(json), NodeCommand.Examples);
        examples.Add(root, ["dorg demo", "dorg verify --rpc http://127.0.0.1:8545 --settlement 0x…", "dorg influence bundle.jsonl --json"]);
        Strictness.RefuseUnknownOptions(root);
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!, examples);
        return root;
    }

    /// <summary>How an expected failure ends the process; null for a defect of the program.</summary>
    private static ExitCode? CodeOf(Exception failure) => failure switch
    {
        CommandException command => command.Code,
        BundleException or CharterException or KeystoreException => ExitCode.Refused,
        ImportException { Reason: ImportRefusal.PathMissing or ImportRefusal.FileMissing } => ExitCode.NotFound,
        ImportException => ExitCode.Refused,
        RevertException => ExitCode.Refused,
        RpcException => ExitCode.Unreachable,
        HistoryException or FoundingException or FollowingException => ExitCode.VerificationFailed,
        OptionsException => ExitCode.Usage,
        StorageException or ListenException => ExitCode.Refused,
        NodeClientException { IsMissing: true } => ExitCode.NotFound,
        NodeClientException { Refusal: null } => ExitCode.Unreachable,
        NodeClientException => ExitCode.Refused,
        NodeStuckException => ExitCode.Internal,
        _ => null,
    };
}
