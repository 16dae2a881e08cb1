using System.Text.Json;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>What Hardhat writes about a compiled contract.</summary>
/// <param name="Name">The contract's name.</param>
/// <param name="AbiJson">Its ABI in JSON.</param>
/// <param name="Bytecode">Its creation code without arguments; empty for an interface.</param>
public sealed record ContractArtifact(string Name, string AbiJson, byte[] Bytecode)
{
    /// <summary>Reads an artifact's JSON.</summary>
    /// <exception cref="AbiException">Not an artifact, or one whose libraries are not linked.</exception>
    public static ContractArtifact Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new ContractArtifact(
                root.GetProperty("contractName").GetString() ?? "",
                root.GetProperty("abi").GetRawText(),
                Hex.Decode(root.GetProperty("bytecode").GetString() ?? ""));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new AbiException("This is not the artifact of a contract, or its libraries are not linked.", error);
        }
    }
}
