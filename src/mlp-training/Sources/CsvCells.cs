namespace Mlp.Training.Sources;

/// <summary>The cells of a line of CSV: commas part them, and quotes around a cell keep its commas together.</summary>
internal ref struct CsvCells(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _rest = line;
    private bool _isOver;

    /// <summary>The cell at hand, without quotes and spaces around it.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Goes to the next cell; an empty line has one, which is empty.</summary>
    public bool Next()
    {
        if (_isOver)
        {
            return false;
        }

        var end = EndOf(_rest);
        Current = Unquoted(_rest[..end].Trim(" \t"u8));
        _isOver = end == _rest.Length;
        _rest = _isOver ? [] : _rest[(end + 1)..];
        return true;
    }

    /// <summary>How many cells a line has.</summary>
    public static int Count(ReadOnlySpan<byte> line)
    {
        var cells = new CsvCells(line);
        var count = 0;
        while (cells.Next())
        {
            count++;
        }

        return count;
    }

    // Quotes within quotes are doubled, so that each comma after an even number of quotes parts cells.
    private static int EndOf(ReadOnlySpan<byte> text)
    {
        var comma = text.IndexOf((byte)',');
        if (comma < 0 || !text[..comma].Contains((byte)'"'))
        {
            return comma < 0 ? text.Length : comma;
        }

        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            isQuoted ^= text[i] == '"';
            if (text[i] == ',' && !isQuoted)
            {
                return i;
            }
        }

        return text.Length;
    }

    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> cell) =>
        cell is [(byte)'"', .. var inner, (byte)'"'] ? inner.Trim(" \t"u8) : cell;
}
