using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Organizations;

/// <summary>Reputation as the reputation contract holds it: what was last claimed, in units of 10^-9.</summary>
public sealed class ReputationBook
{
    private readonly Dictionary<Address, ulong> accounts = [];

    /// <summary>All reputation together.</summary>
    public ulong Total { get; private set; }

    /// <summary>Accounts that ever had reputation.</summary>
    public IReadOnlyCollection<Address> Accounts => accounts.Keys;

    /// <summary>An account's own reputation, whomever it delegates to.</summary>
    public ulong this[Address account] => accounts.GetValueOrDefault(account);

    /// <summary>Sets an account's reputation.</summary>
    public void Set(Address account, ulong reputation)
    {
        Total = Total - this[account] + reputation;
        accounts[account] = reputation;
    }
}
