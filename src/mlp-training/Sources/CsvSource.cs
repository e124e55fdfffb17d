using System.Globalization;
using System.Text;
using Mlp.Training.Columns;

namespace Mlp.Training.Sources;

/// <summary>A CSV file, plain or gzip: names in the first line, a value for each of them in every other. Nothing, or nan, is a missing value.</summary>
internal sealed class CsvSource : IEventSource
{
    private const int LinesToLookAt = 1000;
    private const int LongestTold = 60;
    private readonly List<string> _names;
    private readonly Dictionary<string, string> _others;

    private CsvSource(string path, List<string> names, Dictionary<string, string> others)
    {
        (Name, _names, _others) = (path, names, others);
        Branches = [.. names.Where(name => !others.ContainsKey(name)).Select(name => new EventBranch(name, IsJagged: false))];
    }

    public string Name { get; }

    public IReadOnlyList<EventBranch> Branches { get; }

    public IReadOnlyDictionary<string, string> Others => _others;

    /// <exception cref="TrainingInputException">The file cannot be read, or its first line does not name columns.</exception>
    public static CsvSource Open(string path)
    {
        using var lines = TextLines.Open(path);
        if (!lines.Next())
        {
            throw new TrainingInputException(path, "is empty", "write the names of the columns into its first line");
        }

        var names = NamesIn(lines.Current);
        foreach (var name in names)
        {
            if (name.Length == 0 || double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || names.Count(other => other == name) > 1)
            {
                throw new TrainingInputException(
                    $"{path}, line 1", $"'{name}' is {(names.Count(other => other == name) > 1 ? "named twice" : "no name of a column")}", "write the names of the columns into the first line, each once");
            }
        }

        return new(path, names, Texts(lines, names));
    }

    public IAsyncEnumerable<EventBatch> Read(IReadOnlyList<string> branches, long stepBytes, Ct ct)
    {
        var lines = TextLines.Open(Name);
        _ = lines.Next();
        var places = _names.ConvertAll(name => Array.IndexOf([.. branches], name)).ToArray();
        return TextBatches.Read(lines, [.. branches.Select(name => new EventBranch(name, IsJagged: false))], stepBytes, (line, columns) => ReadLine(line, places, columns), ct);
    }

    public void Dispose()
    {
        // A file is open only while it is read.
    }

    private static List<string> NamesIn(ReadOnlySpan<byte> line)
    {
        var names = new List<string>();
        var cells = new CsvCells(line.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line);
        while (cells.Next())
        {
            names.Add(Encoding.UTF8.GetString(cells.Current));
        }

        return names;
    }

    // Columns that begin with text, and never have a number: a single slip is no text.
    private static Dictionary<string, string> Texts(TextLines lines, List<string> names)
    {
        var texts = new bool?[names.Count];
        for (var i = 0; i < LinesToLookAt && lines.Next(); i++)
        {
            var cells = new CsvCells(lines.Current);
            for (var place = 0; place < names.Count && cells.Next(); place++)
            {
                if (!cells.Current.IsEmpty)
                {
                    texts[place] = (texts[place] ?? true) && Value(cells.Current) is null;
                }
            }
        }

        return names.Where((_, place) => texts[place] == true).ToDictionary(name => name, _ => "it is text", StringComparer.Ordinal);
    }

    private void ReadLine(TextLines lines, int[] places, GrowingColumn[] columns)
    {
        var cells = new CsvCells(lines.Current);
        var count = 0;
        for (; count < places.Length && cells.Next(); count++)
        {
            if (places[count] >= 0)
            {
                columns[places[count]].Add(Number(cells.Current, lines, _names[count]));
            }
        }

        if (count < places.Length || cells.Next())
        {
            throw new TrainingInputException(
                $"{Name}, line {lines.Number}", $"has {CsvCells.Count(lines.Current)} values, the first line has {places.Length} names", "correct the line");
        }
    }

    private double Number(ReadOnlySpan<byte> text, TextLines lines, string name) =>
        text.IsEmpty ? double.NaN : Value(text) ?? throw new TrainingInputException(
            $"{Name}, line {lines.Number}", $"'{Short(text)}' of column '{name}' is no number", "correct it, or leave it empty where the value is missing");

    private static string Short(ReadOnlySpan<byte> text) =>
        text.Length <= LongestTold ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..LongestTold]) + "…";

    // Also nan, inf and their long forms, in any case.
    private static double? Value(ReadOnlySpan<byte> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : Encoding.UTF8.GetString(text).ToUpperInvariant() switch
        {
            "TRUE" => 1,
            "FALSE" => 0,
            "INF" or "+INF" => double.PositiveInfinity,
            "-INF" => double.NegativeInfinity,
            _ => null,
        };
}
