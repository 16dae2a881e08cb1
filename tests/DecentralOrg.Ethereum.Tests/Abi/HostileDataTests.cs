using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>Data that no encoder writes: the answer is an <see cref="AbiException"/> or a value, and never takes more memory than the data.</summary>
public sealed class HostileDataTests
{
    [TestCase("uint8", "0000000000000000000000000000000000000000000000000000000000000100")]
    [TestCase("uint248", "0100000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("int8", "0000000000000000000000000000000000000000000000000000000000000080")]
    [TestCase("int8", "00000000000000000000000000000000000000000000000000000000000000ff")]
    [TestCase("address", "000000000000000000000001f39fd6e51aad88f6f4ce6ab8827279cfffb92266")]
    [TestCase("bool", "0000000000000000000000000000000000000000000000000000000000000002")]
    [TestCase("bool", "8000000000000000000000000000000000000000000000000000000000000001")]
    [TestCase("bytes4", "0102030401000000000000000000000000000000000000000000000000000000")]
    [TestCase("bytes28", "0000000000000000000000000000000000000000000000000000000000000001")]
    public void Bits_that_the_type_does_not_have_are_refused(string type, string word)
    {
        Assert.Throws<AbiException>(() => AbiDecoder.Decode(AbiType.Parse($"({type})"), Convert.FromHexString(word)));
    }

    [TestCase("bytes", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [TestCase("bytes", "000000000000000000000000000000000000000000000000000000007fffffff")]
    [TestCase("bytes", "0000000000000000000000000000000000000000000000000000000080000000")]
    [TestCase("uint256[]", "000000000000000000000000000000000000000000000000000000007fffffff")]
    [TestCase("uint256[]", "0000000000000000000000000000000000000000000000000000000000000003")]
    [TestCase("string", "0000000000000000000000000000000000000000000000000000000000000041")]
    public void A_length_beyond_the_data_is_refused(string type, string length)
    {
        var data = Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000020" + length + new string('0', 128));
        Assert.Throws<AbiException>(() => AbiDecoder.Decode(AbiType.Parse($"({type})"), data));
    }

    [Test]
    public void An_offset_beyond_the_data_is_refused()
    {
        foreach (var offset in (uint[])[65, 1 << 20, int.MaxValue, uint.MaxValue])
        {
            var data = AbiEncoder.Encode(AbiType.Parse("(uint256,uint256)"), [offset, 0]);
            Assert.Throws<AbiException>(() => AbiDecoder.Decode(AbiType.Parse("(bytes)"), data), $"{offset}");
        }
    }

    [Test]
    public void Offsets_that_all_lead_to_one_place_do_not_multiply_it()
    {
        // 64 pointers to one blob of 64 pointers to one blob of 16 kB would be 64 MB out of 20 kB.
        const int count = 64;
        var blob = AbiEncoder.Encode(AbiType.Parse("(uint256,uint256[512])"), [16_384, Enumerable.Repeat((object)0, 512).ToArray()]);
        byte[] Pointers(byte[] target) =>
        [
            .. AbiEncoder.Encode(AbiType.Parse("(uint256,uint256[64])"), [count, Enumerable.Repeat((object)(32 * count), count).ToArray()]),
            .. target,
        ];
        byte[] data = [.. AbiEncoder.Encode(AbiType.Parse("(uint256)"), [32]), .. Pointers(Pointers(blob))];
        var refused = Assert.Throws<AbiException>(() => AbiDecoder.Decode(AbiType.Parse("(bytes[][])"), data));
        Assert.That(refused!.Message, Does.Contain("more than one value"));
    }

    [Test]
    public void Data_cut_anywhere_is_refused_with_nothing_but_an_AbiException()
    {
        var draw = new Draw(42);
        for (var i = 0; i < 60; i++)
        {
            var type = AbiType.Parse(draw.Tuple(2));
            var data = AbiEncoder.Encode(type, (object[])draw.Value(type).Value);
            for (var length = 0; length < data.Length - 31; length += 1 + draw.Below(20))
                Assert.Throws<AbiException>(() => AbiDecoder.Decode(type, data.AsSpan(0, length)), $"{draw.Seed}: {type} cut to {length}");
        }
    }

    [Test]
    public void Changed_data_gives_a_value_or_an_AbiException()
    {
        var draw = new Draw(43);
        var (values, refusals) = (0, 0);
        for (var i = 0; i < 3000; i++)
        {
            var type = AbiType.Parse(draw.Tuple(2));
            var data = AbiEncoder.Encode(type, (object[])draw.Value(type).Value);
            for (var changes = draw.Below(4); changes >= 0; changes--)
                data[draw.Below(data.Length)] = draw.Bytes(1)[0];
            try
            {
                _ = AbiDecoder.Decode(type, data);
                values++;
            }
            catch (AbiException)
            {
                refusals++;
            }
        }
        Assert.That((values > 100, refusals > 100), Is.EqualTo((true, true)), $"{draw.Seed}: {values} values, {refusals} refusals");
    }

    [Test]
    public void Reverts_are_told_in_words_whatever_their_data()
    {
        var decoder = new RevertDecoder(AbiError.Parse("RowHolds(uint32 member, uint64 influence)"), AbiError.Parse("Odd(string text, bytes4[] tags, (bool a, address b) pair)"));
        string Words(string signature, params object[] values) => decoder.Decode(AbiFunction.Parse(signature).Encode(values)).Words;

        Assert.That(Words("RowHolds(uint32,uint64)", 3u, 12ul), Is.EqualTo("RowHolds(member: 3, influence: 12)"));
        Assert.That(Words("Error(string)", "not\nnow"), Is.EqualTo("not\uFFFDnow"));
        Assert.That(Words("Panic(uint256)", 0x11), Is.EqualTo("Panic(0x11): arithmetic overflow or underflow"));
        Assert.That(Words("Panic(uint256)", 0x77), Is.EqualTo("Panic(0x77): unknown panic"));
        Assert.That(
            Words("Odd(string,bytes4[],(bool,address))", "x", new object[] { new byte[] { 1, 2, 3, 4 } }, new object[] { true, Address.Zero }),
            Is.EqualTo("Odd(text: \"x\", tags: [0x01020304], pair: (a: true, b: 0x0000000000000000000000000000000000000000))"));
        Assert.That(decoder.Decode([]).Words, Is.EqualTo("reverted without a reason"));
        Assert.That(decoder.Decode([1, 2, 3]).Words, Is.EqualTo("unknown error 0x010203"));
        Assert.That(decoder.Decode([1, 2, 3, 4]).Words, Is.EqualTo("unknown error 0x01020304"));
        Assert.That(decoder.Decode(AbiFunction.Parse("RowHolds(uint32,uint64)").Selector).Words, Does.StartWith("unreadable RowHolds 0x"));
    }
}
