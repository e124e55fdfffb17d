using System.Text.Json;
using Mlp.Cli.Workspaces;

namespace Mlp.Cli.Kubernetes.Settings;

/// <summary>The fields of one object of <c>mlp.json</c>: each is known and has its type.</summary>
internal sealed class Fields
{
    private readonly string _file;
    private readonly JsonElement _element;

    public Fields(string file, string path, JsonElement element, IReadOnlyList<string>? known = null)
    {
        (_file, Path, _element) = (file, path, element);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw WrongType(null, "an object");
        }

        if (known is not null)
        {
            Demand(known);
        }
    }

    public string Path { get; }

    public bool Has(string field) => _element.TryGetProperty(field, out _);

    /// <summary>Refuses what is not known.</summary>
    public void Demand(IReadOnlyList<string> known)
    {
        foreach (var field in _element.EnumerateObject().Where(field => !known.Contains(field.Name)))
        {
            throw WorkspaceErrors.UnknownField(_file, $"{Path}.{field.Name}", NearName.Of(field.Name, known), known);
        }
    }

    public string? Text(string field, Func<string, bool>? allows = null, string expected = "a text") => !_element.TryGetProperty(field, out var value) ? null
        : value.ValueKind != JsonValueKind.String ? throw WrongType(field, expected)
        : allows?.Invoke(value.GetString()!) != false ? value.GetString() : throw NotAllowed(field, value.GetString()!, expected);

    public int? Number(string field, int least, int most) => !_element.TryGetProperty(field, out var value) ? null
        : value.ValueKind != JsonValueKind.Number ? throw WrongType(field, $"a number from {least} to {most}")
        : value.TryGetInt32(out var number) && number >= least && number <= most ? number : throw NotAllowed(field, value.GetRawText(), $"a number from {least} to {most}");

    public string? Word(string field, params string[] words) => Text(field, words.Contains, $"one of {string.Join(", ", words)}");

    public T? Object<T>(string field, IReadOnlyList<string> known, Func<Fields, T> read)
        where T : class => _element.TryGetProperty(field, out var value) ? read(new(_file, $"{Path}.{field}", value, known)) : null;

    public IReadOnlyList<string> Texts(string field, Func<string, bool> allows, string expected) => !_element.TryGetProperty(field, out var value) ? []
        : value.ValueKind != JsonValueKind.Array ? throw WrongType(field, $"a list, each {expected}")
        : [.. value.EnumerateArray().Select(entry => entry.ValueKind != JsonValueKind.String ? throw WrongType(field, $"a list, each {expected}")
            : allows(entry.GetString()!) ? entry.GetString()! : throw NotAllowed(field, entry.GetString()!, expected))];

    /// <summary>Names with values of the reader's choice.</summary>
    public IReadOnlyDictionary<string, T> Map<T>(string field, Func<string, bool> allows, string expectedName, Func<Fields, string, JsonElement, T> read)
    {
        if (!_element.TryGetProperty(field, out var value))
        {
            return new Dictionary<string, T>();
        }

        var entries = new Fields(_file, $"{Path}.{field}", value);
        return value.EnumerateObject().ToDictionary(
            entry => allows(entry.Name) ? entry.Name : throw NotAllowed(field, entry.Name, expectedName), entry => read(entries, entry.Name, entry.Value), StringComparer.Ordinal);
    }

    public Fields Nested(string field, JsonElement value, IReadOnlyList<string> known) => new(_file, $"{Path}.{field}", value, known);

    public CommandFailedException WrongType(string? field, string expected) => WorkspaceErrors.WrongType(_file, field is null ? Path : $"{Path}.{field}", expected);

    public CommandFailedException NotAllowed(string field, string value, string expected) => KubernetesErrors.NotAllowed(_file, $"{Path}.{field}", value, expected);

    public CommandFailedException Contradicts(string field, string fact, string remedy) => KubernetesErrors.Contradiction(_file, $"{Path}.{field}", fact, remedy);
}
