using System.Diagnostics.CodeAnalysis;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Node.Intake;

/// <summary>
/// All records that wait or are under way, by digest and by author: what the ledger will have taken before the next one.
/// Safe for use by several threads; changed by <see cref="RecordStore"/> alone.
/// </summary>
internal sealed class WaitingRecords
{
    private readonly Lock gate = new();
    private readonly Dictionary<Bytes32, WaitingRecord> byDigest = [];
    private readonly Dictionary<Address, List<WaitingRecord>> byAuthor = [];

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return byDigest.Count;
        }
    }

    /// <summary>Whether this one is among them.</summary>
    public bool Contains(Bytes32 digest)
    {
        lock (gate)
            return byDigest.ContainsKey(digest);
    }

    /// <summary>How many an author has among them.</summary>
    public int CountOf(Address author)
    {
        lock (gate)
            return byAuthor.TryGetValue(author, out var own) ? own.Count : 0;
    }

    /// <summary>What the author will have spent before this evaluation, if it is the next one or takes the place of another.</summary>
    /// <param name="evaluation">The new evaluation.</param>
    /// <param name="taken">The author's evaluations that the ledger has taken in its epoch.</param>
    /// <param name="replaced">The one whose place it would take.</param>
    public Spending Before(Evaluation evaluation, uint taken, out WaitingRecord? replaced) =>
        Before(evaluation.Evaluator, evaluation.Epoch, taken, evaluation.Nonce, out replaced);

    /// <summary>What an author's evaluations that wait will have spent.</summary>
    public Spending Before(Address author, uint epoch, uint taken) => Before(author, epoch, taken, nonce: null, out _);

    private Spending Before(Address author, uint epoch, uint taken, uint? nonce, out WaitingRecord? replaced)
    {
        replaced = null;
        lock (gate)
        {
            if (!byAuthor.TryGetValue(author, out var own))
                return default;
            var points = 0u;
            var nonces = new HashSet<uint>();
            foreach (var record in own)
            {
                // What is below was taken already, and the ledger counts it.
                if (record.Kind != RecordKind.Evaluation || record.Epoch != epoch || record.Nonce < taken)
                    continue;
                if (record.Nonce == nonce)
                    replaced = record;
                else
                    points += record.Points;
                nonces.Add(record.Nonce);
            }
            if (replaced is not null)
                return new Spending(replaced.Nonce - taken, points);
            var next = taken;
            while (nonces.Contains(next))
                next++;
            return new Spending(next - taken, points);
        }
    }

    /// <summary>All evaluations of an epoch, grouped by author, each group by nonce.</summary>
    public List<WaitingRecord[]> Evaluations(uint epoch)
    {
        lock (gate)
        {
            return
            [
                .. byAuthor.Values.Select(own => own.Where(record => record.Kind == RecordKind.Evaluation && record.Epoch == epoch).OrderBy(record => record.Nonce).ToArray())
                    .Where(group => group.Length > 0),
            ];
        }
    }

    /// <summary>Whether one of them has this place of its author's.</summary>
    public bool Holds(Address author, uint epoch, uint nonce)
    {
        lock (gate)
        {
            return byAuthor.TryGetValue(author, out var own)
                && own.Exists(record => record.Kind == RecordKind.Evaluation && record.Epoch == epoch && record.Nonce == nonce);
        }
    }

    /// <summary>Takes in where a record is now; one that is in the log, or nowhere any more, is forgotten.</summary>
    public void Change(WaitingRecord record)
    {
        lock (gate)
        {
            if (byDigest.Remove(record.Digest, out var before) && TryGet(record.Author, out var own))
            {
                own.Remove(before);
                if (own.Count == 0)
                    byAuthor.Remove(record.Author);
            }
            if (record.State is not (RecordState.Waiting or RecordState.Batched))
                return;
            byDigest.Add(record.Digest, record);
            if (!TryGet(record.Author, out var list))
                byAuthor.Add(record.Author, list = []);
            list.Add(record);
        }
    }

    /// <summary>Begins anew.</summary>
    public void Reset(IEnumerable<WaitingRecord> records)
    {
        lock (gate)
        {
            byDigest.Clear();
            byAuthor.Clear();
            foreach (var record in records)
                Change(record);
        }
    }

    private bool TryGet(Address author, [NotNullWhen(true)] out List<WaitingRecord>? own) => byAuthor.TryGetValue(author, out own);
}
