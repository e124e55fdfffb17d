using System.Text.Json;

namespace Mlp.Oci;

/// <summary>What a project was published with, read from its <c>.deps.json</c>.</summary>
internal sealed record DependencyFile(IReadOnlyList<Dependency> Dependencies)
{
    private const int LargestFile = 32 << 20;

    public static DependencyFile Read(string path)
    {
        try
        {
            using var json = new FileInfo(path).Length <= LargestFile ? JsonDocument.Parse(File.ReadAllBytes(path)) : throw new JsonException("it is too large");
            var root = json.RootElement;
            var target = root.GetProperty("targets").GetProperty(root.GetProperty("runtimeTarget").GetProperty("name").GetString()!);
            return new([.. root.GetProperty("libraries").EnumerateObject().Select(l => Library(l.Name, l.Value, target))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new OciException(OciErrors.InvalidDependencies, $"'{path}' is no list of dependencies: {e.Message}", path, "publish the project again", e);
        }
    }

    private static Dependency Library(string key, JsonElement library, JsonElement target)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var (name, version) = slash > 0 ? (key[..slash], key[(slash + 1)..]) : throw new FormatException($"the library '{key}' has no version");
        var hash = library.TryGetProperty("sha512", out var text) && text.GetString() is { } given && given.StartsWith("sha512-", StringComparison.Ordinal)
            ? Convert.ToHexStringLower(Convert.FromBase64String(given["sha512-".Length..])) : null;
        var needs = target.TryGetProperty(key, out var entry) && entry.TryGetProperty("dependencies", out var dependencies)
            ? dependencies.EnumerateObject().Select(d => $"{d.Name}/{d.Value.GetString()}").ToList() : [];
        return new(name, version, library.GetProperty("type").GetString() == "package", hash, needs);
    }
}

/// <summary>A package or project of a closure.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="IsPackage">Whether it comes from a feed; else it was built along.</param>
/// <param name="Sha512">The package's hash, in hexadecimal digits.</param>
/// <param name="Needs">What it needs, as name/version.</param>
internal sealed record Dependency(string Name, string Version, bool IsPackage, string? Sha512, IReadOnlyList<string> Needs)
{
    public string Key => $"{Name}/{Version}";

    /// <summary>What others call it by: a package URL, or a name that is none for what no feed has.</summary>
    public string Reference => IsPackage ? PackageUrl : $"project:{Key}";

    public string PackageUrl => $"pkg:nuget/{Uri.EscapeDataString(Name)}@{Uri.EscapeDataString(Version)}";
}
