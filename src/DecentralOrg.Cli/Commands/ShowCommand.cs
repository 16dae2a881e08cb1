using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg show</c>: one member, contribution or epoch, with what is behind its numbers.</summary>
internal static class ShowCommand
{
    public static readonly string[] Examples =
    [
        "dorg show member 0",
        "dorg show member 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "dorg show contribution 0x5d5f…",
        "dorg show epoch 3",
        "dorg show epoch 3 --bundle > epoch-3.jsonl",
    ];

    public static Command Create(Option<bool> json)
    {
        var member = new Argument<string>("MEMBER") { Description = "A member's number or account" };
        var contribution = new Argument<string>("ID") { Description = "A contribution's id: 0x and 64 hex digits" };
        var epoch = new Argument<uint>("EPOCH") { Description = "An epoch's number" };
        epoch.RequireWithin(0, uint.MaxValue);
        var bundle = new Option<bool>("--bundle") { Description = "Write the epoch's bundle, which `dorg influence` recomputes" };
        return new Command("show", "Show one member, contribution or epoch, with what is behind its numbers")
        {
            Sub("member", "A member's influence, rewards and areas in every epoch, and who credited him", json, member,
                (parsed, organization, terminal) => ShowMember.Run(organization, parsed.GetRequiredValue(member), terminal)),
            Sub("contribution", "A contribution, its authors and the influence it brought", json, contribution,
                (parsed, organization, terminal) => ShowContribution.Run(organization, parsed.GetRequiredValue(contribution), terminal)),
            Sub("epoch", "An epoch's terms, log and settlements", json, epoch,
                (parsed, organization, terminal) => ShowEpoch.Run(organization, parsed.GetRequiredValue(epoch), parsed.GetValue(bundle), terminal), bundle),
        };
    }

    private static Command Sub(
        string name, string description, Option<bool> json, Argument argument,
        Action<ParseResult, Organization, Terminal> show, Option? option = null)
    {
        var chain = new ChainOptions();
        var command = new Command(name, description) { argument };
        if (option is not null)
            command.Options.Add(option);
        chain.AddTo(command);
        command.SetAction(async (parsed, stop) => (int)await chain.RunAsync(parsed, async (connection, contracts) =>
        {
            show(parsed, await OrganizationReader.ReadAsync(connection, contracts, stop), new Terminal(parsed.GetValue(json)));
            return ExitCode.Ok;
        }, stop));
        return command;
    }
}
