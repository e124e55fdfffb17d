using Mlp.Wire;

namespace Mlp.Server.Deployments;

/// <summary>A deployment as kept.</summary>
internal sealed record DeploymentRow
{
    public const string Query =
        """
        SELECT d.id, t.name AS type, m.version AS type_version, n.name AS parameters, v.major, v.minor, d.target, d.state, d.error, d.image, d.endpoint, d.serving, d.base,
               d.started_at, d.started_by, d.ended_at, d.ended_by
        FROM deployment d JOIN model_type t ON t.id = d.type_id JOIN parameters n ON n.id = d.name_id JOIN mtv m ON m.id = d.mtv_id JOIN mpv v ON v.id = d.mpv_id
        """;

    public long Id { get; init; }

    public string Type { get; init; } = "";

    public string TypeVersion { get; init; } = "";

    public string Parameters { get; init; } = "";

    public long Major { get; init; }

    public long Minor { get; init; }

    public string Target { get; init; } = "";

    public string State { get; init; } = "";

    public string? Error { get; init; }

    public string? Image { get; init; }

    public string? Endpoint { get; init; }

    public string? Serving { get; init; }

    public string? Base { get; init; }

    public long StartedAt { get; init; }

    public string StartedBy { get; init; } = "";

    public long? EndedAt { get; init; }

    public string? EndedBy { get; init; }

    public Deployment ToWire() => new(
        Id, Type, TypeVersion, Parameters, $"{Major}.{Minor}", Target, State, Error, Image, Endpoint, Serving, Base, StartedAt.ToTime(), StartedBy, EndedAt.ToTime(), EndedBy);
}
