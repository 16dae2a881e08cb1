using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Influence;

/// <summary>
/// The influence of all members of an open epoch, exact again after every credit: bit by bit what
/// <see cref="Influence.Solve"/> finds from nothing over the same credits.
/// </summary>
/// <remarks>
/// <para>
/// While an epoch is open, credits and members are only added and the seeds stand. So no value ever falls, and the solution so
/// far is a valid start for the next one, from which the difference is pushed on along the credits. That holds for one
/// epoch with one reputation before it. Reputation before the epoch is known once the epoch before is closed, and can become
/// another one until that is final; credits can go in a reorganization of the chain. The solution so far may then be above the
/// new one, from where no way leads down: make a new instance as soon as it is known, with <see cref="From"/>.
/// </para>
/// <para>
/// It takes 65 bytes a member, 24 more for who has given credits, and 8 bytes for every pair of giver and recipient; arrays
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
    private readonly ulong totalSeeds;
    private ulong[] seeds;
    private uint[] spent;
    private bool added;

    /// <summary>Begins an epoch without credits.</summary>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="reputation">Reputation before the epoch by member number, together below 2^54; beyond its length it is 0.</param>
    /// <param name="members">The number of members, 0..2^20.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of members is out of its range.</exception>
    /// <exception cref="ArgumentException">More reputations than members, or together 2^54 or more.</exception>
    public LiveInfluence(InfluenceParameters parameters, ReadOnlySpan<ulong> reputation, int members)
        : this(parameters, reputation, members, [])
    {
    }

    private LiveInfluence(InfluenceParameters parameters, ReadOnlySpan<ulong> reputation, int members, IReadOnlyList<LogCredit> credits)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegative(members);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members, LedgerState.MostMembers);
        ArgumentNullException.ThrowIfNull(credits);
        Parameters = parameters;
        seeds = Influence.SeedsOf(members, reputation, parameters);
        spent = new uint[members];
        push = new ForwardPush(parameters);
        while (push.Members < members)
            push.AddMember();
        for (var i = 0; i < credits.Count; i++)
        {
            var (from, to, points, _) = credits[i];
            Demand(from, to, points, nameof(credits), $"Credit {i}");
            Take(from, to, points);
        }
        // Seeds are residuals above values of 0, and are pushed like any other.
        for (var member = 0; member < members; member++)
        {
            push.AddResidual(member, seeds[member]);
            totalSeeds += seeds[member];
        }
        push.Run();
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
    /// <summary>
    /// The members whose influence is another one than before the last <see cref="Add"/>, each once and in no particular order;
    /// nobody before the first one.
    /// </summary>
    public ReadOnlySpan<int> Changed => added ? push.Changed : [];

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
        InfluenceParameters parameters, ReadOnlySpan<ulong> reputation, int members, IReadOnlyList<LogCredit> credits) =>
        new(parameters, reputation, members, credits);

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
        Demand(from, to, points, nameof(points), "The credit");
        Take(from, to, points);
        push.Run();
        added = true;
    }

    private void Take(int from, int to, uint points)
    {
        spent[from] += points;
        push.AddCredit(from, to, points);
    }

    private void Demand(int from, int to, uint points, string parameter, string credit)
    {
        var refusal = Check(from, to, points);
        if (refusal != Refusal.None)
            throw new ArgumentException($"{credit} ({from} to {to}, {points} points) is refused among {Members} members: {refusal}.", parameter);
    }

    private Refusal Check(int from, int to, uint points)
    {
        if (Math.Min(from, to) < 0 || Math.Max(from, to) >= Members)
            return Refusal.UnknownMember;
        if (from == to)
            return Refusal.SelfCredit;
        if (points == 0)
            return Refusal.ZeroPoints;
        // Over budget the map no longer contracts, and pushing would not end.
        return points > (uint)Parameters.PointsPerEpoch - spent[from] ? Refusal.OverBudget : Refusal.None;
    }
}
