namespace DecentralOrg.Cli.Output;

/// <summary>
/// A line on standard error that says how far a command is, and goes when it is over. Only where somebody sees it, and only when
/// it takes longer than a moment.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private const string ToBeginning = "\r\e[K";

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock writing = new();
    private readonly Timer? timer;
    private Func<string>? tell;
    private bool written;

    public ProgressLine()
    {
        if (!Console.IsErrorRedirected)
            timer = new Timer(_ => Write(), null, Moment, Pause);
    }

    /// <summary>What it says from now on.</summary>
    /// <param name="now">Asked for it from another thread, as often as it is shown.</param>
    public void Show(Func<string> now) => Volatile.Write(ref tell, now);

    /// <summary>Takes the line away, before results or a failure are written.</summary>
    public void Dispose()
    {
        timer?.Dispose();
        lock (writing)
        {
            tell = null;
            if (written)
                Console.Error.Write(ToBeginning);
            written = false;
        }
    }

    private void Write()
    {
        lock (writing)
        {
            if (tell is not { } now)
                return;
            Console.Error.Write(ToBeginning + now());
            written = true;
        }
    }
}
