using System.Buffers.Binary;

namespace DecentralOrg.Kernel.Tests.Records;

/// <summary>Accounts and ids that are told apart at a glance.</summary>
internal static class Samples
{
    public static Address Account(byte value) => new(Enumerable.Repeat(value, Address.Length).ToArray());

    public static Address NumberedAccount(int number)
    {
        Span<byte> bytes = stackalloc byte[Address.Length];
        bytes.Fill(0x40);
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return new Address(bytes);
    }

    public static Bytes32 Id(byte value) => new(Enumerable.Repeat(value, Bytes32.Length).ToArray());
}
