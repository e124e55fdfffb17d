using Mlp.Server.Database;
using Mlp.Server.Events;
using Mlp.Wire;

namespace Mlp.Server.Access;

/// <summary>Who may use a name beside the project that owns it.</summary>
internal static class Grants
{
    public static async Task<Grant> Add(Session session, Caller caller, Grant grant)
    {
        await DemandOwner(session, caller, grant);
        var added = await session.Execute(
            """
            INSERT INTO name_grant (kind, name, project, created_at, created_by) VALUES (@Kind, @Name, @Project, @Now, @Actor)
            ON CONFLICT (kind, name, project) DO NOTHING
            """,
            new { grant.Kind, grant.Name, grant.Project, session.Now, session.Actor });
        await Audit(session, EventKind.GrantAdded, grant, added);
        return grant;
    }

    public static async Task<Grant> Remove(Session session, Caller caller, Grant grant)
    {
        await DemandOwner(session, caller, grant);
        var removed = await session.Execute("DELETE FROM name_grant WHERE kind = @Kind AND name = @Name AND project = @Project", new { grant.Kind, grant.Name, grant.Project });
        await Audit(session, EventKind.GrantRemoved, grant, removed);
        return grant;
    }

    public static Task<IReadOnlyList<GrantRow>> List(Session session, string? kind, string? name, GrantCursor after, int rows) =>
        session.Query<GrantRow>(
            $"""
            SELECT kind, name, project FROM name_grant
            WHERE (kind > @Kind OR (kind = @Kind AND (name > @Name OR (name = @Name AND project > @Project))))
              {(kind is null ? "" : "AND kind = @kind")} {(name is null ? "" : "AND name = @name")}
            ORDER BY kind, name, project LIMIT @rows
            """,
            new { after.Kind, after.Name, after.Project, kind, name, rows });

    private static async Task DemandOwner(Session session, Caller caller, Grant grant)
    {
        var table = grant.Kind == Ownership.Type ? "model_type" : "parameters";
        var owner = await session.First<string>($"SELECT p.name FROM {table} t JOIN project p ON p.id = t.project_id WHERE t.name = @Name", new { grant.Name })
            ?? throw Input.NotFound(grant.Kind == Ownership.Type ? "model type" : "parameters name", grant.Name, "register or publish it first");
        caller.DemandProject(owner);
        if (string.Equals(owner, grant.Project, StringComparison.Ordinal))
        {
            throw new Refusal(ErrorCode.InvalidValue, $"the project owns '{grant.Name}' and needs no grant", grant.Project, "name another project");
        }
    }

    private static Task Audit(Session session, EventKind kind, Grant grant, int changed) =>
        changed == 0 ? Task.CompletedTask : session.Audit(kind, $"{grant.Kind}:{grant.Name}", new { grant.Project });
}
