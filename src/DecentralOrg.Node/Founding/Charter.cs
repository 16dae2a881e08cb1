using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Founding;

/// <summary>What an organization is founded with. From then on its parameters change by vote only.</summary>
/// <param name="Terms">The parameters it starts with.</param>
/// <param name="Founders">1..64 founders; together at most 2^53 reputation.</param>
/// <param name="TokenName">The name of the reward token.</param>
/// <param name="TokenSymbol">Its symbol.</param>
public sealed record Charter(Terms Terms, IReadOnlyList<Founder> Founders, string TokenName, string TokenSymbol);
