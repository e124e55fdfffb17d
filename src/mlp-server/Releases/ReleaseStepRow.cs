using Mlp.Wire;

namespace Mlp.Server.Releases;

/// <summary>One entry of a release's ledger as kept.</summary>
internal sealed record ReleaseStepRow
{
    public long ReleaseId { get; init; }

    public string Step { get; init; } = "";

    public string State { get; init; } = "";

    public string? Digest { get; init; }

    public string? Error { get; init; }

    public long Time { get; init; }

    public string Actor { get; init; } = "";

    public ReleaseStep ToWire() => new(Step, State, Digest, Error, Time.ToTime(), Actor);
}
