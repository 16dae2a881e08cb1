using System.CommandLine;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary><c>dorg roles show</c>: shows on the chain whether a role's holder has the influence it asks for, which suspends or restores it.</summary>
internal static class ShowRole
{
    public static Command Create(Option<bool> json)
    {
        var name = new Argument<string>("ROLE") { Description = "The role's name" };
        var holder = new Argument<string>("MEMBER") { Description = "Its holder's number or account" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check whether it would change anything; sign and send nothing" };
        var (chain, key) = (new ChainOptions(), new KeyOptions());
        var command = new Command("show", "Show by the last final settlement whether a role's holder has the influence it asks for; anybody can") { name, holder, dryRun };
        chain.AddTo(command);
        key.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var dry = parsed.GetValue(dryRun);
            if (!dry)
                key.Require(parsed);
            return (int)await chain.RunAsync(parsed, async (connection, contracts) =>
            {
                var organization = await OrganizationReader.ReadAsync(connection, contracts, stop);
                var account = organization.Ledger.Members[MemberName.NumberOf(organization, parsed.GetValue(holder)!)];
                var role = Find(organization, parsed.GetValue(name)!, account);
                var report = Report(organization, role, await SeenProposal.TimeAsync(connection, stop));
                Bytes32? transaction = null;
                if (report.Effect != ShowEffect.None)
                {
                    var call = contracts.Roles.Show(role.Name, account, RoleReport.PageOf(organization, account));
                    if (dry)
                        await DryCall.RunAsync(connection, call, from: null, stop);
                    else
                    {
                        using var signer = (await key.ReadAsync(parsed, connection, stop)).Key;
                        transaction = await DryCall.OrSendAsync(connection, call, signer, dry: false, stop);
                    }
                }
                Tell(role, report, dry, transaction, parsed.GetValue(json));
                return ExitCode.Ok;
            }, stop);
        });
        return command;
    }

    private static HeldRole Find(Organization organization, string name, Address account) =>
        organization.Governance.Roles.Find(RecordText.From(name), account)
        ?? throw new CommandException(ExitCode.Refused, $"RoleNotHeld: {account} has no role '{ShownText.Plain(name)}'; `dorg roles` lists all. Nothing was sent.");

    private static InfluenceReport Report(Organization organization, HeldRole role, ulong time)
    {
        if (role.StateAt(time) == RoleState.Over)
            throw new CommandException(ExitCode.Refused, "RoleNotHeld: the role's time is over. Nothing was sent.");
        var report = RoleReport.InfluenceOf(organization, role, time)
            ?? throw new CommandException(ExitCode.Refused, "NoCondition: the role asks for no share of all influence, so there is nothing to show. Nothing was sent.");
        return report.Met is not null
            ? report
            : throw new CommandException(ExitCode.Refused, "NothingSettled: no epoch is final yet, so there is nothing to show by. Nothing was sent.");
    }

    private static void Tell(HeldRole role, InfluenceReport report, bool dry, Bytes32? transaction, bool asJson)
    {
        if (!asJson)
        {
            Console.Out.WriteLine(report.Sentence);
            Console.Out.WriteLine(transaction is { } done
                ? $"{(report.Effect == ShowEffect.Suspends ? "Suspended" : "Restored")} in transaction {done}."
                : report.Effect == ShowEffect.None ? "Nothing was sent." : "It would succeed; nothing was signed.");
            return;
        }
        Terminal.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("dryRun", dry);
            json.WriteString("role", role.Name.ToString());
            json.WriteString("account", role.Account.ToString());
            RoleOutput.Write(json, report);
            if (transaction is { } sent)
                json.WriteString("transaction", sent.ToString());
            json.WriteEndObject();
        });
    }
}
