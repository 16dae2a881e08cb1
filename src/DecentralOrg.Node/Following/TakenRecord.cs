using DecentralOrg.Kernel;

namespace DecentralOrg.Node.Following;

/// <summary>Where a record of the log comes from.</summary>
/// <param name="Digest">What its author signed.</param>
/// <param name="Author">The contributor or evaluator.</param>
/// <param name="Transaction">The transaction that brought it.</param>
public readonly record struct TakenRecord(Bytes32 Digest, Address Author, Bytes32 Transaction);
