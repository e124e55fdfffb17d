using System.Text.Json.Nodes;

namespace Mlp.Tool.Tests.Kubernetes.StandIn;

/// <summary>Which fields of an object somebody set, in the format FieldsV1: a tree whose leaves are empty.</summary>
internal static class FieldTree
{
    // Items of these lists are known by some of their fields; other lists, and these maps, are set as a whole.
    private static readonly Dictionary<string, string[]> KeyedLists = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["env"] = ["name"],
        ["volumes"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["imagePullSecrets"] = ["name"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
        ["ports"] = ["port", "containerPort", "protocol"],
    };

    private static readonly string[] Whole = ["selector", "labelSelector", "secretKeyRef", "scaleTargetRef"];
    private static readonly string[] Identity = ["apiVersion", "kind", "name", "namespace"];

    /// <summary>The fields that an object which is applied sets.</summary>
    public static JsonObject Of(JsonObject applied)
    {
        var tree = Fields(applied, "");
        Identity.ToList().ForEach(field => tree.Remove($"f:{field}"));
        if (tree["f:metadata"] is JsonObject metadata)
        {
            Identity.ToList().ForEach(field => metadata.Remove($"f:{field}"));
            if (metadata.Count == 0)
            {
                tree.Remove("f:metadata");
            }
        }

        return tree;
    }

    /// <summary>All leaves, each with the way to it.</summary>
    public static IEnumerable<string[]> Leaves(JsonObject tree) => tree.SelectMany(entry =>
        entry.Value is JsonObject { Count: > 0 } inner ? Leaves(inner).Select(rest => (string[])[entry.Key, .. rest]) : [[entry.Key]]);

    public static JsonNode? Get(JsonNode? node, ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = step == "." ? node : Step(node, step);
        }

        return node;
    }

    /// <summary>Takes a field away; an item that nothing is left of goes, too.</summary>
    public static void Remove(JsonObject from, string[] path)
    {
        var parent = Get(from, path.AsSpan()[..^1]);
        if (path[^1] == "." && path.Length > 1 && Get(from, path.AsSpan()[..^2]) is JsonArray items && parent is not null)
        {
            items.Remove(parent);
        }
        else if (parent is JsonObject entries && path[^1].StartsWith("f:", StringComparison.Ordinal))
        {
            entries.Remove(path[^1][2..]);
        }
    }

    /// <summary>Takes a leaf out of a tree, and the branches that end without it.</summary>
    public static void Prune(JsonObject tree, string[] leaf)
    {
        if (leaf.Length > 1 && tree[leaf[0]] is JsonObject inner)
        {
            Prune(inner, leaf[1..]);
            if (inner.Count > 0)
            {
                return;
            }
        }

        tree.Remove(leaf[0]);
    }

    /// <summary>Lays one object over the other.</summary>
    public static void Merge(JsonObject onto, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (value is JsonObject inner && onto[name] is JsonObject existing && !Whole.Contains(name))
            {
                Merge(existing, inner);
            }
            else if (value is JsonArray items && onto[name] is JsonArray old && KeyedLists.TryGetValue(name, out var keys))
            {
                MergeItems(old, items, keys);
            }
            else
            {
                onto[name] = value?.DeepClone();
            }
        }
    }

    private static void MergeItems(JsonArray onto, JsonArray from, string[] keys)
    {
        foreach (var item in from.Select(item => item!.AsObject()))
        {
            if (onto.FirstOrDefault(old => keys.All(key => JsonNode.DeepEquals(old![key], item[key]))) is JsonObject existing)
            {
                Merge(existing, item);
            }
            else
            {
                onto.Add(item.DeepClone());
            }
        }
    }

    private static JsonObject Fields(JsonObject entries, string name) => Whole.Contains(name)
        ? []
        : new(entries.Select(entry => KeyValuePair.Create($"f:{entry.Key}", (JsonNode?)Value(entry.Value, entry.Key))));

    private static JsonObject Value(JsonNode? value, string name) => value switch
    {
        JsonObject entries => Fields(entries, name),
        JsonArray items when KeyedLists.TryGetValue(name, out var keys) => new(items.Select(item => KeyValuePair.Create(Key(item!.AsObject(), keys), (JsonNode?)Item(item.AsObject())))),
        _ => [],
    };

    private static JsonObject Item(JsonObject item)
    {
        var fields = Fields(item, "");
        fields["."] = new JsonObject();
        return fields;
    }

    private static string Key(JsonObject item, string[] keys) =>
        "k:" + new JsonObject(keys.Where(item.ContainsKey).Select(key => KeyValuePair.Create(key, item[key]?.DeepClone()))).ToJsonString();

    private static JsonNode? Step(JsonNode? node, string step) => step[..2] == "f:"
        ? (node as JsonObject)?[step[2..]]
        : (node as JsonArray)?.FirstOrDefault(item => JsonNode.Parse(step[2..])!.AsObject().All(key => JsonNode.DeepEquals(item![key.Key], key.Value)));
}
