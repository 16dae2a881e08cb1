using DecentralOrg.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace DecentralOrg.Node.Publishing;

/// <summary>The chain that transactions are for.</summary>
/// <param name="Id">Its id (EIP-155).</param>
/// <param name="Genesis">The hash of its block 0.</param>
internal sealed record PublishingChain(ulong Id, Bytes32 Genesis);

/// <summary>
/// Publishing: transactions that survive anything. Whoever wants something on the chain writes an intent in the same commit
/// as the fact it follows from (<see cref="Intents"/>). A step of the <see cref="Publisher"/> simulates it, reserves its
/// nonce and stores its signed bytes in one commit, sends them, sends them again until they are in a block, offers more
/// where they are passed over, and looks for every attempt's receipt until its block is final and the contract says that it
/// holds what was wanted. Whatever is committed is enough to go on from, so a crash between any two lines costs nothing:
/// what may have been sent is sent again with the same bytes, and what was not signed has no nonce.
/// </summary>
internal static class PublishingRegistration
{
    /// <summary>
    /// Registers what those need who want something. Each account has a <see cref="PublishingLoop"/>, which the host runs;
    /// what is wanted is judged by the <see cref="IIntentKinds"/> that the slices register.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddPublishing(this IServiceCollection services, PublishingOptions options)
    {
        options.Validate();
        return services.AddSingleton(options).AddSingleton<Intents>().AddSingleton<Pursuit>().AddSingleton<PublishingMetrics>();
    }
}
