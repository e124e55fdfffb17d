using System.Text.Json;

namespace Mlp.Root.Tests.Samples;

internal enum Reading
{
    Agrees,
    Differs,
    Fails,
}

/// <param name="ByOthers">Whether the other reader could read the branch.</param>
internal sealed record Outcome(string File, string Tree, string Branch, string Type, Reading Reading, bool ByOthers, string Detail);

/// <summary>A real file, and what another reader saw in it.</summary>
internal static class Sample
{
    public const string MiscountedBits = "uproot-issue513.root";

    public static string? Folder => Environment.GetEnvironmentVariable("MLP_ROOT_SAMPLES") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    public static IEnumerable<string> Files => Folder is null ? [] : Directory.GetFiles(Folder, "*.root").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    public static List<Outcome> Compare(string name)
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder!, "expected", name + ".json")));
        using var file = RootFile.Open(Path.Combine(Folder!, name));
        return [.. expected.RootElement.GetProperty("trees").EnumerateObject().SelectMany(tree => CompareTree(name, file.Tree(tree.Name), tree))];
    }

    private static IEnumerable<Outcome> CompareTree(string name, RootTree? tree, JsonProperty expected)
    {
        var wanted = expected.Value.GetProperty("branches").EnumerateObject().ToList();
        if (tree is null || tree.Entries != expected.Value.GetProperty("entries").GetInt64())
        {
            return wanted.Select(branch => new Outcome(name, expected.Name, branch.Name, "", Reading.Fails, true, $"the tree is not there or has {tree?.Entries} entries"));
        }

        var found = Numbered(tree.Branches);
        return wanted.Select(branch => CompareBranch(name, expected.Name, found.GetValueOrDefault(branch.Name), branch));
    }

    private static Dictionary<string, RootBranch> Numbered(IEnumerable<RootBranch> branches)
    {
        // Of several branches of one name, '#2' is the last.
        var found = new Dictionary<string, RootBranch>(StringComparer.Ordinal);
        foreach (var branch in branches)
        {
            found[found.ContainsKey(branch.Name) ? $"{branch.Name}#2" : branch.Name] = branch;
        }

        return found;
    }

    private static Outcome CompareBranch(string name, string tree, RootBranch? branch, JsonProperty expected)
    {
        var isMiscounted = name == MiscountedBits && expected.Name.EndsWith(".fBits", StringComparison.Ordinal);
        var byOthers = !isMiscounted && (expected.Value.TryGetProperty("values", out _) || expected.Value.TryGetProperty("strings", out _));
        var outcome = new Outcome(name, tree, expected.Name, expected.Value.GetProperty("type").GetString()!, Reading.Fails, byOthers, "no such branch");
        if (branch is null)
        {
            return outcome;
        }

        try
        {
            using var reader = new BranchReader(branch);
            using var values = reader.Read(0, branch.Entries, default);
            return !isMiscounted && Comparison.Differs(values.Column, expected.Value) is { } difference
                ? outcome with { Reading = Reading.Differs, Detail = difference }
                : outcome with { Reading = Reading.Agrees, Detail = branch.TypeName };
        }
        catch (RootFormatException e)
        {
            return outcome with { Detail = e.Fact };
        }
    }
}
