using System.Text.Json;
using Mlp.Server.Database;
using Mlp.Wire;

namespace Mlp.Server.Releases;

/// <summary>A release as kept.</summary>
internal sealed record ReleaseRow
{
    public const string Columns =
        """
        r.id, r.project_id, p.name AS project, r.runtime, r.tag, r.version, r.commit_id, r.tree_id, r.packages,
        r.bundle_digest, r.code_digest, r.code_unchanged_since, r.state, r.inherit, r.models, r.opened_at, r.opened_by, r.completed_at
        """;

    public long Id { get; init; }

    public long ProjectId { get; init; }

    public string Project { get; init; } = "";

    public string Runtime { get; init; } = "";

    public string Tag { get; init; } = "";

    public string Version { get; init; } = "";

    public string CommitId { get; init; } = "";

    public string TreeId { get; init; } = "";

    public string Packages { get; init; } = "";

    public string? CodeDigest { get; init; }

    public string? CodeUnchangedSince { get; init; }

    public string? BundleDigest { get; init; }

    public string State { get; init; } = "";

    public long Inherit { get; init; }

    public string Models { get; init; } = "";

    public long OpenedAt { get; init; }

    public string OpenedBy { get; init; } = "";

    public long? CompletedAt { get; init; }

    public IReadOnlyList<ReleasedModel> ReadModels() => JsonSerializer.Deserialize<IReadOnlyList<ReleasedModel>>(Models, WireJson.Options)!;

    public Release ToWire(IReadOnlyList<ReleaseStep> steps) => new(
        Id, Project, Runtime, Tag, Version, CommitId, TreeId,
        RecordJson.ReadPackages(Packages),
        BundleDigest, State, Inherit != 0, OpenedAt.ToTime(), OpenedBy, CompletedAt.ToTime(), ReadModels(), steps, CodeDigest, CodeUnchangedSince);
}
