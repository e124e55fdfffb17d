using System.Text.Json;
using Mlp.Wire;

namespace Mlp.Server.Events;

internal sealed record EventRow
{
    public long Id { get; init; }

    public long Time { get; init; }

    public string Actor { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Subject { get; init; } = "";

    public string Data { get; init; } = "";

    public AuditEvent ToWire() => new(Id, Time.ToTime(), Actor, Kind, Subject, JsonElement.Parse(Data));
}
