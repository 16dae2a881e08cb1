using System.Globalization;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary>How a member is named: by number or account.</summary>
internal static class MemberName
{
    /// <summary>His number.</summary>
    /// <exception cref="CommandException">It is neither, or there is no such member.</exception>
    public static int NumberOf(Organization organization, string name)
    {
        if (Address.TryParse(name, out var account))
        {
            return organization.Ledger.TryGetMember(account, out var known)
                ? known
                : throw new CommandException(ExitCode.NotFound, $"{account} is no member yet: a member's credit that is large enough makes one of it.");
        }
        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new CommandException(ExitCode.Usage, $"'{name}' is neither a member's number nor an account.");
        return number < organization.Ledger.Members.Count
            ? number
            : throw new CommandException(ExitCode.NotFound, $"There is no member {number}; there are {organization.Ledger.Members.Count}, numbered from 0.");
    }
}
