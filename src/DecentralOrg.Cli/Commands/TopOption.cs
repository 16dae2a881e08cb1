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

    public void AddTo(Command command)
    {
        command.Options.Add(top);
        command.Options.Add(all);
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
