namespace DecentralOrg.Node.Organizations;

/// <summary>Something on the chain that does not follow from the rest of it.</summary>
/// <param name="Rule">What was checked, as a name that scripts can rely on.</param>
/// <param name="Sentence">What was found where, with both values.</param>
public sealed record Finding(FindingRule Rule, string Sentence);

/// <summary>What is checked of an organization's history.</summary>
public enum FindingRule
{
    /// <summary>Records are numbered 1, 2, 3, … without a hole: a missing one was not shown to us.</summary>
    SequenceHole,

    /// <summary>The log head follows from the digests of all records.</summary>
    LogHead,

    /// <summary>Every record was signed, or sent, by its author.</summary>
    Signature,

    /// <summary>Every evaluation that was taken keeps the rules of the ledger.</summary>
    RecordRule,

    /// <summary>Members are registered by the credits, in their order.</summary>
    Registration,

    /// <summary>An epoch opens with the parameters as they stand then, which only votes change.</summary>
    Terms,

    /// <summary>An epoch's reward is its parameter, within what all epochs can mint together.</summary>
    Reward,

    /// <summary>An epoch closed with the head and the members that its records give.</summary>
    EpochClose,

    /// <summary>A posted vector is the least fixed point of the epoch's credits.</summary>
    Influence,

    /// <summary>Rewards, reputation and root follow from the posted vector.</summary>
    Derivation,

    /// <summary>Rewards were paid as they were earned, and nothing else was minted.</summary>
    Payment,

    /// <summary>The organization's contracts belong together.</summary>
    Parts,

    /// <summary>The contracts run the code that was compiled from this product's sources.</summary>
    Code,

    /// <summary>Nobody but a vote, by fixed rules, can change anything.</summary>
    Roles,

    /// <summary>What the contracts answer is what their events say.</summary>
    State,
}
