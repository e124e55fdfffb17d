using System.Globalization;
using System.Text.Json;

namespace Mlp.Training.Inputs;

/// <summary>Reads <c>params.json</c>: each key that it may have, and none else.</summary>
internal sealed class SettingsReading
{
    private static readonly Dictionary<string, Func<SettingsReading, TrainingSettings, TrainingSettings>> Keys = new(StringComparer.Ordinal)
    {
        ["nevts"] = (r, s) => s with { Events = r.Count(least: -1, "-1 for all events, or how many", zero: false) },
        ["nevents"] = (r, s) => s with { Events = r.Count(least: -1, "-1 for all events, or how many", zero: false) },
        ["chunk_size"] = (r, s) => s with { ChunkSize = (int)r.Count(least: -1, "-1 for one chunk, or how many events a chunk has", zero: false) },
        ["branch"] = (r, s) => s with { Tree = r.Text() },
        ["identifier"] = (r, s) => s with { Identifier = r.Names() },
        ["selected_branches"] = (r, s) => s with { SelectedBranches = r.Names() },
        ["exclude_branches"] = (r, s) => s with { ExcludedBranches = r.NamesOrFile() },
        ["nan"] = (r, s) => s with { Padding = r.Padding() },
        ["redirector"] = (r, s) => s with { Redirector = r.Text() is { Length: > 0 } text ? text : null },
        ["epochs"] = (r, s) => s with { Epochs = (int)r.Count(least: 1, "1 or more") },
        ["batch_size"] = (r, s) => s with { BatchSize = (int)r.Count(least: 1, "1 or more") },
        ["shuffle"] = (r, s) => s with { Shuffle = r.Flag() },
        ["verbose"] = (r, s) => s with { Verbose = r._value.ValueKind is JsonValueKind.True or JsonValueKind.False ? (r.Flag() ? 1 : 0) : (int)r.Count(least: 0, "0 or more") },
        ["split"] = (r, s) => s with { Split = r.Number(value => value is >= 0 and < 1, "a share from 0, less than 1") },
        ["hist"] = (r, s) => s with { Histograms = r.Text() is { Length: > 0 } text ? text : null },
        ["metrics"] = (r, s) => r.Metrics(s),
        ["training"] = (r, s) => s with { IsStandard = r.Procedure() },
    };

    private readonly string _path;
    private readonly string _key;
    private readonly JsonElement _value;

    private SettingsReading(string path, string key, JsonElement value) => (_path, _key, _value) = (path, key, value);

    public static TrainingSettings Read(string path)
    {
        using var document = InputFile.ReadJson(path);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new TrainingInputException(path, $"holds {Describe(document.RootElement)}", "write an object with the parameters, as in {\"nevts\": -1}");
        }

        if (document.RootElement.TryGetProperty("nevts", out _) && document.RootElement.TryGetProperty("nevents", out _))
        {
            throw new TrainingInputException(path, "'nevts' and 'nevents' say the same", "keep one of the two");
        }

        var settings = new TrainingSettings();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (!Keys.TryGetValue(property.Name, out var apply))
            {
                throw new TrainingInputException(path, $"'{property.Name}' is no parameter{Nearest.Hint(property.Name, Keys.Keys)}", $"the parameters are {string.Join(", ", Keys.Keys)}");
            }

            settings = apply(new(path, property.Name, property.Value), settings);
        }

        return settings;
    }

    private long Count(long least, string wanted, bool zero = true)
    {
        var most = _key is "nevts" or "nevents" ? long.MaxValue : int.MaxValue;
        return _value.ValueKind == JsonValueKind.Number && _value.TryGetInt64(out var value) && value >= least && value <= most && (value != 0 || zero) ? value : throw Refusal(wanted);
    }

    private double Number(Func<double, bool> isRight, string wanted) =>
        _value.ValueKind == JsonValueKind.Number && _value.TryGetDouble(out var value) && isRight(value) ? value : throw Refusal(wanted);

    private string Text() => _value.ValueKind == JsonValueKind.String ? _value.GetString()! : throw Refusal("a text");

    private bool Flag() => _value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(_value.GetString(), out var flag) => flag,
        _ => throw Refusal("true or false"),
    };

    // A list of names, or one text with commas between; an empty text is an empty list.
    private IReadOnlyList<string> Names() => _value.ValueKind switch
    {
        JsonValueKind.String => Split(_value.GetString()!),
        JsonValueKind.Array => [.. _value.EnumerateArray().Select(item => item is { ValueKind: JsonValueKind.String } && item.GetString() is { Length: > 0 } name ? name : throw Refusal("a list of names"))],
        _ => throw Refusal("a list of names"),
    };

    private IReadOnlyList<string> NamesOrFile() =>
        _value.ValueKind == JsonValueKind.String && _value.GetString() is { Length: > 0 } text && !text.Contains(',', StringComparison.Ordinal) && File.Exists(text) ? InputFile.ReadList(text) : Names();

    private float Padding() => _value.ValueKind switch
    {
        JsonValueKind.Number => (float)Number(_ => true, "a number"),
        JsonValueKind.String when string.Equals(_value.GetString(), "nan", StringComparison.OrdinalIgnoreCase) => float.NaN,
        JsonValueKind.String when float.TryParse(_value.GetString(), CultureInfo.InvariantCulture, out var value) => value,
        JsonValueKind.Null => float.NaN,
        _ => throw Refusal("a number, or \"nan\""),
    };

    private TrainingSettings Metrics(TrainingSettings settings)
    {
        if (_value.ValueKind != JsonValueKind.Object)
        {
            return settings with { Metrics = Flag() };
        }

        foreach (var property in _value.EnumerateObject())
        {
            settings = property.Name == "threshold"
                ? settings with { Threshold = new SettingsReading(_path, "metrics.threshold", property.Value).Number(value => value is > 0 and < 1, "a number between 0 and 1") }
                : throw new TrainingInputException(_path, $"'metrics' has the unknown field '{property.Name}'", "it may have 'threshold'");
        }

        return settings with { Metrics = true };
    }

    private bool Procedure() => Text() switch
    {
        "standard" => true,
        "" or "chunks" => false,
        _ => throw Refusal("\"standard\" (each epoch goes through all chunks), or \"chunks\" (each chunk goes through all epochs)"),
    };

    private TrainingInputException Refusal(string wanted) => new(_path, $"'{_key}' is {Describe(_value)}", $"it has to be {wanted}");

    private static string Describe(JsonElement value) => value.ToString() is { Length: <= 60 } text && value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
        ? value.ValueKind == JsonValueKind.String ? $"'{text}'" : value.GetRawText() : $"of kind {value.ValueKind}";

    private static IReadOnlyList<string> Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
