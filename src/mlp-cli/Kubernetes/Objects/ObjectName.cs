using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Kubernetes.Objects;

/// <summary>What the objects of a pair are called: the same in every version, and another for every pair.</summary>
internal static partial class ObjectName
{
    // Pods add 17 characters of their own, and their whole name is to be a label, too.
    private const int Longest = 46;
    private const int HashLength = 8;

    /// <summary><c>beam-line-weights-1f0a9c3e</c>. Without a hash where both names are plain: then the one hyphen says where the type ends.</summary>
    public static string Of(string type, string parameters)
    {
        var name = $"{type}-{parameters}";
        return name.Length <= Longest && Plain().IsMatch(type) && Plain().IsMatch(parameters)
            ? name
            : $"{Cut(name.Replace('_', '-').Replace('.', '-'), Longest - HashLength - 1)}-{Hash($"{type}/{parameters}")}";
    }

    /// <summary>A text as a label's value: itself where it is one, else as much of it as may be, and a hash.</summary>
    public static string LabelValue(string text) => KubernetesText.IsLabelValue(text)
        ? text
        : $"{Cut(Forbidden().Replace(text, "-").TrimStart('-', '_', '.'), KubernetesText.LongestLabel - HashLength - 1)}-{Hash(text)}".TrimStart('-');

    private static string Cut(string text, int length) => text[..Math.Min(text.Length, length)].TrimEnd('-', '_', '.');

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];

    [GeneratedRegex(@"^[a-z0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex("[^A-Za-z0-9._-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Forbidden();
}
