using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Publishing;

namespace DecentralOrg.Node.Relaying;

/// <summary>
/// How it is known that a batch was brought: its transaction succeeded, and with it the ledger said of each record that it was
/// taken or why not; or the chain says so of each, whoever brought it.
/// </summary>
/// <param name="desk">Knows the records.</param>
internal sealed class RelayingKinds(IntakeDesk desk) : IIntentKinds
{
    /// <summary>The kind of bringing a batch.</summary>
    public const string Relay = "relay";

    public IEnumerable<IntentKind> Kinds =>
    [
        new(Relay, (_, intent, _, _) => Task.FromResult(intent.State == IntentState.Seen || desk.Records?.Queue.IsUnderWay(BatchOf(intent)) == false)),
    ];

    /// <summary>The key of the intent that brings a batch.</summary>
    public static string KeyOf(string batch) => $"{Relay}/{batch}";

    private static string BatchOf(Intent intent) => intent.Request.Key[(Relay.Length + 1)..];
}
