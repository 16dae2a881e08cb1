using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Tests.Publishing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DecentralOrg.Node.Tests.Endpoints;

/// <summary>Which endpoint is used when; what each does to a step is tested with real ones in the acceptance tests.</summary>
internal sealed class EndpointPoolTests
{
    private static readonly HomeChain Home = new(31_337, Keccak.Hash([1]));

    private readonly ManualTime time = new();

    [Test]
    public async Task A_clock_that_is_set_a_day_back_or_forth_changes_no_wait([Values(-1, 1)] int days)
    {
        var failing = true;
        var (first, second) = (new StillChain(Home), new StillChain(Home));
        var pool = Pool(first, second);
        Assert.That(await UseAsync(pool), Is.SameAs(first));
        Assert.That(await pool.UseAsync(chain => chain == first && failing ? throw new RpcException(RpcFailure.Timeout, "late") : Task.FromResult(chain), default), Is.SameAs(second));
        failing = false;
        time.Set(TimeSpan.FromDays(days));
        await pool.LookAsync(default);
        Assert.That(await UseAsync(pool), Is.SameAs(second), "no time passed");
        time.Advance(TimeSpan.FromSeconds(1));
        await pool.LookAsync(default);
        Assert.That(await UseAsync(pool), Is.SameAs(first));
    }

    [Test]
    public async Task One_of_another_chain_is_asked_nothing_but_which_it_is()
    {
        var (stranger, own) = (new StillChain(Home with { Id = 1 }), new StillChain(Home));
        var pool = Pool(stranger, own);
        pool.Belong(Home);
        Assert.That(await UseAsync(pool), Is.SameAs(own));
        Assert.That(pool.States.Select(state => state.Condition), Is.EqualTo((EndpointCondition[])[EndpointCondition.OtherChain, EndpointCondition.Well]));
    }

    [Test]
    public async Task One_that_turns_out_to_be_of_another_chain_in_the_middle_of_a_step_is_not_used_again()
    {
        var (first, second) = (new StillChain(Home), new StillChain(Home));
        var pool = Pool(first, second);
        pool.Belong(Home);
        await pool.UseAsync(
            async chain =>
            {
                first.Home = Home with { Genesis = default };
                time.Advance(TimeSpan.FromMinutes(1));
                await pool.LookAsync(default);
                return chain;
            },
            default);
        Assert.That(await UseAsync(pool), Is.SameAs(second));
        first.Home = Home;
        time.Advance(TimeSpan.FromMinutes(2));
        await pool.LookAsync(default);
        Assert.That(await UseAsync(pool), Is.SameAs(first), "it was led back");
    }

    [Test]
    public async Task One_that_is_a_few_blocks_late_is_still_preferred()
    {
        var (first, second) = (new StillChain(Home) { Head = 95 }, new StillChain(Home) { Head = 100 });
        var pool = Pool(first, second);
        await pool.LookAsync(default);
        Assert.That(await UseAsync(pool), Is.SameAs(first));
        second.Head = 101;
        time.Advance(TimeSpan.FromMinutes(1));
        await pool.LookAsync(default);
        Assert.That(await UseAsync(pool), Is.SameAs(second));
        Assert.That(pool.States[0].Condition, Is.EqualTo(EndpointCondition.Behind));
    }

    [Test]
    public async Task What_is_no_fault_of_an_endpoint_is_no_reason_for_another()
    {
        var (first, second) = (new StillChain(Home), new StillChain(Home));
        var pool = Pool(first, second);
        Assert.That(() => pool.UseAsync<int>(_ => throw new InvalidOperationException("a defect"), default), Throws.InvalidOperationException);
        Assert.That(await UseAsync(pool), Is.SameAs(first));
    }

    private static Task<IChain> UseAsync(EndpointPool pool) => pool.UseAsync(Task.FromResult, CancellationToken.None);

    private EndpointPool Pool(params IChain[] chains) =>
        new([.. chains.Select(chain => ("http://x", chain))], new EndpointOptions(), new Random(1), time, NullLogger<EndpointPool>.Instance);

    /// <summary>A chain that knows its name and its head.</summary>
    private sealed class StillChain(HomeChain home) : UnusedChain
    {
        public HomeChain Home { get; set; } = home;

        public ulong Head { get; set; } = 7;

        public override Task<ulong> GetChainIdAsync(CancellationToken stop = default) => Task.FromResult(Home.Id);

        public override Task<Bytes32> GetGenesisHashAsync(CancellationToken stop = default) => Task.FromResult(Home.Genesis);

        public override Task<Block?> GetBlockAsync(BlockTag at = default, CancellationToken stop = default) =>
            Task.FromResult<Block?>(new Block(Head, default, default, 0, 0, 0));
    }
}
