namespace Demo;

internal enum Align
{
    Left,
    Right,
}

/// <summary>Prints rows under headings, each column as wide as its widest cell.</summary>
internal sealed class Table(params (string Heading, Align Align)[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Print()
    {
        var widths = columns
            .Select((c, i) => _rows.Select(r => r[i].Length).Append(c.Heading.Length).Max())
            .ToArray();

        Write([.. columns.Select(c => c.Heading)], widths);
        Console.WriteLine("  " + string.Join("  ", widths.Select((w, i) => new string('-', i == widths.Length - 1 ? columns[i].Heading.Length : w))));
        foreach (var row in _rows)
        {
            Write(row, widths);
        }
    }

    private void Write(string[] cells, int[] widths)
    {
        var line = cells.Select((cell, i) => columns[i].Align == Align.Right ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
        Console.WriteLine(("  " + string.Join("  ", line)).TrimEnd());
    }
}
