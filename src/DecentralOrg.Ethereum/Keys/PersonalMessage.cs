using System.Globalization;
using System.Text;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>Text that a wallet signs as it stands: <c>personal_sign</c>, EIP-191 version <c>0x45</c>.</summary>
public static class PersonalMessage
{
    /// <summary>What is signed: keccak of <c>0x19 "Ethereum Signed Message:\n"</c>, the number of bytes in decimal, and the bytes.</summary>
    public static Bytes32 Digest(ReadOnlySpan<byte> message) => Keccak.Hash(
    [
        0x19, .. "Ethereum Signed Message:\n"u8, .. Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture)), .. message,
    ]);
}
