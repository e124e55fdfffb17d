using System.Text.Json;
using Mlp.Wire;

namespace Mlp.Server.Events;

internal sealed record WebhookRow
{
    public long Id { get; init; }

    public string Url { get; init; } = "";

    public string Secret { get; init; } = "";

    public string Events { get; init; } = "";

    public long FollowedTo { get; init; }

    public long CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public IReadOnlyList<string> Kinds => JsonSerializer.Deserialize<string[]>(Events)!;

    public Webhook ToWire() => new(Id, Url, Kinds, CreatedAt.ToTime(), CreatedBy);

    public bool Wants(string kind)
    {
        var kinds = Kinds;
        return kind != EventKind.WebhookTested.Text && (kinds.Count == 0 || kinds.Any(k => KindFilter.Recorded(k).Covers(kind)));
    }

    // A record's own text would show the secret.
    public override string ToString() => $"webhook {Id}";
}
