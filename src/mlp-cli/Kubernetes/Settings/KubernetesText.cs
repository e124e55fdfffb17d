using System.Text.RegularExpressions;

namespace Mlp.Cli.Kubernetes.Settings;

/// <summary>What Kubernetes allows as names, labels and keys.</summary>
internal static partial class KubernetesText
{
    public const int LongestLabel = 63;

    public static bool IsLabel(string text) => text.Length <= LongestLabel && Label().IsMatch(text);

    public static bool IsName(string text) => text.Length <= 253 && text.Split('.').All(IsLabel);

    public static bool IsHost(string text) => IsName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text);

    public static bool IsLabelValue(string text) => text.Length <= LongestLabel && LabelValue().IsMatch(text);

    public static bool IsKey(string text) => text.Split('/') switch
    {
        [var name] => name.Length > 0 && IsLabelValue(name),
        [var prefix, var name] => IsName(prefix) && name.Length > 0 && IsLabelValue(name),
        _ => false,
    };

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(@"^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelValue();
}
