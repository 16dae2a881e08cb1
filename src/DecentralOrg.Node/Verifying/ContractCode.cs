using DecentralOrg.Ethereum;

namespace DecentralOrg.Node.Verifying;

/// <summary>Compares the code of a contract on a chain with what the compiler made of its source.</summary>
public static class ContractCode
{
    /// <summary>
    /// Whether the code is the artifact's, but for the values of immutable variables, which its constructor wrote. It tells
    /// what runs from now on; what the constructor stored, only the transaction that created the contract tells.
    /// </summary>
    public static bool Runs(ContractArtifact artifact, byte[] deployed)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        ArgumentNullException.ThrowIfNull(deployed);
        if (deployed.Length == 0 || deployed.Length != artifact.DeployedBytecode.Length)
            return false;
        var masked = deployed.ToArray();
        foreach (var written in artifact.Immutables)
            masked.AsSpan(written).Clear();
        return masked.AsSpan().SequenceEqual(artifact.DeployedBytecode);
    }
}
