using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DecentralOrg.Cli.Output;

/// <summary>The usual help of a command, followed by its examples.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyDictionary<Command, string[]> examples) : SynchronousCommandLineAction
{
    /// <summary>Whoever asks for help has not decided on arguments yet.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out var lines))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in lines)
                output.WriteLine("  " + line);
            output.WriteLine();
        }
        return (int)ExitCode.Ok;
    }
}
