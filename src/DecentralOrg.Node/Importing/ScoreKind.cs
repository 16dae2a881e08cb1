namespace DecentralOrg.Node.Importing;

/// <summary>What a person did for a commit that somebody else wrote.</summary>
public enum ScoreKind
{
    /// <summary>Wrote a commit that says it fixes this one: 30.</summary>
    Fixes,

    /// <summary><c>Reported-by</c>: 40.</summary>
    Reported,

    /// <summary><c>Suggested-by</c>: 50.</summary>
    Suggested,

    /// <summary><c>Helped-by</c>: 50.</summary>
    Helped,

    /// <summary><c>Mentored-by</c>: 50.</summary>
    Mentored,

    /// <summary><c>Acked-by</c>: 60.</summary>
    Acked,

    /// <summary><c>Tested-by</c>: 70.</summary>
    Tested,

    /// <summary><c>Reviewed-by</c>: 80.</summary>
    Reviewed,
}

internal static class ScoreKinds
{
    internal static int Value(this ScoreKind kind) => kind switch
    {
        ScoreKind.Fixes => 30,
        ScoreKind.Reported => 40,
        ScoreKind.Suggested or ScoreKind.Helped or ScoreKind.Mentored => 50,
        ScoreKind.Acked => 60,
        ScoreKind.Tested => 70,
        ScoreKind.Reviewed => 80,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of score."),
    };
}
