using DecentralOrg.Ethereum;
using DecentralOrg.Node.Following;

namespace DecentralOrg.Node.Tests.Following;

internal sealed class RangeWidthTests
{
    [TestCase("Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x10, 0x7f]", 112UL)]
    [TestCase("query returned more than 10000 results. Try with this block range [0xA, 0x13].", 10UL)]
    [TestCase("eth_getLogs is limited to a 1,000 range", 1_000UL)]
    [TestCase("eth_getLogs is limited to 0 - 10000 blocks range", 5_000UL)]
    [TestCase("query block range exceeds server limit 100", 5_000UL)]
    [TestCase("block range is too wide", 5_000UL)]
    [TestCase("exceed maximum block range: 50", 5_000UL)]
    [TestCase("query timeout exceeded", 5_000UL)]
    [TestCase("[0x10, 0x7]", 5_000UL)]
    [TestCase("limited to a 0 range", 5_000UL)]
    [TestCase("", 5_000UL)]
    public void A_refused_range_is_halved_or_as_wide_as_it_is_offered(string words, ulong expected)
    {
        var width = new RangeWidth(10_000);
        Assert.That(width.TryNarrow(Error(words)));
        Assert.That(width.Blocks, Is.EqualTo(expected));
    }

    [TestCase("daily request count exceeded, request rate limited")]
    [TestCase("Your app has exceeded its compute units per second capacity.")]
    [TestCase("429 Too Many Requests")]
    [TestCase("50/second request limit reached - reduce calls per second or upgrade your account: too many requests")]
    public void Who_is_asked_too_often_does_not_answer_a_narrower_range(string words)
    {
        var width = new RangeWidth(10_000);
        Assert.That(width.TryNarrow(Error(words)), Is.False);
        Assert.That(width.Blocks, Is.EqualTo(10_000));
    }

    [TestCase(RpcFailure.Unreachable)]
    [TestCase(RpcFailure.HttpStatus)]
    [TestCase(RpcFailure.Malformed)]
    [TestCase(RpcFailure.NotJson)]
    public void What_is_no_answer_says_nothing_of_the_range(RpcFailure failure) =>
        Assert.That(new RangeWidth(10_000).TryNarrow(new RpcException(failure, "no")), Is.False);

    [Test]
    public void It_ends_at_one_block_and_grows_to_the_widest()
    {
        var width = new RangeWidth(100);
        var refusals = 0;
        while (width.TryNarrow(new RpcException(RpcFailure.TooLarge, "no")))
            refusals++;
        Assert.That((width.Blocks, refusals), Is.EqualTo((1UL, 6)));
        var seen = new List<ulong>();
        for (var i = 0; i < 30; i++)
        {
            width.Widen();
            seen.Add(width.Blocks);
        }
        Assert.That(seen, Is.Ordered);
        Assert.That(seen[^1], Is.EqualTo(100));
    }

    [Test]
    public void An_answer_that_does_not_come_in_time_is_asked_of_fewer_blocks_next_time()
    {
        var width = new RangeWidth(100);
        width.Late();
        Assert.That(width.Blocks, Is.EqualTo(50));
    }

    private static RpcException Error(string words)
    {
        using var json = System.Text.Json.JsonDocument.Parse(System.Text.Json.JsonSerializer.Serialize(new { code = -32005, message = words }));
        return RpcException.From("eth_getLogs", json.RootElement);
    }
}
