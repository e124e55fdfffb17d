using System.Globalization;

namespace Mlp.Cli.Building;

/// <summary>Whether the Release build of a project still stands for its sources, as `make` would decide: nothing it is made from is younger.</summary>
internal static class BuildMark
{
    /// <summary>Those of these projects that have to be built.</summary>
    public static IReadOnlyList<CodeProject> Outdated(IReadOnlyList<CodeProject> roots, Evaluations evaluations) =>
        [.. roots.Where(root => !IsCurrent(evaluations.Closure(root.File)))];

    /// <param name="closure">A project, last, behind all that it references.</param>
    public static bool IsCurrent(IReadOnlyList<CodeProject> closure)
    {
        var root = closure[^1];
        return FileStamp.Of(root.TargetPath) is { Time: { } written }
            && (MarkedTime(root) is { } marked && marked > written ? marked : written) is var built
            && Inputs(closure).All(time => time < built);
    }

    /// <summary>Remembers a build that succeeded: one that had nothing to do leaves the assembly as old as it was.</summary>
    public static void Set(CodeProject root, DateTime started)
    {
        if (FileStamp.Of(root.TargetPath) is { Time: not null } output)
        {
            var place = Place(root);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.WriteAllText(place, Text(output));
            File.SetLastWriteTimeUtc(place, started);
        }
    }

    // Only for the assembly as that build left it.
    private static DateTime? MarkedTime(CodeProject root) =>
        File.Exists(Place(root)) && File.ReadAllText(Place(root)) == Text(FileStamp.Of(root.TargetPath)) ? File.GetLastWriteTimeUtc(Place(root)) : null;

    private static IEnumerable<DateTime> Inputs(IReadOnlyList<CodeProject> closure) =>
    [
        .. SourceFolder.Entries(closure).Select(entry => entry.LastWriteTimeUtc),
        .. closure.SelectMany(project => (string[])[.. project.Imports, .. project.OutsideFiles, Path.Combine(project.IntermediateFolder, "project.assets.json")])
            .Distinct(StringComparer.Ordinal).Select(FileStamp.Of).Select(stamp => stamp.Time ?? DateTime.MaxValue),
    ];

    private static string Place(CodeProject root) => Path.Combine(root.IntermediateFolder, "mlp", Path.GetFileName(root.File) + ".built");

    private static string Text(FileStamp stamp) => string.Create(CultureInfo.InvariantCulture, $"{stamp.Size} {stamp.Time?.Ticks}");
}
