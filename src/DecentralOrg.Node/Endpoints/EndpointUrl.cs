namespace DecentralOrg.Node.Endpoints;

/// <summary>URLs of endpoints, which hold keys: in the path, in the query or before the host.</summary>
public static class EndpointUrl
{
    /// <summary>Reads one or several URLs with commas between them.</summary>
    /// <exception cref="FormatException">One is no URL of http or https; the message says what is taken.</exception>
    public static IReadOnlyList<Uri> ReadAll(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Uri[] all = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Read)];
        return all.Length == 0 || all.Distinct().Count() < all.Length
            ? throw new FormatException("one URL or several different ones with commas between them, such as http://127.0.0.1:8545")
            : all;
    }

    /// <summary>One or several URLs as they may be shown.</summary>
    public static string Shown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join(',', text.Split(',', StringSplitOptions.TrimEntries).Select(one =>
            Uri.TryCreate(one, UriKind.Absolute, out var url) ? Shown(url) : new string('…', Math.Min(1, one.Length))));
    }

    /// <summary>A URL as it may be shown: without what can be a key.</summary>
    public static string Shown(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + (url is { PathAndQuery: "/", UserInfo: "" } ? "" : "/…");
    }

    private static Uri Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new FormatException("a URL of http or https, such as http://127.0.0.1:8545, or several with commas between them");
}
