using System.Globalization;
using DecentralOrg.Ethereum;
using DecentralOrg.Node.Operating;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Endpoints;

/// <summary>
/// The endpoints of one chain, in the order in which they are preferred. A step is done with one endpoint from its first
/// question to its last, because two of them can be at different blocks; one that fails it is left alone for a while, and
/// the step is done again from its beginning with the next. An endpoint of another chain is never used. Safe for use by
/// several threads.
/// </summary>
internal sealed class EndpointPool
{
    /// <summary>Blocks that an endpoint may be behind another and still be preferred to it.</summary>
    private const ulong Behind = 5;

    private readonly Lock gate = new();
    private readonly IReadOnlyList<Endpoint> all;
    private readonly EndpointOptions options;
    private readonly ILogger log;
    private Endpoint? used;
    private HomeChain? home;

    /// <summary>Begins with endpoints of which nothing is known.</summary>
    /// <param name="endpoints">Each as it may be shown, and the connection to it.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="random">Draws how long to leave one alone.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it says which endpoint is used and why.</param>
    public EndpointPool(IReadOnlyList<(string Shown, IChain Chain)> endpoints, EndpointOptions options, Random random, TimeProvider time, ILogger<EndpointPool> log)
    {
        this.options = options;
        this.log = log;
        all =
        [
            .. endpoints.Select((endpoint, i) => new Endpoint(
                string.Create(CultureInfo.InvariantCulture, $"{i + 1}: {endpoint.Shown}"), endpoint.Chain,
                new Backoff(random, options.ShortestRest, options.LongestRest), time)),
        ];
    }

    /// <summary>The chain that the endpoints must be of; null until the node's data says it.</summary>
    public HomeChain? Home
    {
        get
        {
            lock (gate)
                return home;
        }
    }

    /// <summary>How the endpoints are, in their order.</summary>
    public IReadOnlyList<EndpointState> States
    {
        get
        {
            lock (gate)
            {
                var best = Best();
                return
                [
                    .. all.Select(each => IsBehind(each, best)
                        ? new EndpointState(each.Shown, each == used, EndpointCondition.Behind, each.Head, $"Its chain ends at block {each.Head}, another endpoint's at block {best}.", each.Since)
                        : new EndpointState(each.Shown, each == used, each.Condition, each.Head, each.Sentence, each.Since)),
                ];
            }
        }
    }

    /// <summary>Says which chain the endpoints must be of. All are looked at again.</summary>
    public void Belong(HomeChain chain)
    {
        lock (gate)
        {
            if (home == chain)
                return;
            home = chain;
            foreach (var endpoint in all)
                endpoint.Forget();
        }
    }

    /// <summary>Does a step with the first endpoint that is well, and with the next if it gives no usable answer.</summary>
    /// <param name="step">The step; what it asks, it asks of the endpoint that it is given. It may be begun several times.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="RpcException">No endpoint gave a usable answer; this is what the first one did.</exception>
    /// <exception cref="EndpointException">The same, or there is none to ask.</exception>
    public async Task<T> UseAsync<T>(Func<IChain, Task<T>> step, CancellationToken stop)
    {
        Exception? first = null;
        foreach (var endpoint in Candidates())
        {
            try
            {
                if (endpoint.Condition == EndpointCondition.Unknown && !await LookAsync(endpoint, stop))
                    continue;
                var result = await step(endpoint.Chain);
                Succeed(endpoint);
                return result;
            }
            catch (Exception error) when (EndpointFault.Is(error))
            {
                Fail(endpoint, error);
                first ??= error;
            }
        }
        throw first ?? new EndpointException(NoneLeft());
    }

    /// <summary>Looks at every endpoint that it is time to look at: whether it answers, of which chain it is, and how far its chain goes.</summary>
    public Task LookAsync(CancellationToken stop)
    {
        Endpoint[] due;
        lock (gate)
            due = [.. all.Where(endpoint => endpoint.IsDue)];
        return Task.WhenAll(due.Select(async endpoint =>
        {
            try
            {
                await LookAsync(endpoint, stop);
            }
            catch (RpcException error)
            {
                Fail(endpoint, error);
            }
        }));
    }

    private Endpoint[] Candidates()
    {
        lock (gate)
        {
            var best = Best();
            // One that fails is still better than none: whoever has only one asks it as often as his loop does.
            return
            [
                .. all.Where(endpoint => endpoint.Condition != EndpointCondition.OtherChain && endpoint.Rest <= TimeSpan.Zero)
                    .OrderBy(endpoint => endpoint.Condition == EndpointCondition.Failing)
                    .ThenBy(endpoint => IsBehind(endpoint, best)),
            ];
        }
    }

    private ulong? Best() => all.Where(endpoint => endpoint.Condition == EndpointCondition.Well).Max(endpoint => endpoint.Head);

    private static bool IsBehind(Endpoint endpoint, ulong? best) =>
        endpoint.Condition == EndpointCondition.Well && endpoint.Head + Behind < best;

    /// <summary>Whether it can be used.</summary>
    private async Task<bool> LookAsync(Endpoint endpoint, CancellationToken stop)
    {
        var wanted = Home;
        var found = new HomeChain(await endpoint.Chain.GetChainIdAsync(stop), await endpoint.Chain.GetGenesisHashAsync(stop));
        var head = await endpoint.Chain.GetBlockAsync(BlockTag.Latest, stop)
            ?? throw new RpcException(RpcFailure.Malformed, "The endpoint has no latest block.");
        lock (gate)
        {
            endpoint.Head = head.Number;
            if (wanted != home)
                return false;
            if (home is null || found == home)
            {
                endpoint.Admit(options.LookEvery);
                return true;
            }
            if (endpoint.Condition != EndpointCondition.OtherChain)
                log.OtherChain(endpoint.Shown, Difference(home, found));
            endpoint.Refuse(Difference(home, found));
            return false;
        }
    }

    private static string Difference(HomeChain home, HomeChain found) => home.Id != found.Id
        ? $"It has the chain id {found.Id}, and the node's data is of the chain with id {home.Id}. It is not used; give the right endpoint, or another data directory or database."
        : "It is another chain with the same id: its block 0 is another one, as after the restart of a chain for development. It is not used; give the right endpoint, or begin with an empty data directory.";

    private void Succeed(Endpoint endpoint)
    {
        lock (gate)
        {
            if (endpoint != used)
                log.Using(endpoint.Shown);
            used = endpoint;
            // What was found of it in the meantime weighs more than an answer that looks right.
            if (endpoint.Condition != EndpointCondition.OtherChain)
                endpoint.Succeed();
        }
    }

    private void Fail(Endpoint endpoint, Exception error)
    {
        lock (gate)
        {
            if (endpoint.Condition == EndpointCondition.OtherChain)
                return;
            if (endpoint.Condition != EndpointCondition.Failing)
                log.Failing(endpoint.Shown, error.Message);
            endpoint.Fail(error.Message, (error as RpcException)?.RetryAfter);
        }
    }

    private string NoneLeft()
    {
        lock (gate)
        {
            var resting = all.Where(endpoint => endpoint.Rest > TimeSpan.Zero).ToArray();
            return resting.Length > 0
                ? $"Every endpoint that could be asked wants to be left alone, the next for {resting.Min(endpoint => endpoint.Rest).TotalSeconds:0} seconds. It goes on by itself; an endpoint that allows more would not wait."
                : $"No endpoint is of the chain that the node's data is about. {string.Join(' ', all.Select(endpoint => $"{endpoint.Shown}: {endpoint.Sentence}"))}";
        }
    }
}
