using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Influence;

namespace DecentralOrg.Cli.Commands;

/// <summary>How many lines a table has; JSON has all.</summary>
internal sealed class TopOption
{
    private const int Usual = 50;

    private readonly Option<int> top;
    private readonly Option<bool> all = new("--all") { Description = "Show all in tables" };

    public TopOption(string what)
    {
        top = new Option<int>("--top") { Description = $"Show so many {what} in tables", HelpName = "N", DefaultValueFactory = _ => Usual };
        top.RequireWithin(1, CreditGraph.MostMembers);
    }

    /// <summary>Both options; <c>--all</c> with JSON is what JSON has.</summary>
    public Option[] Options => [top, all];

    /// <summary>Gives a command both options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="json">Its option to write JSON.</param>
    public void AddTo(Command command, Option<bool> json)
    {
        command.Options.Add(top);
        command.Options.Add(all);
        command.Refuse(top, result => result.GetValue(json), "--top is for tables, and JSON has all: leave --top or --json out.");
        command.Refuse(top, result => result.GetValue(all), "--top shows some and --all shows all: leave one of them out.");
    }

    public int Of(ParseResult parsed) => parsed.GetValue(all) ? int.MaxValue : parsed.GetValue(top);

    /// <summary>Says how many members a table leaves out, if it does.</summary>
    /// <param name="members">How many there are.</param>
    /// <param name="top">How many it shows.</param>
    /// <param name="which">What those have that it leaves out.</param>
    public static void SayRest(int members, int top, string which)
    {
        if (members > top)
            Console.Out.WriteLine($"… and {Amounts.Of(members - top, "member")} {which}; --all shows them.");
    }
}
