using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>Whoever can sign for an account: a key in memory, a hardware wallet, a remote signer.</summary>
public interface ISigner
{
    /// <summary>The account that the signatures recover to.</summary>
    Address Address { get; }

    /// <summary>Signs a 32-byte digest as it is, without a prefix. Safe to call from several threads.</summary>
    Signature Sign(Bytes32 digest);
}
