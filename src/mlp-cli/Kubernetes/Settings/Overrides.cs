using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mlp.Cli.Kubernetes.Settings;

/// <summary>Lays the settings of one model type over those for all.</summary>
internal static class Overrides
{
    // What is made of independent entries is laid over entry by entry; all else is replaced as a whole.
    private static readonly string[] ByEntry = ["resources", "labels", "annotations", "env"];

    /// <summary>The settings for all with what the model says otherwise. Its <c>null</c> takes a field away.</summary>
    public static JsonElement Apply(JsonElement all, JsonElement model)
    {
        var merged = JsonObject.Create(all)!;
        merged.Remove("models");
        foreach (var field in model.EnumerateObject())
        {
            Lay(merged, field.Name, field.Value, ByEntry.Contains(field.Name));
        }

        return JsonSerializer.SerializeToElement(merged);
    }

    private static void Lay(JsonObject onto, string name, JsonElement value, bool byEntry)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            onto.Remove(name);
        }
        else if (byEntry && value.ValueKind == JsonValueKind.Object && onto[name] is JsonObject existing)
        {
            foreach (var entry in value.EnumerateObject())
            {
                Lay(existing, entry.Name, entry.Value, byEntry: false);
            }
        }
        else
        {
            onto[name] = JsonNode.Parse(value.GetRawText());
        }
    }
}
