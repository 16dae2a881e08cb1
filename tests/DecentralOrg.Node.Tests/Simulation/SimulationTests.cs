using System.Globalization;

namespace DecentralOrg.Node.Tests.Simulation;

/// <summary>
/// Lives of a node from a fixed list of seeds. <c>DORG_LONG=1</c> lives 1,000 others, <c>DORG_SEED=N</c> that of one seed; a
/// seed that fails gets a name in this list.
/// </summary>
internal sealed class SimulationTests
{
    private const int Few = 12;
    private const int Many = 1_000;

    [TestCaseSource(nameof(Seeds))]
    public async Task A_life_ends_as_the_chain_says(int seed)
    {
        await using var simulation = new Simulation(seed);
        try
        {
            await simulation.RunAsync();
        }
        catch (Exception error) when (error is not AssertionException)
        {
            throw new InvalidOperationException($"Seed {seed}: run it alone with DORG_SEED={seed}.", error);
        }
        TestContext.Out.WriteLine($"Seed {seed}: {simulation.Accepted} records, {simulation.Restarts} restarts, {simulation.Settled} epochs settled.");
    }

    private static IEnumerable<int> Seeds()
    {
        if (Environment.GetEnvironmentVariable("DORG_SEED") is { Length: > 0 } seed)
            return [int.Parse(seed, CultureInfo.InvariantCulture)];
        return Environment.GetEnvironmentVariable("DORG_LONG") == "1" ? Enumerable.Range(Few + 1, Many) : Enumerable.Range(1, Few);
    }
}
