using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Founding;

/// <summary>A contract of an organization that was founded.</summary>
/// <param name="Name">The name of the contract.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Gas">What its creation took.</param>
public sealed record FoundedContract(string Name, Address Address, ulong Gas);

/// <summary>An organization that was founded, and of which every assertion holds.</summary>
/// <param name="Contracts">Its contracts in the order of their creation; the settlement contract, the last, names all others.</param>
public sealed record FoundedOrganization(IReadOnlyList<FoundedContract> Contracts)
{
    /// <summary>The address of its settlement contract.</summary>
    public Address Settlement => Contracts[^1].Address;

    /// <summary>The gas that everything took.</summary>
    public ulong Gas => Contracts.Aggregate(0UL, (sum, contract) => sum + contract.Gas);
}

/// <summary>An organization was created, and an assertion on it does not hold: it must not be used.</summary>
public sealed class FoundingException : Exception
{
    internal FoundingException(string assertion, string message, Exception? inner = null) : base(message, inner) => Assertion = assertion;

    /// <summary>The error of the check contract, or of the settlement contract, that names the role.</summary>
    public string Assertion { get; }
}
