namespace Mlp.Testing;

/// <summary>Compares a text with the approved one that is checked in; a difference is written beside it for review.</summary>
public static class Approved
{
    /// <summary>Throws unless <paramref name="actual"/> is the text of <paramref name="file"/>, a path from the repository's root.</summary>
    /// <remarks>Set MLP_APPROVE=1 to accept what is there now; the reviewer sees it in the diff.</remarks>
    public static void Matches(string file, string actual)
    {
        var path = Repository.PathOf(file);
        var text = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("MLP_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        var approved = File.Exists(path) ? File.ReadAllText(path) : "";
        if (!string.Equals(approved, text, StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"{file} differs from what is there now: {FirstDifference(approved, text)}. Review it; MLP_APPROVE=1 accepts it.");
        }
    }

    private static string FirstDifference(string approved, string actual)
    {
        var (before, now) = (approved.Split('\n'), actual.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(before.Length, now.Length))
            .First(i => i >= before.Length || i >= now.Length || !string.Equals(before[i], now[i], StringComparison.Ordinal));
        return $"line {line + 1}: approved '{before.ElementAtOrDefault(line)}', now '{now.ElementAtOrDefault(line)}'";
    }
}
