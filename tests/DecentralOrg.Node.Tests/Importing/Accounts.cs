using System.Buffers.Binary;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Importing;

namespace DecentralOrg.Node.Tests.Importing;

/// <summary>An account for each person, the number in its last bytes, none of them zero.</summary>
internal static class Accounts
{
    public static Address Of(Person person) => Of(person.Number);

    public static Address Of(int number)
    {
        var bytes = new byte[Address.Length];
        bytes[0] = 0xAC;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(Address.Length - sizeof(int)), number);
        return new Address(bytes);
    }
}
