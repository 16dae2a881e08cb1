using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Contracts;

namespace DecentralOrg.Node.Organizations;

/// <summary>What somebody showed of a role's condition on influence.</summary>
/// <param name="Epoch">The epoch whose final settlement he showed.</param>
/// <param name="Influence">What the holder has by it, in units of 2^-60 of all influence.</param>
/// <param name="Met">Whether that is what the role asks for.</param>
public sealed record ShownCondition(uint Epoch, ulong Influence, bool Met);

/// <summary>Where a role is at a time.</summary>
public enum RoleState
{
    /// <summary>Its holder has it.</summary>
    Held,

    /// <summary>It was shown last that its condition is not met.</summary>
    Suspended,

    /// <summary>Its time is over.</summary>
    Over,
}

/// <summary>A role as a vote gave it.</summary>
/// <param name="Name">Its name, 1 to 64 bytes; equal names are equal byte by byte.</param>
/// <param name="Account">The account that it was given to.</param>
/// <param name="Until">When it ends, in seconds since 1970.</param>
/// <param name="Condition">What it asks for.</param>
/// <param name="Block">The block it was given in.</param>
/// <param name="Transaction">The transaction that gave it.</param>
public sealed record HeldRole(RecordText Name, Address Account, ulong Until, RoleCondition Condition, ulong Block, Bytes32 Transaction)
{
    /// <summary>What was shown last since it was given; null if nothing was.</summary>
    public ShownCondition? Shown { get; init; }

    /// <summary>Whether it was shown last that its condition is not met.</summary>
    public bool IsSuspended => Shown is { Met: false };

    /// <summary>Where it is at a time, as the contract says it.</summary>
    /// <param name="time">The time of a block, in seconds since 1970.</param>
    public RoleState StateAt(ulong time) => time >= Until ? RoleState.Over : IsSuspended ? RoleState.Suspended : RoleState.Held;
}

/// <summary>Members' roles as the events tell them: those that were given and not revoked, also if their time is over.</summary>
public sealed class RoleBook
{
    private readonly List<HeldRole> held = [];
    private readonly Dictionary<(Bytes32 Id, Address Account), int> places = [];
    private readonly Dictionary<(Bytes32 Id, Address Account), RecordText> revoked = [];

    /// <summary>All of them, in the order in which they were first given.</summary>
    public IReadOnlyList<HeldRole> All => held;

    /// <summary>The role with a name as an account has it; null if it was not given to it, or was revoked.</summary>
    public HeldRole? Find(RecordText name, Address account) => places.TryGetValue((IdOf(name), account), out var place) ? held[place] : null;

    /// <summary>Those that were taken, and not given again since.</summary>
    public IEnumerable<(RecordText Name, Address Account)> Revoked => revoked.Select(gone => (gone.Value, gone.Key.Account));

    /// <summary>Whether what the contract holds of a role and an account is what the events give.</summary>
    /// <param name="name">The role's name.</param>
    /// <param name="account">The account.</param>
    /// <param name="holding">What the contract holds.</param>
    public bool Gives(RecordText name, Address account, RoleHolding holding)
    {
        ArgumentNullException.ThrowIfNull(holding);
        return Find(name, account) is { } told
            ? holding.Since != 0 && holding.Until == told.Until && holding.Suspended == told.IsSuspended && holding.Condition == told.Condition
            : holding.Since == 0;
    }

    internal void Grant(Bytes32 id, HeldRole role)
    {
        Check(id, role.Name);
        if (role.Until > ChainTime.LastSecond)
            throw new HistoryException($"A role of {role.Account} is told to end at second {role.Until}, which the contract does not take. Ask another endpoint.");
        revoked.Remove((id, role.Account));
        if (places.TryGetValue((id, role.Account), out var place))
        {
            held[place] = role;
            return;
        }
        places.Add((id, role.Account), held.Count);
        held.Add(role);
    }

    internal void Revoke(Bytes32 id, Address account, RecordText name)
    {
        Check(id, name);
        var gone = Known(id, account);
        held.RemoveAt(gone);
        places.Remove((id, account));
        revoked.Add((id, account), name);
        for (var place = gone; place < held.Count; place++)
            places[(IdOf(held[place].Name), held[place].Account)] = place;
    }

    internal void Show(Bytes32 id, Address account, ShownCondition shown)
    {
        var place = Known(id, account);
        held[place] = held[place] with { Shown = shown };
    }

    private int Known(Bytes32 id, Address account) => places.TryGetValue((id, account), out var place)
        ? place
        : throw new HistoryException($"Something is told of a role {id} of {account}, whose giving was not shown. Ask another endpoint.");

    private static void Check(Bytes32 id, RecordText name)
    {
        if (IdOf(name) != id)
            throw new HistoryException($"A role is told with a name whose hash is not {id}. Ask another endpoint.");
    }

    private static Bytes32 IdOf(RecordText name) => Keccak.Hash(name.Bytes);
}
