using System.Text.Json;

namespace Mlp.Cli.Packages;

/// <summary>The <c>.deps.json</c> of a published project.</summary>
internal static class DependencyFile
{
    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>A publish for one platform names it in its target, as in <c>.NETCoreApp,Version=v10.0/linux-x64</c>.</summary>
    public static void RefuseOnePlatform(ModelClosure closure)
    {
        var file = Path.Combine(closure.Folder, closure.Assembly + ".deps.json");
        if (File.Exists(file) && Target(file) is { } target && target.Split('/') is [_, var platform])
        {
            throw BundleErrors.OnePlatform(closure.Assembly, platform);
        }
    }

    private static string? Target(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Json);
            return document.RootElement.GetProperty("runtimeTarget").GetProperty("name").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw BundleErrors.CannotBundle(file, $"it is not what the SDK writes: {e.Message}", "publish the project again");
        }
    }
}
