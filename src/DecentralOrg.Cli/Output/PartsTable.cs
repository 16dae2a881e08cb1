using Spectre.Console;

namespace DecentralOrg.Cli.Output;

/// <summary>A table of parts of influence, to the unit, so that whoever doubts it can add it up: what is not shown is summed in a last row.</summary>
internal sealed class PartsTable
{
    private readonly Table table;
    private readonly int labels;
    private readonly int top;
    private int parts;
    private UInt128 more;

    /// <param name="title">What it is about.</param>
    /// <param name="top">How many parts it shows.</param>
    /// <param name="columns">The columns before influence and units.</param>
    public PartsTable(string title, int top, params string[] columns)
    {
        this.top = top;
        labels = columns.Length;
        table = new Table().Border(TableBorder.Rounded).Title(title);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column).NoWrap());
        table.AddColumn(new TableColumn("Influence").RightAligned());
        table.AddColumn(new TableColumn("Units of 2^-60").RightAligned());
    }

    /// <summary>Adds a part, the greatest first.</summary>
    public void Add(ulong units, params string[] cells)
    {
        if (parts++ < top)
            AddRow(cells, units);
        else
            more += units;
    }

    /// <summary>Adds a row that is always shown, after the parts.</summary>
    public void AddLast(string label, ulong units)
    {
        AddMore();
        AddRow([label, .. Enumerable.Repeat("", labels - 1)], units);
    }

    /// <summary>Shows it, unless it has no parts.</summary>
    public void Write(IAnsiConsole console)
    {
        AddMore();
        if (table.Rows.Count > 0)
            console.Write(table);
    }

    private void AddMore()
    {
        if (parts > top)
            AddRow([$"and {Amounts.Count(parts - top)} more", .. Enumerable.Repeat("", labels - 1)], more);
        parts = 0;
    }

    private void AddRow(string[] cells, UInt128 units) =>
        table.AddRow([.. cells, Amounts.Percent((ulong)UInt128.Min(units, ulong.MaxValue)), Amounts.Units(units)]);
}
