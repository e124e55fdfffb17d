namespace Mlp.Cli.Output;

/// <summary>Writes lists of the registry: a table for people, an array for programs.</summary>
internal static class Listing
{
    /// <summary>Writes a list, or the beginning of it that <paramref name="limit"/> allows.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="items">The list; no more of it is asked for than is needed.</param>
    /// <param name="limit">How much of it at most; null is all.</param>
    /// <param name="what">What is listed, in the plural.</param>
    /// <param name="columns">The table's.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task Write<T>(
        this Terminal terminal, IAsyncEnumerable<T> items, int? limit, string what, IReadOnlyList<Column<T>> columns, Ct ct)
    {
        IRowWriter<T> rows = terminal.Format == OutputFormat.Json ? new JsonRows<T>(terminal) : new TextTable<T>(terminal, columns);
        var (count, hasMore) = (0, false);
        await foreach (var item in items.WithCancellation(ct))
        {
            if (count == limit)
            {
                hasMore = true;
                break;
            }

            rows.Add(item);
            count++;
        }

        rows.End();
        Tell(terminal, count, hasMore, what);
    }

    /// <summary>Writes rows that are all at hand as a table.</summary>
    public static void Table<T>(this Terminal terminal, IEnumerable<T> items, IReadOnlyList<Column<T>> columns)
    {
        var table = new TextTable<T>(terminal, columns);
        foreach (var item in items)
        {
            table.Add(item);
        }

        table.End();
    }

    /// <summary>Writes what is known of one thing, a line each; what is not known has none.</summary>
    public static void Fields(this Terminal terminal, params IReadOnlyList<(string Name, string? Value)> fields)
    {
        var known = fields.Where(field => field.Value is { Length: > 0 }).ToList();
        var width = known.Max(field => field.Name.Length) + 2;
        foreach (var (name, value) in known)
        {
            terminal.Line(name.PadRight(width) + SafeText.Line(value!));
        }
    }

    private static void Tell(Terminal terminal, int count, bool hasMore, string what)
    {
        if (hasMore)
        {
            terminal.Note($"stopped after {count}: there are more {what}, which a higher --limit shows");
        }
        else if (count == 0 && terminal.Format == OutputFormat.Text)
        {
            terminal.Note($"no {what}");
        }
    }
}
