using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace DecentralOrg.Kernel.Settlement;

/// <summary>The hashes of a page, as the chain stores them.</summary>
/// <param name="XHash">Of the influence of its members, 8 bytes each.</param>
/// <param name="StateHash">Of the state of its members, 16 bytes each.</param>
public readonly record struct PageHashes(Bytes32 XHash, Bytes32 StateHash);

/// <summary>
/// Vectors in bytes. A page is 64 consecutive members, the last one as many as are left: the unit in which vectors are
/// stored, hashed and shown. Influence is packed as 8 bytes a member, state as cumulative reward and reputation, 8 bytes each.
/// </summary>
public static class Page
{
    /// <summary>Members of a page.</summary>
    public const int Members = 64;

    /// <summary>Bytes of one member's influence.</summary>
    public const int InfluenceLength = 8;

    /// <summary>Bytes of one member's state.</summary>
    public const int StateLength = 16;

    /// <summary>Pages that take longer than to share them out among threads.</summary>
    private const int FewestInParallel = 256;

    /// <summary>The number of pages of so many members.</summary>
    public static int Count(int members) => members / Members + (members % Members == 0 ? 0 : 1);

    /// <summary>The page that holds a member.</summary>
    public static int Of(int member) => member / Members;

    /// <summary>The members that page <paramref name="page"/> of <paramref name="members"/> members holds.</summary>
    public static Range Range(int page, int members) => (page * Members)..Math.Min(members, (page + 1) * Members);

    /// <summary>Influence in bytes, 8 a member.</summary>
    public static byte[] Pack(ReadOnlySpan<ulong> influence)
    {
        var bytes = new byte[InfluenceLength * influence.Length];
        for (var i = 0; i < influence.Length; i++)
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(InfluenceLength * i), influence[i]);
        return bytes;
    }

    /// <summary>State in bytes, 16 a member.</summary>
    public static byte[] Pack(ReadOnlySpan<MemberState> state)
    {
        var bytes = new byte[StateLength * state.Length];
        for (var i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(StateLength * i), state[i].Cumulative);
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(StateLength * i + 8), state[i].Reputation);
        }
        return bytes;
    }

    /// <summary>The influence in bytes that <see cref="Pack(ReadOnlySpan{ulong})"/> made or a log carries.</summary>
    /// <exception cref="ArgumentException">Not whole members.</exception>
    public static ulong[] UnpackInfluence(ReadOnlySpan<byte> bytes)
    {
        var influence = new ulong[Whole(bytes.Length, InfluenceLength)];
        for (var i = 0; i < influence.Length; i++)
            influence[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes[(InfluenceLength * i)..]);
        return influence;
    }

    /// <summary>The state in bytes that <see cref="Pack(ReadOnlySpan{MemberState})"/> made or calldata carries.</summary>
    /// <exception cref="ArgumentException">Not whole members.</exception>
    public static MemberState[] UnpackState(ReadOnlySpan<byte> bytes)
    {
        var state = new MemberState[Whole(bytes.Length, StateLength)];
        for (var i = 0; i < state.Length; i++)
        {
            var member = bytes.Slice(StateLength * i, StateLength);
            state[i] = new MemberState(BinaryPrimitives.ReadUInt64BigEndian(member), BinaryPrimitives.ReadUInt64BigEndian(member[8..]));
        }
        return state;
    }

    /// <summary>The hashes of all pages of a settlement, on all cores if there are many.</summary>
    /// <exception cref="ArgumentException">The vectors differ in length.</exception>
    public static PageHashes[] Hash(ulong[] influence, MemberState[] state)
    {
        ArgumentNullException.ThrowIfNull(influence);
        ArgumentNullException.ThrowIfNull(state);
        if (influence.Length != state.Length)
            throw new ArgumentException($"There are {influence.Length} values of influence and {state.Length} states.", nameof(state));
        var hashes = new PageHashes[Count(influence.Length)];
        if (hashes.Length < FewestInParallel)
            HashPages(0, hashes.Length);
        else
            Parallel.ForEach(Partitioner.Create(0, hashes.Length), pages => HashPages(pages.Item1, pages.Item2));
        return hashes;

        void HashPages(int first, int end)
        {
            for (var page = first; page < end; page++)
            {
                var range = Range(page, influence.Length);
                hashes[page] = new PageHashes(Keccak.Hash(Pack(influence.AsSpan(range))), Keccak.Hash(Pack(state.AsSpan(range))));
            }
        }
    }

    /// <summary>The root of a settlement: the chain over the hashes of its pages, from 32 zero bytes.</summary>
    public static Bytes32 Root(ReadOnlySpan<PageHashes> pages)
    {
        var root = Bytes32.Zero;
        Span<byte> link = stackalloc byte[3 * Bytes32.Length];
        foreach (var page in pages)
        {
            root.CopyTo(link);
            page.XHash.CopyTo(link[Bytes32.Length..]);
            page.StateHash.CopyTo(link[(2 * Bytes32.Length)..]);
            root = Keccak.Hash(link);
        }
        return root;
    }

    private static int Whole(int bytes, int each) =>
        bytes % each == 0 ? bytes / each : throw new ArgumentException($"{bytes} bytes are not whole members of {each} bytes.", nameof(bytes));
}
