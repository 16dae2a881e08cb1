using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Intake;

namespace DecentralOrg.Acceptance.Tests;

/// <summary>People of an organization who sign records and post them to a node.</summary>
/// <param name="world">The organization.</param>
internal sealed class Posts(World world)
{
    private RecordDomain Domain => world.Organization.Ledger.Domain;

    public PostedContribution Contribution(int person, string title)
    {
        var signed = world.Sign(person, "code", title);
        return PostedContribution.Of(signed.Record, Domain, signed.Signature);
    }

    public PostedEvaluation Evaluation(int person, uint epoch, uint nonce, params (int To, uint Points)[] credits)
    {
        var record = new Evaluation(
            world[person].Address, epoch, nonce, [.. credits.Select(credit => new Credit(Bytes32.Zero, world[credit.To].Address, credit.Points))]);
        return PostedEvaluation.Of(record, Domain, world[person].Sign(record.Digest(Domain)).ToArray());
    }

    /// <summary>Posts a record.</summary>
    /// <returns>The status, and the answer's JSON.</returns>
    public Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(HttpClient node, PostedRecord record, CancellationToken stop = default) =>
        PostAsync(node, record, Domain, stop);

    /// <summary>The same for an organization that the test has no world of.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(HttpClient node, PostedRecord record, RecordDomain domain, CancellationToken stop = default)
    {
        using var body = new ByteArrayContent(RecordWriter.Post(record, domain)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await node.PostAsync(new Uri("/records", UriKind.Relative), body, stop);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(stop))!);
    }
}
