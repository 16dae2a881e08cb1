using System.Buffers.Binary;

namespace DecentralOrg.Kernel.Records;

/// <summary>Lays out values as 32-byte words, as <c>encodeData</c> of EIP-712 does. The room given must fit exactly.</summary>
internal ref struct TypedWords(Span<byte> room)
{
    private readonly Span<byte> room = room;
    private int used;

    public void Add(Bytes32 word) => word.CopyTo(Next());

    public void Add(Address account)
    {
        var word = Next();
        word.Clear();
        account.CopyTo(word[(Bytes32.Length - Address.Length)..]);
    }

    public void Add(ulong value)
    {
        var word = Next();
        word.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(word[(Bytes32.Length - sizeof(ulong))..], value);
    }

    public void Add(UInt128 value)
    {
        var word = Next();
        word.Clear();
        BinaryPrimitives.WriteUInt128BigEndian(word[(Bytes32.Length - 2 * sizeof(ulong))..], value);
    }

    public readonly Bytes32 Hash() => Keccak.Hash(room[..used]);

    private Span<byte> Next()
    {
        var word = room.Slice(used, Bytes32.Length);
        used += Bytes32.Length;
        return word;
    }
}
