namespace DecentralOrg.Kernel.Settlement;

/// <summary>What a settlement leaves a member with. The default is that of a newcomer.</summary>
/// <param name="Cumulative">All rewards so far, in units of 10^-9 token.</param>
/// <param name="Reputation">Reputation, in units of 10^-9.</param>
public readonly record struct MemberState(ulong Cumulative, ulong Reputation);
