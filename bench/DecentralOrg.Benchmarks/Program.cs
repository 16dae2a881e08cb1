using DecentralOrg.Benchmarks.Influence;
using DecentralOrg.Benchmarks.Node;

switch (args)
{
    case ["influence"]:
        InfluencePage.Run();
        return 0;
    case ["solver", .. var parts] when parts.All(SolverPage.PartNames.Contains):
        SolverPage.Run(parts);
        return 0;
    case ["node"]:
        await NodePage.RunAsync(records: 100_000);
        return 0;
    case ["node", var count] when int.TryParse(count, out var records) && records >= 1_000:
        await NodePage.RunAsync(records);
        return 0;
    case ["load", var count] when int.TryParse(count, out var minutes) && minutes >= 6:
        await LoadPage.RunAsync(minutes);
        return 0;
    default:
        await Console.Error.WriteLineAsync($"""
            usage: DecentralOrg.Benchmarks influence      live influence, one more credit
                   DecentralOrg.Benchmarks solver [PART…] influence of large graphs, beside rivals; or of that page only
                                                          {string.Join(", ", SolverPage.PartNames)}
                   DecentralOrg.Benchmarks node [RECORDS] a node's intake and backfill, at least 1,000 records (100,000 if not given);
                                                          with DORG_DATABASE set, on that empty PostgreSQL database, too
                   DecentralOrg.Benchmarks load MINUTES   a node's memory under load, at least 6 minutes
            """);
        return 2;
}
