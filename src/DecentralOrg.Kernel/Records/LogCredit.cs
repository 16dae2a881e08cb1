namespace DecentralOrg.Kernel.Records;

/// <summary>A credit as it stands in the log of an epoch, between members by number.</summary>
/// <param name="From">The number of the giver.</param>
/// <param name="To">The number of the recipient.</param>
/// <param name="Points">1..2^20 of the giver's <c>pointsPerEpoch</c>.</param>
/// <param name="Contribution">What the credit is for: a label that no computation reads.</param>
public readonly record struct LogCredit(int From, int To, uint Points, Bytes32 Contribution = default);
