using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace DecentralOrg.Node.Importing;

/// <summary>A line of a CSV file, with what is needed to refuse it by its number.</summary>
internal sealed record CsvRow(string File, int Line, IReadOnlyList<string> Fields)
{
    internal string this[int column] => Fields[column];

    internal long Number(int column, string name) =>
        long.TryParse(this[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refuse($"{name} '{this[column]}' is not a number without sign");

    internal string Text(int column, string name) =>
        this[column].Length > 0 ? this[column] : throw Refuse($"{name} is empty");

    internal IEnumerable<string> List(int column) => this[column].Split(';', StringSplitOptions.RemoveEmptyEntries);

    internal ImportException Refuse(string rule, Exception? inner = null) =>
        new(ImportRefusal.BadRow, $"{File}, line {Line}: {rule}. Correct the line, then read the file again.", inner);
}

/// <summary>The lines of a CSV file whose columns are found by their names.</summary>
internal sealed record CsvTable(string[] Columns, IReadOnlyList<CsvRow> Rows)
{
    /// <summary>Where a column stands; it must be there.</summary>
    internal int this[string column] => Array.IndexOf(Columns, column);
}

/// <summary>Reads CSV files (RFC 4180).</summary>
internal static class CsvFile
{
    private const int MaxFieldChars = 1 << 16;

    /// <summary>Reads a file whose header must be exactly the one asked for.</summary>
    internal static IEnumerable<CsvRow> Read(string path, string header)
    {
        var name = Path.GetFileName(path);
        using var csv = Parse(path);
        var columns = header.Split(',');
        if (Next(csv, name) is not { } first || !first.Fields.SequenceEqual(columns, StringComparer.Ordinal))
        {
            throw new ImportException(
                ImportRefusal.WrongHeader,
                $"{name}, line 1: the header must be '{header}', because columns are read by their place. "
                + "Put it there, or name the folder that holds the right file.");
        }
        foreach (var row in Rest(csv, name, columns.Length))
            yield return row;
    }

    /// <summary>Reads a file whose header names the columns asked for, in any order and among others.</summary>
    internal static CsvTable ReadTable(string path, params string[] needed)
    {
        var name = Path.GetFileName(path);
        using var csv = Parse(path);
        string[] columns = [.. Next(csv, name)?.Fields ?? []];
        if (needed.FirstOrDefault(column => columns.Count(each => each == column) != 1) is { } wrong)
        {
            throw new ImportException(
                ImportRefusal.WrongHeader,
                $"{name}, line 1: the header must name the column '{wrong}' once, because columns are read by their names. "
                + "Put it there, or name the folder that holds the right file.");
        }
        return new CsvTable(columns, [.. Rest(csv, name, columns.Length)]);
    }

    private static IEnumerable<CsvRow> Rest(CsvParser csv, string name, int columns)
    {
        while (Next(csv, name) is { } row)
        {
            if (row.Fields.Count != columns)
                throw row.Refuse($"there are {row.Fields.Count} fields, and the header has {columns}");
            yield return row;
        }
    }

    private static CsvParser Parse(string path) => new(
        Open(path),
        new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            MaxFieldSize = MaxFieldChars,
            // One record a line, so that the number in a refusal is the line in an editor.
            IgnoreBlankLines = false,
            LineBreakInQuotedFieldIsBadData = true,
        });

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImportException(
                ImportRefusal.FileMissing,
                $"There is no file '{path}'; name where {Path.GetFileName(path)} is.",
                e);
        }
    }

    private static CsvRow? Next(CsvParser csv, string name)
    {
        var line = csv.RawRow + 1;
        try
        {
            // Fields are only looked into when the record is asked for, so that this can fail as well as the reading.
            return csv.Read() ? new CsvRow(name, line, csv.Record!) : null;
        }
        catch (CsvHelperException e)
        {
            throw new CsvRow(name, line, []).Refuse("it is not CSV, or a field is longer than 65,536 characters", e);
        }
    }
}
