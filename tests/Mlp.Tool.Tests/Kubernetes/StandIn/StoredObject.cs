using System.Text.Json.Nodes;

namespace Mlp.Tool.Tests.Kubernetes.StandIn;

/// <summary>An object of the stand-in with who set what of it.</summary>
internal sealed class StoredObject(JsonObject content)
{
    public JsonObject Content { get; } = content;

    public string Name => Content["metadata"]!["name"]!.GetValue<string>();

    /// <summary>Server-side apply: answers what is in conflict, and changes nothing then.</summary>
    public IReadOnlyList<string> Apply(JsonObject applied, string manager, bool force)
    {
        var fields = FieldTree.Of(applied);
        var conflicts = Managed.Where(entry => Manager(entry) != manager)
            .SelectMany(entry => FieldTree.Leaves(entry["fieldsV1"]!.AsObject()).Where(leaf => Contains(fields, leaf) && Differs(applied, leaf)).Select(leaf => (Entry: entry, Leaf: leaf))).ToList();
        if (conflicts.Count > 0 && !force)
        {
            return [.. conflicts.Select(conflict => $"conflict with \"{Manager(conflict.Entry)}\": {string.Join('.', conflict.Leaf.Select(step => step[2..]))}")];
        }

        foreach (var (entry, leaf) in conflicts)
        {
            FieldTree.Prune(entry["fieldsV1"]!.AsObject(), leaf);
        }

        var before = Content["spec"]?.ToJsonString();
        LetGo(fields, manager);
        FieldTree.Merge(Content, applied);
        Own(manager, "Apply", fields, null);
        if (before != Content["spec"]?.ToJsonString())
        {
            Content["metadata"]!["generation"] = (Content["metadata"]!["generation"]?.GetValue<int>() ?? 0) + 1;
        }

        return [];
    }

    /// <summary>Sets the number of replicas as the controllers and kubectl do.</summary>
    public void Scale(int replicas, string manager)
    {
        Content["spec"]!["replicas"] = replicas;
        Content["metadata"]!["generation"] = Content["metadata"]!["generation"]!.GetValue<int>() + 1;
        foreach (var entry in Managed.ToList())
        {
            FieldTree.Prune(entry["fieldsV1"]!.AsObject(), ["f:spec", "f:replicas"]);
        }

        Own(manager, "Update", new() { ["f:spec"] = new JsonObject { ["f:replicas"] = new JsonObject() } }, "scale");
    }

    private IEnumerable<JsonObject> Managed => (Content["metadata"]!["managedFields"] as JsonArray ?? []).Select(entry => entry!.AsObject());

    // What it no longer says, and nobody else does, is gone: whole items first, which are known by fields of theirs.
    private void LetGo(JsonObject fields, string manager)
    {
        var others = Managed.Where(entry => Manager(entry) != manager).Select(entry => entry["fieldsV1"]!.AsObject()).ToList();
        foreach (var leaf in Managed.Where(entry => Manager(entry) == manager).SelectMany(entry => FieldTree.Leaves(entry["fieldsV1"]!.AsObject())).OrderByDescending(leaf => leaf[^1] == ".").ToList())
        {
            if (!Contains(fields, leaf) && !others.Any(other => Contains(other, leaf)))
            {
                FieldTree.Remove(Content, leaf);
            }
        }
    }

    private void Own(string manager, string operation, JsonObject fields, string? subresource)
    {
        var entries = Content["metadata"]!["managedFields"] as JsonArray ?? [];
        foreach (var old in entries.Where(entry => Manager(entry!) == manager && entry!["subresource"]?.GetValue<string>() == subresource).ToList())
        {
            entries.Remove(old);
        }

        var entry = new JsonObject { ["manager"] = manager, ["operation"] = operation, ["apiVersion"] = Content["apiVersion"]!.DeepClone(), ["fieldsType"] = "FieldsV1", ["fieldsV1"] = fields.DeepClone() };
        if (subresource is not null)
        {
            entry["subresource"] = subresource;
        }

        entries.Add(entry);
        Content["metadata"]!["managedFields"] = entries.DeepClone();
    }

    private bool Differs(JsonObject applied, string[] leaf) => leaf[^1] != "." && !JsonNode.DeepEquals(FieldTree.Get(applied, leaf), FieldTree.Get(Content, leaf));

    private static bool Contains(JsonObject fields, string[] leaf)
    {
        JsonNode? node = fields;
        foreach (var step in leaf)
        {
            node = (node as JsonObject)?[step];
        }

        return node is not null;
    }

    private static string Manager(JsonNode entry) => entry["manager"]!.GetValue<string>();
}
