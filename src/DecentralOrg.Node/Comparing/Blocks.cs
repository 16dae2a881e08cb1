namespace DecentralOrg.Node.Comparing;

/// <summary>A list that grows by blocks: nothing is copied, and no more than a block stands empty, where others double.</summary>
internal sealed class Blocks<T>
    where T : struct
{
    private const int Bits = 12;
    private const int Length = 1 << Bits;

    private readonly List<T[]> blocks = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The one at a place, to be read or changed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public ref T this[int place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(place);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Count);
            return ref blocks[place >> Bits][place & (Length - 1)];
        }
    }

    /// <summary>Adds one after all others.</summary>
    /// <returns>Its place.</returns>
    public int Add(T item)
    {
        if (Count == blocks.Count << Bits)
            blocks.Add(new T[Length]);
        blocks[Count >> Bits][Count & (Length - 1)] = item;
        return Count++;
    }

    /// <summary>What is read of each, in order.</summary>
    public TRead[] Read<TRead>(Func<T, TRead> read)
    {
        var all = new TRead[Count];
        for (var place = 0; place < all.Length; place++)
            all[place] = read(this[place]);
        return all;
    }
}
