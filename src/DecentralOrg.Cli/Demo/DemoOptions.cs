namespace DecentralOrg.Cli.Demo;

/// <summary>What a demonstration plays.</summary>
/// <param name="Root">The repository, with the devnet and the compiled contracts.</param>
/// <param name="GitPath">A git repository to play instead of the sample; null for the sample.</param>
/// <param name="First">The first quarter of the history to play; null for a busy one of the sample, or the last ones of a repository.</param>
/// <param name="Quarters">How many quarters to play.</param>
/// <param name="Port">The devnet's port; 0 for any free one.</param>
internal sealed record DemoOptions(string Root, string? GitPath, int? First, int Quarters, int Port)
{
    /// <summary>A quarter is 90 days, so that all are equally long.</summary>
    public const uint EpochSeconds = 90 * 86_400;

    /// <summary>In the sample: the quarter that begins on 2015-05-03, by when the project has reviews for most changes.</summary>
    public const int FirstOfSample = 24;

    /// <summary>The folder of the sample in the repository.</summary>
    public string SamplePath => Path.Combine(Root, "src", "DecentralOrg.Cli", "Demo", "openvswitch");
}
