using System.Globalization;
using System.Numerics;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>What a contract said when it reverted.</summary>
/// <param name="Name">The name of the error; empty if there was no data or nobody knows it.</param>
/// <param name="Values">Its arguments; empty with an unknown one.</param>
/// <param name="Words">The whole of it for people: <c>RowHolds(member: 3, influence: 12)</c>.</param>
public sealed record Revert(string Name, IReadOnlyList<object> Values, string Words);

/// <summary>Turns the data of a revert into words: Solidity's own errors and those of known contracts.</summary>
public sealed class RevertDecoder
{
    private static readonly AbiError Message = AbiError.Parse("Error(string message)");
    private static readonly AbiError Panic = AbiError.Parse("Panic(uint256 code)");

    private readonly Dictionary<uint, AbiError> known = [];

    /// <summary>Knows the errors of contracts; the same error of several contracts is known once.</summary>
    public RevertDecoder(params IEnumerable<AbiError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        foreach (var error in errors.Append(Message).Append(Panic))
            known[Key(error.Selector)] = error;
    }

    /// <summary>The error in the data. Data that fits no known error is shown as hex, never dropped.</summary>
    public Revert Decode(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return new Revert("", [], "reverted without a reason");
        if (data.Length < 4 || !known.TryGetValue(Key(data), out var error))
            return new Revert("", [], $"unknown error {Shown(data)}");
        object[] values;
        try
        {
            values = AbiDecoder.Decode(error.Inputs, data[4..]);
        }
        catch (AbiException)
        {
            return new Revert("", [], $"unreadable {error.Name} {Shown(data)}");
        }
        return new Revert(error.Name, values, Words(error, values));
    }

    private static string Words(AbiError error, object[] values)
    {
        if (error == Message)
            return AbiText.Readable(values[0].ToString() ?? "");
        return error == Panic
            ? Meaning((BigInteger)values[0])
            : AbiText.Describe(error.Name, error.Inputs, values);
    }

    /// <summary>From "Panic via assert and Error via require" in the Solidity documentation.</summary>
    private static string Meaning(BigInteger code)
    {
        var meaning = code.IsZero ? "panic of the compiler" : (code <= 0xff ? (int)code : 0) switch
        {
            0x01 => "an assertion failed",
            0x11 => "arithmetic overflow or underflow",
            0x12 => "division by zero",
            0x21 => "a value that its enum does not have",
            0x22 => "a storage byte array is wrongly encoded",
            0x31 => "pop from an empty array",
            0x32 => "an index out of bounds",
            0x41 => "too much memory",
            0x51 => "a function pointer that was never set",
            _ => "unknown panic",
        };
        return string.Create(CultureInfo.InvariantCulture, $"Panic(0x{code:x2}): {meaning}");
    }

    private static string Shown(ReadOnlySpan<byte> data) =>
        data.Length <= 68 ? Hex.Encode(data) : Hex.Encode(data[..68]) + "…";

    private static uint Key(ReadOnlySpan<byte> data) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(data);
}
