namespace DecentralOrg.Ethereum.Tests;

/// <summary>The contract that has everything, compiled from its source.</summary>
internal static class Probe
{
    public static async Task<ContractArtifact> CompileAsync()
    {
        ContractArtifact? artifact = null;
        var oracle = new Oracle();
        oracle.Ask(new { kind = "compile" }, answer => artifact = ContractArtifact.Parse(answer));
        await oracle.RunAsync();
        return artifact!;
    }
}
