using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Clients;

/// <summary>What a node says of its organization.</summary>
/// <param name="Domain">What records are signed for.</param>
/// <param name="Epoch">The open epoch.</param>
public sealed record NodeOrganization(RecordDomain Domain, uint Epoch);

/// <summary>What an account has to know for its next evaluation.</summary>
/// <param name="Nonce">The nonce of the next one, after those that wait at the node.</param>
/// <param name="Points">Points left, after those that wait at the node.</param>
/// <param name="IsMember">Whether it is a member: nobody else can evaluate.</param>
public sealed record NodeAccount(uint Nonce, uint Points, bool IsMember);

/// <summary>A member's influence in an epoch, explained: seed, credits and remainder add up to it.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Open">Whether it is open, so that influence and rewards can still grow.</param>
/// <param name="Member">Where the member stands.</param>
/// <param name="Credits">The credits that he got, in log order.</param>
/// <param name="Remainder">What rounding left over, in units of 2^-60; negative where a false settlement became final.</param>
public sealed record NodeExplanation(uint Epoch, bool Open, MemberStanding Member, IReadOnlyList<ReceivedCredit> Credits, Int128 Remainder);

/// <summary>A node accepted a record: it is on the node's disk.</summary>
/// <param name="Digest">Its EIP-712 digest, by which the node is asked for it.</param>
/// <param name="Id">Its struct hash; a contribution is named by it.</param>
public sealed record NodeReceipt(Bytes32 Digest, Bytes32 Id);

/// <summary>A node gave no usable answer, or refused; the message says why and what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="refusal">The name of the refusal; null if it was none.</param>
/// <param name="status">The status of the refusal.</param>
/// <param name="inner">What was thrown.</param>
public sealed class NodeClientException(string message, string? refusal = null, HttpStatusCode? status = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The name of the refusal; null if the node gave no usable answer.</summary>
    public string? Refusal { get; } = refusal;

    /// <summary>Whether the node knows no such thing.</summary>
    public bool IsMissing { get; } = status == HttpStatusCode.NotFound;
}

/// <summary>Asks a node over HTTP, and posts records to it.</summary>
public sealed partial class NodeClient : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;

    /// <summary>A client of the node at an address.</summary>
    public NodeClient(Uri node) => http = new HttpClient { BaseAddress = node, Timeout = Longest };

    /// <summary>What the node follows.</summary>
    /// <exception cref="NodeClientException">No usable answer.</exception>
    public Task<NodeOrganization> OrganizationAsync(CancellationToken stop = default) => AskAsync("/api/organization", answer => new NodeOrganization(
        new RecordDomain(answer["chainId"]!.GetValue<ulong>(), Address.Parse(answer["ledger"]!.GetValue<string>())), answer["openEpoch"]!.GetValue<uint>()), stop);

    /// <summary>What an account may do next.</summary>
    /// <exception cref="NodeClientException">No usable answer.</exception>
    public Task<NodeAccount> AccountAsync(Address account, CancellationToken stop = default) => AskAsync($"/accounts/{account}", answer => new NodeAccount(
        answer["nonce"]!.GetValue<uint>(), answer["points"]!.GetValue<uint>(), answer["member"] is not null), stop);

    /// <summary>Where a member's influence comes from.</summary>
    /// <param name="member">His number or his account.</param>
    /// <param name="epoch">The epoch; null for the open one.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="NodeClientException">There is no such member or epoch, or no usable answer.</exception>
    public Task<NodeExplanation> ExplainAsync(string member, uint? epoch = null, CancellationToken stop = default) => AskAsync(
        $"/api/members/{Uri.EscapeDataString(member)}" + (epoch is { } number ? string.Create(CultureInfo.InvariantCulture, $"?epoch={number}") : ""), ReadExplanation, stop);

    /// <summary>Posts a contribution.</summary>
    /// <param name="record">The record.</param>
    /// <param name="domain">What it was signed for.</param>
    /// <param name="signature">The contributor's signature of its digest.</param>
    /// <param name="stop">Stops waiting; the record may be accepted all the same, and posting it again tells.</param>
    /// <exception cref="NodeClientException">The node refused it, or gave no usable answer.</exception>
    public Task<NodeReceipt> PostAsync(Contribution record, RecordDomain domain, Signature signature, CancellationToken stop = default) =>
        PostAsync(PostedContribution.Of(record, domain, signature.ToArray()), domain, stop);

    /// <summary>Posts an evaluation.</summary>
    /// <param name="record">The record.</param>
    /// <param name="domain">What it was signed for.</param>
    /// <param name="signature">The evaluator's signature of its digest.</param>
    /// <param name="stop">Stops waiting; the record may be accepted all the same, and posting it again tells.</param>
    /// <exception cref="NodeClientException">The node refused it, or gave no usable answer.</exception>
    public Task<NodeReceipt> PostAsync(Evaluation record, RecordDomain domain, Signature signature, CancellationToken stop = default) =>
        PostAsync(PostedEvaluation.Of(record, domain, signature.ToArray()), domain, stop);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<NodeReceipt> PostAsync(PostedRecord record, RecordDomain domain, CancellationToken stop)
    {
        using var body = Json(RecordWriter.Post(record, domain));
        var receipt = await ReadAsync(http.PostAsync(new Uri("/records", UriKind.Relative), body, stop), answer => new NodeReceipt(
            Bytes32.Parse(answer["digest"]!.GetValue<string>()), Bytes32.Parse(answer["id"]!.GetValue<string>())), stop);
        return receipt.Digest == record.Digest
            ? receipt
            : throw new NodeClientException($"The node at {http.BaseAddress} gave a receipt for another record. Do not take this one for accepted; ask another node.");
    }

    private static NodeExplanation ReadExplanation(JsonObject answer)
    {
        var (epoch, member) = (answer["epoch"]!.GetValue<uint>(), answer["member"]!);
        return new NodeExplanation(
            epoch, answer["open"]!.GetValue<bool>(),
            new MemberStanding(
                member["number"]!.GetValue<int>(), Address.Parse(member["account"]!.GetValue<string>()), Whole(member, "influence"), Whole(member, "seed"),
                Whole(member, "reward"), new MemberState(Whole(member, "cumulative"), Whole(member, "reputation")),
                [.. member["areas"]!.AsArray().Select(area => new AreaInfluence(area!["area"]!.GetValue<string>(), Whole(area, "influence")))]),
            [.. answer["credits"]!.AsArray().Select(credit => new ReceivedCredit(
                epoch, credit!["from"]!.GetValue<int>(), credit["points"]!.GetValue<uint>(), Bytes32.Parse(credit["contribution"]!.GetValue<string>()),
                credit["title"]!.GetValue<string>(), Whole(credit, "influence")))],
            Int128.Parse(answer["remainder"]!.GetValue<string>(), CultureInfo.InvariantCulture));
    }

    private static ByteArrayContent Json(byte[] post) => new(post) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static ulong Whole(JsonNode of, string name) => ulong.Parse(of[name]!.GetValue<string>(), NumberStyles.None, CultureInfo.InvariantCulture);

    private Task<T> AskAsync<T>(string path, Func<JsonObject, T> read, CancellationToken stop) =>
        ReadAsync(http.GetAsync(new Uri(path, UriKind.Relative), stop), read, stop);

    private async Task<T> ReadAsync<T>(Task<HttpResponseMessage> asked, Func<JsonObject, T> read, CancellationToken stop)
    {
        try
        {
            using var response = await asked;
            var answer = await response.Content.ReadFromJsonAsync<JsonObject>(stop) ?? [];
            if (response.IsSuccessStatusCode)
                return read(answer);
            var wait = response.Headers.RetryAfter?.Delta is { } delta ? string.Create(CultureInfo.InvariantCulture, $" Try again in {delta.TotalSeconds:0} seconds.") : "";
            throw new NodeClientException($"{answer["title"]}: {answer["detail"]}{wait}", answer["title"]?.ToString(), response.StatusCode);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            throw new NodeClientException($"No node answers at {http.BaseAddress}: {error.Message} Is it running, and is that its address?", inner: error);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException or OverflowException)
        {
            throw new NodeClientException($"What answers at {http.BaseAddress} is no node of this program.", inner: error);
        }
    }
}
