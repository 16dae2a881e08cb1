using System.CommandLine;
using DecentralOrg.Cli.Output;

namespace DecentralOrg.Cli.Commands;

/// <summary>A command that computes for a while, from files or standard input.</summary>
internal static class Computation
{
    private const int MostThreads = 1024;

    extension(Command command)
    {
        /// <summary>
        /// Makes it what the command does. When it is stopped from outside it is left where it is, because it may wait for input
        /// that never comes.
        /// </summary>
        public void Computes(Func<ParseResult, ProgressLine, ExitCode> compute) =>
            command.SetAction(async (parsed, stop) =>
            {
                using var progress = new ProgressLine();
                return (int)await Task.Run(() => compute(parsed, progress), stop).WaitAsync(stop);
            });
    }

    /// <summary>The option that says how many threads solve.</summary>
    public static Option<int> Threads()
    {
        var threads = new Option<int>("--threads") { Description = "How many threads solve; the result is the same", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        threads.RequireWithin(1, MostThreads);
        return threads;
    }
}
