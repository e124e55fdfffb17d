using Mlp.Server.Database;

namespace Mlp.Server.Access;

/// <summary>Names belong to the project that had them first; others need a grant.</summary>
internal static class Ownership
{
    public const string Type = "type";
    public const string Parameters = "parameters";

    public static async Task<long> ProjectId(Session session, string project)
    {
        if (await session.First<long?>("SELECT id FROM project WHERE name = @project", new { project }) is { } known)
        {
            return known;
        }

        var id = session.NewId();
        await session.Execute("INSERT INTO project (id, name, created_at) VALUES (@id, @project, @Now)", new { id, project, session.Now });
        return id;
    }

    /// <summary>Refuses unless <paramref name="project"/> owns the name, or was granted it.</summary>
    public static async Task Demand(Session session, string kind, string name, string owner, string project)
    {
        if (!await MayUse(session, kind, name, owner, project))
        {
            throw new Refusal(
                ErrorCode.NameOwned,
                $"the {kind} name '{name}' belongs to project '{owner}', not to '{project}'",
                name,
                $"choose another name, or have its owner share it: mlp grant add {name} {project} --kind {kind}");
        }
    }

    public static async Task<bool> MayUse(Session session, string kind, string name, string owner, string project) =>
        string.Equals(owner, project, StringComparison.Ordinal)
        || await session.First<long>(
            "SELECT COUNT(*) FROM name_grant WHERE kind = @kind AND name = @name AND project = @project", new { kind, name, project }) > 0;

    public static Task<IReadOnlyList<string>> GrantedTo(Session session, string kind, string name) =>
        session.Query<string>("SELECT project FROM name_grant WHERE kind = @kind AND name = @name ORDER BY project", new { kind, name });

    /// <summary>The grants of all names from one to another, by name.</summary>
    public static async Task<ILookup<string, string>> GrantedTo(Session session, string kind, string? first, string? last) =>
        (await session.Query<GrantRow>(
            "SELECT kind, name, project FROM name_grant WHERE kind = @kind AND name >= @first AND name <= @last ORDER BY name, project", new { kind, first, last }))
        .ToLookup(grant => grant.Name, grant => grant.Project);
}
