using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mlp.Oci;

/// <summary>Writes an image's configuration: the base's, with ours over it.</summary>
internal static class ConfigWriter
{
    // What other tools note of how and where the base was built, which is not true of what is made on it.
    private static readonly string[] OfTheBaseAlone = ["container", "container_config", "docker_version", "id", "parent", "parent_id", "throwaway", "Size"];

    private static readonly JsonSerializerOptions Options = new() { Encoder = ManifestWriter.Options.Encoder };

    public static byte[] Write(BasePlatform platform, IReadOnlyList<Layer> layers, ImageSpec spec)
    {
        var config = platform.Config.DeepClone().AsObject();
        foreach (var name in OfTheBaseAlone)
        {
            config.Remove(name);
        }

        config["architecture"] = platform.Platform.Architecture;
        config["os"] = platform.Platform.Os;
        if (platform.Platform.Variant is { } variant)
        {
            config["variant"] = variant;
        }

        config["created"] = Time(spec.Created);
        config["config"] = Settings(config["config"] as JsonObject ?? [], spec);
        config["rootfs"] = RootFileSystem(config["rootfs"] as JsonObject ?? [], layers);
        config["history"] = History(config["history"] as JsonArray ?? [], platform.Layers.Count, layers, spec.Created);
        return Encoding.UTF8.GetBytes(config.ToJsonString(Options));
    }

    private static JsonObject Settings(JsonObject ofBase, ImageSpec spec)
    {
        var settings = ofBase.DeepClone().AsObject();

        // They are of the base's own program, or of the builds made on it.
        foreach (var name in (string[])["Cmd", "OnBuild", "ArgsEscaped", "Healthcheck", "Image", "Hostname", "Domainname", "StopSignal"])
        {
            settings.Remove(name);
        }

        settings["User"] = spec.User;
        settings["WorkingDir"] = spec.WorkingDirectory;
        settings["Entrypoint"] = Texts(spec.EntryPoint);
        Put(settings, "Cmd", spec.Command.Count == 0 ? null : Texts(spec.Command));
        Put(settings, "StopSignal", spec.StopSignal is null ? null : JsonValue.Create(spec.StopSignal));
        Put(settings, "Env", Environment(settings["Env"] as JsonArray ?? [], spec));
        Put(settings, "Labels", Labels(settings["Labels"] as JsonObject ?? [], spec));
        Put(settings, "ExposedPorts", Ports(settings["ExposedPorts"] as JsonObject ?? [], spec));
        Put(settings, "Healthcheck", HealthCheck(spec.HealthCheck));
        return settings;
    }

    private static void Put(JsonObject json, string name, JsonNode? value)
    {
        json.Remove(name);
        if (value is JsonArray { Count: > 0 } or JsonObject { Count: > 0 } or JsonValue)
        {
            json[name] = value;
        }
    }

    private static JsonArray Environment(JsonArray ofBase, ImageSpec spec)
    {
        var kept = ofBase.Select(v => (string)v!).Where(v => !spec.Environment.ContainsKey(v.Split('=')[0]));
        return Texts(kept.Concat(spec.Environment.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}")));
    }

    private static JsonObject Labels(JsonObject ofBase, ImageSpec spec)
    {
        var all = ofBase.ToDictionary(l => l.Key, l => (string?)l.Value ?? "", StringComparer.Ordinal);
        foreach (var (name, value) in spec.Labels)
        {
            all[name] = value;
        }

        return new(all.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => KeyValuePair.Create<string, JsonNode?>(l.Key, l.Value)));
    }

    // The ports of the program of the base mean nothing to ours, where it has ports of its own.
    private static JsonObject Ports(JsonObject ofBase, ImageSpec spec) => spec.Ports.Count == 0
        ? ofBase.DeepClone().AsObject()
        : new(spec.Ports.Distinct().Order().Select(p => KeyValuePair.Create<string, JsonNode?>(p.ToString(CultureInfo.InvariantCulture) + "/tcp", new JsonObject())));

    private static JsonObject? HealthCheck(HealthCheck? check) => check is null ? null : new()
    {
        ["Test"] = Texts(check.Command.Prepend("CMD")),
        ["Interval"] = Nanoseconds(check.Interval),
        ["Timeout"] = Nanoseconds(check.Timeout),
        ["StartPeriod"] = Nanoseconds(check.StartPeriod),
        ["Retries"] = check.Retries,
    };

    private static JsonObject RootFileSystem(JsonObject ofBase, IReadOnlyList<Layer> layers) => new()
    {
        ["type"] = "layers",
        ["diff_ids"] = Texts((ofBase["diff_ids"] as JsonArray ?? []).Select(d => (string)d!).Concat(layers.Select(l => l.DiffId.ToString()))),
    };

    // One entry per layer, if the base tells its history as well: one that tells of some layers only is not believed by engines.
    private static JsonArray History(JsonArray ofBase, int layersOfBase, IReadOnlyList<Layer> layers, DateTimeOffset created)
    {
        var told = ofBase.Count(h => h is JsonObject entry && !((bool?)entry["empty_layer"] ?? false));
        var before = told == layersOfBase ? ofBase.Select(h => h!.DeepClone()) : Enumerable.Range(0, layersOfBase).Select(_ => Entry("base", created));
        return [.. before, .. layers.Select(l => Entry(l.Name, created))];
    }

    private static JsonObject Entry(string name, DateTimeOffset created) => new() { ["created"] = Time(created), ["created_by"] = $"mlp: {name}" };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)JsonValue.Create(t))];

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
