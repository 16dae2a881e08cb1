using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>An HTTP server on loopback that says to every request what the test wants to be said, byte for byte.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<NetworkStream, string, CancellationToken, Task> answer;
    private readonly Task serving;

    public LoopbackServer(Func<NetworkStream, string, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/key-of-provider");

    /// <summary>Answers with this body, or with what it makes of the request's.</summary>
    public static LoopbackServer Saying(Func<string, string> body, string status = "200 OK") => new(async (stream, request, stop) =>
    {
        var bytes = Encoding.UTF8.GetBytes(body(request));
        var head = $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop);
        await stream.WriteAsync(bytes, stop);
    });

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                var stream = client.GetStream();
                await answer(stream, await ReadRequestAsync(stream), stop.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
                // The client went away, which is what some tests are about; the next one is served.
                continue;
            }
        }
    }

    private async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var text = "";
        var buffer = new byte[8192];
        while (true)
        {
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && text.Length - end - 4 >= Length(text[..end]))
                return text[(end + 4)..];
            var read = await stream.ReadAsync(buffer, stop.Token);
            if (read == 0)
                throw new IOException("The request ended early.");
            text += Encoding.ASCII.GetString(buffer, 0, read);
        }
    }

    private static int Length(string head)
    {
        const string name = "Content-Length: ";
        var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase) + name.Length;
        var end = head.IndexOf('\r', at);
        return int.Parse(end < 0 ? head[at..] : head[at..end], System.Globalization.CultureInfo.InvariantCulture);
    }
}
