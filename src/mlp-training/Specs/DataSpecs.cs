using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mlp.Training;

/// <summary>What has to be known of all events before the first can be normalised: the extents of features, and the lengths of lists.</summary>
/// <remarks>Written as MLaaS4HEP writes it: <c>jdim</c>, <c>minv</c>, <c>maxv</c>, <c>fkeys</c>, <c>jkeys</c>, <c>nans</c>, and for all files together <c>events</c>.</remarks>
public sealed record DataSpecs
{
    /// <summary>The length of the longest list of each feature that has lists.</summary>
    [JsonPropertyName("jdim")]
    public required IReadOnlyDictionary<string, int> Lengths { get; init; }

    /// <summary>The smallest finite value of each feature; 0 where it has none.</summary>
    [JsonPropertyName("minv")]
    public required IReadOnlyDictionary<string, double> Least { get; init; }

    /// <summary>The largest finite value of each feature; 0 where it has none.</summary>
    [JsonPropertyName("maxv")]
    public required IReadOnlyDictionary<string, double> Largest { get; init; }

    /// <summary>The features that have one value for each event, by name.</summary>
    [JsonPropertyName("fkeys")]
    public required IReadOnlyList<string> Flat { get; init; }

    /// <summary>The features that have a list of values for each event, by name.</summary>
    [JsonPropertyName("jkeys")]
    public required IReadOnlyList<string> Jagged { get; init; }

    /// <summary>Where zero lies between the smallest and the largest value; the value itself where there is only one.</summary>
    [JsonPropertyName("nans")]
    public required IReadOnlyDictionary<string, double> Zeros { get; init; }

    /// <summary>How many events passed all cuts: of each file, and as <c>total</c> of all. Null in the specs of one file.</summary>
    [JsonPropertyName("events")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, long>? Events { get; init; }

    /// <summary>How many numbers an event becomes.</summary>
    [JsonIgnore]
    public int Width => Flat.Count + Lengths.Values.Sum();

    /// <summary>The names of these numbers: the feature's, for lists with the place behind it.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Columns => [.. Flat, .. Jagged.SelectMany(name => Enumerable.Range(0, Lengths[name]).Select(i => $"{name}_{i}"))];

    /// <summary>Reads specs that were written earlier.</summary>
    /// <exception cref="TrainingInputException">They cannot be read, or are none.</exception>
    public static DataSpecs Read(string path)
    {
        using var document = Inputs.InputFile.ReadJson(path);
        try
        {
            var specs = document.Deserialize(SpecsJson.Default.DataSpecs) ?? throw new JsonException("it is null");
            return specs.Fault() is { } fault ? throw new JsonException(fault) : specs;
        }
        catch (JsonException e)
        {
            throw new TrainingInputException(path, $"holds no specs: {e.Message}", "write it again with 'mlp data specs'", e);
        }
    }

    /// <summary>Writes them; the file is there whole or not at all.</summary>
    public void Write(string path)
    {
        var partial = path + ".partial";
        try
        {
            File.WriteAllText(partial, ToJson());
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    internal string ToJson() => JsonSerializer.Serialize(this, SpecsJson.Default.DataSpecs) + "\n";

    private string? Fault()
    {
        var missing = Flat.Concat(Jagged).FirstOrDefault(name => !Least.ContainsKey(name) || !Largest.ContainsKey(name)) ?? Jagged.FirstOrDefault(name => !Lengths.ContainsKey(name));
        return missing is not null ? $"it says too little of '{missing}'"
            : Lengths.FirstOrDefault(length => length.Value < 0 || !Jagged.Contains(length.Key)) is { Key: { } odd } ? $"jdim of '{odd}' is {Lengths[odd]}, or it is no list"
            : Least.FirstOrDefault(least => !(least.Value <= Largest.GetValueOrDefault(least.Key))) is { Key: { } turned } ? $"minv of '{turned}' is above its maxv"
            : Least.FirstOrDefault(least => !double.IsFinite(Largest[least.Key] - least.Value)) is { Key: { } wide } ? $"minv and maxv of '{wide}' are too far apart"
            : null;
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DataSpecs))]
internal sealed partial class SpecsJson : JsonSerializerContext;
