using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mlp.Cli.Building;

/// <summary>An evaluation kept in the project's obj folder, for as long as all that it rests on stays as it was.</summary>
internal sealed record KeptEvaluation
{
    // What MSBuild looks for from the project's folder upwards.
    private static readonly string[] SearchedUpwards = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json"];

    // A file that was written this shortly before may be written again within the same tick of the file system's clock.
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(100);

    /// <summary>The build of this tool, the SDK and the environment.</summary>
    public required string Conditions { get; init; }

    public required IReadOnlyList<FileStamp> Files { get; init; }

    /// <summary>Which files of obj are imported because of their name.</summary>
    public required IReadOnlyList<string> Extensions { get; init; }

    public required CodeProject Project { get; init; }

    /// <summary>The evaluation that was kept, where it still holds.</summary>
    public static CodeProject? Find(string file, string conditions)
    {
        try
        {
            using var stream = File.OpenRead(Place(file));
            var kept = JsonSerializer.Deserialize(stream, KeptEvaluationJson.Default.KeptEvaluation);
            return kept is not null && kept.Project.File == file && kept.Conditions == conditions
                && kept.Files.All(stamp => stamp.StillHolds) && kept.Extensions.SequenceEqual(ExtensionsOf(file))
                    ? kept.Project
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps an evaluation that began at <paramref name="started"/>; what cannot be kept is evaluated again the next time.</summary>
    public static void Keep(Evaluation evaluation, string conditions, DateTime started)
    {
        var project = evaluation.Project;
        var place = Place(project.File);
        if (!evaluation.CanBeKept || !FilePath.IsBelow(place, project.IntermediateFolder))
        {
            return;
        }

        var files = evaluation.Imports.Concat(MayAppear(project.File)).Append(project.File).Distinct(StringComparer.Ordinal).Select(FileStamp.Of).ToList();
        if (files.All(stamp => stamp.Time is null || stamp.Time < started - Settled))
        {
            Save(place, new() { Conditions = conditions, Files = files, Extensions = ExtensionsOf(project.File), Project = project });
        }
    }

    private static void Save(string place, KeptEvaluation kept)
    {
        var partial = $"{place}.{Guid.NewGuid():n}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.WriteAllBytes(partial, JsonSerializer.SerializeToUtf8Bytes(kept, KeptEvaluationJson.Default.KeptEvaluation));
            File.Move(partial, place, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A tree that cannot be written to is read slowly, that is all.
            File.Delete(partial);
        }
    }

    private static string Place(string file) => Path.Combine(Path.GetDirectoryName(file)!, "obj", "mlp", Path.GetFileName(file) + ".evaluation.json");

    private static IEnumerable<string> MayAppear(string file) =>
        FilePath.FoldersAbove(file).SelectMany(folder => SearchedUpwards.Select(name => Path.Combine(folder, name)))
            .Append(file + ".user").Append(Path.Combine(Path.GetDirectoryName(file)!, "obj", "project.assets.json"));

    private static string[] ExtensionsOf(string file)
    {
        var folder = Path.Combine(Path.GetDirectoryName(file)!, "obj");
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, Path.GetFileName(file) + ".*").Where(IsImported).Order(StringComparer.Ordinal)]
            : [];
    }

    private static bool IsImported(string file) => file.EndsWith(".props", StringComparison.Ordinal) || file.EndsWith(".targets", StringComparison.Ordinal);
}

[JsonSerializable(typeof(KeptEvaluation))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class KeptEvaluationJson : JsonSerializerContext;
