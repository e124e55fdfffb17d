using System.Globalization;
using System.Text;
using Mlp.Training.Columns;

namespace Mlp.Training.Sources;

/// <summary>A CSV file, plain or gzip: names in the first line, a number for each of them in every other. Nothing, or nan, is a missing value.</summary>
internal sealed class CsvSource : IEventSource
{
    private readonly List<string> _names;

    private CsvSource(string path, List<string> names)
    {
        (Name, _names) = (path, names);
        Branches = names.ConvertAll(name => new EventBranch(name, IsJagged: false));
    }

    public string Name { get; }

    public IReadOnlyList<EventBranch> Branches { get; }

    public IReadOnlyDictionary<string, string> Others { get; } = new Dictionary<string, string>();

    /// <exception cref="TrainingInputException">The file cannot be read, or its first line does not name columns.</exception>
    public static CsvSource Open(string path)
    {
        using var lines = TextLines.Open(path);
        if (!lines.Next())
        {
            throw new TrainingInputException(path, "is empty", "write the names of the columns into its first line");
        }

        var names = Encoding.UTF8.GetString(lines.Current).TrimStart('\uFEFF').Split(',').Select(name => name.Trim().Trim('"')).ToList();
        foreach (var name in names)
        {
            if (name.Length == 0 || double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || names.Count(other => other == name) > 1)
            {
                throw new TrainingInputException(
                    $"{path}, line 1", $"'{name}' is {(names.Count(other => other == name) > 1 ? "named twice" : "no name of a column")}", "write the names of the columns into the first line, each once");
            }
        }

        return new(path, names);
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

    private void ReadLine(TextLines lines, int[] places, GrowingColumn[] columns)
    {
        var rest = lines.Current;
        for (var i = 0; i < places.Length; i++)
        {
            var comma = rest.IndexOf((byte)',');
            if (comma < 0 != (i == places.Length - 1))
            {
                throw new TrainingInputException(
                    $"{Name}, line {lines.Number}", $"has {1 + lines.Current.Count((byte)',')} values, the first line has {places.Length} names", "correct the line");
            }

            if (places[i] >= 0)
            {
                columns[places[i]].Add(Number(comma < 0 ? rest : rest[..comma], lines, _names[i]));
            }

            rest = comma < 0 ? [] : rest[(comma + 1)..];
        }
    }

    private double Number(ReadOnlySpan<byte> text, TextLines lines, string name)
    {
        text = text.Trim("\" \t"u8);
        if (text.Length == 0)
        {
            return double.NaN;
        }

        // Also nan, inf and their long forms, in any case.
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : Named(text) ?? throw new TrainingInputException(
            $"{Name}, line {lines.Number}", $"'{Encoding.UTF8.GetString(text)}' of column '{name}' is no number", "correct it, or leave it empty where the value is missing");
    }

    private static double? Named(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text).ToUpperInvariant() switch
    {
        "TRUE" => 1,
        "FALSE" => 0,
        "INF" or "+INF" => double.PositiveInfinity,
        "-INF" => double.NegativeInfinity,
        _ => null,
    };
}
