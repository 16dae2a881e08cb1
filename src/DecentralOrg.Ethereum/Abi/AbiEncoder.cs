using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Ethereum;

/// <summary>Writes values as the contract ABI lays them out.</summary>
public static class AbiEncoder
{
    private const int Word = 32;

    /// <summary>Encodes the parts of a tuple one after another, without an offset in front, as arguments are.</summary>
    /// <param name="tuple">A tuple; see <see cref="AbiKind"/> for what its values are in C#. Any integer type is taken for integers.</param>
    /// <param name="values">One value for each part.</param>
    /// <exception cref="AbiException">A value that does not fit its type.</exception>
    public static byte[] Encode(AbiType tuple, IReadOnlyList<object> values)
    {
        ArgumentNullException.ThrowIfNull(tuple);
        ArgumentNullException.ThrowIfNull(values);
        var output = new byte[Measure(tuple, values)];
        Write(tuple, values, output);
        return output;
    }

    private static int Measure(AbiType type, object value) => type.Kind switch
    {
        _ when !type.IsDynamic => type.HeadSize,
        AbiKind.Bytes or AbiKind.Text => checked(Word + Padded(Content(type, value).Length)),
        AbiKind.Array => checked((type.Size == 0 ? Word : 0) + Parts(type, value).Sum(e => Placed(type.Element!, e))),
        _ => Parts(type, value).Select((part, i) => Placed(type.Components[i].Type, part)).Sum(),
    };

    private static int Placed(AbiType type, object value) => checked(Measure(type, value) + (type.IsDynamic ? Word : 0));

    /// <summary>Writes a value without the offset to it; returns how many bytes it took.</summary>
    private static int Write(AbiType type, object value, Span<byte> output)
    {
        switch (type.Kind)
        {
            case AbiKind.Unsigned or AbiKind.Signed:
                WriteInteger(type, value, output[..Word]);
                return Word;
            case AbiKind.Address:
                As<Address>(type, value).CopyTo(output[12..]);
                return Word;
            case AbiKind.Bool:
                output[31] = As<bool>(type, value) ? (byte)1 : (byte)0;
                return Word;
            case AbiKind.FixedBytes:
                WriteFixed(type, value, output);
                return Word;
            case AbiKind.Bytes or AbiKind.Text:
                var content = Content(type, value);
                BinaryPrimitives.WriteUInt32BigEndian(output[28..], (uint)content.Length);
                content.CopyTo(output[Word..]);
                return Word + Padded(content.Length);
            case AbiKind.Array when type.Size == 0:
                var elements = Parts(type, value);
                BinaryPrimitives.WriteUInt32BigEndian(output[28..], (uint)elements.Count);
                return Word + WriteParts(_ => type.Element!, elements, output[Word..]);
            case AbiKind.Array:
                return WriteParts(_ => type.Element!, Parts(type, value), output);
            default:
                return WriteParts(i => type.Components[i].Type, Parts(type, value), output);
        }
    }

    private static int WriteParts(Func<int, AbiType> typeOf, IReadOnlyList<object> parts, Span<byte> output)
    {
        var head = 0;
        var tail = 0;
        for (var i = 0; i < parts.Count; i++)
            tail += typeOf(i).HeadSize;
        for (var i = 0; i < parts.Count; i++)
        {
            var type = typeOf(i);
            if (type.IsDynamic)
            {
                BinaryPrimitives.WriteUInt32BigEndian(output[(head + 28)..], (uint)tail);
                tail += Write(type, parts[i], output[tail..]);
            }
            else
            {
                _ = Write(type, parts[i], output[head..]);
            }
            head += type.HeadSize;
        }
        return tail;
    }

    private static void WriteInteger(AbiType type, object value, Span<byte> word)
    {
        var number = value switch
        {
            byte v => v,
            ushort v => v,
            uint v => v,
            ulong v => v,
            sbyte v => v,
            short v => v,
            int v => v,
            long v => v,
            UInt128 v => (BigInteger)v,
            BigInteger v => v,
            _ => throw Mismatch(type, value),
        };
        var signed = type.Kind == AbiKind.Signed;
        var limit = BigInteger.One << (signed ? type.Size - 1 : type.Size);
        if (number >= limit || number < (signed ? -limit : BigInteger.Zero))
            throw new AbiException($"{number} is out of the range of {type}.");
        word.Fill(number.Sign < 0 ? (byte)0xff : (byte)0);
        var length = number.GetByteCount(isUnsigned: !signed);
        _ = number.TryWriteBytes(word[(Word - length)..], out _, isUnsigned: !signed, isBigEndian: true);
    }

    private static void WriteFixed(AbiType type, object value, Span<byte> output)
    {
        if (type.Size == Word && value is Bytes32 word)
            word.CopyTo(output);
        else if (value is byte[] bytes && bytes.Length == type.Size)
            bytes.CopyTo(output);
        else
            throw Mismatch(type, value);
    }

    private static ReadOnlySpan<byte> Content(AbiType type, object value) => (type.Kind, value) switch
    {
        (AbiKind.Bytes, byte[] bytes) => bytes,
        (AbiKind.Text, RecordText text) => text.Bytes,
        (AbiKind.Text, string text) => Encoding.UTF8.GetBytes(text),
        _ => throw Mismatch(type, value),
    };

    private static IReadOnlyList<object> Parts(AbiType type, object value)
    {
        if (value is not IReadOnlyList<object> parts)
            throw Mismatch(type, value);
        var count = type.Kind == AbiKind.Tuple ? type.Components.Count : type.Size;
        return count == parts.Count || (type.Kind == AbiKind.Array && count == 0)
            ? parts
            : throw new AbiException($"{type} needs {count} values, not {parts.Count}.");
    }

    private static T As<T>(AbiType type, object value) => value is T typed ? typed : throw Mismatch(type, value);

    private static AbiException Mismatch(AbiType type, object? value) =>
        new($"A value of type {type} cannot be written from {value?.GetType().Name ?? "null"}, or its length does not fit.");

    private static int Padded(int length) => checked(length + Word - 1) / Word * Word;
}
