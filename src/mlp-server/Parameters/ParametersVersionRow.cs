using Mlp.Server.Database;
using Mlp.Wire;

namespace Mlp.Server.Parameters;

/// <summary>A parameters version as kept.</summary>
internal sealed record ParametersVersionRow
{
    public const string Query =
        """
        SELECT v.id, n.name, v.major, v.minor, v.digest, b.size, t.name AS type, m.version AS type_version, v.metadata,
               v.created_at, v.created_by, v.deprecated_at, v.deprecated_by, v.deprecated_reason
        FROM mpv v JOIN parameters n ON n.id = v.name_id JOIN blob b ON b.digest = v.digest
        JOIN mtv m ON m.id = v.mtv_id JOIN model_type t ON t.id = m.type_id
        """;

    public long Id { get; init; }

    public string Name { get; init; } = "";

    public long Major { get; init; }

    public long Minor { get; init; }

    public string Digest { get; init; } = "";

    public long Size { get; init; }

    public string Type { get; init; } = "";

    public string TypeVersion { get; init; } = "";

    public string? Metadata { get; init; }

    public long CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public long? DeprecatedAt { get; init; }

    public string? DeprecatedBy { get; init; }

    public string? DeprecatedReason { get; init; }

    public ParametersVersionInfo ToWire() => new(
        Name, $"{Major}.{Minor}", Digest, Size, Type, TypeVersion, RecordJson.ReadMetadata(Metadata), CreatedAt.ToTime(), CreatedBy,
        DeprecatedAt is { } at ? new(DeprecatedReason!, at.ToTime(), DeprecatedBy!) : null);
}
