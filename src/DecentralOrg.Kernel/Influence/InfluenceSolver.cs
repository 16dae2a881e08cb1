namespace DecentralOrg.Kernel.Influence;

/// <summary>How far a solver has come.</summary>
/// <param name="Sweeps">How often all rows were passed over.</param>
/// <param name="Risen">By how much all values together have risen in the last of these, in units of 2^-60 of all influence; 0 once solved.</param>
public readonly record struct SolverProgress(int Sweeps, ulong Risen);

/// <summary>
/// Finds the least fixed point of a large graph with as many threads as one gives it: <c>x_i ← max(x_i, F_i(x))</c>, row by
/// row, from below, until no row wants more. The bits of the result are the same whatever the threads, the order and the layout
/// (protocol, chapter 4).
/// </summary>
/// <remarks>
/// <para>
/// The rows are cut into chunks, and the work into steps, in each of which every chunk has its turn once, with any thread.
/// Within a step no thread waits for another, and rows read whatever values are there: a rise is written by one thread only, as
/// one aligned word, so who reads it sees an old or a new one. Between two steps no chunk has a turn, and one thread says what is
/// next.
/// </para>
/// <para>
/// A phase begins with what all rows pass their values by, and sweeps over them until a sweep brings less than rounding leaves
/// out; then what was risen becomes part of the values, and the next phase is finer (<see cref="RisingRows"/>). Once no row passes
/// its value by a unit at the beginning of a phase, or nothing rises in an exact one, that is the solution. What is left shrinks by a steady ratio in each sweep, and instead
/// of waiting for it the solver leaps: it takes all values so far ahead as the ratio promises, and checks that none is above the
/// solution. Rows that are too high are brought down; if that does not end soon, all go back to where they were.
/// </para>
/// <para>
/// While solving it takes 44 bytes a member beside the graph, and in the layout <see cref="RowLayout.ByUse"/> 24 more and 8 for
/// each pair.
/// </para>
/// </remarks>
public sealed class InfluenceSolver
{
    /// <summary>
    /// Rounds of a check after which a leap is taken back. In the first rows rise by a quarter of their leap at most, which is what
    /// the leap leaves to them, and then by an eighth: 1.25 · 1.125^3 is less than twice.
    /// </summary>
    private const int MostRounds = 4;

    /// <summary>
    /// Groups of rows in a sweep. Those of a group read each other's old values, and the new ones of the groups before: so a
    /// sweep does as much as one row after the other, nearly, and comes to the same whatever the threads.
    /// </summary>
    private const int MostGroups = 16;

    /// <summary>The fewest chunks of a group, to give threads enough to do between two waits.</summary>
    private const int LeastChunks = 8;

    private readonly RisingRows rows;
    private readonly LeapPolicy leaps;
    private readonly int group;
    private readonly int[] taken;

    /// <summary>Whether a chunk had its turn.</summary>
    private readonly bool[] done;
    private Step step = Step.Place;

    /// <summary>Which chunks have their turn: the first in the upper half, how many in the lower.</summary>
    private long turns;
    private int left;
    private int claims = -1;
    private Exception? failure;
    private bool settled;
    private bool solved;
    private int sweeps;
    private ulong risenBefore;

    /// <summary>What the chunks of this step came to so far: units when a phase begins, otherwise multiples.</summary>
    private long risen;
    private long unsteady;
    private int held;

    /// <summary>What the row that passes its value by most passes it by, in units.</summary>
    private ulong mostPassed;

    /// <summary>By how many multiples all values have risen in this phase; and had before the last leap.</summary>
    private long total;
    private long totalBefore;

    /// <summary>By how many of these from where the next leap takes its direction.</summary>
    private long moved;
    private ulong reach;
    private int round;

    /// <param name="graph">The credits of the epoch.</param>
    /// <param name="reputation">Reputation by member number; beyond its length it is 0. Together below 2^54.</param>
    /// <param name="parameters">The epoch's parameters.</param>
    /// <param name="layout">In which order it holds members and rows.</param>
    /// <param name="start">Where to start from, as in <see cref="Influence.Solve"/>.</param>
    /// <exception cref="ArgumentException">Reputation out of range, a vector longer than the members, a giver over budget.</exception>
    public InfluenceSolver(
        CreditGraph graph, ReadOnlySpan<ulong> reputation, InfluenceParameters parameters, RowLayout layout = RowLayout.Numbered, ReadOnlySpan<ulong> start = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(parameters);
        // Over budget the map no longer contracts: the search would not end.
        if (graph.GreatestSpending > parameters.PointsPerEpoch)
            throw new ArgumentException($"A member gives {graph.GreatestSpending} points of {parameters.PointsPerEpoch}.", nameof(graph));
        if (start.Length > graph.Members)
            throw new ArgumentException($"The start has {start.Length} values for {graph.Members} members.", nameof(start));
        rows = new RisingRows(graph, Influence.SeedsOf(graph.Members, reputation, parameters), start, parameters, layout);
        leaps = new LeapPolicy(rows.Rows);
        taken = new int[rows.AllChunks];
        done = new bool[rows.AllChunks];
        Array.Fill(done, true);
        group = Math.Max(LeastChunks, (rows.Chunks + MostGroups - 1) / MostGroups);
        solved = rows.AllChunks == 0;
        GiveTurns(0, rows.AllChunks);
    }

    /// <summary>The number of members.</summary>
    public int Members => rows.Members;

    /// <summary>Whether the values are the solution.</summary>
    public bool Solved => Volatile.Read(ref solved);

    /// <summary>How far it has come; safe to ask for from any thread at any time.</summary>
    public SolverProgress Progress => new(Volatile.Read(ref sweeps), Solved ? 0 : Volatile.Read(ref risenBefore));

    /// <summary>
    /// A member's value while no thread works on the solution: influence in units of 2^-60 once <see cref="Solved"/>, and never
    /// above it before.
    /// </summary>
    public ulong this[int member] => rows.Value(member, leaping: step == Step.Check);

    /// <summary>Solves with so many threads of the pool, this one among them.</summary>
    /// <param name="threads">How many; no more are used than there are chunks.</param>
    /// <param name="stop">Ends it early. What was found so far stays: solving again goes on from there.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Influence Solve(int threads, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        threads = Math.Min(threads, Math.Max(1, taken.Length));
        if (threads == 1)
            Work(stop);
        else
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Work(stop));
        stop.ThrowIfCancellationRequested();
        return rows.Solution(Progress.Sweeps);
    }

    /// <summary>Works on the solution until it is reached. Any number of threads can do so at the same time.</summary>
    /// <param name="stop">Ends the work early, between two chunks; what was found so far stays.</param>
    /// <exception cref="InvalidOperationException">Another thread failed; its exception is inside.</exception>
    public void Work(CancellationToken stop)
    {
        var wait = new SpinWait();
        while (!Solved && !stop.IsCancellationRequested)
        {
            if (Volatile.Read(ref failure) is { } inner)
                throw new InvalidOperationException("Another thread of this solver failed.", inner);
            var range = Volatile.Read(ref turns);
            var claim = Interlocked.Increment(ref claims) & int.MaxValue;
            if (Turn((int)(range >> 32) + (claim % (int)(range & int.MaxValue))))
                wait.Reset();
            else
                wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Gives a chunk its turn, and begins what is next if it was the last; false if another thread has it, or it has none.</summary>
    private bool Turn(int chunk)
    {
        if (Interlocked.Exchange(ref taken[chunk], 1) != 0)
            return false;
        var turn = !done[chunk];
        var last = false;
        if (turn)
        {
            try
            {
                Do(chunk);
            }
            catch (Exception exception)
            {
                // The others would wait for this chunk for ever.
                Volatile.Write(ref failure, exception);
                throw;
            }
            done[chunk] = true;
            last = Interlocked.Decrement(ref left) == 0;
        }
        Volatile.Write(ref taken[chunk], 0);
        if (last)
            Next();
        return turn;
    }

    private void Do(int chunk)
    {
        switch (step)
        {
            case Step.Place:
                rows.Place(chunk);
                break;
            case Step.Fold:
                rows.Fold(chunk);
                break;
            case Step.Base:
                var (passed, most) = rows.Base(chunk);
                Interlocked.Add(ref risen, (long)passed);
                for (var seen = Volatile.Read(ref mostPassed); seen < most;)
                    seen = Interlocked.CompareExchange(ref mostPassed, most, seen);
                break;
            case Step.Scale:
                rows.Scale(chunk);
                break;
            case Step.Unplace:
                rows.Unplace(chunk);
                break;
            case Step.Sweep:
                Add(rows.Sweep(chunk, leaps.Ratio));
                break;
            case Step.Leap:
                Add(rows.Leap(chunk, reach));
                break;
            case Step.Check:
                Add(rows.Check(chunk, most: round == 0 ? 4U : 8U));
                break;
            case Step.Settle:
                Add(rows.Settle(chunk));
                break;
        }
    }

    private void Add(RowPass pass)
    {
        Interlocked.Add(ref risen, pass.Risen);
        Interlocked.Add(ref unsteady, pass.Unsteady);
        if (pass.Held)
            Interlocked.Increment(ref held);
    }

    /// <summary>Begins the next group of this step, or the next step.</summary>
    private void Next()
    {
        var (first, end) = ((int)(turns >> 32), (int)(turns >> 32) + (int)(turns & int.MaxValue));
        if (step is Step.Sweep or Step.Check)
            rows.Keep(first, end);
        if (end == Chunks)
        {
            step = Following();
            (risen, unsteady, held, mostPassed, end) = (0, 0, 0, 0, 0);
        }
        if (!Solved)
            GiveTurns(end, step is Step.Sweep or Step.Check ? Math.Min(Chunks, end + group) : Chunks);
    }

    /// <summary>How many chunks there are in this step.</summary>
    private int Chunks => step is Step.Place or Step.Unplace ? rows.AllChunks : rows.Chunks;

    /// <summary>Gives chunks their turn, when no other has one.</summary>
    private void GiveTurns(int first, int end)
    {
        // No other thread has them before all is said.
        var chunks = taken.AsSpan(first, end - first);
        var wait = new SpinWait();
        foreach (ref var chunk in chunks)
        {
            while (Interlocked.Exchange(ref chunk, 1) != 0)
                wait.SpinOnce(sleep1Threshold: -1);
        }
        left = chunks.Length;
        Array.Fill(done, false, first, left);
        Volatile.Write(ref turns, ((long)first << 32) | (uint)left);
        foreach (ref var chunk in chunks)
            Volatile.Write(ref chunk, 0);
    }

    private Step Following()
    {
        if (step is Step.Base or Step.Sweep or Step.Check or Step.Settle)
            Volatile.Write(ref sweeps, sweeps + 1);
        return step switch
        {
            Step.Place => Placed(),
            Step.Base => Begin(),
            Step.Sweep => Swept(),
            Step.Scale => Step.Sweep,
            Step.Leap => Leapt(),
            Step.Check => Checked(),
            Step.Settle => Settle(),
            Step.Fold when settled => Found(),
            Step.Unplace => End(),
            _ => Step.Base,
        };
    }

    private Step Placed()
    {
        rows.Placed();
        return rows.Chunks == 0 ? Found() : Step.Base;
    }

    /// <summary>Begins a phase; or ends it all, if no row passes its value.</summary>
    private Step Begin()
    {
        if (risen == 0)
            return Found();
        rows.Choose((ulong)risen, mostPassed);
        leaps.Begin();
        total = 0;
        return Step.Scale;
    }

    private Step Found()
    {
        rows.Found();
        return Step.Unplace;
    }

    private Step End()
    {
        Volatile.Write(ref solved, true);
        return step;
    }

    private Step Swept()
    {
        total += risen;
        moved = risen;
        leaps.Swept(risen, unsteady);
        return Onward();
    }

    /// <summary>What is next, when a sweep, or a check like a sweep, has brought so much.</summary>
    private Step Onward()
    {
        Volatile.Write(ref risenBefore, (ulong)Math.Max(0, risen) * rows.Multiple);
        // A check takes a unit off each row.
        if (rows.Exact && risen < 4L * rows.Rows)
            return Step.Settle;
        // Rounding to multiples leaves out half of one of each row, in the mean.
        if (!rows.Exact && risen <= 2L * rows.Rows)
            return Step.Fold;
        var distance = leaps.Distance(rows.Room((ulong)total));
        reach = (ulong)UInt128.Min(ulong.MaxValue, ((UInt128)distance << RisingRows.RatioBits) / (ulong)Math.Max(1, moved));
        return reach == 0 ? Step.Sweep : Step.Leap;
    }

    private Step Leapt()
    {
        rows.Leapt();
        (totalBefore, round) = (total, 0);
        total += risen;
        return Step.Check;
    }

    private Step Checked()
    {
        total += risen;
        if (held == 0)
        {
            moved = total - totalBefore;
            leaps.Landed(risen);
            return Onward();
        }
        if (++round < MostRounds)
            return Step.Check;
        rows.Return();
        total = totalBefore;
        leaps.Failed();
        return Step.Sweep;
    }

    /// <summary>Sweeps until nothing rises: in units that is the solution, unless a row rose to what 32 bits hold.</summary>
    private Step Settle()
    {
        Volatile.Write(ref risenBefore, (ulong)risen);
        if (risen > 0)
            return Step.Settle;
        settled = held == 0;
        return Step.Fold;
    }

    private enum Step
    {
        /// <summary>Rows are brought into their order.</summary>
        Place,

        /// <summary>A phase begins.</summary>
        Base,

        /// <summary>It has its scale.</summary>
        Scale,
        Sweep,
        Leap,
        Check,

        /// <summary>Sweeps in which each row's value is seen by all others at once.</summary>
        Settle,

        /// <summary>A phase ends.</summary>
        Fold,

        /// <summary>All values are found, and brought back into the order of members.</summary>
        Unplace,
    }
}
