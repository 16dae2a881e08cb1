namespace DecentralOrg.Kernel.Records;

/// <summary>Points from an evaluator to a recipient, labelled with a contribution.</summary>
/// <param name="Contribution">The id of the contribution the points are for.</param>
/// <param name="Recipient">Who gets them.</param>
/// <param name="Points">How many of the evaluator's <c>pointsPerEpoch</c>.</param>
public readonly record struct Credit(Bytes32 Contribution, Address Recipient, uint Points);

/// <summary>One signed message that carries credits; all of them are taken or none.</summary>
/// <param name="Evaluator">The member who gives.</param>
/// <param name="Epoch">The epoch that must be open when the ledger takes it.</param>
/// <param name="Nonce">The number of evaluations of this evaluator already taken in this epoch.</param>
/// <param name="Credits">1..64 credits.</param>
public sealed record Evaluation(Address Evaluator, uint Epoch, uint Nonce, IReadOnlyList<Credit> Credits);
