using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mlp.Training.Specs;

/// <summary>Specs that were computed earlier, found again by all that they were made from: the files with their sizes and times, and the settings.</summary>
internal sealed class SpecsCache(string folder)
{
    // Another one whenever the same inputs would give other specs.
    private const string Version = "specs 1";

    /// <summary>What specs of these inputs are kept under; null where a file's identity cannot be told.</summary>
    public static string? KeyOf(TrainingFiles files, TrainingSettings settings, string? preprocessing)
    {
        var text = new StringBuilder(Version);
        foreach (var name in files.Names)
        {
            var file = new FileInfo(TrainingFiles.Locate(name, settings.Redirector));
            if (!file.Exists)
            {
                return null; // It is far away, where it may change unseen.
            }

            _ = text.Append('\n').AppendJoin('\0', name, file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
        }

        _ = text.Append('\n').AppendJoin('\0', files.Format, files.LabelBranch, settings.Tree, Listed(settings.Identifier), Listed(settings.SelectedBranches), Listed(settings.ExcludedBranches), preprocessing);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Null where none are kept, or what is kept is damaged.</summary>
    public SpecsOfFiles? Find(string key)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(key)), KeptSpecsJson.Default.KeptSpecs)?.ToSpecs();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps specs. That they cannot be kept is no error: they are computed again.</summary>
    public void Keep(string key, SpecsOfFiles specs)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var partial = $"{PathOf(key)}.{Guid.NewGuid():N}";
            File.WriteAllBytes(partial, JsonSerializer.SerializeToUtf8Bytes(KeptSpecs.Of(specs), KeptSpecsJson.Default.KeptSpecs));
            File.Move(partial, PathOf(key), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Computing them again costs one pass over the files.
        }
    }

    private string PathOf(string key) => Path.Combine(folder, $"{key}.json");

    internal static string Listed(IReadOnlyList<string>? names) => names is null ? "usual" : JsonSerializer.Serialize(names, KeptSpecsJson.Default.IReadOnlyListString);
}

/// <summary>Specs as they are kept.</summary>
internal sealed record KeptSpecs(DataSpecs All, IReadOnlyList<string> Files, IReadOnlyList<DataSpecs> Each, IReadOnlyDictionary<string, long> NotFinite)
{
    public static KeptSpecs Of(SpecsOfFiles specs) => new(specs.All, [.. specs.Each.Select(each => each.Key)], [.. specs.Each.Select(each => each.Value)], specs.NotFinite);

    public SpecsOfFiles ToSpecs() => new(All, [.. Files.Zip(Each, KeyValuePair.Create)], NotFinite);
}

[JsonSerializable(typeof(KeptSpecs))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class KeptSpecsJson : JsonSerializerContext;
