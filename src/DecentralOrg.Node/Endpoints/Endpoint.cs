using DecentralOrg.Ethereum;
using DecentralOrg.Node.Operating;

namespace DecentralOrg.Node.Endpoints;

/// <summary>One endpoint and what is known of it. Its pool alone changes it, under the pool's lock.</summary>
internal sealed class Endpoint(string shown, IChain chain, Backoff backoff)
{
    public string Shown { get; } = shown;

    public IChain Chain { get; } = chain;

    public EndpointCondition Condition { get; private set; }

    public ulong? Head { get; set; }

    public string? Sentence { get; private set; }

    public DateTimeOffset? Since { get; private set; }

    /// <summary>When it is looked at again.</summary>
    public DateTimeOffset NextLook { get; set; }

    /// <summary>Until when it asked to be left alone.</summary>
    public DateTimeOffset? LeaveUntil { get; private set; }

    /// <summary>It is of the right chain and answers. What it failed at before may still fail: only a step that ends well shows that.</summary>
    public void Admit()
    {
        (Condition, Sentence, Since, LeaveUntil) = (EndpointCondition.Well, null, null, null);
    }

    public void Succeed()
    {
        Admit();
        backoff.Reset();
    }

    public void Fail(string sentence, TimeSpan? retryAfter, DateTimeOffset now)
    {
        Since = Condition == EndpointCondition.Failing ? Since : now;
        (Condition, Sentence) = (EndpointCondition.Failing, sentence);
        if (retryAfter is { } wait)
            LeaveUntil = now + wait;
        var next = now + backoff.Next();
        NextLook = LeaveUntil > next ? LeaveUntil.Value : next;
    }

    public void Refuse(string sentence, DateTimeOffset now)
    {
        Since = Condition == EndpointCondition.OtherChain ? Since : now;
        (Condition, Sentence) = (EndpointCondition.OtherChain, sentence);
        NextLook = now + backoff.Next();
    }

    /// <summary>What was known of its chain was about another one.</summary>
    public void Forget() => (Condition, Sentence, Since, NextLook) = (EndpointCondition.Unknown, null, null, default);
}
