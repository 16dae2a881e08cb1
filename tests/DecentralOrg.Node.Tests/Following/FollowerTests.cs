using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Tests.Following;

internal sealed class FollowerTests
{
    private const ulong Head = 70_000;

    /// <summary>A transfer of one unit in every thousandth block: what is read twice or not at all shows in the sum.</summary>
    private static readonly Log[] Transfers =
    [
        .. Enumerable.Range(0, 71).Select(i => Log(
            Part(2), 1_000 * (ulong)i,
            [RewardTokenContract.TransferEvent.Topic, Word(Address.Zero), Word(Chronicle.Account(1))], [.. new byte[31], 1])),
    ];

    [Test]
    public async Task Ranges_follow_each_other_without_gap_or_overlap()
    {
        var chain = new FakeChain(Transfers, (_, _) => { });
        var follower = await StartAsync(chain);
        await follower.ReadToAsync(30_000);
        await follower.ReadToAsync(30_000);
        await follower.ReadToAsync(Head);
        AssertWhole(chain, follower);
    }

    [TestCase(5_000UL)]
    [TestCase(999UL)]
    [TestCase(70UL)]
    public async Task An_endpoint_that_refuses_wide_ranges_is_asked_for_narrower_ones(ulong widest)
    {
        var chain = new FakeChain(Transfers, (first, last) =>
        {
            if (last - first + 1 > widest)
                throw new RpcException(widest == 999 ? RpcFailure.ErrorResponse : RpcFailure.TooLarge, "too wide");
        });
        var follower = await StartAsync(chain);
        await follower.ReadToAsync(Head);
        AssertWhole(chain, follower);
        Assert.That(chain.Answered.Max(range => range.Last - range.First + 1), Is.InRange(widest / 4, widest));
    }

    [Test]
    public async Task An_endpoint_that_refuses_a_single_block_is_given_up()
    {
        var follower = await StartAsync(new FakeChain(Transfers, (_, _) => throw new RpcException(RpcFailure.TooLarge, "no")));
        Assert.That(() => follower.ReadToAsync(Head), Throws.TypeOf<RpcException>().With.Message.EqualTo("no"));
    }

    [Test]
    public async Task What_was_read_before_a_broken_connection_stays_and_is_not_read_again()
    {
        var broken = true;
        var chain = new FakeChain(Transfers, (first, _) =>
        {
            if (first == 40_000 && broken)
                throw new RpcException(RpcFailure.Unreachable, "gone");
        });
        var follower = await StartAsync(chain);
        Assert.That(() => follower.ReadToAsync(Head), Throws.TypeOf<RpcException>().With.Property(nameof(RpcException.Kind)).EqualTo(RpcFailure.Unreachable));
        Assert.That(chain.Answered, Has.Count.EqualTo(2), "a narrower range helps nobody who cannot be reached");
        broken = false;
        await follower.ReadToAsync(Head);
        AssertWhole(chain, follower);
    }

    [Test]
    public async Task Events_that_do_not_matter_are_passed_over()
    {
        var approval = Log(Part(2), 3, [RewardTokenContract.ApprovalEvent.Topic, Word(Part(1)), Word(Part(2))], new byte[32]);
        var follower = await StartAsync(new FakeChain([approval, Transfers[1]], (_, _) => { }));
        await follower.ReadToAsync(Head);
        Assert.That((int)follower.Organization.Token.Minted, Is.EqualTo(1));
    }

    private static IEnumerable<TestCaseData> Impossible() =>
    [
        new TestCaseData(Log(Part(1), 9, [LedgerContract.EvaluationTakenEvent.Topic, Word(Address.Zero), Word(Address.Zero)], [])).SetArgDisplayNames("no data"),
        new TestCaseData(Log(Part(3), 9, [ReputationContract.ReputationSetEvent.Topic, Word(Address.Zero)], [.. Enumerable.Repeat((byte)0xff, 32)])).SetArgDisplayNames("reputation beyond 64 bits"),
        new TestCaseData(Log(Part(0), 9, [SettlementContract.FoundedEvent.Topic, Word(Part(1))], [.. Words(64, 7, 0)])).SetArgDisplayNames("no founders"),
    ];

    [TestCaseSource(nameof(Impossible))]
    public async Task An_event_that_no_contract_writes_is_named_with_its_place(Log log)
    {
        var follower = await StartAsync(new FakeChain([log], (_, _) => { }));
        Assert.That(
            () => follower.ReadToAsync(Head),
            Throws.TypeOf<HistoryException>().With.Message.StartsWith($"The log 4 of block 9 cannot be an event of {log.Address}: "));
    }

    private static Task<Follower> StartAsync(FakeChain chain) => Follower.StartAsync(chain, new OrganizationContracts(
        new SettlementContract(chain, Part(0)), new LedgerContract(chain, Part(1)), new ParametersContract(chain, Part(4)),
        new RewardTokenContract(chain, Part(2)), new ReputationContract(chain, Part(3)),
        new OrganizationTimelockContract(chain, Part(5)), new OrganizationGovernorContract(chain, Part(6)), new RolesContract(chain, Part(7))));

    private static void AssertWhole(FakeChain chain, Follower follower)
    {
        Assert.That(chain.Answered.Select(range => range.First), Is.EqualTo(chain.Answered.Select(range => range.Last + 1).Prepend(0UL).SkipLast(1)));
        Assert.That(chain.Answered[^1].Last, Is.EqualTo(Head));
        Assert.That((int)follower.Organization.Token.Minted, Is.EqualTo(Transfers.Length));
    }

    private static Address Part(int number) => Chronicle.Account(700 + number);

    private static Bytes32 Word(Address address) => new([.. new byte[12], .. address.ToArray()]);

    private static byte[] Words(params byte[] values) => [.. values.SelectMany(value => (byte[])[.. new byte[31], value])];

    private static Log Log(Address address, ulong block, Bytes32[] topics, byte[] data) => new(address, topics, data, block, default, default, 0, 4);
}
