namespace Mlp.Server.Serving;

/// <summary>A deployment, as far as whoever runs it needs to know.</summary>
internal sealed record Placement
{
    public const string Query =
        """
        SELECT d.id, t.name AS type, m.version AS type_version, n.name AS parameters, v.major, v.minor, d.target, d.state, d.image, d.serving,
               m.bundle_digest AS bundle, v.digest AS content
        FROM deployment d JOIN model_type t ON t.id = d.type_id JOIN parameters n ON n.id = d.name_id JOIN mtv m ON m.id = d.mtv_id JOIN mpv v ON v.id = d.mpv_id
        WHERE d.state IN ('starting', 'serving')
        """;

    public long Id { get; init; }

    public string Type { get; init; } = "";

    public string TypeVersion { get; init; } = "";

    public string Parameters { get; init; } = "";

    public long Major { get; init; }

    public long Minor { get; init; }

    public string Target { get; init; } = "";

    public string State { get; init; } = "";

    public string? Image { get; init; }

    /// <summary>The serving layer; null is that of whoever runs it.</summary>
    public string? Serving { get; init; }

    public string Bundle { get; init; } = "";

    public string Content { get; init; } = "";

    public string ParametersVersion => $"{Major}.{Minor}";

    public ServedPair Pair => new(Type, Parameters);

    public override string ToString() => $"{Type} {TypeVersion} with {Parameters} {ParametersVersion} on {Target}";
}

/// <summary>A model type and a parameters name: what callers ask for.</summary>
internal readonly record struct ServedPair(string Type, string Parameters)
{
    public override string ToString() => $"{Type}/{Parameters}";
}
