using System.Buffers.Binary;
using System.Numerics;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Ethereum;

/// <summary>
/// Reads values from contract data and trusts none of it: offsets and lengths stay inside the data, upper bits that a type
/// does not have must be clear, and no byte pays for two values. Without the last rule a few hundred bytes whose offsets all
/// point to one place would decode into gigabytes.
/// </summary>
public ref struct AbiDecoder
{
    private const int Word = 32;

    private readonly ReadOnlySpan<byte> data;
    private int budget;

    private AbiDecoder(ReadOnlySpan<byte> data)
    {
        this.data = data;
        budget = data.Length;
    }

    /// <summary>Reads the parts of a tuple that stand one after another, as arguments and answers do.</summary>
    /// <param name="tuple">A tuple; see <see cref="AbiKind"/> for what its values become in C#.</param>
    /// <param name="data">The data without a selector. What follows the values is not looked at, nor is the padding of bytes: the EVM takes both.</param>
    /// <exception cref="AbiException">The data does not hold the values.</exception>
    public static object[] Decode(AbiType tuple, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(tuple);
        var decoder = new AbiDecoder(data);
        return decoder.ReadTuple(tuple, 0);
    }

    private object[] ReadTuple(AbiType type, int start)
    {
        var values = new object[type.Components.Count];
        var head = start;
        for (var i = 0; i < values.Length; i++)
        {
            var part = type.Components[i].Type;
            values[i] = ReadPlaced(part, start, head);
            head += part.HeadSize;
        }
        return values;
    }

    private object[] ReadArray(AbiType type, int start)
    {
        var element = type.Element!;
        var count = type.Size;
        if (count == 0)
        {
            count = ReadLength(start);
            start += Word;
            if ((long)count * element.HeadSize > data.Length - start)
                throw new AbiException($"An array of {count} elements does not fit into {data.Length} bytes.");
        }
        var values = new object[count];
        for (var i = 0; i < count; i++)
            values[i] = ReadPlaced(element, start, start + i * element.HeadSize);
        return values;
    }

    /// <summary>Reads a value whose head stands at <paramref name="head"/>; offsets count from <paramref name="start"/>.</summary>
    private object ReadPlaced(AbiType type, int start, int head)
    {
        if (!type.IsDynamic)
            return Read(type, head);
        var offset = ReadLength(head);
        return offset > data.Length - start
            ? throw new AbiException($"An offset of {offset} leads behind the end of the data.")
            : Read(type, start + offset);
    }

    private object Read(AbiType type, int at)
    {
        switch (type.Kind)
        {
            case AbiKind.Tuple:
                return ReadTuple(type, at);
            case AbiKind.Array:
                return ReadArray(type, at);
            case AbiKind.Bytes:
                return ReadBytes(at).ToArray();
            case AbiKind.Text:
                return new RecordText(ReadBytes(at).ToArray());
            case AbiKind.Unsigned:
                return ReadUnsigned(type, Take(at, Word));
            case AbiKind.Signed:
                return ReadSigned(type, Take(at, Word));
            case AbiKind.Address:
                return new Address(Low(type, Take(at, Word), Address.Length));
            case AbiKind.Bool:
                var value = Low(type, Take(at, Word), 1)[0];
                return value <= 1 ? value == 1 : throw Dirty(type);
            default:
                var word = Take(at, Word);
                if (word[type.Size..].ContainsAnyExcept((byte)0))
                    throw Dirty(type);
                return type.Size == Word ? new Bytes32(word) : word[..type.Size].ToArray();
        }
    }

    private ReadOnlySpan<byte> ReadBytes(int at) => Take(at + Word, ReadLength(at));

    private int ReadLength(int at)
    {
        var word = Take(at, Word);
        return word[..28].ContainsAnyExcept((byte)0) || (word[28] & 0x80) != 0
            ? throw new AbiException("An offset or a length is greater than the data can be.")
            : BinaryPrimitives.ReadInt32BigEndian(word[28..]);
    }

    private ReadOnlySpan<byte> Take(int at, int length)
    {
        if (at > data.Length || length > data.Length - at)
            throw new AbiException($"The data ends after {data.Length} bytes, {length} are needed from {at} on.");
        budget -= length;
        return budget < 0
            ? throw new AbiException("Parts of the data are used for more than one value.")
            : data.Slice(at, length);
    }

    private static object ReadUnsigned(AbiType type, ReadOnlySpan<byte> word)
    {
        var low = Low(type, word, type.Size / 8);
        return type.Size switch
        {
            // Without the cast the arms would all be widened to BigInteger.
            8 => (object)low[0],
            16 => BinaryPrimitives.ReadUInt16BigEndian(low),
            <= 32 => BinaryPrimitives.ReadUInt32BigEndian(word[28..]),
            <= 64 => BinaryPrimitives.ReadUInt64BigEndian(word[24..]),
            <= 128 => BinaryPrimitives.ReadUInt128BigEndian(word[16..]),
            _ => new BigInteger(word, isUnsigned: true, isBigEndian: true),
        };
    }

    private static BigInteger ReadSigned(AbiType type, ReadOnlySpan<byte> word)
    {
        var value = new BigInteger(word, isUnsigned: false, isBigEndian: true);
        var limit = BigInteger.One << (type.Size - 1);
        if (value >= limit || value < -limit)
            throw Dirty(type);
        return value;
    }

    private static ReadOnlySpan<byte> Low(AbiType type, ReadOnlySpan<byte> word, int length) =>
        word[..^length].ContainsAnyExcept((byte)0) ? throw Dirty(type) : word[^length..];

    private static AbiException Dirty(AbiType type) => new($"A word has bits set that {type} does not have.");
}
