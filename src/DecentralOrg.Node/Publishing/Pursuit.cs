using DecentralOrg.Kernel;
using DecentralOrg.Node.Storage;

namespace DecentralOrg.Node.Publishing;

/// <summary>
/// Wants things for those who look again and again at what there is to do: once each, and once more some time after a
/// refusal, because what was too early, or came second, can succeed later.
/// </summary>
/// <param name="database">The node's database.</param>
/// <param name="intents">What is wanted.</param>
/// <param name="time">The clock.</param>
internal sealed class Pursuit(Database database, Intents intents, TimeProvider time)
{
    /// <summary>How long a refusal is left alone: about a block of Ethereum.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(12);

    /// <summary>Wants what is not wanted yet, all of it in one commit.</summary>
    /// <returns>Whether anything changed.</returns>
    public async Task<bool> WantAsync(IReadOnlyList<IntentRequest> requests, CancellationToken stop)
    {
        IntentRequest[] open = [.. requests.Where(request => IsOpen(intents.Find(request.Key)))];
        if (open.Length == 0)
            return false;
        await database.WriteAsync(
            session =>
            {
                foreach (var request in open)
                {
                    if (intents.Want(session, request) == WantResult.AlreadyThere)
                        intents.WantAgain(session, request.Key);
                }
            },
            stop);
        return true;
    }

    /// <summary>Wants something that can be wanted any number of times, if nothing of its kind is on its way for the account.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="sender">The account.</param>
    /// <param name="request">Makes the request from its number.</param>
    /// <param name="stop">Gives up; nothing is wanted.</param>
    public Task WantNextAsync(string kind, Address sender, Func<long, IntentRequest> request, CancellationToken stop) => database.WriteAsync(
        session =>
        {
            if (session.Number(
                "SELECT 1 FROM intents WHERE kind = @kind AND sender = @sender AND (live = 1 OR state IN ('Wanted', 'Held')) LIMIT 1",
                ("@kind", kind), ("@sender", sender)) is not null)
                return;
            var number = session.Number("SELECT COUNT(*) FROM intents WHERE kind = @kind AND sender = @sender", ("@kind", kind), ("@sender", sender)) ?? 0;
            intents.Want(session, request(number));
        },
        stop);

    private bool IsOpen(Intent? known) =>
        known is null || (known is { State: IntentState.Refused, Live: false } && time.GetUtcNow() - known.Changed >= Rest);
}
