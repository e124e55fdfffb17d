using System.Text;
using System.Text.Json;

namespace Mlp.Training.Preprocessing;

/// <summary>Reads a JSON file strictly: no comments, no key twice, and each value with its place.</summary>
internal ref struct JsonPlaces
{
    private static readonly JsonReaderOptions Strictly = new() { MaxDepth = 8 };

    private readonly ReadOnlySpan<byte> _json;
    private readonly string _file;
    private Utf8JsonReader _reader;

    private JsonPlaces(ReadOnlySpan<byte> json, string file)
    {
        _json = json;
        _file = file;
        _reader = new(json, Strictly);
    }

    public static JsonPlace Read(ReadOnlySpan<byte> json, string file)
    {
        var text = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        try
        {
            return new JsonPlaces(text, file).Whole();
        }
        catch (JsonException exception)
        {
            var position = new JsonPosition((int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1);
            throw new TrainingInputException($"{file}: {position}", $"the file is not JSON: {FirstSentence(exception.Message)}", "correct it there", exception);
        }
    }

    private JsonPlace Whole()
    {
        _reader.Read();
        var value = Value("");
        _reader.Read();
        return value;
    }

    // The reader stands on the value's first token, and afterwards on its last.
    private JsonPlace Value(string path)
    {
        var start = (int)_reader.TokenStartIndex;
        var (kind, position) = (Kind(), Position(start));
        IReadOnlyList<(string, JsonPlace)> members = kind switch
        {
            JsonValueKind.Object => Members(path),
            JsonValueKind.Array => Items(path),
            _ => [],
        };
        var text = kind switch
        {
            JsonValueKind.String => String(path),
            JsonValueKind.Object or JsonValueKind.Array => "",
            _ => Encoding.UTF8.GetString(_reader.ValueSpan),
        };
        return new(kind, _file, path, position, text, members);
    }

    private List<(string, JsonPlace)> Members(string path)
    {
        var members = new List<(string, JsonPlace)>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var position = Position((int)_reader.TokenStartIndex);
            var key = String(path);
            var inner = path.Length == 0 ? key : $"{path}.{key}";
            if (!keys.Add(key))
            {
                throw new TrainingInputException($"{_file}: {inner}, {position}", $"the key '{key}' stands there twice", "keep one of them");
            }

            _reader.Read();
            members.Add((key, Value(inner)));
        }

        return members;
    }

    private List<(string, JsonPlace)> Items(string path)
    {
        var items = new List<(string, JsonPlace)>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(("", Value($"{path}[{items.Count}]")));
        }

        return items;
    }

    // A lone surrogate, or bytes that are not UTF-8, is no text.
    private readonly string String(string path)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            var where = $"{_file}: {(path.Length == 0 ? "" : $"{path}, ")}{Position((int)_reader.TokenStartIndex)}";
            throw new TrainingInputException(where, "a text is not valid Unicode", "save the file as UTF-8", exception);
        }
    }

    private readonly JsonValueKind Kind() => _reader.TokenType switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };

    private readonly JsonPosition Position(int index)
    {
        var before = _json[..index];
        var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return new(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(line) + 1);
    }

    // The rest repeats the position, counted from 0.
    private static string FirstSentence(string message) => message.Split(". ")[0].TrimEnd('.');
}
