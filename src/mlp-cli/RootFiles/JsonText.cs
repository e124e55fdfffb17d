using System.Text.Json;

namespace Mlp.Cli.RootFiles;

/// <summary>JSON on one line, for answers that are written in parts; values may be nested deeper than the registry's records are.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { MaxDepth = 256 };

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);
}
