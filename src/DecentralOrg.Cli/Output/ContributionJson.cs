using System.Text.Json;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Cli.Output;

/// <summary>Contributions as JSON.</summary>
internal static class ContributionJson
{
    /// <summary>Writes the members of a contribution into the object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Bytes32 id, Contribution contribution)
    {
        json.WriteString("id", id.ToString());
        json.WriteString("contributor", contribution.Contributor.ToString());
        json.WriteString("area", contribution.Area.ToString());
        json.WriteString("title", contribution.Title.ToString());
        json.WriteString("uri", contribution.Uri.ToString());
        json.WriteString("contentHash", contribution.ContentHash.ToString());
        json.WriteStartArray("coAuthors");
        foreach (var author in contribution.CoAuthors)
        {
            json.WriteStartObject();
            json.WriteString("account", author.Account.ToString());
            json.WriteNumber("shareBp", author.ShareBp);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("buildsOn");
        foreach (var earlier in contribution.BuildsOn)
            json.WriteStringValue(earlier.ToString());
        json.WriteEndArray();
        json.WriteNumber("nonce", contribution.Nonce);
    }
}
