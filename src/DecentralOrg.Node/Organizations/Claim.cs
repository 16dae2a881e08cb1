using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Organizations;

/// <summary>A member was brought up to date with the last final settlement.</summary>
/// <param name="Member">His number.</param>
/// <param name="Account">His account, which was paid.</param>
/// <param name="Minted">What was paid, in units of 10^-9 token.</param>
/// <param name="Reputation">The reputation that was set, in units of 10^-9.</param>
/// <param name="FinalEpochs">How many epochs were final at that moment: 0 stands for genesis.</param>
public sealed record Claim(uint Member, Address Account, ulong Minted, ulong Reputation, int FinalEpochs);

/// <summary>What an organization's log holds.</summary>
public sealed record RecordCounts(int Contributions, int Evaluations, int Credits, int Skipped);
