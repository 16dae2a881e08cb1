using System.Numerics;
using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Organizations;

/// <summary>The reward token as its transfers make it, in units of 10^-18.</summary>
public sealed class TokenBook
{
    private readonly Dictionary<Address, BigInteger> balances = [];

    /// <summary>All tokens that were minted.</summary>
    public BigInteger Minted { get; private set; }

    /// <summary>Balances of all accounts that ever had tokens.</summary>
    public IReadOnlyDictionary<Address, BigInteger> Balances => balances;

    /// <summary>Moves tokens; from the zero address they are minted.</summary>
    public void Transfer(Address from, Address to, BigInteger amount)
    {
        if (from == Address.Zero)
            Minted += amount;
        else
            balances[from] = balances.GetValueOrDefault(from) - amount;
        balances[to] = balances.GetValueOrDefault(to) + amount;
    }
}
