using DecentralOrg.Ethereum;
using DecentralOrg.Node.Operating;

namespace DecentralOrg.Node.Endpoints;

/// <summary>
/// One endpoint and what is known of it. Its pool alone changes it, under the pool's lock. Waits are measured by the
/// machine's uptime: a clock that is set back must not make them a day long.
/// </summary>
internal sealed class Endpoint(string shown, IChain chain, Backoff backoff, TimeProvider time)
{
    private long from;
    private TimeSpan untilLook;
    private TimeSpan untilAsked;

    public string Shown { get; } = shown;

    public IChain Chain { get; } = chain;

    public EndpointCondition Condition { get; private set; }

    public ulong? Head { get; set; }

    public string? Sentence { get; private set; }

    public DateTimeOffset? Since { get; private set; }

    /// <summary>Whether it is time to look at it.</summary>
    public bool IsDue => from == 0 || time.GetElapsedTime(from) >= untilLook;

    /// <summary>How long it still wants to be left alone; zero or less if it may be asked.</summary>
    public TimeSpan Rest => untilAsked == default ? default : untilAsked - time.GetElapsedTime(from);

    /// <summary>It is of the right chain and answers. What it failed at before may still fail: only a step that ends well shows that.</summary>
    /// <param name="nextLook">When to look at it again; null to leave that as it is.</param>
    public void Admit(TimeSpan? nextLook)
    {
        (Condition, Sentence, Since) = (EndpointCondition.Well, null, null);
        if (nextLook is { } wait)
            Wait(wait, default);
    }

    public void Succeed()
    {
        Admit(nextLook: null);
        backoff.Reset();
    }

    public void Fail(string sentence, TimeSpan? retryAfter)
    {
        Since = Condition == EndpointCondition.Failing ? Since : time.GetUtcNow();
        (Condition, Sentence) = (EndpointCondition.Failing, sentence);
        var wait = backoff.Next();
        Wait(retryAfter > wait ? retryAfter.Value : wait, retryAfter ?? default);
    }

    public void Refuse(string sentence)
    {
        Since = Condition == EndpointCondition.OtherChain ? Since : time.GetUtcNow();
        (Condition, Sentence) = (EndpointCondition.OtherChain, sentence);
        Wait(backoff.Next(), default);
    }

    /// <summary>What was known of its chain was about another one.</summary>
    public void Forget() => (Condition, Sentence, Since, from, untilAsked) = (EndpointCondition.Unknown, null, null, 0, default);

    private void Wait(TimeSpan look, TimeSpan asked) => (from, untilLook, untilAsked) = (time.GetTimestamp(), look, asked);
}
