using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Acceptance.Tests.Arithmetic;

/// <summary>Organizations played at random on the contracts: what the chain derives, C# derives from the same records.</summary>
internal sealed class RandomOrganizationTests
{
    private const int People = 7;

    /// <summary>Of founders, with points enough to introduce whoever is no member yet: the poorest has a tenth of all reputation.</summary>
    private static readonly Gen<(int From, int To, uint Points)[]> Credits =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, People - 1], Gen.UInt[300, 700], (from, to, points) => (from, to, points))
            .Where(credit => credit.from != credit.to).Array[1, 10];

    [Test]
    public async Task Rows_head_pages_and_root_of_a_random_organization_are_those_of_the_chain()
    {
        await Gen.Select(Credits, Credits, Gen.Int[0, 3], Gen.Int[-1, 1]).SampleAsync(
            async (first, second, member, units) =>
            {
                using var world = await World.FoundAsync(people: People);
                foreach (var (credits, lie) in new[] { (first, 0), (second, units) })
                {
                    await GiveAsync(world, credits);
                    await world.CloseAsync();
                    var vector = world.Compute();
                    // A vector that is no fixed point is derived like any other, as long as nobody refutes it.
                    if (lie > 0 || (lie < 0 && vector.Earned(member) != 0))
                        vector = world.Change(vector, member, lie);
                    await CompareLogAsync(world);
                    await world.SubmitAsync(vector);
                    await ComparePagesAsync(world, vector);
                    await world.FinalizeAsync(vector);
                }
            },
            writeLine: TestContext.Out.WriteLine, iter: 4, threads: 1);
    }

    private static async Task GiveAsync(World world, (int From, int To, uint Points)[] credits)
    {
        var left = Enumerable.Repeat(World.Terms.PointsPerEpoch, People).ToArray();
        foreach (var (from, to, points) in credits)
        {
            if (points > left[from])
                continue;
            left[from] -= points;
            await world.EvaluateAsync(from, (to, points));
        }
    }

    private static async Task CompareLogAsync(World world)
    {
        var log = world.Closed.Log!;
        Assert.That(await world.Contracts.Ledger.HeadAsync(), Is.EqualTo(log.Head), "head");
        for (var member = 0; member < log.Members; member++)
        {
            var row = log.Credits.Where(credit => credit.To == member).Aggregate(default(CreditRow), (chain, credit) => chain.Then(credit.From, credit.Points));
            var stored = await world.Contracts.Ledger.RowAsync(world.Closed.Number, (uint)member);
            Assert.That(new CreditRow(stored), Is.EqualTo(row), $"row of member {member}");
        }
    }

    private static async Task ComparePagesAsync(World world, SettlementVector vector)
    {
        var standing = await world.Contracts.Settlement.StandingAsync();
        Assert.That((standing.Root, standing.Reputation), Is.EqualTo((vector.Root, vector.Reputation)));
        for (var page = 0; page < vector.Pages.Length; page++)
        {
            var (xHash, stateHash) = await world.Contracts.Settlement.StandingPageAsync((uint)page);
            Assert.That(new PageHashes(xHash, stateHash), Is.EqualTo(vector.Pages[page]), $"page {page}");
        }
    }
}
