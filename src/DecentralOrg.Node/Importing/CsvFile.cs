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
        new(ImportRefusal.BadRow, $"{File}, line {Line}: {rule}. Correct the line, then import again.", inner);
}

/// <summary>Reads a CSV file (RFC 4180) whose header must be exactly the one asked for.</summary>
internal static class CsvFile
{
    private const int MaxFieldChars = 1 << 16;

    internal static IEnumerable<CsvRow> Read(string path, string header)
    {
        var name = Path.GetFileName(path);
        using var file = Open(path);
        using var csv = new CsvParser(
            file,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                MaxFieldSize = MaxFieldChars,
                // One record a line, so that the number in a refusal is the line in an editor.
                IgnoreBlankLines = false,
                LineBreakInQuotedFieldIsBadData = true,
            });
        var columns = header.Split(',');
        if (Next(csv, name) is not { } first || !first.Fields.SequenceEqual(columns, StringComparer.Ordinal))
        {
            throw new ImportException(
                ImportRefusal.WrongHeader,
                $"{name}, line 1: the header must be '{header}', because columns are read by their place. "
                + "Put it there, or name the folder that holds the right file.");
        }
        while (Next(csv, name) is { } row)
        {
            if (row.Fields.Count != columns.Length)
                throw row.Refuse($"there are {row.Fields.Count} fields, and {columns.Length} are needed ({header})");
            yield return row;
        }
    }

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
                $"There is no file '{path}': name the folder that holds {CsvHistory.ContributionsFile} and "
                + $"{CsvHistory.EvaluationsFile}.",
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
