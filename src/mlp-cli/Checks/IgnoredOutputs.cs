using Mlp.Cli.Git;

namespace Mlp.Cli.Checks;

/// <summary>The folders that builds write to, which git has to ignore: they would make every tree unclean.</summary>
internal static class IgnoredOutputs
{
    private static readonly string[] Folders = ["bin/", "obj/"];

    /// <summary>Those that are there and not ignored.</summary>
    public static IReadOnlyList<string> Missing(IReadOnlyList<Change> changes) =>
        [.. Folders.Where(folder => changes.Any(change => change.IsUntracked && $"/{change.Path}".Contains($"/{folder}", StringComparison.Ordinal)))];

    public static async Task Add(string root, IReadOnlyList<string> folders, Ct ct)
    {
        var file = Path.Combine(root, ".gitignore");
        var text = File.Exists(file) ? await File.ReadAllTextAsync(file, ct) : "";
        var between = text.Length > 0 && !text.EndsWith('\n') ? "\n" : "";
        await File.WriteAllTextAsync(file, $"{text}{between}{string.Join('\n', folders)}\n", ct);
    }
}
