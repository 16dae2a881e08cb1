using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Http;

namespace DecentralOrg.Node.Api;

/// <summary>A list as JSON in parts, or whole as CSV.</summary>
internal static class ListAnswer
{
    public const int LongestPart = 1_000;
    public const int UsualPart = 100;

    // A title that begins like a formula must not become one in a spreadsheet.
    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape, NewLine = "\n" };

    /// <summary>The part behind <paramref name="after"/>, or all as CSV.</summary>
    /// <param name="all">How many there are.</param>
    /// <param name="at">The entry at a place of the list.</param>
    /// <param name="after">The place of the last entry that is known; null for none.</param>
    /// <param name="limit">How many to give.</param>
    /// <param name="format"><c>csv</c>, or <c>json</c>.</param>
    /// <param name="row">What a row of the CSV holds of an entry.</param>
    public static IResult Of<T, TRow>(int all, Func<int, T> at, int? after, int? limit, string? format, Func<T, TRow> row)
    {
        if (format is not (null or "json" or "csv"))
            return ApiProblem.BadParameter($"'format' is json or csv, not '{format}'.");
        if (format == "csv")
            return TypedResults.Text(WriteCsv(Enumerable.Range(0, all).Select(at).Select(row)), "text/csv; charset=utf-8");
        if (limit is < 1 or > LongestPart)
            return ApiProblem.BadParameter($"'limit' is 1 to {LongestPart}, not {limit}.");
        if (after is < 0)
            return ApiProblem.BadParameter($"'after' is what the part before gave as 'next', not {after}.");
        var first = after is { } known ? known + 1L : 0;
        var count = (int)Math.Clamp(all - first, 0, limit ?? UsualPart);
        var last = first + count - 1;
        return TypedResults.Ok(new ListPart<T>(
            [.. Enumerable.Range(0, count).Select(i => at((int)first + i))], last < all - 1 ? (int)last : null, all));
    }

    private static string WriteCsv<T>(IEnumerable<T> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, Csv))
            csv.WriteRecords(rows);
        return text.ToString();
    }
}
