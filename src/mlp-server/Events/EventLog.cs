using Mlp.Server.Database;

namespace Mlp.Server.Events;

/// <summary>The audit log. It only grows; ids are in the order of what happened.</summary>
internal static class EventLog
{
    public static Task<IReadOnlyList<EventRow>> List(Session session, KindFilter? kind, string? subject, long after, int rows)
    {
        var beginning = kind?.Beginning;
        var end = beginning + "\u007f";
        var byKind = kind is null ? "" : kind.IsPrefix ? "AND kind >= @beginning AND kind < @end" : "AND kind = @beginning";
        return session.Query<EventRow>(
            $"SELECT id, time, actor, kind, subject, data FROM event WHERE id > @after {byKind} {(subject is null ? "" : "AND subject = @subject")} ORDER BY id LIMIT @rows",
            new { after, beginning, end, subject, rows });
    }
}
