using System.CommandLine;
using System.Globalization;
using DecentralOrg.Cli.Output;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary>The options of <c>dorg propose</c> that give and revoke roles.</summary>
internal sealed class ProposedRoles
{
    /// <summary>A vote takes eight days at least, and a role that is over before it is given cannot be given.</summary>
    private const int LeastDays = 9;

    private const int MostDays = 4 * 365;

    private readonly Option<string[]> give = new("--role")
    {
        Description = $"A role, the member that it is given to, and for how many days from now on, {LeastDays} to {MostDays}; may be repeated",
        HelpName = "ROLE:ACCOUNT:DAYS",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> revoke = new("--revoke-role") { Description = "A role, and the account that it is taken from; may be repeated", HelpName = "ROLE:ACCOUNT", DefaultValueFactory = _ => [] };

    private readonly Option<string?> influence = new("--role-influence") { Description = "The least share of all influence that --role asks for; anybody shows on the chain whether its holder has it", HelpName = "PERCENT" };

    private readonly Option<string?> area = new("--role-area")
    {
        Description = "The least share of an area's influence that --role asks for, over so many last epochs; only reported, the chain does not hold it",
        HelpName = "AREA:PERCENT:EPOCHS",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[give, revoke, influence, area])
            command.Options.Add(option);
        foreach (var condition in (Option[])[influence, area])
            command.Refuse(condition, result => !result.Has(give), $"{condition.Name} is what a role asks for: give --role, too.");
    }

    /// <summary>The calls that the options ask for.</summary>
    /// <exception cref="CommandException">An option is malformed, or the contract would refuse the call.</exception>
    public async Task<ProposedCall[]> ReadAsync(ParseResult parsed, IChain chain, OrganizationContracts contracts, CancellationToken stop)
    {
        var calls = new List<ProposedCall>();
        var condition = new RoleCondition(parsed.GetValue(influence) is { } share ? ReadShare(share) : (ushort)0, RecordText.From(""), 0, 0);
        if (parsed.GetValue(area) is { } text)
            condition = ReadArea(condition, text);
        var given = parsed.GetValue(give)!;
        var now = given.Length == 0 ? 0 : await SeenProposal.TimeAsync(chain, stop);
        foreach (var one in given)
        {
            var (role, account, days) = ReadGiven(one);
            calls.Add(Checked(contracts, contracts.Roles.Grant(role, account, now + ((ulong)days * 86_400), condition)));
            if (!(await contracts.Ledger.MemberOfAsync(account, stop: stop)).IsMember)
                throw new CommandException(ExitCode.Refused, $"NotMember: roles are for members, and {account} is none yet. Nothing was signed.");
        }
        foreach (var one in parsed.GetValue(revoke)!)
        {
            var (role, account) = ReadNamed(one, one);
            if ((await contracts.Roles.HoldingOfAsync(role, account, stop: stop)).Since == 0)
                throw new CommandException(ExitCode.Refused, $"RoleNotHeld: {account} has no role '{ShownText.Plain(role.ToString())}'; `dorg roles` lists all. Nothing was signed.");
            calls.Add(Checked(contracts, contracts.Roles.Revoke(role, account)));
        }
        return [.. calls];
    }

    private static ProposedCall Checked(OrganizationContracts contracts, ContractCall call)
    {
        var proposed = new ProposedCall(contracts.Roles.Address, 0, call.Data);
        return ProposalAction.Of(proposed, contracts.Places).Warning is { } warning
            ? throw new CommandException(ExitCode.Refused, $"{warning} Nothing was signed.")
            : proposed;
    }

    private static (RecordText Role, Address Account, int Days) ReadGiven(string text)
    {
        var at = text.LastIndexOf(':');
        if (at < 0 || !int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < LeastDays or > MostDays)
        {
            throw new CommandException(
                ExitCode.Usage, $"'{text}' gives no role: its name, : an account, : and {LeastDays} to {MostDays} days from now on; the vote itself takes eight.");
        }
        var (role, account) = ReadNamed(text[..at], text);
        return (role, account, days);
    }

    private static (RecordText Role, Address Account) ReadNamed(string text, string whole)
    {
        var at = text.LastIndexOf(':');
        if (at < 0 || !Address.TryParse(text[(at + 1)..], out var account))
            throw new CommandException(ExitCode.Usage, $"'{whole}' names no role of an account: its name, : and an account.");
        return (RecordText.From(text[..at]), account);
    }

    private static RoleCondition ReadArea(RoleCondition condition, string text)
    {
        if (text.Split(':') is not [.. var parts, var share, var count] || parts.Length == 0
            || !ushort.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var epochs) || epochs == 0)
            throw new CommandException(ExitCode.Usage, $"'{text}' asks for nothing in an area: the area, : a share in percent, : and 1 to {ushort.MaxValue} epochs.");
        return condition with { Area = RecordText.From(string.Join(':', parts)), AreaBp = ReadShare(share), AreaEpochs = epochs };
    }

    private static ushort ReadShare(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100 && decimal.IsInteger(100 * percent)
            ? (ushort)(100 * percent)
            : throw new CommandException(ExitCode.Usage, $"'{text}' is no share: more than 0 and up to 100 percent, with up to 2 digits behind the point.");
}
