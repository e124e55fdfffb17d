namespace Mlp;

/// <summary>Query parameters that narrow a list.</summary>
internal static class Filter
{
    public static IEnumerable<(string Name, string? Value)> By(IReadOnlyDictionary<string, string>? metadata) =>
        (metadata ?? new Dictionary<string, string>()).Select(pair => ("metadata", (string?)Route.Metadata(pair)));
}
