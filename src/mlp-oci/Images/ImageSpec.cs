using System.Text.RegularExpressions;

namespace Mlp.Oci;

/// <summary>What a composed image does and says of itself.</summary>
public sealed partial record ImageSpec
{
    private const string NonRoot = "65532:65532";

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> EntryPoint { get; init; }

    /// <summary>The time of the commit: never the clock's.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Further arguments, which whoever starts a container may replace.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The folder to start in.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Numbers, because only of a number does a cluster know that it is not root.</summary>
    public string User { get; init; } = NonRoot;

    /// <summary>Variables, over those of the base.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = Descriptor.Nothing;

    /// <summary>Labels, over those of the base.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Descriptor.Nothing;

    /// <summary>Annotations of the manifests and of the index.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Descriptor.Nothing;

    /// <summary>The TCP ports that it listens on.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>How an engine checks that it is well.</summary>
    public HealthCheck? HealthCheck { get; init; }

    /// <summary>What asks it to stop; the engine's own way if null, which is SIGTERM.</summary>
    public string? StopSignal { get; init; }

    internal void Check()
    {
        Demand(EntryPoint.Count > 0 && EntryPoint[0].Length > 0, "has no entry point", null, "name the program to run");
        Demand(WorkingDirectory.StartsWith('/'), "has a working directory that is not absolute", WorkingDirectory, "begin it with '/'");
        Demand(UserForm().IsMatch(User), "has a user that is no number", User, "write the numeric ids as user or user:group, such as 65532:65532");
        Demand(Ports.All(p => p is > 0 and < 65536), "has a port that is none", string.Join(", ", Ports), "use 1 to 65535");
        Demand(HealthCheck is null or { Command.Count: > 0, Retries: > 0 }, "has an empty health check", null, "give a command and at least one retry");
        foreach (var name in Environment.Keys.Where(n => n.Length == 0 || n.Contains('=', StringComparison.Ordinal)))
        {
            Demand(false, "has a variable whose name is none", name, "names are not empty and have no '='");
        }

        var texts = Environment.Concat(Labels).Concat(Annotations).SelectMany(p => new[] { p.Key, p.Value }).Concat(EntryPoint).Concat(Command);
        Demand(!texts.Any(t => t.Contains('\0', StringComparison.Ordinal)), "has a text with a NUL character", null, "remove it");
    }

    private static void Demand(bool isGood, string fact, string? value, string remedy)
    {
        if (!isGood)
        {
            throw new OciException(OciErrors.InvalidSpec, $"the image to make {fact}", value, remedy);
        }
    }

    [GeneratedRegex(@"\A[0-9]{1,10}(?::[0-9]{1,10})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserForm();
}
