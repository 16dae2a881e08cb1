using System.Globalization;
using DecentralOrg.Cli.Output;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Cli.Commands;

/// <summary>How a member is named: by number or account.</summary>
internal static class MemberName
{
    /// <summary>His number in an organization.</summary>
    /// <exception cref="CommandException">It is neither, or there is no such member.</exception>
    public static int NumberOf(Organization organization, string name)
    {
        if (!Address.TryParse(name, out var account))
            return NumberOf(organization.Ledger.Members.Count, name);
        return organization.Ledger.TryGetMember(account, out var known)
            ? known
            : throw new CommandException(ExitCode.NotFound, $"{account} is no member yet: a member's credit that is large enough makes one of it.");
    }

    /// <summary>His number in a bundle.</summary>
    /// <exception cref="CommandException">It is neither, or there is no such member.</exception>
    public static int NumberOf(BundleHeader header, string name)
    {
        if (!Address.TryParse(name, out var account))
            return NumberOf(header.Members.Length, name);
        for (var member = 0; member < header.Members.Length; member++)
        {
            if (Address.Parse(header.Members[member].Account) == account)
                return member;
        }
        throw new CommandException(ExitCode.NotFound, $"{account} is no member in this bundle; its header lists who was one at the end of its epoch.");
    }

    private static int NumberOf(int members, string name)
    {
        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new CommandException(ExitCode.Usage, $"'{name}' is neither a member's number nor an account.");
        return number < members
            ? number
            : throw new CommandException(ExitCode.NotFound, $"There is no member {number}; there are {members}, numbered from 0.");
    }
}
