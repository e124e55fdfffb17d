namespace Mlp.Cli.Kubernetes.Settings;

/// <summary>What stands for a pair's own names in the settings of many.</summary>
internal static class Placeholders
{
    /// <summary>Puts a pair's names in. Hosts and secrets have no dots and underscores of ours in them.</summary>
    public static string Fill(string text, string name, string type, string parameters) => text
        .Replace("{name}", name, StringComparison.Ordinal)
        .Replace("{type}", type, StringComparison.Ordinal)
        .Replace("{parameters}", parameters, StringComparison.Ordinal);

    /// <summary>The text with names that are allowed everywhere, to check the rest of it.</summary>
    public static string Sample(string text) => Fill(text, "x", "x", "x");
}
