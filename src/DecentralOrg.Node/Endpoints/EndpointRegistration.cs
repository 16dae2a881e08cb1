using System.Security.Cryptography;
using DecentralOrg.Ethereum;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DecentralOrg.Node.Endpoints;

/// <summary>
/// Endpoints: whoever does a step with the chain takes the <see cref="EndpointPool"/> and does it with the endpoint that he
/// is given; whoever has a single question takes <see cref="IChain"/>.
/// </summary>
internal static class EndpointRegistration
{
    /// <summary>Registers the pool and the connections of its endpoints. Needs a <see cref="TimeProvider"/>.</summary>
    /// <param name="services">The node's services.</param>
    /// <param name="urls">The endpoints in the order in which they are preferred.</param>
    /// <param name="options">Bounds.</param>
    public static IServiceCollection AddEndpoints(this IServiceCollection services, IReadOnlyList<Uri> urls, EndpointOptions options) => services
        .AddSingleton(provider => new EndpointConnections(urls, options, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new EndpointPool(
            provider.GetRequiredService<EndpointConnections>().All, options, new Random(RandomNumberGenerator.GetInt32(int.MaxValue)),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EndpointPool>>()))
        .AddSingleton<IChain, AnyEndpoint>();
}

/// <summary>The connections to the endpoints; they end with the node.</summary>
internal sealed class EndpointConnections : IDisposable
{
    private readonly List<JsonRpcClient> clients = [];

    public EndpointConnections(IReadOnlyList<Uri> urls, EndpointOptions options, TimeProvider time)
    {
        foreach (var url in urls)
            clients.Add(new JsonRpcClient(url, options: new RpcOptions(options.Timeout, options.MaxResponseBytes), time: time));
        All = [.. urls.Zip(clients, (url, client) => (EndpointUrl.Shown(url), (IChain)new HttpChain(client)))];
    }

    public IReadOnlyList<(string Shown, IChain Chain)> All { get; }

    public void Dispose()
    {
        foreach (var client in clients)
            client.Dispose();
    }
}
