using Mlp.Wire;

namespace Mlp.Server.Access;

internal sealed record TokenRow
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Hash { get; init; } = "";

    public string Role { get; init; } = "";

    public string? Project { get; init; }

    public long CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public long? ExpiresAt { get; init; }

    public long? LastUsedAt { get; init; }

    public long? RevokedAt { get; init; }

    public Token ToWire() => new(
        Id, Name, Role, Project, Time(CreatedAt), CreatedBy, ExpiresAt is { } e ? Time(e) : null, LastUsedAt is { } l ? Time(l) : null, RevokedAt is { } r ? Time(r) : null);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
