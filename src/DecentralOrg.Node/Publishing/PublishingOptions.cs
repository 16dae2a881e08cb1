namespace DecentralOrg.Node.Publishing;

/// <summary>How transactions are published.</summary>
public sealed record PublishingOptions
{
    /// <summary>Most wei per gas that are ever offered, base fee and tip together: 200 gwei by default. Where the chain asks for more, intents are held until it asks for less.</summary>
    public UInt128 CeilingWeiPerGas { get; init; } = 200_000_000_000;

    /// <summary>Most wei that all intents of one budget (an epoch) may cost: 1 ether by default. What is on its way counts with the most it can cost; ether that goes with a call does not.</summary>
    public UInt128 BudgetWei { get; init; } = 1_000_000_000_000_000_000;

    /// <summary>Most wei that all budgets of one purse (the votes of everybody in an epoch) may cost together: 10 ether by default. It counts as <see cref="BudgetWei"/> does.</summary>
    public UInt128 PurseWei { get; init; } = (UInt128)10 * 1_000_000_000_000_000_000;

    /// <summary>How long a transaction may wait before more is offered for it: 45 seconds by default, which is about four blocks of Ethereum. Less pays more than was needed.</summary>
    public TimeSpan ReplaceAfter { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How often what waits is handed to the same node again: 12 seconds by default; zero for every step. A node that dropped it gets it back after so long.</summary>
    public TimeSpan OfferEvery { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Most transactions of an account that wait for a block at once: 16 by default, 1 to 64. Nodes keep no more than 16 of an account when their pools are full.</summary>
    public int MostWaiting { get; init; } = 16;

    /// <summary>Blocks behind the head that can still be taken back, where the endpoint does not say which are final: 64 by default. Too few, and an intent can be called final that is not.</summary>
    public ulong Window { get; init; } = 64;

    /// <summary>How long a signer may take: 20 seconds by default. One that takes longer is asked again in the next step; no nonce is used.</summary>
    public TimeSpan SigningTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the lease of an account lasts when it is not renewed: 60 seconds by default. Each step renews it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether a publisher may take a lease that has not run out: true by default, because the lock on the data directory
    /// proves that whoever held it is gone. False where several processes share a database.
    /// </summary>
    public bool SeizeLease { get; init; } = true;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">One is out of range; the message names it.</exception>
    public void Validate()
    {
        // With more, products with a gas limit would pass 128 bits; nobody has as much.
        Require(CeilingWeiPerGas >= 1 && CeilingWeiPerGas <= (UInt128)1_000_000_000_000_000_000, nameof(CeilingWeiPerGas), "1 wei to 1 ether per gas", CeilingWeiPerGas);
        Require(BudgetWei >= 1 && BudgetWei <= (UInt128)1_000_000_000 * 1_000_000_000_000_000_000, nameof(BudgetWei), "1 wei to 10^9 ether", BudgetWei);
        Require(PurseWei >= 1 && PurseWei <= (UInt128)1_000_000_000 * 1_000_000_000_000_000_000, nameof(PurseWei), "1 wei to 10^9 ether", PurseWei);
        Require(ReplaceAfter >= TimeSpan.FromSeconds(1) && ReplaceAfter <= TimeSpan.FromDays(1), nameof(ReplaceAfter), "1 second to 1 day", ReplaceAfter);
        Require(OfferEvery >= TimeSpan.Zero && OfferEvery <= TimeSpan.FromHours(1), nameof(OfferEvery), "0 to 1 hour", OfferEvery);
        Require(MostWaiting is >= 1 and <= 64, nameof(MostWaiting), "1 to 64", MostWaiting);
        Require(Window <= 100_000, nameof(Window), "0 to 100,000 blocks", Window);
        Require(SigningTimeout >= TimeSpan.FromSeconds(1) && SigningTimeout <= TimeSpan.FromMinutes(10), nameof(SigningTimeout), "1 second to 10 minutes", SigningTimeout);
        Require(Lease >= TimeSpan.FromSeconds(5) && Lease <= TimeSpan.FromHours(1), nameof(Lease), "5 seconds to 1 hour", Lease);
    }

    private static void Require(bool holds, string option, string range, IFormattable value)
    {
        if (!holds)
            throw new ArgumentException($"Publishing:{option} is {value.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}; it must be {range}.", option);
    }
}
