using System.Globalization;
using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Events;

internal static class EventEndpoints
{
    private const int LongestSubject = 1024;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/events", List).Require(Role.Reader).WithSummary("Lists what happened, the oldest first; 'after' is the id of the last event known");

    private static async Task<Page<AuditEvent>> List(string? kind, string? subject, Paging paging, Store store, Ct ct)
    {
        var (ofKind, ofSubject) = (kind is null ? null : KindFilter.Parse(kind), Input.OptionalText(subject, "subject", LongestSubject));
        var rows = await store.Read(session => EventLog.List(session, ofKind, ofSubject, paging.AfterId ?? 0, paging.Rows), ct);
        return paging.Cut(rows, row => row.ToWire(), row => row.Id.ToString(CultureInfo.InvariantCulture));
    }
}
