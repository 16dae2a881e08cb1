using System.CommandLine;
using DecentralOrg.Cli.Output;

namespace DecentralOrg.Cli.Commands;

/// <summary>A command that computes for a while, from files or standard input.</summary>
internal static class Computation
{
    private const int MostThreads = 1024;

    extension(Command command)
    {
        /// <summary>Makes it what the command does.</summary>
        public void Computes(Func<ParseResult, ProgressLine, ExitCode> compute) =>
            command.SetAction((parsed, stop) => RunAsync(progress => compute(parsed, progress), stop));
    }

    /// <summary>
    /// Computes. When it is stopped from outside it is left where it is, because it may wait for input that never comes.
    /// </summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task<int> RunAsync(Func<ProgressLine, ExitCode> compute, CancellationToken stop)
    {
        using var progress = new ProgressLine();
        return (int)await Task.Run(() => compute(progress), stop).WaitAsync(stop);
    }

    /// <summary>The option that says how many threads solve.</summary>
    public static Option<int> Threads()
    {
        var threads = new Option<int>("--threads") { Description = "How many threads solve; the result is the same", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        threads.RequireWithin(1, MostThreads);
        return threads;
    }
}
