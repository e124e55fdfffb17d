using System.Text.Json;

namespace Mlp.Cli.Releases;

/// <summary>Where the assemblies of a project's packages lie: a library is built without them.</summary>
internal static class PackageAssemblies
{
    /// <param name="intermediateFolder">The project's obj: what restore wrote there says which packages it has, and where.</param>
    /// <returns>Files by the simple names of their assemblies.</returns>
    public static IReadOnlyDictionary<string, string> Of(string intermediateFolder)
    {
        var files = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var assets = Path.Combine(intermediateFolder, "project.assets.json");
        if (!File.Exists(assets))
        {
            return files;
        }

        using var document = Read(assets);
        var root = document.RootElement;
        var folders = Members(root, "packageFolders").Select(folder => folder.Name).ToList();
        foreach (var library in Members(root, "targets").SelectMany(target => Members(target.Value)))
        {
            var package = root.TryGetProperty("libraries", out var all) && all.TryGetProperty(library.Name, out var one) && one.TryGetProperty("path", out var path) ? path.GetString() : null;
            foreach (var item in package is null ? [] : Members(library.Value, "runtime"))
            {
                if (folders.Select(folder => Path.Combine(folder, package!, item.Name)).FirstOrDefault(File.Exists) is { } file)
                {
                    files.TryAdd(Path.GetFileNameWithoutExtension(file), file);
                }
            }
        }

        return files;
    }

    private static JsonDocument Read(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file));
        }
        catch (JsonException e)
        {
            throw ReleaseErrors.DependenciesUnreadable(file, e);
        }
    }

    private static IEnumerable<JsonProperty> Members(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? Members(member) : [];

    private static IEnumerable<JsonProperty> Members(JsonElement element) => element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : [];
}
