using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg roles</c>: who has which role until when, and whether what it asks for is met.</summary>
internal static class RolesCommand
{
    public static readonly string[] Examples =
    [
        "dorg roles --rpc http://127.0.0.1:8545 --settlement 0x5FbDB2315678afecb367f032d93F642f64180aa3",
        "dorg roles --json",
        "dorg roles show 'steward of area docs' 3 --dry-run",
        "dorg roles show 'steward of area docs' 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --keystore key.json --chain-id 1",
    ];

    public static Command Create(Option<bool> json)
    {
        var chain = new ChainOptions();
        var command = new Command("roles", "List the roles that votes gave members, and whether what they ask for is met") { ShowRole.Create(json) };
        chain.AddTo(command);
        command.SetAction(async (parsed, stop) => (int)await chain.RunAsync(parsed, async (connection, contracts) =>
        {
            var organization = await OrganizationReader.ReadAsync(connection, contracts, stop);
            var time = await SeenProposal.TimeAsync(connection, stop);
            var (roles, standings) = (organization.Governance.Roles.All, Standings.Of(organization));
            RoleReport[] reports = [.. roles.Select(role => RoleReport.Of(organization, standings, role, time))];
            if (parsed.GetValue(json))
                Terminal.WriteJson(writer => RoleOutput.Write(writer, reports));
            else
                RoleOutput.WriteTable(new Terminal(Json: false).Out, reports);
            return ExitCode.Ok;
        }, stop));
        return command;
    }
}
