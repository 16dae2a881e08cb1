using System.Collections.Immutable;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Influence;

/// <summary>
/// The influence of all members of an open epoch, exact again after every credit: bit by bit what
/// <see cref="Influence.Solve"/> finds from nothing over the same credits. Where the organization is too large for that,
/// <see cref="AddRoughly"/> takes credits in microseconds, and <see cref="Settle"/> makes all exact when there is time.
/// </summary>
/// <remarks>
/// <para>
/// While an epoch is open, credits and members are only added and the seeds stand. So no value ever falls, and the solution so
/// far is a valid start for the next one, from which the difference is pushed on along the credits. That holds for one
/// epoch with one reputation before it. Reputation before the epoch is known once the epoch before is closed, and can become
/// another one until that is final; credits can go in a reorganization of the chain. The solution so far may then be above the
/// new one, from where no way leads down: make a new instance as soon as it is known.
/// </para>
/// <para>
/// It takes 76 bytes a member, 24 more for who has given credits, and 8 bytes for every pair of giver and recipient; arrays
/// double when they are full, so up to twice as much. Further credits of a pair take nothing.
/// </para>
/// <para>
/// A credit is followed along all other credits to the last of 60 bits, so it mostly changes nearly everybody, and the time
/// grows with the credits of the epoch; how much it is, is in bench/results/live-influence.md.
/// </para>
/// <para>
/// Not safe for use by several threads at once. The spans show the moment: the next call may overwrite them or leave them behind.
/// </para>
/// </remarks>
public sealed class LiveInfluence
{
    private readonly ForwardPush push;
    private readonly Ranking ranking = new();
    private readonly ulong totalSeeds;
    private ulong[] seeds;
    private uint[] spent;

    /// <summary>Begins an epoch without credits.</summary>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="reputation">Reputation before the epoch by member number, together below 2^54; beyond its length it is 0.</param>
    /// <param name="members">The number of members, 0..2^20.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of members is out of its range.</exception>
    /// <exception cref="ArgumentException">More reputations than members, or together 2^54 or more.</exception>
    public LiveInfluence(InfluenceParameters parameters, ReadOnlySpan<ulong> reputation, int members)
        : this(parameters, Empty(members), reputation)
    {
    }

    private LiveInfluence(InfluenceParameters parameters, CreditGraph graph, ReadOnlySpan<ulong> reputation, int threads = 1)
        : this(parameters, new InfluenceSolver(graph, reputation, parameters).Solve(threads), graph)
    {
    }

    private LiveInfluence(InfluenceParameters parameters, Influence solution, CreditGraph graph)
    {
        Parameters = parameters;
        seeds = [.. solution.Seeds];
        spent = new uint[graph.Members];
        for (var member = 0; member < graph.Members; member++)
        {
            foreach (var credit in graph.Received(member))
                spent[credit.Giver] += credit.Points;
            totalSeeds += seeds[member];
        }
        push = new ForwardPush(parameters);
        while (push.Members < graph.Members)
            push.AddMember();
        push.Load(graph, solution);
        foreach (var value in push.Values)
            ranking.Add(value);
    }

    /// <summary>The epoch's parameters.</summary>
    public InfluenceParameters Parameters { get; }

    /// <summary>The number of members.</summary>
    public int Members => push.Members;

    /// <summary>Each member's influence by number, in units of 2^-60 of all influence.</summary>
    public ReadOnlySpan<ulong> Values => push.Values;

    /// <summary>The part of each member's influence that comes from reputation, in the same units.</summary>
    public ReadOnlySpan<ulong> Seeds => seeds.AsSpan(0, Members);

    /// <summary>The points that each member has given, 0..<c>pointsPerEpoch</c>.</summary>
    public ReadOnlySpan<uint> Spent => spent.AsSpan(0, Members);

    /// <summary>E: the part of all influence that comes from credits, in units of 2^-60 of all influence.</summary>
    public ulong TotalEarned => push.Risen - totalSeeds;

    /// <summary>Whether all values are exact: bit by bit those of a solution from nothing.</summary>
    public bool IsExact => push.IsSolved;

    /// <summary>
    /// How far all values together can be below the exact ones at most, and so each of them, in units of 2^-60 of all influence;
    /// 0 if they are exact. None is ever above.
    /// </summary>
    public ulong Remaining => push.Waiting(Parameters);

    /// <summary>
    /// The members whose value the last <see cref="Add"/>, <see cref="AddRoughly"/> or <see cref="Settle"/> raised, each once and
    /// in no particular order; nobody before the first one.
    /// </summary>
    public ReadOnlySpan<int> Changed => push.Changed;

    /// <summary>The epoch as far as it goes: as if its credits had been added one after the other, and solved once.</summary>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="reputation">Reputation before the epoch by member number, together below 2^54; beyond its length it is 0.</param>
    /// <param name="members">The number of members, 0..2^20.</param>
    /// <param name="credits">The epoch's credits so far. Their order makes no difference.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of members is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// More reputations than members, or together 2^54 or more; or a credit that <see cref="Add"/> would refuse.
    /// </exception>
    public static LiveInfluence From(
        InfluenceParameters parameters, ReadOnlySpan<ulong> reputation, int members, IReadOnlyList<LogCredit> credits)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(credits);
        DemandRoom(members);
        var builder = new CreditGraphBuilder(members, credits.Count);
        for (var i = 0; i < credits.Count; i++)
        {
            var (from, to, points, _) = credits[i];
            Demand(Check(from, to, points, members, parameters, builder.Spent), $"Credit {i} ({from} to {to}, {points} points)", members, nameof(credits));
            builder.Add(from, to, points);
        }
        return new LiveInfluence(parameters, builder.Build(), reputation);
    }

    /// <summary>The epoch as far as it goes, of a large organization.</summary>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="reputation">Reputation before the epoch by member number, together below 2^54; beyond its length it is 0.</param>
    /// <param name="graph">The epoch's credits so far, of at most 2^20 members.</param>
    /// <param name="threads">How many threads solve it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of members is out of its range.</exception>
    /// <exception cref="ArgumentException">More reputations than members, or together 2^54 or more; a giver over budget.</exception>
    public static LiveInfluence From(InfluenceParameters parameters, ReadOnlySpan<ulong> reputation, CreditGraph graph, int threads)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(graph);
        DemandRoom(graph.Members);
        return new LiveInfluence(parameters, graph, reputation, threads);
    }

    /// <summary>Takes in a new member: without reputation, so with influence 0 until somebody credits him.</summary>
    /// <returns>His number, which is the number of members before.</returns>
    /// <exception cref="InvalidOperationException">There are 2^20 members. Nothing changed.</exception>
    public int AddMember()
    {
        if (Members == LedgerState.MostMembers)
            throw new InvalidOperationException(Refusal.LedgerFull.Sentence());
        if (Members == seeds.Length)
        {
            Array.Resize(ref seeds, Math.Max(16, 2 * Members));
            Array.Resize(ref spent, seeds.Length);
        }
        push.AddMember();
        ranking.Add(0);
        return Members - 1;
    }

    /// <summary>Adds a credit of the epoch and makes all values exact again.</summary>
    /// <param name="from">The number of the giver.</param>
    /// <param name="to">The number of the recipient.</param>
    /// <param name="points">The points, at least 1 and at most what the giver has left of <c>pointsPerEpoch</c>.</param>
    /// <exception cref="ArgumentException">
    /// From or to a number that is no member's (<see cref="Refusal.UnknownMember"/>), to oneself
    /// (<see cref="Refusal.SelfCredit"/>), without points (<see cref="Refusal.ZeroPoints"/>) or with more than are left
    /// (<see cref="Refusal.OverBudget"/>). Nothing changed.
    /// </exception>
    public void Add(int from, int to, uint points)
    {
        Take(from, to, points);
        push.Run();
        Rank();
    }

    /// <summary>
    /// Adds a credit and follows it only as far as it makes a difference: where it raises a value by more than one part in
    /// 2^<paramref name="toleranceBits"/> of it. What is smaller waits, and is followed once enough of it has come together, or
    /// by <see cref="Settle"/>.
    /// </summary>
    /// <param name="from">The number of the giver.</param>
    /// <param name="to">The number of the recipient.</param>
    /// <param name="points">The points, at least 1 and at most what the giver has left of <c>pointsPerEpoch</c>.</param>
    /// <param name="toleranceBits">0..60; 10 is about one in a thousand.</param>
    /// <exception cref="ArgumentException">As in <see cref="Add"/>. Nothing changed.</exception>
    public void AddRoughly(int from, int to, uint points, int toleranceBits = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(toleranceBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(toleranceBits, 60);
        Take(from, to, points);
        push.RunRoughly(to, toleranceBits);
        Rank();
    }

    /// <summary>Follows all that waits, until all values are exact or it is stopped.</summary>
    /// <param name="stop">Ends it early. What was found so far stays: settling again goes on from there.</param>
    /// <returns>Whether all values are exact.</returns>
    public bool Settle(CancellationToken stop = default)
    {
        push.Run(stop);
        Rank();
        return IsExact;
    }

    /// <summary>A member's rank by influence, 1 for the first; those with the same influence have the same.</summary>
    /// <param name="member">His number.</param>
    /// <exception cref="ArgumentOutOfRangeException">No member has it.</exception>
    public int RankOf(int member)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(member);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(member, Members);
        return ranking.RankOf(member, Values);
    }

    /// <summary>The members with most influence, the most first, and those with the same by number.</summary>
    /// <param name="count">How many; fewer if there are fewer members.</param>
    public ImmutableArray<int> Top(int count) => ranking.Top(count, Values);

    private void Rank()
    {
        foreach (var member in push.Changed)
            ranking.Update(member, push.Values[member]);
    }

    private void Take(int from, int to, uint points)
    {
        Demand(Check(from, to, points, Members, Parameters, spent), $"The credit ({from} to {to}, {points} points)", Members, nameof(points));
        spent[from] += points;
        push.AddCredit(from, to, points);
    }

    private static CreditGraph Empty(int members)
    {
        DemandRoom(members);
        return CreditGraph.From(members, []);
    }

    private static void DemandRoom(int members)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(members);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members, LedgerState.MostMembers);
    }

    private static void Demand(Refusal refusal, string credit, int members, string parameter)
    {
        if (refusal != Refusal.None)
            throw new ArgumentException($"{credit} is refused among {members} members: {refusal}.", parameter);
    }

    private static Refusal Check(int from, int to, uint points, int members, InfluenceParameters parameters, ReadOnlySpan<uint> spent)
    {
        if (Math.Min(from, to) < 0 || Math.Max(from, to) >= members)
            return Refusal.UnknownMember;
        if (from == to)
            return Refusal.SelfCredit;
        if (points == 0)
            return Refusal.ZeroPoints;
        // Over budget the map no longer contracts, and pushing would not end.
        return points > (uint)parameters.PointsPerEpoch - spent[from] ? Refusal.OverBudget : Refusal.None;
    }
}
