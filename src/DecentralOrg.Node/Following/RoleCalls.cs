using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Following;

/// <summary>The roles that calls of a proposal give or revoke.</summary>
internal static class RoleCalls
{
    /// <summary>Their names and accounts; nothing of a call whose arguments cannot be read, which fails when it is executed.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="roles">Where the organization's roles are.</param>
    public static IEnumerable<(RecordText Role, Address Account)> Of(IEnumerable<ProposedCall> calls, Address roles) =>
        calls.Where(call => call.Target == roles).Select(Named).OfType<(RecordText, Address)>();

    private static (RecordText, Address)? Named(ProposedCall call)
    {
        try
        {
            if (RolesContract.TryDecodeGrant(call.Data, out var grant))
                return (grant.Role, grant.Account);
            return RolesContract.TryDecodeRevoke(call.Data, out var revoke) ? (revoke.Role, revoke.Account) : null;
        }
        catch (AbiException)
        {
            return null;
        }
    }
}
