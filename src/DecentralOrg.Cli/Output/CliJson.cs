using System.Text.Json.Serialization;
using DecentralOrg.Node.Verifying;

namespace DecentralOrg.Cli.Output;

/// <summary>What is written to JSON member by member.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckedCounts))]
internal sealed partial class CliJson : JsonSerializerContext;
