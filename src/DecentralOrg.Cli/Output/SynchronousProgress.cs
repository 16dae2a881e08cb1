namespace DecentralOrg.Cli.Output;

/// <summary>Tells at once, in order; <see cref="Progress{T}"/> would tell from another thread, after the result.</summary>
internal sealed class SynchronousProgress(Action<string> tell) : IProgress<string>
{
    public void Report(string value) => tell(value);
}
