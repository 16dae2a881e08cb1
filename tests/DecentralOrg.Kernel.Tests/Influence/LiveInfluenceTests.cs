using System.Globalization;
using System.Text.Json;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

public sealed class LiveInfluenceTests
{
    private static readonly InfluenceParameters Default = new(5000, 1_000_000);

    /// <summary>Streams with dampings and budgets at the bounds of the contract and of the bundle.</summary>
    private static readonly Gen<EpochCase> Streams =
        from epoch in EpochCase.Any
        from damping in Gen.OneOfConst(0, 1000, 5000, 8500, 9000, 9500)
        from last in Gen.Int[0, 23]
        // Who comes last of all has no reputation in half of the streams, and is credited all the same.
        select epoch with
        {
            Parameters = new InfluenceParameters(damping, epoch.Parameters.PointsPerEpoch),
            Previous = last % 2 == 0 ? epoch.Previous : [.. epoch.Previous.Take(last)],
        };

    [Test]
    public void After_every_credit_and_every_registration_all_is_as_if_solved_from_nothing() =>
        Gen.Select(Streams, Gen.Int).Sample((epoch, seed) =>
        {
            var random = new Random(seed);
            var live = new LiveInfluence(epoch.Parameters, epoch.Reputation, epoch.Previous.Length);
            var given = new List<LogCredit>();
            foreach (var credit in epoch.Credits)
            {
                while (live.Members <= Math.Max(credit.From, credit.To) || (live.Members < epoch.Members && random.Next(4) == 0))
                {
                    if (live.AddMember() != live.Members - 1 || !IsSolved(live, epoch, given))
                        return false;
                }
                var before = live.Values.ToArray();
                live.Add(credit.From, credit.To, credit.Points);
                given.Add(credit);
                if (!IsSolved(live, epoch, given) || !NoneFell(before, live.Values) || !Changed(before, live.Values).SequenceEqual(live.Changed.ToArray().Order()))
                    return false;
            }
            return true;
        });

    [Test]
    public void Epoch_as_far_as_it_goes_is_solved_at_once_and_goes_on_from_there() =>
        Gen.Select(Streams, Gen.Int[0, 60]).Sample((epoch, first) =>
        {
            first = Math.Min(first, epoch.Credits.Length);
            var given = epoch.Credits.Take(first).ToList();
            var live = LiveInfluence.From(epoch.Parameters, epoch.Reputation, epoch.Members, given);
            if (!IsSolved(live, epoch, given) || live.Changed.Length > 0)
                return false;
            foreach (var credit in epoch.Credits.Skip(first))
                live.Add(credit.From, credit.To, credit.Points);
            return IsSolved(live, epoch, epoch.Credits);
        });

    /// <summary>More members than a block of the worklist has, and shapes that travel far, come back, or meet in one member.</summary>
    [TestCase("ring", 1000), TestCase("ring", 9500)]
    [TestCase("chain", 9000), TestCase("chain backwards", 9000)]
    [TestCase("hub", 5000), TestCase("hub", 9500)]
    [TestCase("pairs", 9500), TestCase("random", 8500)]
    public void Every_shape_is_solved_after_every_credit(string shape, int damping)
    {
        const int members = 150;
        var random = new Random(damping);
        var parameters = new InfluenceParameters(damping, 1 << 20);
        var half = (uint)parameters.PointsPerEpoch / 2;
        // Every third has reputation, very unevenly; the others only pass on what they get.
        ulong[] reputation = [.. Enumerable.Range(0, members).Select(member => member % 3 == 0 ? 1UL << (member / 3) : 0)];
        var live = new LiveInfluence(parameters, reputation, members);
        var given = new List<LogCredit>();
        for (var i = 0; i < 2 * members; i++)
        {
            var from = i % members;
            var to = shape switch
            {
                "ring" => (from + 1) % members,
                "chain" => from + 1,
                "chain backwards" => from - 1,
                "hub" => from == 0 ? 1 + i / members : 0,
                "pairs" => from ^ 1,
                _ => (from + random.Next(1, members)) % members,
            };
            if (to < 0 || to >= members)
                continue;
            var before = live.Values.ToArray();
            live.Add(from, to, half);
            given.Add(new LogCredit(from, to, half));
            var solved = Solve(CreditGraph.From(members, given), reputation, parameters);
            Assert.That(live.Values.SequenceEqual(solved.Values.AsSpan()), Is.True, $"after credit {i}");
            Assert.That(live.Changed.ToArray().Order(), Is.EqualTo(Changed(before, live.Values)), $"after credit {i}");
            Assert.That(live.TotalEarned, Is.EqualTo(solved.TotalEarned));
        }
    }

    [Test]
    public void Who_gives_without_influence_changes_nobody()
    {
        var live = new LiveInfluence(Default, [1_000], 2);
        var newcomer = live.AddMember();
        live.Add(newcomer, 1, 1_000_000);
        Assert.That((live.Changed.Length, live.TotalEarned), Is.EqualTo((0, 0UL)));
        // His credit stands, and counts as soon as he is somebody.
        live.Add(0, newcomer, 500_000);
        Assert.That(live.Changed.ToArray(), Is.EquivalentTo(new[] { 1, newcomer }));
        Assert.That(live.Values.ToArray(), Is.EqualTo([Whole / 2, Whole / 16, Whole / 8]));
        Assert.That(live.Seeds.ToArray(), Is.EqualTo(new[] { Whole / 2, 0UL, 0UL }));
        Assert.That(live.Spent.ToArray(), Is.EqualTo(new uint[] { 500_000, 0, 1_000_000 }));
    }

    [Test]
    public void Value_that_is_rounded_down_rises_as_soon_as_the_remainders_make_a_unit()
    {
        // One part in 2^60 of all influence, halved and divided by 7: the remainders of seven credits of one point add up.
        var live = new LiveInfluence(new InfluenceParameters(5000, 7), [1UL << 53, 1], 3);
        var parts = new List<ulong>();
        for (var i = 0; i < 7; i++)
        {
            live.Add(1, 2, 1);
            parts.Add(live.Values[2]);
        }
        Assert.That(parts, Is.EqualTo(Enumerable.Range(1, 7).Select(points => live.Seeds[1] * (ulong)points / 14)));
    }

    [TestCase(0, 2, 1u, Refusal.UnknownMember)]
    [TestCase(2, 0, 1u, Refusal.UnknownMember)]
    [TestCase(-1, 0, 1u, Refusal.UnknownMember)]
    [TestCase(0, -1, 1u, Refusal.UnknownMember)]
    [TestCase(1, 1, 1u, Refusal.SelfCredit)]
    [TestCase(0, 1, 0u, Refusal.ZeroPoints)]
    [TestCase(0, 1, 8u, Refusal.OverBudget)]
    [TestCase(0, 1, uint.MaxValue, Refusal.OverBudget)]
    public void What_no_ledger_takes_is_refused_by_name_and_changes_nothing(int from, int to, uint points, Refusal refusal)
    {
        var parameters = new InfluenceParameters(5000, 10);
        var live = new LiveInfluence(parameters, [3, 4], 2);
        live.Add(0, 1, 3);
        var (values, earned) = (live.Values.ToArray(), live.TotalEarned);
        Assert.That(() => live.Add(from, to, points), Throws.ArgumentException.With.Message.Contains(refusal.ToString()));
        Assert.That(() => LiveInfluence.From(parameters, [3, 4], 2, [new(0, 1, 3), new(from, to, points)]),
            Throws.ArgumentException.With.Message.Contains("Credit 1").And.Message.Contains(refusal.ToString()));
        Assert.That(live.Values.ToArray(), Is.EqualTo(values));
        Assert.That((live.TotalEarned, live.Spent[0]), Is.EqualTo((earned, 3u)));
        live.Add(0, 1, 7);
        Assert.That(live.Spent[0], Is.EqualTo(10u));
    }

    [Test]
    public void What_is_no_epoch_is_refused() =>
        Assert.Multiple(() =>
        {
            Assert.That(() => new LiveInfluence(Default, [1, 1], 1), Throws.ArgumentException);
            Assert.That(() => new LiveInfluence(Default, [ReputationLimit - 1, 1], 2), Throws.ArgumentException);
            Assert.That(() => new LiveInfluence(Default, [], -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new LiveInfluence(Default, [], LedgerState.MostMembers + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new LiveInfluence(Default, [], LedgerState.MostMembers).AddMember(), Throws.InvalidOperationException);
        });

    private static IEnumerable<TestCaseData> Vectors() =>
        from path in Directory.GetFiles(Repository.PathOf("tests", "vectors"), "influence-*.jsonl").Order(StringComparer.Ordinal)
        select new TestCaseData(path).SetArgDisplayNames(Path.GetFileNameWithoutExtension(path));

    [TestCaseSource(nameof(Vectors))]
    public void Vector_is_reached_credit_by_credit(string path)
    {
        var bundle = BundleReader.Read(File.OpenText(path));
        ulong[] reputation = [.. bundle.Previous().Select(state => state.Reputation)];
        var live = new LiveInfluence(bundle.Terms.Influence, reputation, bundle.Members.Length);
        var every = Math.Max(1, bundle.Credits.Length / 5);
        for (var i = 0; i < bundle.Credits.Length; i++)
        {
            var before = live.Values.ToArray();
            var (from, to, points, _) = bundle.Credits[i];
            live.Add(from, to, points);
            Assert.That(NoneFell(before, live.Values), Is.True, $"credit {i}");
            if (i % every != 0)
                continue;
            var solved = Solve(CreditGraph.From(live.Members, bundle.Credits.Take(i + 1).ToArray()), reputation, bundle.Terms.Influence);
            Assert.That(live.Values.SequenceEqual(solved.Values.AsSpan()), Is.True, $"after credit {i}");
        }

        using var expected = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(path, ".expected.json")));
        ulong Number(JsonElement at, string name) => ulong.Parse(at.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
        var members = expected.RootElement.GetProperty("members").EnumerateArray().ToArray();
        Assert.That(live.Values.ToArray(), Is.EqualTo(members.Select(member => Number(member, "influence"))));
        Assert.That(live.Seeds.ToArray(), Is.EqualTo(members.Select(member => Number(member, "seed"))));
        Assert.That(live.TotalEarned, Is.EqualTo(Number(expected.RootElement, "totalEarned")));
    }

    private static bool IsSolved(LiveInfluence live, EpochCase epoch, IReadOnlyList<LogCredit> given)
    {
        var solved = Solve(CreditGraph.From(live.Members, given), epoch.Reputation, epoch.Parameters);
        return live.Values.SequenceEqual(solved.Values.AsSpan())
            && live.Seeds.SequenceEqual(solved.Seeds.AsSpan())
            && live.TotalEarned == solved.TotalEarned;
    }

    private static bool NoneFell(ulong[] before, ReadOnlySpan<ulong> after) =>
        before.Zip(after.ToArray()).All(pair => pair.First <= pair.Second);

    /// <summary>Whose values differ, by number.</summary>
    private static IEnumerable<int> Changed(ulong[] before, ReadOnlySpan<ulong> after)
    {
        var values = after.ToArray();
        return Enumerable.Range(0, before.Length).Where(member => values[member] != before[member]);
    }
}
