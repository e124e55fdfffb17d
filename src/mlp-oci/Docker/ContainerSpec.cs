using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Mlp.Oci;

/// <summary>
/// A service in a container that may do nothing but serve: no capability and no way to a new one, nothing to write to but <c>/tmp</c>, one
/// port on this machine's loopback, chosen by the engine. It is started again until it is stopped.
/// </summary>
public sealed record ContainerSpec
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The image, as the engine knows it.</summary>
    public required string Image { get; init; }

    /// <summary>The TCP port that it listens on.</summary>
    public required int Port { get; init; }

    /// <summary>Variables, over those of the image.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = Descriptor.Nothing;

    /// <summary>Labels, over those of the image.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Descriptor.Nothing;

    /// <summary>The bytes that it may use, the swapped ones among them; 0 is any number.</summary>
    public long Memory { get; init; }

    /// <summary>The processors that it may use; 0 is all.</summary>
    public double Cpus { get; init; }

    /// <summary>The processes and threads that it may have.</summary>
    public int Processes { get; init; } = 1024;

    /// <summary>The bytes that <c>/tmp</c> may hold, in memory.</summary>
    public long TemporaryFiles { get; init; } = 64 << 20;

    /// <summary>The network that it is in; the engine's default if null.</summary>
    public string? Network { get; init; }

    /// <summary>How long it may take to end when it is asked to.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(10);

    [SuppressMessage("Maintainability", "CA1507", Justification = "The names are the engine's, whatever ours are.")]
    internal JsonObject ToJson()
    {
        var port = string.Create(CultureInfo.InvariantCulture, $"{Port}/tcp");
        return new()
        {
            ["Image"] = Image,
            ["Env"] = new JsonArray([.. Environment.Select(variable => JsonValue.Create($"{variable.Key}={variable.Value}"))]),
            ["Labels"] = new JsonObject(Labels.Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, label.Value))),
            ["ExposedPorts"] = new JsonObject { [port] = new JsonObject() },
            ["StopTimeout"] = (int)StopWithin.TotalSeconds,
            ["HostConfig"] = new JsonObject
            {
                ["PortBindings"] = new JsonObject { [port] = new JsonArray(new JsonObject { ["HostIp"] = "127.0.0.1", ["HostPort"] = "" }) },
                ["RestartPolicy"] = new JsonObject { ["Name"] = "unless-stopped" },
                ["ReadonlyRootfs"] = true,
                ["Tmpfs"] = new JsonObject { ["/tmp"] = string.Create(CultureInfo.InvariantCulture, $"rw,noexec,nosuid,nodev,mode=1777,size={TemporaryFiles}") },
                ["SecurityOpt"] = new JsonArray("no-new-privileges"),
                ["CapDrop"] = new JsonArray("ALL"),
                ["Memory"] = Memory,
                ["MemorySwap"] = Memory,
                ["NanoCpus"] = (long)(Cpus * 1e9),
                ["PidsLimit"] = Processes,
                ["LogConfig"] = new JsonObject { ["Type"] = "json-file", ["Config"] = new JsonObject { ["max-size"] = "10m", ["max-file"] = "3" } },
                ["NetworkMode"] = Network ?? "default",
            },
        };
    }
}
