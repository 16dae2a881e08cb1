using System.Text.Json;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>What Hardhat writes about a compiled contract.</summary>
/// <param name="Name">The contract's name.</param>
/// <param name="AbiJson">Its ABI in JSON.</param>
/// <param name="Bytecode">Its creation code without arguments; empty for an interface.</param>
public sealed record ContractArtifact(string Name, string AbiJson, byte[] Bytecode)
{
    /// <summary>The code that stays on the chain, with zeros where the constructor writes; empty for an interface.</summary>
    public byte[] DeployedBytecode { get; init; } = [];

    /// <summary>The bytes of <see cref="DeployedBytecode"/> that the constructor writes: the values of immutable variables.</summary>
    public IReadOnlyList<Range> Immutables { get; init; } = [];

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
                Hex.Decode(root.GetProperty("bytecode").GetString() ?? ""))
            {
                DeployedBytecode = Hex.Decode(root.GetProperty("deployedBytecode").GetString() ?? ""),
                Immutables = [.. root.GetProperty("immutableReferences").EnumerateObject().SelectMany(variable => variable.Value.EnumerateArray()).Select(ReadRange)],
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new AbiException("This is not the artifact of a contract, or its libraries are not linked.", error);
        }
    }

    private static Range ReadRange(JsonElement reference)
    {
        var start = reference.GetProperty("start").GetInt32();
        return start..(start + reference.GetProperty("length").GetInt32());
    }
}
