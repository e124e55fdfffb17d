using System.Globalization;
using System.Text;

namespace Mlp;

/// <summary>Writes the addresses of requests; whatever goes into them is checked here, once.</summary>
internal static class Route
{
    private const string Latest = "latest";

    public static string Name(string name) => Mlp.Name.Parse(name).Text;

    public static string TypeVersion(string version) =>
        version == Latest ? Latest : Mlp.TypeVersion.Parse(version).ToString();

    public static string ParametersVersion(string version) =>
        version == Latest ? Latest : Mlp.ParametersVersion.Parse(version).ToString();

    public static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    public static string Path(string path) =>
        EntryPath.Refusal(path) is { } refusal
            ? throw Invalid("path of a parameters file", path, refusal)
            : string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    public static string Metadata(KeyValuePair<string, string> pair) =>
        pair.Key.Contains('=', StringComparison.Ordinal) || pair.Key.Length == 0
            ? throw Invalid("metadata key", pair.Key, "give a key that is not empty and has no '='")
            : $"{pair.Key}={pair.Value}";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A route with those parameters that have a value.</summary>
    public static string Query(string route, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var text = new StringBuilder(route);
        var separator = route.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return text.ToString();
    }

    private static MlpException Invalid(string what, string value, string rule) =>
        new(ClientErrors.InvalidArgument, $"'{value}' is no {what}", value, rule);
}
