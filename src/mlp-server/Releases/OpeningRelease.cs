using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Events;
using Mlp.Server.Search;
using Mlp.Wire;

namespace Mlp.Server.Releases;

/// <summary>Opening a release: names, versions and ownership are checked and claimed before anything leaves its maker.</summary>
internal static class OpeningRelease
{
    public static async Task<OpenedRelease> Open(Session session, ReleaseRequest request)
    {
        if (await ReleaseLedger.FindVersion(session, request.Project.Text, request.Version) is { } known)
        {
            return await Again(session, request, known);
        }

        var id = session.NewId();
        var projectId = await Ownership.ProjectId(session, request.Project.Text);
        await session.Execute(
            """
            INSERT INTO release (id, project_id, runtime, tag, version, commit_id, commit_time, tree_id, packages, code_digest, state, inherit, models, opened_at, opened_by)
            VALUES (@id, @projectId, @Runtime, @Tag, @version, @Commit, @commitTime, @Tree, @Packages, @CodeDigest, 'open', @inherit, @Models, @Now, @Actor)
            """,
            new
            {
                id,
                projectId,
                request.Wire.Runtime,
                request.Wire.Tag,
                version = request.Version.ToString(),
                request.Wire.Commit,
                commitTime = request.Wire.CommitTime?.ToUnixTimeMilliseconds(),
                request.Wire.Tree,
                request.Packages,
                request.Wire.CodeDigest,
                inherit = request.Inherits ? 1 : 0,
                request.Models,
                session.Now,
                session.Actor,
            });
        await Claim(session, request, id, projectId);
        await session.Audit(EventKind.ReleaseOpened, $"{request.Project}@{request.Version}", new { id, request.Wire.Tag, request.Wire.Commit });
        return new("opened", await ReleaseLedger.Read(session, id));
    }

    /// <summary>What opening would answer, or refuse; nothing is claimed.</summary>
    public static async Task<OpenedRelease> Check(Session session, ReleaseRequest request)
    {
        if (await ReleaseLedger.FindVersion(session, request.Project.Text, request.Version) is { } known)
        {
            RefuseOtherContent(request, known);
            if (known.State == ReleaseState.Registered)
            {
                return new("unchanged", await ReleaseLedger.Whole(session, known));
            }

            RefuseOtherInheritance(request, known);
            return new("resumed", await ReleaseLedger.Whole(session, known));
        }

        foreach (var model in request.Wire.Models)
        {
            _ = await CheckName(session, request, model.Name);
        }

        var wire = request.Wire;
        return new("opened", new(
            0, request.Project.Text, wire.Runtime, wire.Tag, request.Version.ToString(), wire.Commit, wire.Tree, wire.Packages ?? [],
            null, ReleaseState.Open, request.Inherits, session.Now.ToTime(), session.Actor, null, wire.Models, [], wire.CodeDigest));
    }

    // The same commit may come with other models only while nothing is registered: after that the record answers.
    private static async Task<OpenedRelease> Again(Session session, ReleaseRequest request, ReleaseRow known)
    {
        RefuseOtherContent(request, known);
        if (known.State == ReleaseState.Registered)
        {
            return new("unchanged", await ReleaseLedger.Whole(session, known));
        }

        RefuseOtherInheritance(request, known);
        await session.Execute("DELETE FROM claim WHERE release_id = @Id", new { known.Id });
        await session.Execute(
            "UPDATE release SET models = @Models, packages = @Packages, code_digest = @CodeDigest WHERE id = @Id",
            new { request.Models, request.Packages, request.Wire.CodeDigest, known.Id });
        await Claim(session, request, known.Id, known.ProjectId);
        await FreeUnusedNames(session, known.ProjectId);
        return new("resumed", await ReleaseLedger.Read(session, known.Id));
    }

    private static void RefuseOtherContent(ReleaseRequest request, ReleaseRow known)
    {
        var (wire, subject) = (request.Wire, $"{request.Project}@{request.Version}");
        if (known.CommitId != wire.Commit)
        {
            throw new Refusal(
                ErrorCode.TagMoved,
                $"version {request.Version} of project '{request.Project}' belongs to commit {known.CommitId} (tag '{known.Tag}'); the tag '{wire.Tag}' now names {wire.Commit}",
                wire.Commit,
                "tag the new commit with a new version; versions are never reused");
        }

        if (known.TreeId != wire.Tree || known.Runtime != wire.Runtime)
        {
            throw new Refusal(
                ErrorCode.ContentChanged,
                $"{subject} was opened from commit {known.CommitId} with tree {known.TreeId} and runtime '{known.Runtime}', not with tree {wire.Tree} and runtime '{wire.Runtime}'",
                wire.Tree,
                "a commit has one tree: read both from the same repository");
        }
    }

    // Whoever goes on may not know how it began: what was asked for then is neither lost nor turned round in silence.
    private static void RefuseOtherInheritance(ReleaseRequest request, ReleaseRow known)
    {
        if (request.Wire.Inherit is { } inherit && inherit != (known.Inherit != 0))
        {
            throw new Refusal(
                ErrorCode.InheritChanged,
                $"release {known.Id} of '{known.Tag}' was opened {Inheriting(!inherit)}, and would now go on {Inheriting(inherit)}",
                inherit ? "inherit" : "no inherit",
                $"go on as it was opened: mlp release resume {known.Tag}; or give it up and register anew: mlp release abandon {known.Tag}");
        }

        static string Inheriting(bool inherit) => inherit ? "with inheritance" : "without inheritance";
    }

    private static async Task Claim(Session session, ReleaseRequest request, long releaseId, long projectId)
    {
        var version = request.Version.ToString();
        foreach (var model in request.Wire.Models)
        {
            var typeId = await CheckName(session, request, model.Name) ?? await CreateType(session, model, projectId);
            await session.Execute("INSERT INTO claim (type_id, version, release_id) VALUES (@typeId, @version, @releaseId)", new { typeId, version, releaseId });
        }
    }

    /// <summary>The type's id, or null where the name is free; refuses names of others and versions that are taken.</summary>
    private static async Task<long?> CheckName(Session session, ReleaseRequest request, string name)
    {
        var type = await session.First<TypeOwnerRow>("SELECT t.id, p.name AS owner FROM model_type t JOIN project p ON p.id = t.project_id WHERE t.name = @name", new { name });
        if (type is null)
        {
            return null;
        }

        await Ownership.Demand(session, Ownership.Type, name, type.Owner, request.Project.Text);
        var version = request.Version.ToString();
        var holder = await session.First<string>(
            "SELECT r.commit_id FROM claim c JOIN release r ON r.id = c.release_id WHERE c.type_id = @Id AND c.version = @version", new { type.Id, version });
        return holder is null
            ? type.Id
            : throw new Refusal(
                ErrorCode.TagMoved, $"'{name}' {version} exists from commit {holder}; this release comes from {request.Wire.Commit}", version, "tag with a new version; versions are never reused");
    }

    private static async Task<long> CreateType(Session session, ReleasedModel model, long projectId)
    {
        var id = session.NewId();
        await session.Execute(
            "INSERT INTO model_type (id, name, project_id, description, search, created_at) VALUES (@id, @Name, @projectId, @Description, @search, @Now)",
            new { id, model.Name, projectId, model.Description, search = SearchWords.Searchable(model.Name, model.Description), session.Now });
        return id;
    }

    /// <summary>Gives an open release up; names that nothing else uses are free again.</summary>
    public static async Task<Release> Abandon(Session session, ReleaseRow release)
    {
        if (release.State == ReleaseState.Registered)
        {
            throw new Refusal(ErrorCode.ReleaseNotOpen, $"release {release.Id} of '{release.Tag}' is registered", $"{release.Id}", "registered versions are deprecated, not removed");
        }

        if (release.State == ReleaseState.Open)
        {
            await session.Execute("DELETE FROM claim WHERE release_id = @Id", new { release.Id });
            await session.Execute("UPDATE release SET state = 'abandoned' WHERE id = @Id", new { release.Id });
            await FreeUnusedNames(session, release.ProjectId);
            await session.Audit(EventKind.ReleaseAbandoned, $"{release.Project}@{release.Version}", new { release.Id });
        }

        return await ReleaseLedger.Read(session, release.Id);
    }

    private static Task FreeUnusedNames(Session session, long projectId) =>
        session.Execute(
            "DELETE FROM model_type WHERE project_id = @projectId AND versions = 0 AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.type_id = model_type.id)",
            new { projectId });
}
