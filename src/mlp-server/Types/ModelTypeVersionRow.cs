using Mlp.Server.Database;
using Mlp.Wire;

namespace Mlp.Server.Types;

/// <summary>A model type version as kept, with what its release says of it.</summary>
internal sealed record ModelTypeVersionRow
{
    public const string Query =
        """
        SELECT m.id, t.name AS type, m.version, m.sort_key, p.name AS project, m.release_id, r.tag, r.commit_id, r.commit_time, r.runtime, r.packages,
               r.bundle_digest, r.code_unchanged_since, m.class, m.assembly, m.standalone, m.description, m.metadata, m.input, m.output, m.created_at, m.created_by,
               m.deprecated_at, m.deprecated_by, m.deprecated_reason
        FROM mtv m JOIN model_type t ON t.id = m.type_id JOIN release r ON r.id = m.release_id JOIN project p ON p.id = r.project_id
        """;

    public long Id { get; init; }

    public string Type { get; init; } = "";

    public string Version { get; init; } = "";

    public string SortKey { get; init; } = "";

    public string Project { get; init; } = "";

    public long ReleaseId { get; init; }

    public string Tag { get; init; } = "";

    public string CommitId { get; init; } = "";

    public long? CommitTime { get; init; }

    public string Runtime { get; init; } = "";

    public string Packages { get; init; } = "";

    public string? CodeUnchangedSince { get; init; }

    public string? BundleDigest { get; init; }

    public string Class { get; init; } = "";

    public string? Assembly { get; init; }

    public long Standalone { get; init; }

    public string? Description { get; init; }

    public string? Metadata { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public long CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public long? DeprecatedAt { get; init; }

    public string? DeprecatedBy { get; init; }

    public string? DeprecatedReason { get; init; }

    public ModelTypeVersion ToWire() => new(
        Type, Version, Project, ReleaseId, Tag, CommitId, Runtime,
        RecordJson.ReadPackages(Packages),
        BundleDigest, Class, Assembly, Standalone != 0, Description, RecordJson.ReadMetadata(Metadata), Input, Output,
        CreatedAt.ToTime(), CreatedBy,
        DeprecatedAt is { } at ? new(DeprecatedReason!, at.ToTime(), DeprecatedBy!) : null,
        CodeUnchangedSince,
        CommitTime.ToTime());
}
