using System.Globalization;
using DecentralOrg.Node.Operating;
using DecentralOrg.Node.Scoring;

namespace DecentralOrg.Node.Challenging;

/// <summary>Tells the operator of a wrong settlement that stands, and what is done about it.</summary>
internal sealed class StandingWatch(SituationReader situations, NodeAccounts accounts) : IStatusSource
{
    public IEnumerable<string> Sentences()
    {
        if (situations.Read()?.Pending is not { Standing: { } standing, Wrong: { } wrong } pending)
            yield break;
        var deadline = DateTimeOffset.FromUnixTimeSeconds((long)standing.Deadline);
        var done = accounts.Of(NodeRole.Challenge) is { } account
            ? $"{account} challenges it."
            : $"No account challenges it: give {NodeSettings.NameOf(NodeRole.Challenge)}-key, or send what `dorg verify` prints with any wallet.";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"The settlement of epoch {pending.Number} by {standing.Submitter} is wrong: it says {wrong.Posted} for member {wrong.Member}, and {wrong.Found} follows from it. It becomes final after {deadline:u}. {done}");
    }
}
