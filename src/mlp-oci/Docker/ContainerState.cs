using System.Globalization;
using System.Text.Json;

namespace Mlp.Oci;

/// <summary>How a container is.</summary>
public sealed record ContainerState
{
    /// <summary>Whether its program runs at this moment.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Whether it was ended because it needed more memory than it may have.</summary>
    public required bool WasOutOfMemory { get; init; }

    /// <summary>The labels, the image's among them.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The variables, the image's among them. There may be secrets among them.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The ports of this machine, by those within; they change when it is started again.</summary>
    public required IReadOnlyDictionary<int, int> Ports { get; init; }

    internal static ContainerState Read(JsonElement json)
    {
        var (state, config) = (EngineJson.Member(json, "State"), EngineJson.Member(json, "Config"));
        return new()
        {
            IsRunning = EngineJson.Flag(state, "Running") && !EngineJson.Flag(state, "Restarting") && !EngineJson.Flag(state, "Paused"),
            WasOutOfMemory = EngineJson.Flag(state, "OOMKilled"),
            Labels = EngineJson.Texts(config, "Labels"),
            Environment = EngineJson.Items(EngineJson.Member(config, "Env")).Select(variable => variable.ToString().Split('=', 2)).Where(parts => parts.Length == 2)
                .DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal),
            Ports = ReadPorts(EngineJson.Member(EngineJson.Member(json, "NetworkSettings"), "Ports")),
        };
    }

    private static Dictionary<int, int> ReadPorts(JsonElement json)
    {
        var ports = new Dictionary<int, int>();
        foreach (var port in json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : default)
        {
            var published = EngineJson.Items(port.Value).Select(binding => EngineHttp.Text(binding, "HostPort")).FirstOrDefault();
            if (Number(port.Name.Split('/')[0]) is { } within && Number(published) is { } outside)
            {
                ports[within] = outside;
            }
        }

        return ports;
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
