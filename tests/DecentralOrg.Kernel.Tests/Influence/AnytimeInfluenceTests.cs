using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Records;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Influence;

/// <summary>Credits that are followed only as far as they make a difference, and made exact later.</summary>
public sealed class AnytimeInfluenceTests
{
    [Test]
    public void Values_are_never_above_the_solution_nor_further_below_than_is_said_and_exact_once_settled() =>
        Gen.Select(EpochCase.Any, Gen.Int, Gen.OneOfConst(0, 1, 4, 10, 30, 60)).Sample((epoch, seed, bits) =>
        {
            var random = new Random(seed);
            var live = new LiveInfluence(epoch.Parameters, epoch.Reputation, epoch.Previous.Length);
            var given = new List<LogCredit>();
            foreach (var credit in epoch.Credits)
            {
                while (live.Members <= Math.Max(credit.From, credit.To))
                    live.AddMember();
                var before = live.Values.ToArray();
                // Some are exact in between: that settles what waits from the others, too.
                var exact = random.Next(8) == 0;
                if (exact)
                    live.Add(credit.From, credit.To, credit.Points);
                else
                    live.AddRoughly(credit.From, credit.To, credit.Points, bits);
                given.Add(credit);
                if (!Holds(live, epoch, given) || (exact && !live.IsExact) || !Changed(before, live).SequenceEqual(live.Changed.ToArray().Order()))
                    return false;
            }
            return live.Settle() && live.IsExact && live.Remaining == 0 && Holds(live, epoch, given);
        });

    [Test]
    public void What_is_let_wait_is_small_beside_the_value_it_raises([Values(4, 10, 20)] int bits)
    {
        var (live, reputation, credits) = Half(8500);
        foreach (var (from, to, points, _) in credits.Skip(credits.Length / 2))
            live.AddRoughly(from, to, points, bits);
        var exact = Solve(CreditGraph.From(live.Members, credits), reputation, live.Parameters);
        // Each row lacks at most a part of its value and its givers' lack, and the spending is a share of all points: so the
        // lack of all together is at most that part of all values, divided by what damping leaves.
        UInt128 lacking = 0, all = 0;
        for (var member = 0; member < live.Members; member++)
        {
            lacking += exact.Values[member] - live.Values[member];
            all += exact.Values[member];
        }
        Assert.That(live.IsExact, Is.False, "Nothing waited, so nothing was tested.");
        Assert.That(lacking * 1500 << bits, Is.LessThanOrEqualTo(all * 10_000));
        Assert.That(lacking, Is.LessThanOrEqualTo((UInt128)live.Remaining));
    }

    [Test]
    public void Settling_that_is_stopped_goes_on_from_where_it_was()
    {
        var random = new Random(1);
        // Until it was stopped on its way, and not before it began or after it ended.
        for (var onTheWay = 0; onTheWay < 3;)
        {
            var (live, reputation, credits) = Half(9500);
            foreach (var (from, to, points, _) in credits.Skip(credits.Length / 2))
                live.AddRoughly(from, to, points, toleranceBits: 3);
            var exact = Solve(CreditGraph.From(live.Members, credits), reputation, live.Parameters);
            for (var settled = false; !settled;)
            {
                var earned = live.TotalEarned;
                using var stop = new CancellationTokenSource();
                var settling = new Thread(() => settled = live.Settle(stop.Token));
                settling.Start();
                Thread.SpinWait(random.Next(50_000));
                stop.Cancel();
                settling.Join();
                onTheWay += !settled && live.TotalEarned > earned ? 1 : 0;
                Assert.That(settled, Is.EqualTo(live.IsExact));
                Assert.That(Enumerable.Range(0, live.Members).All(member => live.Values[member] <= exact.Values[member]), Is.True);
            }
            Assert.That(live.Values.SequenceEqual(exact.Values.AsSpan()), Is.True);
        }
    }

    [Test]
    public void Stopped_before_it_begins_settling_changes_nothing()
    {
        var live = new LiveInfluence(new InfluenceParameters(5000, 1_000_000), [1, 1], 2);
        live.AddRoughly(0, 1, 1_000, toleranceBits: 0);
        var (values, remaining) = (live.Values.ToArray(), live.Remaining);
        Assert.That(live.Settle(new CancellationToken(canceled: true)), Is.False);
        Assert.That(live.Values.ToArray(), Is.EqualTo(values));
        Assert.That(live.Remaining, Is.EqualTo(remaining));
        Assert.That(live.Settle(), Is.True);
        Assert.That(live.Values[1], Is.EqualTo(Whole / 4 + Whole / 8000));
    }

    [TestCase(-1), TestCase(61)]
    public void Tolerance_is_a_number_of_bits_that_a_value_has(int bits)
    {
        var live = new LiveInfluence(new InfluenceParameters(5000, 1_000_000), [1, 1], 2);
        Assert.That(() => live.AddRoughly(0, 1, 1, bits), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(live.Spent[0], Is.Zero);
    }

    [Test]
    public void Ranks_are_those_of_many_members_while_they_overtake_each_other()
    {
        var (live, _, credits) = Half(8500);
        foreach (var (from, to, points, _) in credits.Skip(credits.Length / 2))
        {
            live.AddRoughly(from, to, points);
            if (from % 7 == 0)
                Assert.That(Ranked(live), Is.True);
        }
        live.AddMember();
        Assert.That(live.Settle() && Ranked(live), Is.True);
        Assert.That(live.Top(0), Is.Empty);
        Assert.That(() => live.RankOf(live.Members), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Solved_graph_is_taken_over_whole_with_all_remainders([Values(1, 3)] int threads)
    {
        var (half, reputation, credits) = Half(8500);
        var live = LiveInfluence.From(half.Parameters, reputation, CreditGraph.From(half.Members, credits[..(credits.Length / 2)]), threads);
        Assert.That(live.IsExact, Is.True);
        Assert.That(live.Values.SequenceEqual(half.Values), Is.True);
        Assert.That(live.Spent.SequenceEqual(half.Spent), Is.True);
        // Remainders that were not taken over would show here, in the last units.
        foreach (var (from, to, points, _) in credits.Skip(credits.Length / 2))
        {
            half.Add(from, to, points);
            live.Add(from, to, points);
            Assert.That(live.Values.SequenceEqual(half.Values), Is.True);
        }
    }

    /// <summary>An epoch of 300 members whose first half of credits is exact.</summary>
    private static (LiveInfluence Live, ulong[] Reputation, LogCredit[] Credits) Half(int damping)
    {
        const int members = 300;
        const int each = 10;
        var random = new Random(damping);
        var parameters = new InfluenceParameters(damping, 1_000_000);
        ulong[] reputation = [.. Enumerable.Range(0, members).Select(member => (ulong)random.NextInt64(1L << (member % 40)))];
        LogCredit[] credits =
        [
            .. from turn in Enumerable.Range(0, each)
               from giver in Enumerable.Range(0, members)
               select new LogCredit(giver, (giver + random.Next(1, members)) % members, 1_000_000 / each),
        ];
        var live = new LiveInfluence(parameters, reputation, members);
        foreach (var (from, to, points, _) in credits.Take(credits.Length / 2))
            live.Add(from, to, points);
        return (live, reputation, credits);
    }

    private static bool Holds(LiveInfluence live, EpochCase epoch, IReadOnlyList<LogCredit> given)
    {
        var exact = Solve(CreditGraph.From(live.Members, given), epoch.Reputation, epoch.Parameters);
        UInt128 lacking = 0;
        for (var member = 0; member < live.Members; member++)
        {
            if (live.Values[member] > exact.Values[member])
                return false;
            lacking += exact.Values[member] - live.Values[member];
        }
        return Ranked(live)
            && lacking <= live.Remaining
            && (UInt128)live.TotalEarned + lacking == exact.TotalEarned
            && (!live.IsExact || lacking == 0);
    }

    /// <summary>Whether ranks and the first are those of the values, sorted anew.</summary>
    private static bool Ranked(LiveInfluence live)
    {
        var values = live.Values.ToArray();
        var members = Enumerable.Range(0, values.Length).ToArray();
        return members.All(member => live.RankOf(member) == 1 + values.Count(value => value > values[member]))
            && live.Top(values.Length / 2).SequenceEqual(members.OrderByDescending(member => values[member]).Take(values.Length / 2))
            && live.Top(values.Length + 1).Length == values.Length;
    }

    private static IEnumerable<int> Changed(ulong[] before, LiveInfluence live)
    {
        var values = live.Values.ToArray();
        return Enumerable.Range(0, before.Length).Where(member => values[member] != before[member]);
    }
}
