using System.Numerics;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Ethereum.Tests;

public sealed class AbiTests
{
    /// <summary>"Examples" and "Use of Dynamic Types" in Solidity's Contract ABI Specification.</summary>
    [Test]
    public void The_examples_of_the_specification_come_out_as_printed_there()
    {
        Assert.That(
            Hex.Encode(AbiFunction.Parse("baz(uint32,bool)").Encode(69u, true)),
            Is.EqualTo("0xcdcd77c0" + "0000000000000000000000000000000000000000000000000000000000000045" + "0000000000000000000000000000000000000000000000000000000000000001"));
        Assert.That(
            Hex.Encode(AbiFunction.Parse("f(uint256,uint32[],bytes10,bytes)").Encode(0x123, new object[] { 0x456, 0x789 }, "1234567890"u8.ToArray(), "Hello, world!"u8.ToArray())),
            Is.EqualTo("0x8be65246"
                + "0000000000000000000000000000000000000000000000000000000000000123" + "0000000000000000000000000000000000000000000000000000000000000080"
                + "3132333435363738393000000000000000000000000000000000000000000000" + "00000000000000000000000000000000000000000000000000000000000000e0"
                + "0000000000000000000000000000000000000000000000000000000000000002" + "0000000000000000000000000000000000000000000000000000000000000456"
                + "0000000000000000000000000000000000000000000000000000000000000789" + "000000000000000000000000000000000000000000000000000000000000000d"
                + "48656c6c6f2c20776f726c642100000000000000000000000000000000000000"));
        Assert.That(
            Hex.Encode(AbiFunction.Parse("g(uint256[][],string[])").Selector), Is.EqualTo("0x2289b18c"));
    }

    [Test]
    public void Text_that_is_not_UTF8_comes_back_byte_for_byte()
    {
        var tuple = AbiType.Parse("(string)");
        byte[] bytes = [0xff, 0xc0, 0x00, 0x80];
        var decoded = (RecordText)AbiDecoder.Decode(tuple, AbiEncoder.Encode(tuple, [new RecordText(bytes)]))[0];
        Assert.That(decoded.Bytes.ToArray(), Is.EqualTo(bytes));
    }

    [TestCase("uint8", typeof(byte))]
    [TestCase("uint16", typeof(ushort))]
    [TestCase("uint24", typeof(uint))]
    [TestCase("uint32", typeof(uint))]
    [TestCase("uint64", typeof(ulong))]
    [TestCase("uint128", typeof(UInt128))]
    [TestCase("uint136", typeof(BigInteger))]
    [TestCase("uint256", typeof(BigInteger))]
    [TestCase("int8", typeof(BigInteger))]
    [TestCase("bytes31", typeof(byte[]))]
    [TestCase("bytes32", typeof(Bytes32))]
    [TestCase("address", typeof(Address))]
    [TestCase("bool", typeof(bool))]
    public void A_word_decodes_to_the_smallest_type_that_holds_it(string type, Type expected)
    {
        Assert.That(AbiDecoder.Decode(AbiType.Parse($"({type})"), new byte[32])[0], Is.TypeOf(expected));
    }

    [TestCase("uint8", 256)]
    [TestCase("uint8", -1)]
    [TestCase("int8", 128)]
    [TestCase("int8", -129)]
    [TestCase("bool", 1)]
    [TestCase("address", 1)]
    [TestCase("bytes3", 1)]
    [TestCase("uint8[]", 1)]
    [TestCase("string", 1)]
    public void A_value_that_does_not_fit_is_not_encoded(string type, int value)
    {
        Assert.Throws<AbiException>(() => AbiEncoder.Encode(AbiType.Parse($"({type})"), [value]));
    }

    [Test]
    public void A_wrong_number_of_values_is_not_encoded()
    {
        Assert.Throws<AbiException>(() => AbiEncoder.Encode(AbiType.Parse("(uint8,uint8)"), [1]));
        Assert.Throws<AbiException>(() => AbiEncoder.Encode(AbiType.Parse("(uint8[2])"), [new object[] { 1, 2, 3 }]));
        Assert.Throws<AbiException>(() => AbiEncoder.Encode(AbiType.Parse("(bytes4)"), [new byte[5]]));
    }

    [TestCase("")]
    [TestCase("uint")]
    [TestCase("uint7")]
    [TestCase("uint08")]
    [TestCase("uint264")]
    [TestCase("bytes0")]
    [TestCase("bytes33")]
    [TestCase("tuple")]
    [TestCase("uint8[0]")]
    [TestCase("uint8[")]
    [TestCase("uint8]")]
    [TestCase("()[]")]
    [TestCase("(uint8")]
    [TestCase("(uint8,)")]
    [TestCase("uint8[99999999999]")]
    [TestCase("uint8[2147483647]")]
    [TestCase("((((((((((((((((((uint8))))))))))))))))))")]
    public void What_is_no_type_is_refused(string type)
    {
        Assert.Throws<AbiException>(() => AbiType.Parse(type));
    }

    [Test]
    public void Names_are_kept_and_do_not_change_the_signature()
    {
        var function = AbiFunction.Parse("relay(((address account, uint16 shareBp)[] authors, string title)[] records, bytes32 id)");
        Assert.That(function.Inputs.Canonical, Is.EqualTo("(((address,uint16)[],string)[],bytes32)"));
        Assert.That(function.Inputs.Described, Is.EqualTo("(((address account, uint16 shareBp)[] authors, string title)[] records, bytes32 id)"));
    }

    [Test]
    public void Topics_of_a_log_are_put_back_in_their_places()
    {
        var each = AbiEvent.Parse("Moved(uint64 indexed number, bytes data, string indexed label, address indexed who, uint8 kind)");
        var who = Address.Parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        var label = Keccak.Hash("label"u8);
        var log = LogOf(AbiEncoder.Encode(AbiType.Parse("(bytes,uint8)"), [new byte[] { 1, 2 }, 3]), each.Topic, Word("(uint64)", 7ul), label, Word("(address)", who));
        Assert.That(each.TryDecode(log, out var values), Is.True);
        Assert.That(values, Is.EqualTo(new object[] { 7ul, new byte[] { 1, 2 }, label, who, (byte)3 }));
        Assert.That(each.TryDecode(LogOf([], Keccak.Hash("x"u8)), out _), Is.False);
        Assert.That(each.TryDecode(LogOf([]), out _), Is.False);
        Assert.Throws<AbiException>(() => each.TryDecode(LogOf([], each.Topic), out _));
    }

    private static Bytes32 Word(string tuple, object value) => new(AbiEncoder.Encode(AbiType.Parse(tuple), [value]));

    private static Log LogOf(byte[] data, params Bytes32[] topics) => new(default, topics, data, 1, default, default, 0, 0);
}
