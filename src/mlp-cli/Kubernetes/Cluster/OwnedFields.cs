using System.Text.Json.Nodes;

namespace Mlp.Cli.Kubernetes.Cluster;

/// <summary>What one manager has applied of an object: exactly that, applied again, brings it back.</summary>
/// <remarks>The API server keeps, field by field, who set what; see <c>metadata.managedFields</c> and its format FieldsV1.</remarks>
internal static class OwnedFields
{
    /// <summary>The fields that the manager applied, with the object's names; null where there are none.</summary>
    public static JsonObject? Of(JsonObject live, string manager)
    {
        if (Applied(live, manager) is not { } fields)
        {
            return null;
        }

        var owned = Pick(live, fields)!.AsObject();
        var metadata = owned["metadata"] as JsonObject ?? [];
        owned["metadata"] = metadata.DeepClone();
        owned["metadata"]!["name"] = live["metadata"]!["name"]!.DeepClone();
        owned["metadata"]!["namespace"] = live["metadata"]!["namespace"]?.DeepClone();
        owned["apiVersion"] = live["apiVersion"]!.DeepClone();
        owned["kind"] = live["kind"]!.DeepClone();
        return owned;
    }

    /// <summary>Whether the manager has applied the field of the object's specification.</summary>
    public static bool Has(JsonObject live, string manager, string specField) => Applied(live, manager)?["f:spec"]?[$"f:{specField}"] is not null;

    private static JsonObject? Applied(JsonObject live, string manager) => (live["metadata"]?["managedFields"] as JsonArray)?
        .FirstOrDefault(entry => entry!["manager"]?.GetValue<string>() == manager && entry["operation"]?.GetValue<string>() == "Apply" && entry["subresource"] is null)?["fieldsV1"] as JsonObject;

    private static JsonNode? Pick(JsonNode? live, JsonObject fields)
    {
        if (live is JsonObject entries && fields.Any(field => field.Key.StartsWith("f:", StringComparison.Ordinal)))
        {
            return new JsonObject(entries
                .Where(entry => fields.ContainsKey($"f:{entry.Key}"))
                .Select(entry => KeyValuePair.Create(entry.Key, Pick(entry.Value, fields[$"f:{entry.Key}"]!.AsObject()))));
        }

        return live is JsonArray items && fields.Any(field => IsOfItem(field.Key))
            ? new JsonArray([.. items.Select(item => (Item: item, Fields: Entry(item, fields))).Where(each => each.Fields is not null).Select(each => Pick(each.Item, each.Fields!))])
            : live?.DeepClone();
    }

    // Items of lists are known by some of their fields, or by their whole value.
    private static JsonObject? Entry(JsonNode? item, JsonObject fields) => fields.Where(field => IsOfItem(field.Key)).FirstOrDefault(field => field.Key[..2] switch
    {
        "k:" => JsonNode.Parse(field.Key[2..])!.AsObject().All(key => JsonNode.DeepEquals(item?[key.Key], key.Value)),
        "v:" => JsonNode.DeepEquals(item, JsonNode.Parse(field.Key[2..])),
        _ => false,
    }).Value as JsonObject;

    // The list itself has an entry, too, under a dot.
    private static bool IsOfItem(string key) => key.StartsWith("k:", StringComparison.Ordinal) || key.StartsWith("v:", StringComparison.Ordinal);
}
