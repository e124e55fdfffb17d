using System.Text;
using System.Text.Json;
using Mlp.Training.Columns;

namespace Mlp.Training.Sources;

/// <summary>A file of JSON objects, one a line, plain or gzip: numbers and lists of numbers. null, or no such field, is a missing value.</summary>
internal sealed class JsonLinesSource : IEventSource
{
    private const int LinesToLookAt = 1000;
    private readonly Dictionary<string, string> _others = new(StringComparer.Ordinal);

    private JsonLinesSource(string path, Dictionary<string, FieldKind> fields)
    {
        Name = path;
        Branches = [.. fields.Where(field => field.Value != FieldKind.Other).Select(field => new EventBranch(field.Key, field.Value == FieldKind.List, field.Value == FieldKind.Logical))];
        foreach (var (name, _) in fields.Where(field => field.Value == FieldKind.Other))
        {
            _others[name] = "it is no number and no list of numbers";
        }
    }

    private enum FieldKind
    {
        Unknown,
        Number,
        Logical,
        List,
        Other,
    }

    public string Name { get; }

    public IReadOnlyList<EventBranch> Branches { get; }

    public IReadOnlyDictionary<string, string> Others => _others;

    /// <exception cref="TrainingInputException">The file cannot be read, or its first lines are no JSON objects.</exception>
    public static JsonLinesSource Open(string path)
    {
        using var lines = TextLines.Open(path);
        var fields = new Dictionary<string, FieldKind>(StringComparer.Ordinal);
        for (var i = 0; i < LinesToLookAt && lines.Next(); i++)
        {
            Walk(path, lines, (ref reader, name) => fields[name] = Join(fields.GetValueOrDefault(name), KindOf(ref reader)));
        }

        return fields.Count > 0 ? new(path, fields) : throw new TrainingInputException(path, "holds no event", "write one JSON object a line");
    }

    public IAsyncEnumerable<EventBatch> Read(IReadOnlyList<string> branches, long stepBytes, Ct ct)
    {
        var places = branches.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var known = Branches.Select(branch => branch.Name).Concat(_others.Keys).ToHashSet(StringComparer.Ordinal);
        var asked = branches.Select(name => Branches.First(branch => branch.Name == name)).ToList();
        return TextBatches.Read(TextLines.Open(Name), asked, stepBytes, ReadLine, ct);

        void ReadLine(TextLines lines, GrowingColumn[] columns) => Walk(Name, lines, (ref reader, name) =>
        {
            if (places.TryGetValue(name, out var place))
            {
                ReadValue(ref reader, asked[place], columns[place], lines);
            }
            else if (!known.Contains(name))
            {
                throw Refusal(Name, lines, $"has the field '{name}', which none of the first {LinesToLookAt} lines has", "give each line the same fields");
            }
            else
            {
                reader.Skip();
            }
        });
    }

    public void Dispose()
    {
        // A file is open only while it is read.
    }

    private delegate void FieldReading(ref Utf8JsonReader reader, string name);

    // The reader stands on the field's value, and has to be left on its end.
    private static void Walk(string path, TextLines lines, FieldReading read)
    {
        try
        {
            var reader = new Utf8JsonReader(PythonJson.ToJson(lines.Current));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw Refusal(path, lines, "is no JSON object", "write one JSON object a line");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                _ = reader.Read();
                read(ref reader, name);
            }

            _ = reader.Read();
        }
        catch (JsonException e)
        {
            throw new TrainingInputException($"{path}, line {lines.Number}", $"is no JSON from its byte {e.BytePositionInLine + 1} on", "write one JSON object a line", e);
        }
    }

    private static FieldKind KindOf(ref Utf8JsonReader reader)
    {
        var kind = reader.TokenType switch
        {
            JsonTokenType.Number => FieldKind.Number,
            JsonTokenType.True or JsonTokenType.False => FieldKind.Logical,
            JsonTokenType.Null => FieldKind.Unknown,
            JsonTokenType.StartArray => FieldKind.List,
            _ => FieldKind.Other,
        };
        reader.Skip();
        return kind;
    }

    private static FieldKind Join(FieldKind known, FieldKind found) => (known, found) switch
    {
        (FieldKind.Unknown, _) => found,
        (_, FieldKind.Unknown) => known,
        _ when known == found => known,
        (FieldKind.Number, FieldKind.Logical) or (FieldKind.Logical, FieldKind.Number) => FieldKind.Number,
        _ => FieldKind.Other,
    };

    private void ReadValue(ref Utf8JsonReader reader, EventBranch branch, GrowingColumn column, TextLines lines)
    {
        if (column.HasValue)
        {
            throw Refusal(Name, lines, $"has the field '{branch.Name}' twice", "write it once");
        }

        if (!branch.IsJagged)
        {
            column.Add(Number(ref reader, branch, lines));
            return;
        }

        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Refusal(Name, lines, $"has {Encoding.UTF8.GetString(reader.ValueSpan)} in the field '{branch.Name}', which is a list in the first lines", "write a list, if only of one number");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            column.Add(Number(ref reader, branch, lines));
        }
    }

    private double Number(ref Utf8JsonReader reader, EventBranch branch, TextLines lines) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.True => 1,
        JsonTokenType.False => 0,
        JsonTokenType.Null => double.NaN,
        _ => throw Refusal(Name, lines, $"has no number in the field '{branch.Name}'", "write a number, or null where the value is missing"),
    };

    private static TrainingInputException Refusal(string path, TextLines lines, string fact, string remedy) => new($"{path}, line {lines.Number}", fact, remedy);
}
