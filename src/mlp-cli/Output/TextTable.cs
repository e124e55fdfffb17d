using System.Globalization;
using System.Text;

namespace Mlp.Cli.Output;

/// <summary>A list as a table: the first rows decide how wide its columns are, so that a long list is shown while it comes.</summary>
internal sealed class TextTable<T>(Terminal terminal, IReadOnlyList<Column<T>> columns) : IRowWriter<T>
{
    private const int Measured = 500;
    private const int NarrowestColumn = 12;
    private const string Gap = "  ";
    private const string Nothing = "-";
    private readonly int[] _widths = [.. columns.Select(column => column.Header.Length)];
    private readonly int? _lineWidth = terminal.Width;
    private List<string[]>? _first = [];

    public void Add(T row)
    {
        string[] cells = [.. columns.Select(column => column.Text(row) is { Length: > 0 } text ? SafeText.Line(text) : Nothing)];
        if (_first is null)
        {
            Write(cells);
            return;
        }

        _first.Add(cells);
        if (_first.Count == Measured)
        {
            Begin(_first);
        }
    }

    public void End()
    {
        if (_first is { Count: > 0 } rows)
        {
            Begin(rows);
        }
    }

    private void Begin(List<string[]> rows)
    {
        for (var i = 0; i < _widths.Length; i++)
        {
            _widths[i] = Math.Max(_widths[i], rows.Max(row => Width(row[i])));
        }

        Narrow();
        _first = null;
        Write([.. columns.Select(column => column.Header)]);
        rows.ForEach(Write);
    }

    private void Narrow()
    {
        for (var i = 0; i < _widths.Length && _lineWidth is { } width; i++)
        {
            var excess = _widths.Sum() + (Gap.Length * (_widths.Length - 1)) - width;
            if (columns[i].GivesWay && excess > 0)
            {
                _widths[i] = Math.Min(_widths[i], Math.Max(NarrowestColumn, _widths[i] - excess));
            }
        }
    }

    private void Write(string[] cells)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            var cell = columns[i].GivesWay && _lineWidth is not null ? Cut(cells[i], _widths[i]) : cells[i];
            line.Append(i == 0 ? "" : Gap).Append(cell).Append(' ', Math.Max(0, _widths[i] - Width(cell)));
        }

        terminal.Line(line.ToString().TrimEnd());
    }

    private static int Width(string cell) => new StringInfo(cell).LengthInTextElements;

    private static string Cut(string cell, int width)
    {
        var text = new StringInfo(cell);
        return text.LengthInTextElements <= width ? cell : text.SubstringByTextElements(0, width - 1) + "…";
    }
}
