using DecentralOrg.Benchmarks.Influence;
using DecentralOrg.Benchmarks.Node;

switch (args)
{
    case ["influence"]:
        InfluencePage.Run();
        return 0;
    case ["node"]:
        await NodePage.RunAsync(records: 100_000);
        return 0;
    case ["node", var count] when int.TryParse(count, out var records) && records >= 1_000:
        await NodePage.RunAsync(records);
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            usage: DecentralOrg.Benchmarks influence      live influence, one more credit
                   DecentralOrg.Benchmarks node [RECORDS] a node's intake and backfill, at least 1,000 records (100,000 if not given);
                                                          with DORG_DATABASE set, on that empty PostgreSQL database, too
            """);
        return 2;
}
