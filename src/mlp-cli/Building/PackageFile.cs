namespace Mlp.Cli.Building;

/// <summary>Finds what packing made.</summary>
internal static class PackageFile
{
    /// <summary>The project's package of this version: a package of another one would be pushed under a name that the release does not say.</summary>
    public static BuiltPackage Find(CodeProject project, TypeVersion version, string folder)
    {
        var name = $"{project.PackageId}.{version}.nupkg";
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.nupkg") : [];
        return files.FirstOrDefault(file => string.Equals(Path.GetFileName(file), name, StringComparison.OrdinalIgnoreCase)) is { } package
            ? new(project.PackageId, version.ToString(), package)
            : throw BuildingErrors.PackageMissing(project.File, name, [.. files.Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)]);
    }
}
