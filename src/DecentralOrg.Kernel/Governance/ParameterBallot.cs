using System.Collections.Immutable;
using System.Text;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Governance;

/// <summary>The value that a member prefers for a parameter.</summary>
public readonly record struct Preference(Parameter Parameter, UInt128 Value);

/// <summary>A member's ballot on the parameters, signed as EIP-712 typed data in the domain of the organization's records.</summary>
/// <param name="Voter">Who votes.</param>
/// <param name="Ballot">The name of the vote, the same in all its ballots.</param>
/// <param name="Nonce">Of several ballots of a voter the one with the highest nonce counts.</param>
/// <param name="Preferences">What he prefers; a parameter that is not named stays as it is for him.</param>
public sealed record ParameterBallot(Address Voter, RecordText Ballot, ulong Nonce, ImmutableArray<Preference> Preferences)
{
    /// <summary>The most bytes of the name of a vote.</summary>
    public const int MostBallotBytes = 64;

    /// <summary>The name of the type.</summary>
    public const string TypeName = "ParameterBallot";

    /// <summary>The type as EIP-712's <c>encodeType</c> writes it.</summary>
    public const string EncodedType = "ParameterBallot(address voter,string ballot,uint64 nonce,Preference[] preferences)" + EncodedPreference;

    private const string EncodedPreference = "Preference(string parameter,uint256 value)";
    private static readonly Bytes32 TypeHash = RecordTypes.Hash(EncodedType);
    private static readonly Bytes32 PreferenceHash = RecordTypes.Hash(EncodedPreference);

    /// <summary>The EIP-712 struct hash.</summary>
    public Bytes32 Id
    {
        get
        {
            var preferences = new TypedWords(new byte[Bytes32.Length * Preferences.Length]);
            foreach (var preference in Preferences)
                preferences.Add(StructHash(preference));
            var words = new TypedWords(stackalloc byte[5 * Bytes32.Length]);
            words.Add(TypeHash);
            words.Add(Voter);
            words.Add(Keccak.Hash(Ballot.Bytes));
            words.Add(Nonce);
            words.Add(preferences.Hash());
            return words.Hash();
        }
    }

    /// <summary>What the voter signs.</summary>
    public Bytes32 Digest(RecordDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return domain.Digest(Id);
    }

    /// <summary>What stands against the ballot whoever signed it, or <see cref="BallotRefusal.None"/>.</summary>
    public BallotRefusal Check()
    {
        if (Ballot.Bytes.Length is 0 or > MostBallotBytes)
            return BallotRefusal.BallotLength;
        if (Preferences.IsEmpty)
            return BallotRefusal.NoPreference;
        if (Preferences.DistinctBy(preference => preference.Parameter).Count() < Preferences.Length)
            return BallotRefusal.ParameterRepeated;
        return Preferences.Any(preference => !Terms.BoundsOf(preference.Parameter).Hold(preference.Value)) ? BallotRefusal.OutOfBounds : BallotRefusal.None;
    }

    private static Bytes32 StructHash(Preference preference)
    {
        var words = new TypedWords(stackalloc byte[3 * Bytes32.Length]);
        words.Add(PreferenceHash);
        words.Add(Keccak.Hash(Encoding.ASCII.GetBytes(preference.Parameter.Name)));
        words.Add(preference.Value);
        return words.Hash();
    }
}
