using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Organizations;
using Spectre.Console;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg show epoch</c>.</summary>
internal static class ShowEpoch
{
    public static void Run(Organization organization, uint number, bool bundle, Terminal terminal)
    {
        if (number >= organization.Epochs.Count)
            throw new CommandException(ExitCode.NotFound, $"There is no epoch {number}; the open one is {organization.Epochs.Count - 1}.");
        var standings = Standings.Of(organization);
        var epoch = organization.Epochs[(int)number];
        if (bundle)
        {
            using var output = Console.OpenStandardOutput();
            BundleWriter.Write(output, Explanation.BundleOf(organization, standings, number));
        }
        else if (terminal.Json)
        {
            Terminal.WriteJson(json => WriteJson(json, organization, epoch, standings[(int)number]));
        }
        else
        {
            WriteTable(terminal.Out, organization, epoch, standings[(int)number]);
        }
    }

    private static void WriteTable(IAnsiConsole console, Organization organization, EpochHistory epoch, Standings standings)
    {
        var terms = epoch.Terms;
        var table = new Table().Border(TableBorder.Rounded).Title($"Epoch {epoch.Number}{(standings.Open ? ", open" : "")}").HideHeaders();
        table.AddColumns("", "");
        table.AddRow("Damping", Amounts.Percent(terms.DampingBp, InfluenceParameters.WholeBp));
        table.AddRow("Points for each member", Amounts.Count(terms.PointsPerEpoch));
        table.AddRow("Points to introduce", Amounts.Count(terms.IntroductionPoints));
        table.AddRow("Reward at most", Amounts.Tokens(epoch.Reward));
        table.AddRow("Renewal", Amounts.Percent(terms.RenewalBp, InfluenceParameters.WholeBp));
        table.AddRow("Members", Amounts.Count(standings.Members.Count));
        table.AddRow("Credits", Amounts.Count(organization.LogOf(epoch).Credits.Count));
        table.AddRow("Points unspent", Amounts.Percent(standings.PointsUnspent, standings.PointsInAll));
        table.AddRow("Earned of what can be", Amounts.Percent(Earned(standings), epoch.KernelTerms.MostEarned));
        table.AddRow("Log head", $"{organization.LogOf(epoch).Head}");
        foreach (var settlement in epoch.Settlements)
            table.AddRow($"Settlement, {settlement.Status}", $"{settlement.Root} by {settlement.Submitter}");
        console.Write(table);
    }

    private static ulong Earned(Standings standings) =>
        standings.Members.Aggregate(0UL, (sum, member) => sum + member.Influence - member.Seed);

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, Organization organization, EpochHistory epoch, Standings standings)
    {
        var terms = epoch.Terms;
        json.WriteStartObject();
        json.WriteNumber("epoch", epoch.Number);
        json.WriteBoolean("open", standings.Open);
        json.WriteStartObject("terms");
        json.WriteNumber("dampingBp", terms.DampingBp);
        json.WriteNumber("pointsPerEpoch", terms.PointsPerEpoch);
        json.WriteNumber("introductionPoints", terms.IntroductionPoints);
        StandingsJson.Decimal(json, "rewardPerEpoch", terms.RewardPerEpoch);
        json.WriteNumber("renewalBp", terms.RenewalBp);
        json.WriteNumber("epochSeconds", terms.EpochSeconds);
        json.WriteNumber("challengeSeconds", terms.ChallengeSeconds);
        json.WriteString("bond", $"{terms.Bond}");
        json.WriteEndObject();
        StandingsJson.Decimal(json, "reward", epoch.Reward);
        json.WriteNumber("members", standings.Members.Count);
        json.WriteNumber("credits", organization.LogOf(epoch).Credits.Count);
        StandingsJson.Decimal(json, "pointsGiven", standings.PointsGiven);
        StandingsJson.Decimal(json, "pointsUnspent", standings.PointsUnspent);
        StandingsJson.Decimal(json, "totalEarned", Earned(standings));
        json.WriteString("head", $"{organization.LogOf(epoch).Head}");
        json.WriteStartArray("settlements");
        foreach (var settlement in epoch.Settlements)
        {
            json.WriteStartObject();
            json.WriteString("status", settlement.Status.ToString());
            json.WriteString("submitter", settlement.Submitter.ToString());
            json.WriteString("root", settlement.Root.ToString());
            StandingsJson.Decimal(json, "totalEarned", settlement.TotalEarned);
            json.WriteNumber("deadline", settlement.Deadline);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
